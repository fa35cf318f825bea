"""What matters say of each grid: how many were closed within their limit."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.matters.records import Matter
from gridcenter.matters.rules import is_late
from gridcenter.wing.indicators import Indicator, Land, shares


def on_time(session: Session, land: Land) -> Mapping[bytes, float]:
    """Return the share closed in time of those closed or late, by grid."""
    query = select(Matter.unit_id, Matter.due_on, Matter.closed_on).where(
        Matter.reported_on.between(land.month.first, land.month.last),
        Matter.due_on.is_not(None),
        Matter.status != "withdrawn",
    )
    judged = (
        (land.grid_of.get(unit or b""), is_late(due, closed, land.today), closed)
        for unit, due, closed in session.execute(query)
    )
    return shares((grid, not late) for grid, late, closed in judged if late or closed)


INDICATORS = (
    Indicator(
        "on_time", "事项按期办结率", "%",
        "本月登记、有期限的事项里，按期办结的÷（按期办结的＋超期的）；期限未到的不计",
        (70, 80, 90, 95), "matters", on_time,
    ),
)  # fmt: skip
