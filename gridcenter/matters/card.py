"""The matters of a household, for its card."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.base.periods import Month
from gridcenter.codes.tables import Codes
from gridcenter.ledgers.model import Column, Value
from gridcenter.matters.codes import CATEGORY, STATUS
from gridcenter.matters.records import Matter
from gridcenter.wing.home_card import CardPart

_COLUMNS = (
    Column("day", "登记日期", 27, "c", "date", full_dates=True),
    Column("category", "类别", 19, "c"),
    Column("content", "事项", 56),
    Column("state", "办理情况", 35),
    Column("closed", "办结日期", 20, "c", "date"),
)


def matters_of(
    session: Session, households: Sequence[bytes], month: Month
) -> Mapping[bytes, Sequence[tuple[Value, ...]]]:
    """Return the matters up to the end of a month, the newest first; what was settled later is open."""
    categories = Codes.load(session, CATEGORY)
    query = (
        select(Matter)
        .where(Matter.household_id.in_(households), Matter.reported_on <= month.last)
        .order_by(Matter.reported_on.desc(), Matter.id.desc())
    )
    found: dict[bytes, list[tuple[Value, ...]]] = defaultdict(list)
    for one in session.scalars(query):
        done = one.closed_on is not None and one.closed_on <= month.last
        state = (one.result or STATUS.words[one.status]) if done else STATUS.words["open"]
        if one.household_id is not None:
            found[one.household_id].append((
                one.reported_on, categories.word(one.category), one.content, state,
                one.closed_on if done else "",
            ))  # fmt: skip
    return found


MATTERS = CardPart("事项", _COLUMNS, matters_of, order=20)
