"""The forms of links: for chosen households, for a whole grid, spread over several people, passed on, ended."""

from collections.abc import Sequence

from gridcenter.access.actors import Actor
from gridcenter.base.periods import today
from gridcenter.base.progress import Progress
from gridcenter.care.codes import LINK_KIND
from gridcenter.care.records import HouseholdLink
from gridcenter.care.services.links import (
    Linked,
    LinkEntry,
    Share,
    end_links,
    free_households,
    keep_spread,
    link_household,
    link_many,
    pass_links,
    spread,
)
from gridcenter.desk.day_field import DayField
from gridcenter.desk.declared_fields import code_field
from gridcenter.desk.desk import Desk
from gridcenter.desk.form_grid import Ask, FormGrid
from gridcenter.desk.jobs import Newest
from gridcenter.desk.saving import Filled, Save
from gridcenter.desk.words import words
from gridcenter.register.pages.pickers import UNIT_LEVELS, ResidentField, unit_field
from gridcenter.register.pages.record_form import record_grid
from gridcenter.store.capture import WriteSession
from gridcenter.wing.holdings import Passing


def link_grid(desk: Desk, *, household: bool) -> FormGrid:
    """Return the fields of a link, with or without the household."""
    grid = record_grid(desk)
    asked = (Ask("household_id", wide=True),) if household else ()
    who = Ask("person_id", field=ResidentField(desk))
    grid.declare(HouseholdLink, *asked, who, "kind", Ask("since", required=True), "basis")
    grid.put({"kind": "member", "since": today()})
    return grid


def entry_of(filled: Filled, households: Sequence[bytes]) -> LinkEntry:
    """Return what the form says."""
    return LinkEntry(
        filled.record("person_id"), households, filled.text("kind"), filled.day("since"),
        filled.text("basis"),
    )  # fmt: skip


def saves_one(actor: Actor) -> Save[str]:
    """Return what keeps the form of one link."""

    def save(session: WriteSession, filled: Filled) -> str:
        made = link_household(session, actor, entry_of(filled, [filled.record("household_id")]))
        session.made = made.household_id
        return "1 户"

    return save


def saves_many(actor: Actor, households: Sequence[bytes]) -> Save[str]:
    """Return what keeps the form of the links of chosen households."""

    def save(session: WriteSession, filled: Filled) -> str:
        return said(link_many(session, actor, entry_of(filled, households)))

    return save


def saves_grid(actor: Actor) -> Save[str]:
    """Return what keeps the form of the links of a whole grid: its households without such a link."""

    def save(session: WriteSession, filled: Filled) -> str:
        free = free_households(session, filled.record("unit_id"), filled.text("kind"))
        return said(link_many(session, actor, entry_of(filled, free)))

    return save


def said(linked: Linked) -> str:
    """Say how many came of it: 12 户，3 户是自己的户或已有联系人，没有动."""
    return f"{linked.made:,} 户" + (f"，{linked.left:,} 户已有联系人没有动" if linked.left else "")


def whole_grid(desk: Desk) -> FormGrid:
    """Return the fields of a form that gives a whole grid to one person."""
    grid = record_grid(desk)
    grid.add("unit_id", "网格", unit_field(desk, *UNIT_LEVELS), required=True, wide=True)
    who = Ask("person_id", field=ResidentField(desk))
    grid.declare(HouseholdLink, who, "kind", Ask("since", required=True), "basis")
    grid.add_row(words("只给还没有这种联系人的户安排；已经有的不动。", "note", wrap=True))
    grid.put({"kind": "member", "since": today()})
    return grid


class SpreadGrid(FormGrid):
    """The fields of a form that spreads a grid over several people, and what each would get."""

    def __init__(self, desk: Desk, people: Sequence[bytes]) -> None:
        super().__init__(desk.look, columns=2)
        self._desk, self._people = desk, people
        self.add("unit_id", "网格", unit_field(desk, *UNIT_LEVELS), required=True, wide=True)
        self.add("kind", "联系方式", code_field(desk, LINK_KIND), required=True)
        self.add("since", "起始日期", DayField(desk.look, today), required=True)
        self.preview = words("先选网格，这里列出每人分到多少户。", "second", wrap=True)
        self.add_row(self.preview)
        self.put({"kind": "member", "since": today()})
        self._newest = Newest(desk.jobs)
        self._newest.setParent(self)
        self._newest.answered.connect(self.preview.setText)
        for key in ("unit_id", "kind"):
            self.slots[key].field.changed.connect(lambda *_ignored: self._ask())

    def _ask(self) -> None:
        unit, kind = self.slots["unit_id"].field.value(), self.slots["kind"].field.value()
        if not isinstance(unit, bytes) or not isinstance(kind, str):
            return
        database, people = self._desk.database, self._people

        def work(_progress: Progress) -> str:
            with database.read() as session:
                return told(spread(session, unit, people, kind))

        self._newest.ask(work)


def told(shares: Sequence[Share]) -> str:
    """Say who would get how many: 李秀梅　现有 3 户，分到 5 户，共 8 户."""
    if not any(one.households for one in shares):
        return "这个网格的户都已经有联系人了，没有户可分。"
    lines = [
        f"{one.name}　现有 {one.before} 户，分到 {len(one.households)} 户，共 {one.before + len(one.households)} 户"
        for one in shares
    ]
    return "\n".join(lines)


def saves_spread(actor: Actor, people: Sequence[bytes]) -> Save[str]:
    """Return what keeps the form that spreads a grid."""

    def save(session: WriteSession, filled: Filled) -> str:
        kind = filled.text("kind")
        shares = spread(session, filled.record("unit_id"), people, kind)
        return said(keep_spread(session, actor, shares, kind=kind, since=filled.day("since")))

    return save


def passing_grid(desk: Desk) -> FormGrid:
    """Return the fields of a form that passes links on."""
    grid = FormGrid(desk.look)
    grid.add("successor_id", "接手的人", ResidentField(desk), required=True)
    grid.add("since", "接手日期", DayField(desk.look, today), required=True).field.put(today())
    grid.add_row(words("原联系人到前一天为止；台账按月份各算各的。", "note", wrap=True))
    return grid


def saves_passing(actor: Actor, person_id: bytes, ids: Sequence[bytes]) -> Save[str]:
    """Return what keeps the form that passes links on."""

    def save(session: WriteSession, filled: Filled) -> str:
        passing = Passing(person_id, filled.record("successor_id"), filled.day("since"), ids)
        pass_links(session, actor, passing)
        return f"{len(ids):,} 条联系"

    return save


def ending_grid(desk: Desk) -> FormGrid:
    """Return the field of a form that ends links."""
    grid = FormGrid(desk.look)
    grid.add("until", "最后一天", DayField(desk.look, today), required=True).field.put(today())
    return grid


def saves_ending(actor: Actor, ids: Sequence[bytes]) -> Save[str]:
    """Return what keeps the form that ends links."""

    def save(session: WriteSession, filled: Filled) -> str:
        return f"{end_links(session, actor, ids, last_day=filled.day('until')):,} 户"

    return save

