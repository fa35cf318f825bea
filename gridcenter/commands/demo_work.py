"""Fictional work of the sample township, entered through the same services as the forms."""

from datetime import date, timedelta

from sqlalchemy import select

from gridcenter.access.actors import Actor
from gridcenter.matters.services import solve_matter
from gridcenter.register.records import Person, Placement, PostHolding
from gridcenter.store.capture import WriteSession
from gridcenter.visits.records import Visit
from gridcenter.visits.services import VisitEntry, raise_matter, record_visit

_MONTHS = (date(2026, 8, 3), date(2026, 9, 3))
_SPACING, _NEEDS, _SOLVED = 12, 10, 3
_SAYINGS = ("", "", "", "反映村东路灯不亮", "", "咨询惠农补贴发放时间", "", "")


def earlier_visits(session: WriteSession, actor: Actor) -> None:
    """Enter visits of August and September: every twelfth household, by the worker of its sub-grid."""
    posts = (
        select(PostHolding.unit_id, Person.name)
        .join(Person, Person.id == PostHolding.person_id)
        .where(PostHolding.post == "worker")
    )
    workers = {row.unit_id: row.name for row in session.execute(posts)}
    homes = session.execute(
        select(Placement.household_id, Placement.unit_id).order_by(Placement.id)
    ).all()
    for order, first in enumerate(_MONTHS):
        for number, (household, unit) in enumerate(homes[order::_SPACING]):
            entry = VisitEntry(
                visited_on=first + timedelta(days=number % 25),
                household_id=household,
                visitor=workers.get(unit, actor.name),
                need=_SAYINGS[number % len(_SAYINGS)],
            )
            record_visit(session, actor, entry, today=date(2026, 10, 31))


def handle_needs(session: WriteSession, actor: Actor) -> None:
    """Turn every tenth need into a matter, and close two of three of those."""
    query = select(Visit).where(Visit.need.is_not(None)).order_by(Visit.visited_on, Visit.id)
    for number, visit in enumerate(session.scalars(query).all()[::_NEEDS]):
        matter = raise_matter(session, actor, visit.id)
        if number % _SOLVED:
            done = visit.visited_on + timedelta(days=number % 6 + 1)
            solve_matter(session, actor, matter.id, on=done, result="已到现场办理，诉求人已知情")
