"""What the workbench shows: what is to be done, the month's round, ledgers, grids, six months back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gridcenter.base.periods import Month
from gridcenter.exchange.status import Waiting, waiting_state
from gridcenter.ledgers.model import LedgerDef
from gridcenter.register.land import load_land
from gridcenter.register.records import Household
from gridcenter.supervision.records import Inspection, InspectionScore
from gridcenter.supervision.rules import mean
from gridcenter.visits.records import Visit
from gridcenter.wing import Wing
from gridcenter.wing.indicators import Land
from gridcenter.wing.tiles import TileNow
from gridcenter.workbench.todos import TodoLine, todo_lines

MONTHS = 6


@dataclass(frozen=True, slots=True)
class Trend:
    """A month and what was done in it; the mean is None where nothing was inspected."""

    month: Month
    visits: int
    mean: Decimal | None


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything on the workbench, for one month and one day."""

    land: Land
    todos: Sequence[TodoLine]
    tiles: Mapping[str, TileNow]
    figures: Mapping[str, Mapping[bytes, float]]
    """Key of an indicator → grid → value."""
    trend: Sequence[Trend]
    ledgers: Mapping[str, int]
    """Name of a ledger → how many rows it has this month."""
    exchange: Waiting | None
    peopled: bool
    """Whether any household is known."""

    def count(self, state: str) -> int:
        """Return how many things are "late", or "due" today."""
        return sum(line.count for line in self.todos if line.state == state)


@dataclass(frozen=True, slots=True)
class Pending:
    """What waits: things to be done, and of the exchange (None: none of the account's business)."""

    todos: Sequence[TodoLine]
    exchange: Waiting | None


def pending(
    session: Session,
    wings: Sequence[Wing],
    month: Month,
    today: date,
    *,
    reads: bool,
    exchange: bool,
) -> Pending:
    """Return what waits, as the workbench of this month lists it."""
    todos: Sequence[TodoLine] = ()
    if reads:
        todos = _todos(session, wings, load_land(session, month, today))
    return Pending(todos, waiting_state(session) if exchange else None)


def overview(
    session: Session,
    wings: Sequence[Wing],
    month: Month,
    today: date,
    *,
    ledgers: Sequence[LedgerDef] = (),
    exchange: bool = True,
) -> Overview:
    """Return everything for a month, of the part of the tree that the session sees."""
    land = load_land(session, month, today)
    tiles = [one for wing in wings for one in wing.tiles]
    indicators = [one for wing in wings for one in wing.indicators]
    return Overview(
        land=land,
        todos=_todos(session, wings, land),
        tiles={one.key: one.count(session, month) for one in tiles},
        figures={one.key: one.compute(session, land) for one in indicators},
        trend=trend(session, month),
        ledgers={one.name: one.count(session, month) for one in ledgers if one.count},
        exchange=waiting_state(session) if exchange else None,
        peopled=session.scalar(select(Household.id).limit(1)) is not None,
    )


def _todos(session: Session, wings: Sequence[Wing], land: Land) -> list[TodoLine]:
    return todo_lines(session, land, [one for wing in wings for one in wing.todos])


def trend(session: Session, month: Month) -> list[Trend]:
    """Return six months up to this one."""
    months = [month.shift(back) for back in range(1 - MONTHS, 1)]
    visits, totals = _visits(session, months), _totals(session, months)
    return [Trend(m, visits.get(str(m), 0), mean(totals.get(str(m), []))) for m in months]


def _visits(session: Session, months: Sequence[Month]) -> dict[str, int]:
    key = func.substr(Visit.visited_on, 1, 7)
    query = select(key, func.count()).where(
        Visit.visited_on.between(months[0].first, months[-1].last)
    )
    return dict(session.execute(query.group_by(key)).all())


def _totals(session: Session, months: Sequence[Month]) -> dict[str, list[Decimal]]:
    query = (
        select(Inspection.month, func.sum(InspectionScore.points))
        .join(InspectionScore, InspectionScore.inspection_id == Inspection.id)
        .where(Inspection.month.in_([str(month) for month in months]))
        .group_by(Inspection.id)
    )
    found: dict[str, list[Decimal]] = {}
    for month, total in session.execute(query):
        found.setdefault(month, []).append(total)
    return found
