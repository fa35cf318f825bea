"""What of the staff goes along when grids are redrawn: checks to follow up, allowance changes of later months."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.periods import Month, short_day
from gridcenter.register.records import Person
from gridcenter.staff.records import AllowanceChange, WorkCheck
from gridcenter.store.capture import WriteSession
from gridcenter.wing.moves import Shift, UnitMove


def _checks(session: Session, shift: Shift) -> Sequence[tuple[WorkCheck, str, bytes]]:
    where = func.coalesce(WorkCheck.follow_unit_id, WorkCheck.unit_id)
    query = (
        select(WorkCheck, Person.name, where)
        .join(Person, Person.id == WorkCheck.person_id)
        .where(WorkCheck.agreed.is_not(None), WorkCheck.done_on.is_(None), where.in_(shift.takers))
        .order_by(WorkCheck.checked_on, WorkCheck.id)
    )
    return [(one, name, shift.takers[unit]) for one, name, unit in session.execute(query)]


def _check_names(session: Session, shift: Shift) -> Sequence[str]:
    return [f"{name}　{short_day(one.checked_on)}" for one, name, _goal in _checks(session, shift)]


def _move_checks(session: WriteSession, actor: Actor, shift: Shift) -> None:
    actor.require(Right.STRUCTURE)
    for one, _name, goal in _checks(session, shift):
        one.follow_unit_id = goal
    session.flush()


def _changes(session: Session, shift: Shift) -> Sequence[tuple[AllowanceChange, str]]:
    """Return the changes of months that begin on the day or later; a month begun stays as it was paid."""
    query = (
        select(AllowanceChange, Person.name)
        .join(Person, Person.id == AllowanceChange.person_id)
        .where(AllowanceChange.unit_id.in_(shift.takers))
        .order_by(AllowanceChange.month, AllowanceChange.id)
    )
    return [(one, name) for one, name in session.execute(query) if Month.parse(one.month).first >= shift.day]


def _change_names(session: Session, shift: Shift) -> Sequence[str]:
    return [f"{name}　{Month.parse(one.month).words}" for one, name in _changes(session, shift)]


def _move_changes(session: WriteSession, actor: Actor, shift: Shift) -> None:
    actor.require(Right.STRUCTURE)
    for one, _name in _changes(session, shift):
        one.unit_id = shift.takers[one.unit_id]
    session.flush()


MOVES = (
    UnitMove("要跟进的工作检查", _check_names, _move_checks, "由新网格跟进，检查台账不变", "次"),
    UnitMove("以后月份的补贴增减", _change_names, _move_changes, "记到新网格", "笔"),
)
