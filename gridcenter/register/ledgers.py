"""Ledgers of the register: the grids and who is in charge (网格划分及人员一览表)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from sqlalchemy.orm import Session

from gridcenter.ledgers.model import Cell, Column, Ledger, LedgerDef, Part, Row, Scope, Value
from gridcenter.register.month import Held, Posts, homes, residents
from gridcenter.register.records import Unit
from gridcenter.register.territory import Territory


@dataclass(frozen=True, slots=True)
class _Line:
    """A sub-grid, or a grid itself where it has none, and how many live there."""

    grid: Unit
    subgrid: Unit | None
    households: int
    people: int


@dataclass(frozen=True, slots=True)
class _Roster:
    """What the month knows of the grids of an area."""

    territory: Territory
    posts: Posts
    households: Counter[bytes]
    people: Counter[bytes]

    @classmethod
    def load(cls, session: Session, scope: Scope) -> "_Roster":
        households: Counter[bytes] = Counter()
        people: Counter[bytes] = Counter()
        living = residents(session, scope.month)
        for household, unit in homes(session, scope.month).items():
            households[unit] += 1
            people[unit] += living.get(household, 0)
        posts = Posts.load(session, scope.month)
        return cls(Territory.load(session, scope), posts, households, people)

    def lines(self) -> Iterator[_Line]:
        """Yield the sub-grids of the area; a grid itself where it has none, or has people."""
        for grid in self.territory.grids:
            below = [unit for unit in self.territory.tree.below(grid.id) if unit is not grid]
            subgrids = [unit for unit in below if unit.id in self.territory.unit_ids]
            own = grid.id in self.territory.unit_ids and (
                self.households[grid.id] or self.posts.holders(grid.id, "worker")
            )
            if own or not subgrids:
                yield _Line(grid, None, self.households[grid.id], self.people[grid.id])
            for unit in subgrids:
                yield _Line(grid, unit, self.households[unit.id], self.people[unit.id])


def grid_roster(session: Session, scope: Scope) -> Ledger:
    """Make the table of grids with the people in charge, their telephones, households, residents.

    The telephones are those that the notice boards show (公示). Raises NotFound for the area.
    """
    roster = _Roster.load(session, scope)
    columns = _columns(roster)
    part = Part(columns, tuple(_rows(roster, columns)))
    ledger = roster.territory.ledger("网格一览", "WG", "网格划分及人员一览表", scope, part)
    return replace(ledger, notes=_notes(roster), wide=True)


def _columns(roster: _Roster) -> tuple[Column, ...]:
    names = roster.territory.level_names
    station = (Column("station", "管理站", 14, "c"),) if roster.territory.has_stations else ()
    return (
        Column("no", "序号", 9, "c", "int"),
        *station,
        Column("village", "行政村", 20, "c"),
        Column("grid", names["grid"], 32),
        Column("head", "网格长", 17, "c"),
        Column("guide", "党建指导员", 20, "c"),
        Column("subgrid", names["subgrid"], 34),
        Column("worker", "网格员", 17, "c"),
        Column("phone", "联系电话", 24, "c", "code"),
        Column("households", "户数", 13, "r", "int"),
        Column("people", "人口", 14, "r", "int"),
    )


def _rows(roster: _Roster, columns: Sequence[Column]) -> Iterator[Row]:
    lines = list(roster.lines())
    place = 0
    for station, members in groupby(lines, lambda one: roster.territory.station_name(one.grid)):
        group = list(members)
        for line in group:
            place += 1
            yield _row(roster, line, place)
        if station and len(group) < len(lines):
            yield _sum(columns, f"{station}小计", group, "sub")
    if lines:
        yield _sum(columns, "合　计", lines, "total")


def _row(roster: _Roster, line: _Line, place: int) -> Row:
    territory, posts = roster.territory, roster.posts
    unit = line.subgrid or line.grid
    workers = posts.holders(unit.id, "worker") + posts.holders(unit.id, "part_time")
    start: list[Cell | Value] = [place]
    if territory.has_stations:
        start.append(territory.station_name(unit))
    return Row((
        *start,
        territory.place_name(None, unit.village_id or line.grid.village_id),
        line.grid.name,
        posts.name(line.grid.id, "grid_head"),
        posts.name(line.grid.id, "guide"),
        line.subgrid.name if line.subgrid else None,
        _joined(one.name for one in workers),
        _phones(workers),
        line.households,
        line.people,
    ))  # fmt: skip


def _phones(workers: Sequence[Held]) -> str | None:
    return _joined((one.phone or "—" for one in workers), "\n") if workers else None


def _joined(words: Iterable[str], between: str = "、") -> str | None:
    return between.join(words) or None


def _sum(columns: Sequence[Column], label: str, lines: Sequence[_Line], kind: str) -> Row:
    grids = len({line.grid.id for line in lines})
    subgrids = sum(line.subgrid is not None for line in lines)
    words = f"{grids} 个网格，{subgrids} 个子网格"
    lead = 3
    cells = (
        Cell(label, lead, "c"), Cell(words, len(columns) - lead - 2, "l"),
        sum(line.households for line in lines), sum(line.people for line in lines),
    )  # fmt: skip
    return Row(cells, "total" if kind == "total" else "sub")


def _notes(roster: _Roster) -> tuple[str, ...]:
    month = roster.territory.month.words
    notes = [f"网格、岗位和人员按{month}的登记；月内换人的，列月末在岗的人"]
    known = {unit.id for unit in roster.territory.tree.units}
    lost = sum(count for unit, count in roster.households.items() if unit not in known)
    if lost and roster.territory.area is None:
        notes.append(f"另有 {lost} 户所在的网格已经撤销，还没有划入新的网格")
    return tuple(notes)


LEDGERS: tuple[LedgerDef, ...] = (
    LedgerDef("grid-roster", "网格划分及人员一览表", "名册", grid_roster),
)
