"""The visits ledger (走访台账): by grid, with coverage."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gridcenter.base.periods import Month
from gridcenter.codes.tables import Codes
from gridcenter.ledgers.library import band, rate, summing
from gridcenter.ledgers.model import Column, Ledger, LedgerDef, Part, Row, Scope
from gridcenter.register.month import Stays
from gridcenter.register.records import Household, Person, Residence, Unit
from gridcenter.register.services.structure import existing
from gridcenter.register.territory import Territory
from gridcenter.visits.codes import KIND, RESULT
from gridcenter.visits.ledgers.unvisited import ASKED_NOTE, unvisited
from gridcenter.visits.records import Visit
from gridcenter.visits.services.coverage import Asked, asked

_COLUMNS = (
    Column("no", "序号", 10, "c", "int"),
    Column("day", "走访日期", 19, "c", "date"),
    Column("head", "户主姓名", 20, "c"),
    Column("number", "户号", 20, "c", "code"),
    Column("visitor", "走访人", 19, "c"),
    Column("kind", "类型", 17, "c"),
    Column("result", "结果", 17, "c"),
    Column("need", "群众诉求及意见", 45),
)
_NOTE = (
    "覆盖率＝月末在册的户里本月走访过的户数÷月末总户数，同一户走访多次计一户；"
    "月内停用的网格按它的最后一天计"
)


@dataclass(frozen=True, slots=True)
class _Group:
    """A grid of the area: its households that month and the visits to them."""

    name: str
    homes: Set[bytes]
    visits: Sequence[Visit]

    @property
    def households(self) -> int:
        """How many households it had."""
        return len(self.homes)

    @property
    def seen(self) -> int:
        """How many households were visited."""
        return len({visit.household_id for visit in self.visits})

    @property
    def needs(self) -> int:
        """How many visits heard a need."""
        return sum(1 for visit in self.visits if visit.need)


@dataclass(frozen=True, slots=True)
class _Words:
    """What stands in the rows beside the visit: heads of households, numbers, words of codes."""

    heads: Mapping[bytes, Sequence[tuple[str, Residence]]]
    numbers: Mapping[bytes, str]
    kinds: Codes
    results: Codes


def visits_ledger(session: Session, scope: Scope) -> Ledger:
    """Make the ledger of a month's visits with the coverage of every grid.

    Raises NotFound when the area did not exist that month.
    """
    territory = Territory.load(session, scope)
    groups = list(_groups(session, territory))
    month = asked(session, scope.month, territory.ever)
    rows: Iterable[Row] = ()
    if any(group.visits for group in groups):
        rows = _rows(groups, month, _words(session, scope))
    parts = [Part(_COLUMNS, tuple(rows)), *unvisited(session, territory, month)]
    ledger = territory.ledger("走访台账", "ZF", "走访台账", scope, *parts)
    notes = (_NOTE, *([ASKED_NOTE] if month.dues else []))
    return replace(ledger, period_label="走访月份", notes=notes, personal=True)


def _groups(session: Session, territory: Territory) -> Iterator[_Group]:
    """Yield the grids of the area: each with the households of its last day, the visits of all its days."""
    stays = Stays.load(session, territory.month)
    visits = _by_grid(session, territory, stays)
    grids = {grid.id: grid for grid in territory.grids}
    elsewhere = [one for one in visits if one and one not in grids]
    grids |= {one: territory.ever.by_id[one] for one in elsewhere}
    lying = {day: stays.lying(day) for day in {_last_day(territory, g) for g in grids.values()}}
    for grid in grids.values():
        day = _last_day(territory, grid)
        homes = {
            home
            for home, unit in lying[day].items()
            if territory.lies(unit, day) and _is(territory.grid_on(unit, day), grid)
        }
        name = territory.dated(grid) if grid.id in territory.unit_ids else territory.area_name
        yield _Group(name, frozenset(homes), visits[grid.id])
    loose = {
        home
        for home, unit in stays.lying(territory.month.last).items()
        if territory.lies(unit, territory.month.last) and not territory.grid_of(unit)
    }
    if visits[None]:
        yield _Group("未划入网格的户", frozenset(loose), visits[None])


def _last_day(territory: Territory, grid: Unit) -> date:
    return min(grid.until or territory.month.last, territory.month.last)


def _is(found: Unit | None, grid: Unit) -> bool:
    return found is not None and found.id == grid.id


def _by_grid(
    session: Session, territory: Territory, stays: Stays
) -> dict[bytes | None, list[Visit]]:
    found: dict[bytes | None, list[Visit]] = defaultdict(list)
    month = territory.month
    query = select(Visit).where(Visit.visited_on.between(month.first, month.last))
    for visit in session.scalars(query.order_by(Visit.visited_on, Visit.id)):
        day = visit.visited_on
        unit_id = stays.unit(visit.household_id, day)
        if territory.lies(unit_id, day):
            grid = territory.grid_on(unit_id, day)
            found[grid.id if grid else None].append(visit)
    return found


def _words(session: Session, scope: Scope) -> _Words:
    month = scope.month
    visited = Visit.visited_on.between(month.first, month.last)
    numbers = select(Household.id, Household.number).where(
        Household.id.in_(select(Visit.household_id).where(visited))
    )
    heads: dict[bytes, list[tuple[str, Residence]]] = defaultdict(list)
    query = (
        select(Person.name, Residence)
        .join(Residence, Residence.person_id == Person.id)
        .where(
            Residence.relation == "head",
            Residence.household_id.in_(select(Visit.household_id).where(visited)),
        )
        .order_by(Residence.since, Residence.id)
    )
    for name, residence in session.execute(query):
        heads[residence.household_id].append((name, residence))
    return _Words(
        heads, dict(session.execute(numbers).all()),
        Codes.load(session, KIND), Codes.load(session, RESULT),
    )  # fmt: skip


def _rows(groups: Sequence[_Group], month: Asked, words: _Words) -> Iterator[Row]:
    for group in groups:
        yield band(_COLUMNS, f"{group.name}　（{group.households}户）")
        for place, visit in enumerate(group.visits, 1):
            yield _row(visit, words, place)
        yield summing(_COLUMNS, "小　计", _sum_words([group], month))
    yield summing(_COLUMNS, "合　计", _sum_words(groups, month, total=True), "total")


def _row(visit: Visit, words: _Words, place: int) -> Row:
    return Row((
        place, visit.visited_on, _head(visit, words), words.numbers.get(visit.household_id),
        visit.visitor, words.kinds.word(visit.kind), words.results.word(visit.result), visit.need,
    ))  # fmt: skip


def _head(visit: Visit, words: _Words) -> str | None:
    """Return who headed the household on the day of the visit, else its last head."""
    heads = words.heads.get(visit.household_id, ())
    then = [name for name, one in heads if existing(visit.visited_on, one.since, one.until)]
    names = then or [name for name, _one in heads]
    return names[-1] if names else None


def _sum_words(groups: Iterable[_Group], month: Asked, *, total: bool = False) -> str:
    chosen = list(groups)
    visits = sum(len(one.visits) for one in chosen)
    seen = len({visit.household_id for one in chosen for visit in one.visits})
    homes = {home for one in chosen for home in one.homes}
    covered = len({visit.household_id for one in chosen for visit in one.visits} & homes)
    due = f"，应走访 {len(homes)} 户" if total and not month.dues else ""
    needs = sum(one.needs for one in chosen)
    said = f"走访 {visits} 次，{seen} 户{due}；覆盖率 {rate(covered, len(homes))}；收集诉求 {needs} 件"
    planned = homes & month.dues.keys()
    return f"{said}\n{_asked_words(planned, month)}" if planned else said


def _asked_words(planned: Set[bytes], month: Asked) -> str:
    tried = len(planned & month.tried)
    gone = len(planned & month.seen) + tried
    missed = f"（其中没见到人 {tried} 户）" if tried else ""
    return f"按计划应走访 {len(planned)} 户，去过 {gone} 户{missed}；计划覆盖率 {rate(gone, len(planned))}"


def count_visits(session: Session, month: Month) -> int:
    """Return how many visits there were in a month."""
    query = select(func.count(Visit.id)).where(Visit.visited_on.between(month.first, month.last))
    return session.scalar(query) or 0


VISITS_LEDGER = LedgerDef("visits", "走访台账", "台账", visits_ledger, count_visits, about="visit")
