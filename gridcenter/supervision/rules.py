"""Rules of the monthly inspection."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from gridcenter.supervision.codes import FULL_MARKS

THRESHOLD = Decimal(80)
"""Below it the leaders are asked to decide on a talk (《网格化管理督查考核制度》, article A3)."""


WHOLE = Decimal(100)


def is_low(total: Decimal | None, full: Decimal = WHOLE) -> bool:
    """Tell whether a total asks for a decision of the leaders: below 80, or 80 % of its full mark."""
    return total is not None and total * WHOLE < THRESHOLD * full


def out_of(marks: Mapping[str, Decimal]) -> Decimal:
    """Return the full mark of a total, from the full marks of its methods.

    It is 100 where the usual methods were used (one may have been left out), and where several
    have 100 each, which says that nobody wrote their marks down.
    """
    usual = all(FULL_MARKS.get(method) == full for method, full in marks.items())
    total = sum(marks.values(), Decimal(0))
    return WHOLE if usual or not total or WHOLE in marks.values() else total


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
