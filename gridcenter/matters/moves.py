"""Open matters go along when grids are redrawn; where they lay before is kept."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.periods import day_before
from gridcenter.matters.records import Matter, MatterPast
from gridcenter.store.capture import WriteSession
from gridcenter.wing.moves import Shift, UnitMove


def _moving(session: Session, shift: Shift) -> Sequence[tuple[Matter, bytes]]:
    query = select(Matter).where(Matter.status == "open", Matter.unit_id.in_(shift.olds))
    found = ((one, shift.goal(one.unit_id, one.household_id)) for one in session.scalars(query))
    return [(one, goal) for one, goal in found if goal is not None]


def _move(session: WriteSession, actor: Actor, shift: Shift) -> None:
    actor.require(Right.STRUCTURE)
    for one, goal in _moving(session, shift):
        if one.reported_on < shift.day and one.unit_id is not None:
            until = day_before(shift.day)
            session.add(MatterPast(matter_id=one.id, unit_id=one.unit_id, until=until))
        one.unit_id = goal
    session.flush()


def units_on(session: Session, day: date) -> Mapping[bytes, bytes]:
    """Return the unit in which a matter lay on a day, of those that lie elsewhere now."""
    query = select(MatterPast).where(MatterPast.until >= day)
    found = session.scalars(query.order_by(MatterPast.until.desc(), MatterPast.id.desc()))
    return {past.matter_id: past.unit_id for past in found}


def _names(session: Session, shift: Shift) -> Sequence[str]:
    return [one.number for one, _goal in _moving(session, shift)]


MOVES = (UnitMove("未办结的事项", _names, _move),)
