"""Those in posts of the sample township: terms, a county worker, somebody who left."""

from datetime import timedelta

from sqlalchemy import select

from gridcenter.register.records import PostHolding, Unit
from gridcenter.register.services.people import PersonEntry, appoint, enter_person
from gridcenter.register.services.posts import correct_holding
from gridcenter.register.services.terms import PostTerms
from gridcenter.staff.services.handing_over import Fate, HandoverEntry, hand_all_over
from gridcenter.wings import HOLDINGS
from tests.scenes.day import TODAY

_FULL, _PART = PostTerms("village", "", "full", "full"), PostTerms("village", "", "part", "part")
_HEAD = PostTerms("village", "", "part", "head")
_SINCE = TODAY.replace(month=3, day=1)


def crew(office) -> None:
    """Give the posts their terms and days; a county worker comes, a grid head hands over."""
    with office.database.write(office.actor) as session:
        held = session.scalars(select(PostHolding).order_by(PostHolding.id)).all()
        for place, one in enumerate(held):
            terms = _HEAD if one.post == "grid_head" else _PART if place % 4 == 0 else _FULL
            correct_holding(
                session, office.actor, one.id, unit_id=one.unit_id, post=one.post,
                since=_SINCE + timedelta(days=place), until=None, terms=terms,
            )  # fmt: skip
        top = session.scalar(select(Unit).where(Unit.level == "township"))
        sent = enter_person(session, office.actor, PersonEntry("何远征", phone="10044445555"))
        appoint(
            session, office.actor, person_id=sent.id, unit_id=top.id, post="grid_guide", since=_SINCE,
            terms=PostTerms("county", "called", "full", "county"),
        )  # fmt: skip
        leaver = next(one for one in held if one.post == "worker")
        taker = enter_person(session, office.actor, PersonEntry("宋春燕", phone="10044446666"))
        hand_all_over(session, office.actor, HOLDINGS, HandoverEntry(
            leaver.person_id, TODAY.replace(month=10, day=16), Fate(taker.id), witness=office.actor.name,
        ))  # fmt: skip
