"""Ledgers of the register: the grids and who is in charge (网格划分及人员一览表)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from sqlalchemy.orm import Session

from gridcenter.base.periods import Month
from gridcenter.ledgers.model import Cell, Column, Ledger, LedgerDef, Part, Row, Scope, Value
from gridcenter.register.codes import MAIN_SET
from gridcenter.register.month import Held, Posts, Stays, residents
from gridcenter.register.records import Unit
from gridcenter.register.services.levels import Band, bands
from gridcenter.register.services.redrawings import redrawn_words
from gridcenter.register.services.sets import grid_sets
from gridcenter.register.services.spells import Spell, days_words
from gridcenter.register.territory import Territory

_SOME = 12
"""So many units are named in a note at most."""
_NO_OTHER = "这个月只有一个网格体系。别的体系（如 防疫）在“网格”的“层级与户数”里新增"


@dataclass(frozen=True, slots=True)
class _Line:
    """A sub-grid, or a grid itself where it has none, its days, and how many live there at their end.

    Households and people are None where others of its lines or of other units count them.
    """

    grid: Unit
    subgrid: Unit | None
    station: str | None
    first: date
    last: date
    households: int | None = None
    people: int | None = None

    @property
    def unit(self) -> Unit:
        """The lowest unit of the line."""
        return self.subgrid or self.grid

    @property
    def key(self) -> tuple[object, ...]:
        """What makes it another line: names and places, not days."""
        unit = self.unit
        return (self.grid.id, self.grid.name, unit.id, unit.name, unit.village_id, self.station)


@dataclass(frozen=True, slots=True)
class _Roster:
    """What the month knows of the grids of an area."""

    territory: Territory
    posts: Posts
    households: Counter[bytes]
    people: Counter[bytes]
    lived_in: frozenset[bytes]
    redrawn: Sequence[str]
    band: Mapping[str, Band]

    @classmethod
    def load(cls, session: Session, scope: Scope, grid_set: str = MAIN_SET) -> "_Roster":
        households: Counter[bytes] = Counter()
        people: Counter[bytes] = Counter()
        living, stays = residents(session, scope.month), Stays.load(session, scope.month, grid_set)
        for household, unit in stays.lying(scope.month.last).items():
            households[unit] += 1
            people[unit] += living.get(household, 0)
        posts, territory = Posts.load(session, scope.month), Territory.load(session, scope, grid_set)
        redrawn = redrawn_words(session, scope.month)
        band = bands(session, grid_set)
        return cls(territory, posts, households, people, stays.units, redrawn, band)

    def lines(self) -> list[_Line]:
        """Return the lines of all parts of the month, each with its days, counted once."""
        lines: list[_Line] = []
        for spell in self.territory.spells:
            _weave(lines, list(self._spell_lines(spell)))
        place = {one: n for n, one in enumerate(dict.fromkeys(line.station for line in lines))}
        grids = {one: n for n, one in enumerate(dict.fromkeys(line.grid.id for line in lines))}
        lines.sort(key=lambda line: (place[line.station], grids[line.grid.id]))
        lasting = {line.unit.id: line.last for line in sorted(lines, key=lambda line: line.last)}
        return [self._counted(line) if line.last == lasting[line.unit.id] else line for line in lines]

    def _counted(self, line: _Line) -> _Line:
        if line.last < self.territory.month.last and not self.households[line.unit.id]:
            return line
        unit = line.unit.id
        return replace(line, households=self.households[unit], people=self.people[unit])

    def _spell_lines(self, spell: Spell) -> Iterator[_Line]:
        """Yield the sub-grids of the area; a grid itself where it has none, or has people."""
        for grid in spell.tree.level("grid"):
            below = [unit for unit in spell.tree.below(grid.id) if unit is not grid]
            subgrids = [unit for unit in below if self.territory.lies(unit.id, spell.first)]
            inside = self.territory.lies(grid.id, spell.first)
            own = inside and (grid.id in self.lived_in or self.posts.holders(grid.id, "worker"))
            if own or (inside and not subgrids):
                yield self._line(spell, grid, None)
            for unit in subgrids:
                yield self._line(spell, grid, unit)

    def _line(self, spell: Spell, grid: Unit, subgrid: Unit | None) -> _Line:
        station = self.territory.station_name(subgrid or grid, spell.tree)
        return _Line(grid, subgrid, station, spell.first, spell.last)


def _weave(lines: list[_Line], later: Sequence[_Line]) -> None:
    """Add the lines of a later part of the month: known ones last longer, new ones follow what ended."""
    at, lasting = 0, {line.key for line in later}
    for line in later:
        known = {one.key: n for n, one in enumerate(lines)}
        if line.key in known:
            at = known[line.key]
            lines[at] = replace(lines[at], last=line.last)
        else:
            while at < len(lines) and lines[at].key not in lasting:
                at += 1
            lines.insert(at, line)
        at += 1


def grid_roster(session: Session, scope: Scope) -> Ledger:
    """Make the table of grids with the people in charge, their telephones, households, residents.

    The telephones are those that the notice boards show (公示). Raises NotFound for the area.
    """
    roster = _Roster.load(session, scope)
    lines = roster.lines()
    part = _part(roster)
    ledger = roster.territory.ledger("网格一览", "WG", "网格划分及人员一览表", scope, part)
    return replace(ledger, notes=_notes(roster, dated=_dated(roster, lines)), wide=True, logged=True)


def _columns(roster: _Roster, *, dated: bool) -> tuple[Column, ...]:
    names = roster.territory.level_names
    station = (Column("station", "管理站", 14, "c"),) if roster.territory.has_stations else ()
    days = (Column("days", "起止日期", 24, "c"),) if dated else ()
    return (
        Column("no", "序号", 9, "c", "int"),
        *station,
        Column("village", "行政村", 20, "c"),
        Column("grid", names["grid"], 32),
        Column("head", "网格长", 17, "c"),
        Column("guide", "党建指导员", 20, "c"),
        Column("subgrid", names["subgrid"], 34),
        *days,
        Column("worker", "网格员", 17, "c"),
        Column("phone", "联系电话", 24, "c", "code"),
        Column("households", "户数", 13, "r", "int"),
        Column("people", "人口", 14, "r", "int"),
    )


def _days(roster: _Roster, line: _Line) -> str:
    return days_words(roster.territory.month, line.first, line.last)


def _rows(
    roster: _Roster, columns: Sequence[Column], lines: Sequence[_Line], *, dated: bool
) -> Iterator[Row]:
    place = 0
    for station, members in groupby(lines, lambda one: one.station):
        group = list(members)
        for line in group:
            place += 1
            yield _row(roster, line, place, dated=dated)
        if station and len(group) < len(lines):
            yield _sum(roster, columns, f"{station}小计", group, "sub")
    if lines:
        yield _sum(roster, columns, "合　计", lines, "total")


def _row(roster: _Roster, line: _Line, place: int, *, dated: bool) -> Row:
    territory, posts, unit = roster.territory, roster.posts, line.unit
    workers = [one for post in ("worker", "part_time") for one in posts.during(unit.id, post, line.first, line.last)]
    head, guide = (posts.during(line.grid.id, post, line.first, line.last) for post in ("grid_head", "guide"))
    start: list[Cell | Value] = [place]
    if territory.has_stations:
        start.append(line.station)
    return Row((
        *start,
        territory.place_name(None, unit.village_id or line.grid.village_id),
        line.grid.name,
        _names(territory.month, line, head),
        _names(territory.month, line, guide),
        line.subgrid.name if line.subgrid else None,
        *((_days(roster, line) or "全月",) if dated else ()),
        _names(territory.month, line, workers),
        _phones(workers),
        line.households,
        line.people,
    ))  # fmt: skip


def _names(month: Month, line: _Line, held: Sequence[Held]) -> str | None:
    """Return the names of those in a post, with their days where it changed hands."""
    changed = any(one.until and one.until < line.last for one in held)
    return _joined(f"{one.name}{_served(month, one) if changed else ''}" for one in held)


def _served(month: Month, one: Held) -> str:
    since, until = max(one.since or month.first, month.first), min(one.until or month.last, month.last)
    words = days_words(month, since, until)
    return f"（{words}）" if words else ""


def _phones(workers: Sequence[Held]) -> str | None:
    return _joined((one.phone or "—" for one in workers), "\n") if workers else None


def _joined(words: Iterable[str], between: str = "、") -> str | None:
    return between.join(words) or None


def _sum(
    roster: _Roster, columns: Sequence[Column], label: str, lines: Sequence[_Line], kind: str
) -> Row:
    lasting = [line for line in lines if line.last == roster.territory.month.last]
    grids = len({line.grid.id for line in lasting})
    subgrids = len({line.subgrid.id for line in lasting if line.subgrid})
    words = f"{grids} 个网格，{subgrids} 个子网格"
    lead = 3
    cells = (
        Cell(label, lead, "c"), Cell(words, len(columns) - lead - 2, "l"),
        sum(line.households or 0 for line in lines), sum(line.people or 0 for line in lines),
    )  # fmt: skip
    return Row(cells, "total" if kind == "total" else "sub")


def _notes(roster: _Roster, *, dated: bool) -> tuple[str, ...]:
    month = roster.territory.month.words
    notes = [
        f"网格、岗位和人员按{month}的登记，月内换人的写明起止日",
        "户数、人口都按月末计，月内迁出的户和人不再计",
    ]
    if dated:
        notes += roster.redrawn
        notes.append("网格个数也按月末计，每户只计一次；月内停用、移走的网格不再计")
    known = {unit.id for unit in roster.territory.tree.units}
    lost = sum(count for unit, count in roster.households.items() if unit not in known)
    if lost and roster.territory.area is None:
        notes.append(f"另有 {lost} 户所在的网格已经撤销，还没有划入新的网格")
    notes += _odd_sizes(roster)
    return tuple(notes)


def _odd_sizes(roster: _Roster) -> Iterator[str]:
    """Say which units of the area lie outside the band of their level: a note, no fault."""
    tree, names = roster.territory.spells[-1].tree, roster.territory.level_names
    for level, band in roster.band.items():
        units = [u for u in tree.level(level) if u.id in roster.territory.unit_ids and u.kind != "special"]
        sizes = {unit: sum(roster.households[below.id] for below in tree.below(unit.id)) for unit in units}
        odd = [f"{unit.name}（{size:,} 户）" for unit, size in sizes.items() if band.note(size)]
        if odd and sum(sizes.values()):
            more = f"等 {len(odd)} 个" if len(odd) > _SOME else ""
            yield f"{names[level]}一般为 {band.words}，户数不在这个范围的：{'、'.join(odd[:_SOME])}{more}"


def set_roster(session: Session, scope: Scope) -> Ledger:
    """Make the table of grids of the sets beside the main one, a part each."""
    found = [one for one in grid_sets(session, scope.month) if one.key != MAIN_SET]
    if not found:
        roster = _Roster.load(session, scope)
        empty = Part(_columns(roster, dated=False), ())
        ledger = roster.territory.ledger("体系一览", "TX", "其他网格体系一览表", scope, empty)
        return replace(ledger, notes=(_NO_OTHER,), wide=True, logged=True)
    rosters = {one.name: _Roster.load(session, scope, one.key) for one in found}
    parts = [replace(_part(roster), heading=f"{name}网格") for name, roster in rosters.items()]
    first = next(iter(rosters.values()))
    notes = [note for roster in rosters.values() for note in _notes(roster, dated=_dated(roster, roster.lines()))]
    title = f"{'、'.join(rosters)}网格划分及人员一览表"
    ledger = first.territory.ledger("体系一览", "TX", title, scope, *parts)
    return replace(ledger, notes=tuple(dict.fromkeys(notes)), wide=True, logged=True)


def _part(roster: _Roster) -> Part:
    lines = roster.lines()
    dated = _dated(roster, lines)
    columns = _columns(roster, dated=dated)
    return Part(columns, tuple(_rows(roster, columns, lines, dated=dated)))


def _dated(roster: _Roster, lines: Sequence[_Line]) -> bool:
    """Tell whether some line stands for a part of the month only."""
    return any(_days(roster, line) for line in lines)


LEDGERS: tuple[LedgerDef, ...] = (
    LedgerDef("grid-roster", "网格划分及人员一览表", "名册", grid_roster),
    LedgerDef("set-roster", "其他网格体系一览表", "名册", set_roster),
)
