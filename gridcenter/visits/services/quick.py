"""A day's visits of one visitor, entered in one act (快速登记)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import RuleBroken
from gridcenter.base.periods import short_day
from gridcenter.store.capture import WriteSession
from gridcenter.visits.records import Visit
from gridcenter.visits.services.campaigns import reach_by_visit
from gridcenter.visits.services.visits import VisitEntry, raise_matter, record_visit


@dataclass(frozen=True, slots=True)
class QuickRow:
    """One line of the day: the household, the result, what is asked for, whether it becomes a matter."""

    number: int
    household_id: bytes
    kind: str = "daily"
    result: str = "met"
    need: str = ""
    raises: bool = False


@dataclass(frozen=True, slots=True)
class QuickDay:
    """What stands above the lines, and the lines; `twice` are numbers of lines meant to be a second visit."""

    visited_on: date
    visitor: str
    rows: Sequence[QuickRow]
    visitor_id: bytes | None = None
    campaign_id: bytes | None = None
    twice: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class QuickDone:
    """The numbers of the lines that were written, and of those that were not: the field and why."""

    written: tuple[int, ...]
    refused: Mapping[int, tuple[str, str]]
    doubted: Mapping[int, str]
    """Lines of a household visited that day already: written when they are sent once more."""
    matters: int = 0


def record_day(session: WriteSession, actor: Actor, day: QuickDay, *, today: date) -> QuickDone:
    """Enter the lines of a day; a line that cannot be written stays behind and the others are written."""
    actor.require(Right.ENTER)
    known = dict(visited_that_day(session, day.visited_on, [row.household_id for row in day.rows]))
    written: list[int] = []
    refused: dict[int, tuple[str, str]] = {}
    doubted: dict[int, str] = {}
    matters = 0
    for row in day.rows:
        who = known.get(row.household_id)
        if who is not None and row.number not in day.twice:
            doubted[row.number] = doubt(day.visited_on, who)
            continue
        try:
            visit = record_visit(session, actor, _entry(day, row), today=today)
        except RuleBroken as error:
            refused[row.number] = (error.field, error.words)
            continue
        known[row.household_id] = visit.visitor
        written.append(row.number)
        if day.campaign_id is not None:
            reach_by_visit(session, actor, day.campaign_id, visit)
        if row.raises and row.need.strip():
            raise_matter(session, actor, visit.id)
            matters += 1
    return QuickDone(tuple(written), refused, doubted, matters)


def visited_that_day(
    session: Session, day: date, households: Collection[bytes]
) -> Mapping[bytes, str]:
    """Return who visited these households on a day, of those that were visited."""
    query = select(Visit.household_id, Visit.visitor).where(
        Visit.visited_on == day, Visit.household_id.in_(households)
    )
    return dict(session.execute(query).all())


def doubt(day: date, who: str) -> str:
    """Return the sentence for a household that was visited that day already."""
    return f"{short_day(day)}已登记过{who}走访这一户。确实又去了一次，再按一次 Ctrl+回车"


def _entry(day: QuickDay, row: QuickRow) -> VisitEntry:
    return VisitEntry(
        day.visited_on, row.household_id, day.visitor, row.kind, row.result, row.need,
        visitor_id=day.visitor_id,
    )  # fmt: skip
