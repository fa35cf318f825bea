"""The page of links: every household, and whoever looks after it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotFound
from gridcenter.base.periods import day_words
from gridcenter.care.codes import LINK_KIND
from gridcenter.care.pages.link_forms import (
    SpreadGrid,
    ending_grid,
    link_grid,
    passing_grid,
    saves_ending,
    saves_grid,
    saves_many,
    saves_one,
    saves_passing,
    saves_spread,
    whole_grid,
)
from gridcenter.care.records import HouseholdLink
from gridcenter.care.services.link_lists import (
    HOMES_LINKED,
    LinkedHome,
    LinkSeen,
    count_linked,
    links_seen,
    load_homes,
)
from gridcenter.desk.chips import Chip
from gridcenter.desk.desk import Desk
from gridcenter.desk.drawer_def import DrawerDef, Related
from gridcenter.desk.drawer_parts import Event, Fact
from gridcenter.desk.filters import Filter
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.list_def import ListDef
from gridcenter.desk.list_parts import RowAct
from gridcenter.desk.page import Act
from gridcenter.desk.record_page import RecordPage
from gridcenter.register.pages import ForHousehold
from gridcenter.register.pages.areas import AREA
from gridcenter.register.pages.pickers import code_filter
from gridcenter.register.records import Household

_NOBODY = Chip("没有联系人", "due")


@dataclass(frozen=True, slots=True)
class Spread:
    """Handed to the page: spread a grid over these people."""

    people: Sequence[bytes]


COLUMNS: tuple[Column[LinkedHome], ...] = (
    Column("head", "户主", lambda r: r.head or "（无户主）", 100, sorts=False),
    Column("number", "户号", lambda r: r.number, 110, spare=True),
    Column("unit", "网格", lambda r: r.unit, 190, sorts=False),
    Column("people", "联系人", lambda r: r.people or _NOBODY, 0, sorts=False),
    Column("kinds", "联系方式", lambda r: r.kinds, 150, sorts=False, spare=True),
    Column("since", "起始", lambda r: f"{r.since or ''}", 100, sorts=False, wide_only=True),
)


class LinksPage(RecordPage[LinkedHome]):
    """Households with and without somebody to look after them."""

    def __init__(self, desk: Desk, actor: Actor) -> None:
        new = Act("安排联系人", self.enter_new, "plus", "primary", "Ctrl+N", Right.ENTER)
        grid = Act("整个网格安排", self.enter_grid, "network", right=Right.ENTER)
        super().__init__(
            desk,
            actor,
            ListDef(
                key="links", title="联系户", unit="户", listing=HOMES_LINKED, columns=COLUMNS,
                tables=frozenset({"household_link", "household", "person", "residence", "placement"}),
                hint="户主、户号、联系人",
                filters=(
                    AREA,
                    Filter("state", "情况", [
                        (None, "全部户"), ("with", "有联系人"), ("without", "没有联系人"), ("several", "不止一人联系"),
                    ], 124),
                    code_filter(desk, "kind", LINK_KIND, "全部联系方式", 140),
                ),
                acts=(grid, new),
                row_acts=(
                    RowAct("安排联系人", self.link_these, "users", right=Right.ENTER),
                    RowAct("移交", self.pass_these, "arrow-right", right=Right.ENTER, many=False),
                    RowAct("结束联系", self.end_these, "x", right=Right.ENTER),
                ),
                empty="还没有登记户。请先导入农户花名册", summary=_counted,
                keys="Ctrl+N 安排　Ctrl+F 筛选　Ctrl+P 打印　F5 刷新",
            ),
        )  # fmt: skip

    def enter(self, argument: object) -> None:
        """Begin a form when the door asks for one."""
        super().enter(argument)
        if isinstance(argument, ForHousehold):
            self.link_these([argument.household_id])
        elif isinstance(argument, Spread):
            self.spread(argument.people)

    def describe(self, session: Session, record: bytes) -> DrawerDef:
        """Show who looks after the household, and who did before."""
        row = load_homes(session, [record]).get(record)
        if row is None:
            raise NotFound("这一户已经不在，请刷新后再看")
        events = link_events(session, record)
        facts = [
            Fact("户号", row.number), Fact("联系人", row.people or "还没有"), Fact("联系方式", row.kinds),
            Fact("起始日期", day_words(row.since)),
            Fact("依据", "、".join(dict.fromkeys(one.basis for one in row.links if one.basis))),
        ]  # fmt: skip
        kept = [(HouseholdLink, one.id) for one in links_seen(session, HouseholdLink.household_id == record, now=False)]
        return DrawerDef(
            name=f"{row.head or '（无户主）'}户", beside=row.number, place=row.unit,
            kind="" if row.links else _NOBODY, facts=facts, related=(Related("联系记录", events),),
            record=(Household, record), along=kept, acts=self._acts(row),
        )  # fmt: skip

    def reopen(self, title: str, about: str) -> FormDialog | None:
        """Put up the form of a draft once more; those for chosen rows keep no draft."""
        return super().reopen(title, about)

    def enter_new(self) -> FormDialog:
        """Put up the form of one link."""
        form = self.form("安排联系人", saves_one(self.actor), width=760)
        form.add(link_grid(self.desk, household=True))
        form.offer_again("person_id", "kind", "since", "basis")
        return self.put_up(form, lambda made: f"已安排 {made}")

    def enter_grid(self) -> FormDialog:
        """Put up the form that gives a whole grid to one person."""
        form = self.form("整个网格安排", saves_grid(self.actor), width=760)
        form.add(whole_grid(self.desk))
        return self.put_up(form, lambda made: f"已安排 {made}")

    def link_these(self, households: Sequence[bytes]) -> FormDialog:
        """Put up the form that gives chosen households to one person."""
        note = f"{len(households):,} 户"
        form = self.form(
            "安排联系人", saves_many(self.actor, households), note=note, width=640, about=None
        )
        form.add(link_grid(self.desk, household=False))
        form.saved.connect(lambda _made: self.model.clear_ticks())
        return self.put_up(form, lambda made: f"已安排 {made}")

    def spread(self, people: Sequence[bytes]) -> FormDialog:
        """Put up the form that spreads a grid evenly over people."""
        form = self.form(
            "平均分户", saves_spread(self.actor, people), note=f"{len(people)} 人", width=640,
            word="分好", about=None,
        )  # fmt: skip
        form.add(SpreadGrid(self.desk, people))
        return self.put_up(form, lambda made: f"已安排 {made}")

    def pass_these(self, households: Sequence[bytes]) -> FormDialog | None:
        """Put up the form that passes the links of a household on."""
        links = self._links(households)
        if not links:
            return self.link_these(households)
        who, ids = links[0].person_id, [one.id for one in links]
        names = "、".join(dict.fromkeys(one.person for one in links))
        several = f"，{len(links)} 条联系一并移交" if len(links) > 1 else ""
        form = self.form(
            "移交联系户", saves_passing(self.actor, who, ids), note=f"原联系人 {names}{several}",
            width=520, word="移交", about=None,
        )  # fmt: skip
        form.add(passing_grid(self.desk))
        return self.put_up(form, lambda made: f"已移交 {made}")

    def end_these(self, households: Sequence[bytes]) -> FormDialog:
        """Put up the form that ends the links of households."""
        ids = [one.id for one in self._links(households)]
        form = self.form(
            "结束联系", saves_ending(self.actor, ids), note=f"{len(households):,} 户", width=520,
            word="结束", about=None,
        )  # fmt: skip
        form.add(ending_grid(self.desk))
        form.saved.connect(lambda _made: self.model.clear_ticks())
        return self.put_up(form, lambda made: f"已结束 {made}")

    def _links(self, households: Sequence[bytes]) -> list[LinkSeen]:
        with self.desk.database.read() as session:
            return links_seen(session, HouseholdLink.household_id.in_(households))

    def _acts(self, row: LinkedHome) -> list[Act]:
        link = Act("安排联系人", lambda: self.link_these([row.id]), "users", "primary", right=Right.ENTER)
        if not row.links:
            return [link]
        return [
            Act("移交", lambda: self.pass_these([row.id]), "arrow-right", right=Right.ENTER),
            Act("结束联系", lambda: self.end_these([row.id]), "x", right=Right.ENTER),
            Act("再加一人", lambda: self.link_these([row.id]), "users", right=Right.ENTER),
        ]


def link_events(session: Session, household_id: bytes) -> list[Event]:
    """Return who looks, or looked, after a household as lines that lead there."""
    seen = links_seen(session, HouseholdLink.household_id == household_id, now=False)
    return [
        Event("users", f"{one.since:%m-%d}" if one.since else "—", _told(one), "lookers", one.person_id)
        for one in seen
    ]


def links_past(session: Session, household_id: bytes) -> Related:
    """Return who looks after a household."""
    return Related("联系人", link_events(session, household_id))


def links_by(session: Session, person_id: bytes) -> Related | None:
    """Return the households a person looks after now, None where there is none."""
    seen = links_seen(session, HouseholdLink.person_id == person_id)
    homes = load_homes(session, [one.household_id for one in seen])
    events = [
        Event(
            "house", f"{one.since:%m-%d}" if one.since else "—",
            "　".join((f"{homes[one.household_id].head or '（无户主）'}户", homes[one.household_id].unit, one.kind)),
            "links", one.household_id,
        )
        for one in seen
        if one.household_id in homes
    ]  # fmt: skip
    return Related("联系户", events) if events else None


def _told(one: LinkSeen) -> str:
    ended = f"到{day_words(one.until)}为止" if one.until else ""
    return "　".join(filter(None, (one.person, one.kind, ended)))


def _counted(session: Session) -> str:
    homes, people = count_linked(session)
    return f"{homes:,} 户有联系人　{people:,} 名联系人"
