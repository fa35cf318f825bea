"""Plans of visits go along when grids are redrawn: the new grids get the plan of the old one.

The copy keeps its first day, so that a household seen already this month is not asked for again; in
months before, nobody lay in the new grid.
"""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.periods import day_before
from gridcenter.store.capture import WriteSession
from gridcenter.store.records import field_names
from gridcenter.visits.records import VisitPlan
from gridcenter.wing.moves import Shift, UnitMove

_ALIKE = ("household_kind", "rhythm", "every_days", "taken_by", "post", "visitor_id")


def _running(session: Session, shift: Shift) -> Sequence[VisitPlan]:
    query = select(VisitPlan).where(
        VisitPlan.unit_id.in_({*shift.heirs, *shift.takers}),
        or_(VisitPlan.until.is_(None), VisitPlan.until >= shift.day),
    )
    return session.scalars(query.order_by(VisitPlan.name, VisitPlan.id)).all()


def _names(session: Session, shift: Shift) -> Sequence[str]:
    return [plan.name for plan in _running(session, shift)]


def _move(session: WriteSession, actor: Actor, shift: Shift) -> None:
    actor.require(Right.STRUCTURE)
    for plan in _running(session, shift):
        values = {name: getattr(plan, name) for name in field_names(VisitPlan)}
        for heir in shift.heirs.get(plan.unit_id or b"", ()):
            if not _has(session, heir, plan):
                session.add(VisitPlan(**values | {"unit_id": heir}))
                session.flush()
        if plan.unit_id not in shift.takers:
            continue
        if plan.since < shift.day:
            plan.until = day_before(shift.day)
        else:
            session.delete(plan)
    session.flush()


def _has(session: Session, unit_id: bytes, like: VisitPlan) -> bool:
    """Tell whether a unit has the same plan already, for as long."""
    query = select(VisitPlan).where(VisitPlan.unit_id == unit_id)
    return any(
        all(getattr(one, name) == getattr(like, name) for name in (*_ALIKE, "until"))
        for one in session.scalars(query)
    )


MOVES = (
    UnitMove("走访计划", _names, _move, "新网格照着走访，原网格停用的到前一天为止", "个"),
)
