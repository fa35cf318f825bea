"""The page of Party units over the grids (网格党组织): what is covered, proposals by village, entering Party units."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotFound
from gridcenter.base.periods import today
from gridcenter.desk.chips import Chip
from gridcenter.desk.desk import Desk
from gridcenter.desk.drawer_def import DrawerDef
from gridcenter.desk.drawer_parts import Due, Fact
from gridcenter.desk.filters import Filter
from gridcenter.desk.form_grid import FormGrid
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.list_def import ListDef
from gridcenter.desk.list_parts import RowAct
from gridcenter.desk.page import Act
from gridcenter.desk.picking import PickField
from gridcenter.desk.record_page import MonthPage
from gridcenter.desk.saving import Filled, change
from gridcenter.register.codes import PARTY_UNIT_KIND
from gridcenter.register.pages.record_form import record_grid
from gridcenter.register.records import PartyCover, PartyUnit, Unit
from gridcenter.register.services.cover_list import CoverRow, cover_rows, matching_covers
from gridcenter.register.services.party_cover import (
    PartyEntry,
    change_party_unit,
    cover,
    coverage,
    enter_party_unit,
    party_options,
    proposals,
)
from gridcenter.store.capture import WriteSession
from gridcenter.store.listing import Listing, Wish

_NEW, _EDIT, _COVER, _PROPOSE = "新增党组织", "编辑党组织", "划归党组织", "按村名建议"
_STATES = [(None, "全部网格"), ("without", "没有党组织"), ("with", "有党组织")]
_FIELDS = ("kind", "name", "parent_id", "village_id", "since")


def _own(row: CoverRow) -> str | Chip:
    return row.party or Chip("没有党组织", "due", "triangle-alert")


COLUMNS: tuple[Column[CoverRow], ...] = (
    Column("name", "网格", lambda r: r.name, 180, sorts=False),
    Column("village", "行政村", lambda r: r.village, 110, sorts=False, wide_only=True),
    Column("party", "网格党组织", _own, 180, sorts=False),
    Column("above", "上级党组织", lambda r: r.above, 240, sorts=False, wide_only=True),
    Column("proposal", "按村名可划归", lambda r: r.proposal, 170, sorts=False, spare=True),
)


class PartyCoverPage(MonthPage[CoverRow]):
    """The grids of the month chosen above with the Party units laid over them."""

    def __init__(self, desk: Desk, actor: Actor) -> None:
        self._rows: dict[bytes, CoverRow] = {}
        propose = Act(_PROPOSE, self.propose, "flag", "primary", right=Right.STRUCTURE)
        new = Act(_NEW, self.enter_new, "plus", right=Right.PARTY)
        super().__init__(
            desk, actor,
            ListDef(
                key="party-cover", title="网格党组织", unit="个网格", listing=Listing(self._find, self._take),
                columns=COLUMNS, hint="网格、村、党组织名称",
                tables=frozenset({"unit", "village", "party_cover", "party_unit"}),
                filters=(Filter("state", "覆盖", _STATES, 130),),
                acts=(new, propose),
                row_acts=(RowAct(_COVER, self.lay, "flag", right=Right.STRUCTURE),),
                empty="还没有划分网格。请到“导入”里导入网格划分表",
            ),
        )  # fmt: skip
        self.shown.connect(lambda _found: self._count())

    def describe(self, session: Session, record: bytes) -> DrawerDef:
        """Show the Party units of a grid from the highest down."""
        self._rows = self._rows or cover_rows(session, self.month)
        if record not in self._rows:
            raise NotFound(f"这个网格在{self.month.words}没有设立，请换一个月份")
        row = self._rows[record]
        text = f"可以划归“{row.proposal}”。" if row.proposal else "请先新增这个村的党组织，再划归。"
        due = [] if row.party else [Due("没有覆盖", "due", "还没有党组织", "", text)]
        acts = [Act(_COVER, lambda: self.lay([record]), "flag", "primary", right=Right.STRUCTURE)]
        if row.party_id is not None:
            party = row.party_id
            acts.append(Act(_EDIT, lambda: self.edit(party), "pencil", right=Right.PARTY))
        return DrawerDef(
            name=row.name, place=row.village, tab="概况", due=due,
            facts=[Fact("网格党组织", row.party), Fact("上级", row.above), Fact("起始日期", row.since)],
            record=(Unit, record), acts=acts,
        )  # fmt: skip

    def propose(self) -> None:
        """Lay the Party unit of its village over every grid that has none."""

        def work(session: WriteSession) -> str:
            found = proposals(session, self.month)
            for unit, party in found.items():
                cover(session, self.actor, [unit], party.id, today())
            left = len(coverage(session, self.month).without)
            return f"已划归 {len(found)} 个网格，还有 {left} 个没有党组织" if found else "没有可以按村名划归的网格"

        change(self, self.desk, self.actor, work, "按村名划归党组织")

    def lay(self, units: Sequence[bytes]) -> FormDialog:
        """Ask which Party unit grids belong to, and from which day on."""

        def save(session: WriteSession, filled: Filled) -> str:
            cover(session, self.actor, units, filled.record("party_unit_id"), filled.day_or_none("since"))
            return f"{len(units)} 个网格"

        grid = self._grid(columns=1)
        grid.declare(PartyCover, "party_unit_id", "since")
        grid.put({"since": today()})
        names = "、".join(self._rows[one].name for one in units if one in self._rows)
        form = self.form(_COVER, save, note=names, width=520, about=None)
        form.add(grid)
        return self.put_up(form, lambda said: f"已划归 {said}")

    def enter_new(self) -> FormDialog:
        """Put up the empty form of a Party unit."""

        def save(session: WriteSession, filled: Filled) -> str:
            return str(enter_party_unit(session, self.actor, _entry(filled)).name)

        return self._put_up_party(_NEW, save, {"kind": "branch"}, "")

    def edit(self, party_id: bytes) -> FormDialog:
        """Put up the form of a Party unit."""

        def save(session: WriteSession, filled: Filled) -> str:
            change_party_unit(session, self.actor, party_id, _entry(filled))
            return filled.text("name")

        with self.desk.database.read() as session:
            known = session.get_one(PartyUnit, party_id)
            values = {name: getattr(known, name) for name in _FIELDS}
        return self._put_up_party(_EDIT, save, values, party_id.hex())

    def reopen(self, title: str, about: str) -> FormDialog | None:
        """Put up the form of a draft once more."""
        return self.edit(bytes.fromhex(about)) if title == _EDIT else super().reopen(title, about)

    def _put_up_party(self, title: str, save: Any, values: dict[str, Any], about: str) -> FormDialog:  # noqa: ANN401
        grid = self._grid()
        grid.declare(PartyUnit, *_FIELDS)
        grid.put(values)
        form = self.form(title, save, width=720, about=about)
        form.add(grid)
        return self.put_up(form, lambda said: f"已登记{said}")

    def _grid(self, columns: int = 2) -> FormGrid:
        with self.desk.database.read() as session:
            options = party_options(session)
        return record_grid(
            self.desk, columns=columns, label=88,
            makers={"party_unit": lambda one: PickField(self.look, options, one.hint)},
        )  # fmt: skip

    def _count(self) -> None:
        rows = self._rows.values()
        have = sum(bool(row.party) for row in rows)
        self.note.setText(f"{self.month.words}　{len(rows)} 个网格中 {have} 个有党组织")

    def _find(self, session: Session, wish: Wish) -> Sequence[bytes]:
        self._rows = cover_rows(session, self.month)
        return matching_covers(self._rows, wish)

    def _take(self, _session: Session, ids: Sequence[bytes]) -> dict[bytes, CoverRow]:
        return {i: self._rows[i] for i in ids if i in self._rows}


def _entry(filled: Filled) -> PartyEntry:
    return PartyEntry(
        filled.text("kind") or next(iter(PARTY_UNIT_KIND.words)), filled.text("name"),
        filled.record_or_none("parent_id"), filled.record_or_none("village_id"), filled.day_or_none("since"),
    )  # fmt: skip
