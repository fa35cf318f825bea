"""What visits say of each grid: how many households were seen, what became of the needs heard."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.visits.records import Visit
from gridcenter.visits.services.coverage import asked, visited
from gridcenter.wing.indicators import Indicator, Land, shares


def coverage(session: Session, land: Land) -> Mapping[bytes, float]:
    """Return the share of households gone to in the month: of those asked for by plan, else of all."""
    by_plan = asked(session, land.month)
    met, tried = visited(session, land.month.first, land.month.last)
    seen = met | tried
    planned = {land.homes.get(home) for home in by_plan.dues}
    return shares(
        (grid, home in seen)
        for home, grid in land.homes.items()
        if grid not in planned or home in by_plan.dues
    )


def needs_raised(session: Session, land: Land) -> Mapping[bytes, float]:
    """Return the share of the needs heard in the month that have become matters, by grid."""
    query = select(Visit.household_id, Visit.matter_id).where(
        Visit.visited_on.between(land.month.first, land.month.last), Visit.need.is_not(None)
    )
    rows = session.execute(query)
    return shares((land.homes.get(home), matter is not None) for home, matter in rows)


INDICATORS = (
    Indicator(
        "coverage", "走访户数覆盖率", "%",
        "本月走访过的户数÷按走访计划最迟应在本月走访的户数；没有计划的网格，÷网格内总户数。"
        "同一户走访多次计一户，家中无人、不便接待也算去过",
        (10, 20, 33, 60), "visits", coverage,
    ),
    Indicator(
        "needs", "诉求转办率", "%",
        "本月走访收集的诉求里，已经转为事项的占比", (50, 70, 85, 95), "visits", needs_raised,
    ),
)  # fmt: skip
