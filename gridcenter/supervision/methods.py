"""The methods that an inspection is scored by: its own, else those of the last month, else the usual four."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gridcenter.base.periods import Month
from gridcenter.codes.tables import Codes
from gridcenter.supervision.codes import FULL_MARKS, METHOD, ONLY_TOTAL
from gridcenter.supervision.records import Inspection, InspectionScore
from gridcenter.supervision.rules import WHOLE
from gridcenter.supervision.services import Inspected


@dataclass(frozen=True, slots=True)
class Method:
    """A method with its full mark; one that the office added to the usual four may be left empty."""

    key: str
    word: str
    full: Decimal
    required: bool


def methods_for(session: Session, month: Month, found: Inspected | None) -> list[Method]:
    """Return the methods to score by, in the order of the code table; the office's own words come last."""
    codes = Codes.load(session, METHOD)
    own = {method: score.full for method, score in found.scores.items()} if found else {}
    marks = own or _last(session, month)
    scheme = FULL_MARKS if marks.keys() <= FULL_MARKS.keys() else marks
    added = [] if ONLY_TOTAL in scheme else [m for m in codes.words if m not in METHOD.words]
    order = [*(m for m in codes.words if m in scheme), *(m for m in scheme if m not in codes.words)]
    order += [m for m in added if m not in scheme and m != ONLY_TOTAL]
    needed = FULL_MARKS.keys() if FULL_MARKS.keys() <= scheme.keys() else scheme.keys()
    return [Method(m, codes.word(m), scheme.get(m, WHOLE), m in needed) for m in order]


def _last(session: Session, month: Month) -> Mapping[str, Decimal]:
    """Return the methods of the last month before that was inspected; none where only totals were kept."""
    scored = select(func.max(Inspection.month)).join(
        InspectionScore, InspectionScore.inspection_id == Inspection.id
    )
    last = session.scalar(scored.where(Inspection.month < str(month)))
    query = (
        select(InspectionScore.method, func.max(InspectionScore.full))
        .join(Inspection, Inspection.id == InspectionScore.inspection_id)
        .where(Inspection.month == last)
        .group_by(InspectionScore.method)
        .order_by(func.min(InspectionScore.id))
    )
    marks = dict(session.execute(query).all())
    return {} if ONLY_TOTAL in marks else marks
