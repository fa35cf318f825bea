"""What the inspection of the month says of each grid."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from gridcenter.supervision.rules import THRESHOLD, WHOLE
from gridcenter.supervision.services import inspections_of
from gridcenter.wing.indicators import Indicator, Land


def score(session: Session, land: Land) -> Mapping[bytes, float]:
    """Return the total of each inspected grid, out of a hundred."""
    found = inspections_of(session, land.month)
    return {
        unit: float(one.total * WHOLE / one.full)
        for unit, one in found.items()
        if one.total is not None and one.full
    }


INDICATORS = (
    Indicator(
        "score", "督查得分", "分", "本月督查各项得分相加，满分不是 100 的折成百分制",
        (float(THRESHOLD), 85, 90, 95), "inspections", score,
    ),
)  # fmt: skip
