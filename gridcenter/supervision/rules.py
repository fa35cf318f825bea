"""Rules of the monthly inspection."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

THRESHOLD = Decimal(80)
"""Below it the leaders are asked to decide on a talk (《网格化管理督查考核制度》, article A3)."""


def is_low(total: Decimal | None) -> bool:
    """Tell whether a total asks for a decision of the leaders."""
    return total is not None and total < THRESHOLD


def mean(totals: Sequence[Decimal]) -> Decimal | None:
    """Return the average to two places, halves up; None of nothing."""
    if not totals:
        return None
    return (sum(totals, Decimal(0)) / len(totals)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def points_fault(points: Decimal, full: Decimal) -> str:
    """Say in words what is wrong with points, "" when nothing is."""
    if points < 0:
        return "得分不能是负数"
    if points > full:
        return f"得分 {points.normalize():f} 超过了满分 {full.normalize():f}"
    if points.as_tuple().exponent < -2:  # type: ignore[operator]  # noqa: PLR2004
        return "得分最多两位小数"
    return ""
