"""The visits of a household on its card (户卡)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.base.periods import Month
from gridcenter.codes.tables import Codes
from gridcenter.ledgers.model import Column, Value
from gridcenter.matters.codes import STATUS
from gridcenter.matters.records import Matter
from gridcenter.visits.codes import RESULT
from gridcenter.visits.records import Visit
from gridcenter.wing.home_card import CardPart

_MOST = 6
"""So many of the latest stand on the card."""
_COLUMNS = (
    Column("day", "走访日期", 24, "c", "date", full_dates=True),
    Column("visitor", "走访人", 20, "c"),
    Column("result", "结果", 20, "c"),
    Column("need", "群众诉求及意见", 62),
    Column("matter", "办理", 24, "c"),
)


def card_rows(
    session: Session, households: Sequence[bytes], month: Month
) -> Mapping[bytes, Sequence[tuple[Value, ...]]]:
    """Return the latest visits to these households up to the end of a month, the latest first."""
    results, states = Codes.load(session, RESULT), Codes.load(session, STATUS)
    query = (
        select(Visit, Matter.status)
        .join(Matter, Matter.id == Visit.matter_id, isouter=True)
        .where(Visit.household_id.in_(households), Visit.visited_on <= month.last)
        .order_by(Visit.visited_on.desc(), Visit.id.desc())
    )
    found: dict[bytes, list[tuple[Value, ...]]] = defaultdict(list)
    for visit, status in session.execute(query):
        mine = found[visit.household_id]
        if len(mine) < _MOST:
            mine.append((
                visit.visited_on, visit.visitor, results.word(visit.result), visit.need,
                states.word(status) or None,
            ))  # fmt: skip
    return found


CARD = (CardPart("走访", _COLUMNS, card_rows, 30),)
