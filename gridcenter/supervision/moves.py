"""Open problems are followed up where their grid goes; the inspection itself stays with the grid of its day."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.texts import shorten
from gridcenter.store.capture import WriteSession
from gridcenter.supervision.records import Inspection, InspectionProblem
from gridcenter.wing.moves import Shift, UnitMove

_LONGEST = 40


def _open(session: Session, shift: Shift) -> Sequence[tuple[InspectionProblem, bytes]]:
    where = func.coalesce(InspectionProblem.follow_unit_id, Inspection.unit_id)
    query = (
        select(InspectionProblem, where)
        .join(Inspection, Inspection.id == InspectionProblem.inspection_id)
        .where(InspectionProblem.status != "done", where.in_(shift.takers))
        .order_by(Inspection.month, InspectionProblem.position, InspectionProblem.id)
    )
    return [(one, shift.takers[unit]) for one, unit in session.execute(query)]


def _names(session: Session, shift: Shift) -> Sequence[str]:
    return [shorten(one.description, _LONGEST) for one, _goal in _open(session, shift)]


def _move(session: WriteSession, actor: Actor, shift: Shift) -> None:
    actor.require(Right.STRUCTURE)
    for one, goal in _open(session, shift):
        one.follow_unit_id = goal
    session.flush()


MOVES = (UnitMove("待整改的督查问题", _names, _move, "由新网格跟进，督查台账不变", "个"),)
