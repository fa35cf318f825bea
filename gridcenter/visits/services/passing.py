"""The plans somebody is named in, for the handover (交接)."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import RuleBroken
from gridcenter.base.periods import day_before
from gridcenter.register.holdings import by_person
from gridcenter.register.records import Unit
from gridcenter.store.capture import WriteSession
from gridcenter.store.records import field_names
from gridcenter.visits.records import VisitPlan
from gridcenter.visits.services.plans import plan_of
from gridcenter.wing.holdings import HeldThing, Holding, Passing


def _find(session: Session, people: Sequence[bytes], day: date) -> Mapping[bytes, Sequence[bytes]]:
    query = select(VisitPlan.visitor_id, VisitPlan.id).where(
        VisitPlan.visitor_id.in_(people), or_(VisitPlan.until.is_(None), VisitPlan.until >= day)
    )
    return by_person((person, plan) for person, plan in session.execute(query) if person)


def _load(session: Session, ids: Sequence[bytes]) -> Sequence[HeldThing]:
    query = (
        select(VisitPlan, Unit.name)
        .join(Unit, Unit.id == VisitPlan.unit_id, isouter=True)
        .where(VisitPlan.id.in_(ids))
        .order_by(VisitPlan.name, VisitPlan.id)
    )
    return [HeldThing(plan.id, plan.name, unit or "", plan.since) for plan, unit in session.execute(query)]


def pass_plans_on(session: WriteSession, actor: Actor, passing: Passing) -> None:
    """End the plans of one person the day before and begin them anew for the successor."""
    actor.require(Right.STRUCTURE)
    for plan in (plan_of(session, each) for each in passing.ids):
        if plan.visitor_id != passing.person_id:
            raise RuleBroken("ids", f"走访计划“{plan.name}”已经不归这个人，请刷新后再看")
        if plan.since < passing.since:
            values = {name: getattr(plan, name) for name in field_names(VisitPlan)}
            session.add(VisitPlan(**values | {"since": passing.since, "visitor_id": passing.successor_id}))
            plan.until = day_before(passing.since)
        else:
            plan.visitor_id = passing.successor_id
    session.flush()


PLANS_HELD = Holding("走访计划", _find, _load, pass_plans_on)
"""The plans that name somebody and still run on a day."""
