"""What the workbench shows: counts, what is late, the round of the month, six months back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from gridcenter.base.periods import Month
from gridcenter.disputes.details import count_open
from gridcenter.matters.details import count_matters
from gridcenter.matters.records import Matter
from gridcenter.matters.services import MatterRow, find_matters, load_matters
from gridcenter.register.services.people import count_residents
from gridcenter.store.listing import Wish
from gridcenter.supervision.records import Inspection, InspectionScore
from gridcenter.supervision.rounds import RoundRow, month_round
from gridcenter.supervision.rules import mean
from gridcenter.visits.details import count_needs
from gridcenter.visits.records import Visit

MONTHS = 6
LATE = Wish(sort_by="due_on", filters={"late": True})
"""The matters that are late, the oldest deadline first."""


@dataclass(frozen=True, slots=True)
class Trend:
    """A month and what was done in it; the mean is None where nothing was inspected."""

    month: Month
    visits: int
    matters: int
    mean: Decimal | None


@dataclass(frozen=True, slots=True)
class Overview:
    """All numbers of the workbench for one month."""

    residents: int
    households: int
    open_matters: int
    late_matters: int
    open_disputes: int
    needs: int
    late: Mapping[bytes, MatterRow]
    round: Sequence[RoundRow]
    trend: Sequence[Trend]

    @property
    def waiting(self) -> Sequence[RoundRow]:
        """The month's grids not yet inspected."""
        return [row for row in self.round if row.found is None]


def overview(session: Session, month: Month, today: date, most: int = 12) -> Overview:
    """Return the numbers of a month, with the first `most` late matters."""
    residents, households = count_residents(session)
    open_, late = count_matters(session, today)
    ids = list(find_matters(session, LATE))[:most]
    rows = load_matters(session, ids)
    return Overview(
        residents, households, open_, late, count_open(session), count_needs(session),
        {i: rows[i] for i in ids}, list(month_round(session, month).values()), trend(session, month),
    )  # fmt: skip


def trend(session: Session, month: Month) -> list[Trend]:
    """Return six months up to this one."""
    months = [month.shift(back) for back in range(1 - MONTHS, 1)]
    visits = _by_month(session, Visit.visited_on, months)
    matters = _by_month(session, Matter.reported_on, months)
    totals = _totals(session, months)
    return [
        Trend(m, visits.get(str(m), 0), matters.get(str(m), 0), mean(totals.get(str(m), [])))
        for m in months
    ]


def _by_month(
    session: Session, day: InstrumentedAttribute[date], months: Sequence[Month]
) -> dict[str, int]:
    key = func.substr(day, 1, 7)
    query = (
        select(key, func.count()).where(day.between(months[0].first, months[-1].last)).group_by(key)
    )
    return dict(session.execute(query).all())


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
