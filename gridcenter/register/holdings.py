"""Posts as things somebody has in hand, for the handover; and what is his or hers by name alone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import Row, or_, select
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
from gridcenter.store.sight import unlimited
from gridcenter.wing.holdings import HeldThing, Holding, Passing

K = TypeVar("K", bytes, str)


def _find(session: Session, people: Sequence[bytes], day: date) -> Mapping[bytes, Sequence[bytes]]:
    query = select(PostHolding.person_id, PostHolding.id).where(
        PostHolding.person_id.in_(people), or_(PostHolding.until.is_(None), PostHolding.until >= day)
    )
    return by_person(session.execute(query))


def _load(session: Session, ids: Sequence[bytes]) -> Sequence[HeldThing]:
    words = Codes.load(session, POST)
    query = (
        select(PostHolding, Unit.name, Village.name)
        .join(Unit, Unit.id == PostHolding.unit_id)
        .join(Village, Village.id == Unit.village_id, isouter=True)
        .where(PostHolding.id.in_(ids))
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


def by_person(rows: Iterable[Row[K, bytes] | tuple[K, bytes]]) -> Mapping[K, Sequence[bytes]]:
    """Return what each holds, from rows of a person (or a name) and a thing."""
    found: dict[K, list[bytes]] = defaultdict(list)
    for person, thing in rows:
        found[person].append(thing)
    return found


def held_by_name(
    session: Session, people: Sequence[bytes], day: date, things: Iterable[Row[str | None, bytes]]
) -> Mapping[bytes, Sequence[bytes]]:
    """Return what each holds, from rows of a name or several (甲、乙) and a thing.

    A name that somebody else in a post bears that day is not taken for theirs: it is likely that one's.
    """
    named = dict(session.execute(select(Person.id, Person.name).where(Person.id.in_(people))).all())
    bearers = (
        select(Person.name, Person.id)
        .join(PostHolding, PostHolding.person_id == Person.id)
        .where(Person.name.in_(set(named.values())))
        .where(within(PostHolding.since, PostHolding.until, day, day))
    )
    with unlimited(session):
        in_post = by_person(session.execute(bearers))
    held: dict[str, list[bytes]] = defaultdict(list)
    for person, name in named.items():
        if not set(in_post.get(name, ())) - {person}:
            held[name].append(person)
    return by_person(
        (person, thing)
        for names, thing in things
        for name in dict.fromkeys((names or "").split("、"))
        for person in held.get(name, ())
    )


def renamed(names: str, old: str, new: str) -> str:
    """Return the names with one put in the place of another, nobody twice."""
    return "、".join(dict.fromkeys(new if one == old else one for one in names.split("、")))


POSTS = Holding("岗位", _find, _load, _pass_on, _let_go)
"""The posts somebody holds on a day or will hold after it."""
