"""Problems somebody is to set right, for the handover: who is responsible is kept by name."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.texts import shorten
from gridcenter.register.holdings import held_by_name, renamed
from gridcenter.register.records import Person, Unit
from gridcenter.store.capture import WriteSession
from gridcenter.supervision.records import Inspection, InspectionProblem
from gridcenter.wing.holdings import HeldThing, Holding, Passing

_LONGEST = 40


def _find(session: Session, people: Sequence[bytes], day: date) -> Mapping[bytes, Sequence[bytes]]:
    query = select(InspectionProblem.responsible, InspectionProblem.id).where(InspectionProblem.status == "open")
    return held_by_name(session, people, day, session.execute(query))


def _load(session: Session, ids: Sequence[bytes]) -> Sequence[HeldThing]:
    query = (
        select(InspectionProblem, Inspection.inspected_on, Unit.name)
        .join(Inspection, Inspection.id == InspectionProblem.inspection_id)
        .join(Unit, Unit.id == Inspection.unit_id)
        .where(InspectionProblem.id.in_(ids))
        .order_by(InspectionProblem.deadline, InspectionProblem.id)
    )
    return [
        HeldThing(problem.id, shorten(problem.description, _LONGEST), place, on)
        for problem, on, place in session.execute(query)
    ]


def _pass_on(session: WriteSession, actor: Actor, passing: Passing) -> None:
    actor.require(Right.STRUCTURE)
    old, new = (session.get_one(Person, i).name for i in (passing.person_id, passing.successor_id))
    problems = select(InspectionProblem).where(InspectionProblem.id.in_(passing.ids))
    for problem in session.scalars(problems):
        problem.responsible = renamed(problem.responsible or "", old, new)
    session.flush()


PROBLEMS = Holding("待整改的督查问题", _find, _load, _pass_on)
