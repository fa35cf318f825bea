"""The page of Party members."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotFound
from gridcenter.base.periods import age, day_words
from gridcenter.care.pages import Spread, links_by
from gridcenter.desk.chips import Chip
from gridcenter.desk.desk import Desk
from gridcenter.desk.drawer_def import DrawerDef
from gridcenter.desk.drawer_parts import Fact
from gridcenter.desk.filters import Filter
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.list_def import ListDef
from gridcenter.desk.list_parts import RowAct
from gridcenter.desk.page import Act
from gridcenter.desk.record_columns import column_of
from gridcenter.desk.record_page import RecordPage
from gridcenter.desk.sidebar import NavItem
from gridcenter.party.records import Member
from gridcenter.party.services import (
    MEMBERS,
    MemberRow,
    branches,
    count_members,
    load_members,
    reveal_member,
)
from gridcenter.register.pages import WingPages
from gridcenter.register.pages.areas import AREA

COLUMNS: tuple[Column[MemberRow], ...] = (
    Column("name", "姓名", lambda r: r.name, 100),
    Column("sex", "性别", lambda r: r.sex, 60, sorts=False, spare=True),
    Column("birth", "年龄", lambda r: age(r.birth), 64, number=True),
    Column("branch", "党支部", lambda r: r.branch, 170),
    Column("group", "党小组", lambda r: r.group, 120, sorts=False, wide_only=True),
    column_of(Member, "joined_on"),
    Column("phone", "电话", lambda r: r.phone, 124, sorts=False, wide_only=True),
    Column("mobile", "流动", lambda r: Chip("流动党员") if r.mobile else "", 92, sorts=False, spare=True),
)


class MembersPage(RecordPage[MemberRow]):
    """Members by branch."""

    def __init__(self, desk: Desk, actor: Actor) -> None:
        with desk.database.read() as session:
            known = branches(session)
        bring = Act(
            "去导入", lambda: self.went.emit("import", "members"), "file-input", right=Right.IMPORT
        )
        super().__init__(
            desk,
            actor,
            ListDef(
                key="members", title="党员", unit="名", listing=MEMBERS, columns=COLUMNS,
                tables=frozenset({"member", "party_unit", "person"}),
                hint="姓名、拼音首字母、电话、证件尾号",
                filters=(
                    AREA,
                    Filter("branch", "党支部", [(None, "全部党支部"), *known], 190),
                    Filter("mobile", "流动", [(None, "流动：不限"), (True, "流动党员")], 124),
                ),
                row_acts=(RowAct("平均分联系户", self._spread, "house", right=Right.ENTER),),
                empty="还没有党员。请到“导入”里导入党员花名册", empty_act=bring,
                keys="Ctrl+F 筛选　Ctrl+P 打印　F5 刷新",
                summary=_counted,
            ),
        )  # fmt: skip

    def describe(self, session: Session, record: bytes) -> DrawerDef:
        """Show facts and history."""
        row = load_members(session, [record]).get(record)
        if row is None:
            raise NotFound("这名党员已经不在名册里，请刷新后再看")
        identity, phone = self.whole(record) or (row.identity, row.phone)
        see = None if self.whole(record) else Act("显示", lambda: self._reveal(record), "eye", right=Right.REVEAL)
        facts = [
            Fact("证件号码", identity or "没有登记", see), Fact("电话", phone or "没有登记"),
            Fact("出生日期", day_words(row.birth)), Fact("入党时间", day_words(row.joined_on)),
            Fact("党龄", f"{age(row.joined_on)} 年" if row.joined_on else ""), Fact("党小组", row.group),
            Fact("流动党员", "是" if row.mobile else "否"),
        ]  # fmt: skip
        homes = links_by(session, session.get_one(Member, record).person_id)
        years = f"{age(row.birth)} 岁" if row.birth else ""
        return DrawerDef(
            name=row.name, beside="　".join(filter(None, (row.sex, years))), place=row.branch,
            facts=facts, related=(homes,) if homes else (), record=(Member, record),
        )  # fmt: skip

    def _spread(self, members: Sequence[bytes]) -> None:
        with self.desk.database.read() as session:
            people = session.scalars(select(Member.person_id).where(Member.id.in_(members)))
            chosen = Spread(tuple(dict.fromkeys(people)))
        self.went.emit("links", chosen)

    def _reveal(self, member_id: bytes) -> FormDialog:
        return self.reveal(
            member_id, lambda session, reason: reveal_member(session, self.actor, member_id, reason)
        )


def _counted(session: Session) -> str:
    members, groups = count_members(session)
    return f"{members:,} 名　{groups:,} 个党支部"


def nav_items(desk: Desk, actor: Actor) -> tuple[NavItem, ...]:
    """Return the page of members."""
    return (NavItem("members", "党员", "flag", 3, lambda: MembersPage(desk, actor)),)


PAGES = WingPages(nav_items)
