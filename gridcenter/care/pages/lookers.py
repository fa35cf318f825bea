"""The page of those who look after households: by name, with how many each has."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotFound
from gridcenter.care.codes import LINK_KIND
from gridcenter.care.pages.link_forms import passing_grid, saves_passing
from gridcenter.care.pages.links import Spread, links_by
from gridcenter.care.records import HouseholdLink
from gridcenter.care.services.link_lists import LOOKERS, Looker, links_seen, load_lookers
from gridcenter.desk.desk import Desk
from gridcenter.desk.drawer_def import DrawerDef
from gridcenter.desk.drawer_parts import Fact
from gridcenter.desk.filters import Filter
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.list_def import ListDef
from gridcenter.desk.list_parts import RowAct
from gridcenter.desk.page import Act
from gridcenter.desk.record_page import RecordPage
from gridcenter.register.pages.areas import AREA
from gridcenter.register.pages.pickers import code_filter
from gridcenter.register.records import Person
from gridcenter.store.listing import Wish

COLUMNS: tuple[Column[Looker], ...] = (
    Column("name", "姓名", lambda r: r.name, 100),
    Column("count", "联系户数", lambda r: f"{r.count:,}", 90, number=True, sorts=False),
    Column("kinds", "联系方式", lambda r: r.kinds, 170, sorts=False, spare=True),
    Column("units", "户在哪些网格", lambda r: r.units, 0, sorts=False),
    Column("phone", "电话", lambda r: r.phone, 124, sorts=False, wide_only=True),
)
_OVER = (10, 15, 20, 30)


class LookersPage(RecordPage[Looker]):
    """Everybody who looks after households, by name: numbers are for sharing work, not for ranking."""

    def __init__(self, desk: Desk, actor: Actor) -> None:
        to = Act("去联系户", lambda: self.went.emit("links", None), "house")
        super().__init__(
            desk,
            actor,
            ListDef(
                key="lookers", title="联系人", unit="人", listing=LOOKERS, columns=COLUMNS,
                tables=frozenset({"household_link", "household", "person", "placement"}),
                hint="姓名、拼音首字母、电话",
                filters=(
                    AREA,
                    code_filter(desk, "kind", LINK_KIND, "全部联系方式", 140),
                    Filter("over", "户数", [(None, "户数：不限"), *((n, f"超过 {n} 户") for n in _OVER)], 124),
                ),
                row_acts=(RowAct("平均分户", self._spread, "users", right=Right.ENTER),),
                empty="还没有联系人。请到“联系户”里安排，或导入联系户名单", empty_act=to,
                keys="Ctrl+F 筛选　Ctrl+P 打印　F5 刷新",
            ),
        )  # fmt: skip

    def describe(self, session: Session, record: bytes) -> DrawerDef:
        """Show the households of one person."""
        row = load_lookers(session, [record]).get(record)
        if row is None:
            raise NotFound("这个人已经不在名册里，请刷新后再看")
        facts = [Fact("联系户数", f"{row.count} 户"), Fact("电话", row.phone), Fact("网格", row.units)]
        homes = links_by(session, record)
        kept = [(HouseholdLink, one.id) for one in links_seen(session, HouseholdLink.person_id == record, now=False)]
        return DrawerDef(
            name=row.name, place=row.note.removesuffix(row.phone).strip(), kind=row.kinds, facts=facts,
            related=(homes,) if homes else (), record=(Person, record), along=kept,
            acts=[
                Act("看这些户", lambda: self.went.emit("links", Wish(filters={"person": record})), "house"),
                Act("全部移交", lambda: self.pass_all(record), "arrow-right", right=Right.ENTER),
            ],
        )  # fmt: skip

    def pass_all(self, person_id: bytes) -> FormDialog:
        """Put up the form that passes everything a person looks after on."""
        with self.desk.database.read() as session:
            links = links_seen(session, HouseholdLink.person_id == person_id)
        name = links[0].person if links else ""
        form = self.form(
            "移交联系户", saves_passing(self.actor, person_id, [one.id for one in links]),
            note=f"{name}　{len(links):,} 户", width=520, word="移交", about=None,
        )  # fmt: skip
        form.add(passing_grid(self.desk))
        return self.put_up(form, lambda made: f"已移交 {made}")

    def _spread(self, people: Sequence[bytes]) -> None:
        self.went.emit("links", Spread(tuple(people)))
