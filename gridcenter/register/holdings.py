"""Posts as things somebody has in hand, for the handover; and what is his or hers by name alone."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor
from gridcenter.base.periods import day_before
from gridcenter.codes.tables import Codes
from gridcenter.register.codes import POST
from gridcenter.register.month import within
from gridcenter.register.records import Person, PostHolding, Unit, Village
from gridcenter.register.services.grids import name_with_village
from gridcenter.register.services.people import appoint, relieve
from gridcenter.register.services.terms import terms_of
from gridcenter.store.capture import WriteSession
from gridcenter.wing.holdings import HeldThing, Holding, Passing


def _find(session: Session, person_id: bytes, day: date) -> Sequence[HeldThing]:
    words = Codes.load(session, POST)
    query = (
        select(PostHolding, Unit.name, Village.name)
        .join(Unit, Unit.id == PostHolding.unit_id)
        .join(Village, Village.id == Unit.village_id, isouter=True)
        .where(PostHolding.person_id == person_id)
        .where(or_(PostHolding.until.is_(None), PostHolding.until >= day))
        .order_by(Unit.position, PostHolding.id)
    )
    return [
        HeldThing(one.id, words.word(one.post), name_with_village(unit, village or ""), one.since)
        for one, unit, village in session.execute(query)
    ]


def _pass_on(session: WriteSession, actor: Actor, passing: Passing) -> None:
    for holding_id in passing.ids:
        holding = session.get_one(PostHolding, holding_id)
        until, terms = holding.until, terms_of(holding)
        begins = max(passing.since, holding.since or passing.since)
        _end(session, actor, holding, passing.since)
        if not _holds(session, passing.successor_id, holding, begins):
            appoint(
                session, actor, person_id=passing.successor_id, unit_id=holding.unit_id,
                post=holding.post, since=begins, until=until, terms=terms,
            )  # fmt: skip


def _let_go(session: WriteSession, actor: Actor, ids: Sequence[bytes], since: date) -> None:
    for holding_id in ids:
        _end(session, actor, session.get_one(PostHolding, holding_id), since)


def _end(session: WriteSession, actor: Actor, holding: PostHolding, since: date) -> None:
    """End a post the day before; one that had not begun by then is not taken up at all."""
    if holding.since is not None and holding.since >= since:
        session.delete(holding)
        session.flush()
    else:
        relieve(session, actor, holding.id, last_day=day_before(since))


def _holds(session: Session, person_id: bytes, like: PostHolding, day: date) -> bool:
    query = select(PostHolding.id).where(
        PostHolding.person_id == person_id,
        PostHolding.unit_id == like.unit_id,
        PostHolding.post == like.post,
        within(PostHolding.since, PostHolding.until, day, day),
    )
    return session.scalar(query.limit(1)) is not None


def name_in_post(session: Session, person_id: bytes, day: date) -> str:
    """Return the name under which things kept by name are this person's on a day.

    "" where somebody else of the same name is in a post then: it is likely to be that one's.
    """
    person = session.get(Person, person_id)
    if person is None:
        return ""
    others = (
        select(PostHolding.id)
        .join(Person, Person.id == PostHolding.person_id)
        .where(Person.name == person.name, Person.id != person_id)
        .where(within(PostHolding.since, PostHolding.until, day, day))
    )
    return "" if session.scalar(others.limit(1)) else person.name


def named_in(names: str | None, name: str) -> bool:
    """Tell whether a field that holds one name or several (甲、乙) holds this one."""
    return bool(name) and name in (names or "").split("、")


def renamed(names: str, old: str, new: str) -> str:
    """Return the names with one put in the place of another, nobody twice."""
    return "、".join(dict.fromkeys(new if one == old else one for one in names.split("、")))


POSTS = Holding("岗位", _find, _pass_on, _let_go)
"""The posts somebody holds on a day or will hold after it."""
