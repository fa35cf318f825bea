"""What happens to the people of a household: coming, going, splitting off, joining, a new head, a death.

Each is one act with a day, from which on it holds; months before keep what was.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.base.periods import day_words
from gridcenter.register.kinship import HEAD
from gridcenter.register.records import Household, Person, PostHolding, Residence
from gridcenter.register.services.household_places import close
from gridcenter.register.services.people import PersonEntry, enter_household, enter_person
from gridcenter.register.services.stays import (
    Relations,
    arrange,
    check_day,
    chosen,
    has_head,
    leave,
    standing,
    stays,
    turn,
)
from gridcenter.store.capture import WriteSession
from gridcenter.wing.home_ends import HomeEnd


@dataclass(frozen=True, slots=True)
class Comer:
    """Somebody who moves in: known already, or new."""

    relation: str
    person_id: bytes | None = None
    entry: PersonEntry | None = None


def move_in(
    session: WriteSession,
    actor: Actor,
    household_id: bytes,
    comers: Sequence[Comer],
    *,
    day: date,
    today: date,
    came_from: str = "",
) -> list[Residence]:
    """Let people move in, from outside or from another household, which they leave."""
    actor.require(Right.ENTER)
    check_day(day, today)
    standing(session, household_id)
    if not comers:
        raise RuleBroken("people", "请至少填一个人")
    made = [_come(session, actor, household_id, one, day, came_from) for one in comers]
    session.flush()
    arrange(session, household_id, {}, day, headed=False)
    return made


def _come(
    session: WriteSession, actor: Actor, household_id: bytes, one: Comer, day: date, came_from: str
) -> Residence:
    person = session.get(Person, one.person_id) if one.person_id else None
    if one.person_id is not None and person is None:
        raise NotFound("这个人已经不在名册里，请刷新后再看")
    stay = None
    if person is not None:
        if person.died is not None:
            raise RuleBroken("people", f"{person.name}已于{day_words(person.died)}去世，不能迁入")
        stay = _stay_of(session, person.id)
    if stay is not None and person is not None:
        return _change_home(session, household_id, stay, person, one.relation, day)
    if person is None:
        person = enter_person(session, actor, one.entry or PersonEntry(""))
    made = Residence(
        household_id=household_id, person_id=person.id, relation=one.relation or None, since=day,
        came_from=came_from.strip() or None,
    )  # fmt: skip
    session.add(made)
    return made


def _change_home(
    session: WriteSession, household_id: bytes, stay: Residence, person: Person, relation: str, day: date
) -> Residence:
    if stay.household_id == household_id:
        raise RuleBroken("people", f"{person.name}本来就在这一户")
    if stay.relation == HEAD and len(stays(session, stay.household_id)) > 1:
        raise RuleBroken("people", f"{person.name}是原来那一户的户主，请先在原户换户主，或者并户")
    return turn(session, stay, day, "moved", household_id=household_id, relation=relation)


def _stay_of(session: Session, person_id: bytes) -> Residence | None:
    query = select(Residence).where(Residence.person_id == person_id, Residence.until.is_(None))
    return session.scalar(query.order_by(Residence.id).limit(1))


def move_away(
    session: WriteSession,
    actor: Actor,
    household_id: bytes,
    people: Sequence[bytes],
    relations: Relations,
    *,
    day: date,
    today: date,
    went_to: str = "",
    ends: Sequence[HomeEnd] = (),
) -> bool:
    """Let people leave the township; tells whether all did, which ends the household.

    `day` is the first day they are gone; `relations` are those of the people who stay.
    """
    actor.require(Right.ENTER)
    check_day(day, today)
    household, headed = standing(session, household_id), has_head(session, household_id)
    for stay in chosen(session, household_id, people):
        leave(session, stay, day, "left", went_to)
    session.flush()
    if not stays(session, household_id):
        close(session, household, day, "全户迁出", ends, left=True)
        return True
    arrange(session, household_id, relations, day, headed=headed)
    return False


@dataclass(frozen=True, slots=True)
class NewHome:
    """A household that is founded: its grid, its number, its address, its kind."""

    unit_id: bytes
    number: str
    address: str = ""
    kind: str = ""


def split(
    session: WriteSession,
    actor: Actor,
    household_id: bytes,
    people: Sequence[bytes],
    new: NewHome,
    relations: Relations,
    *,
    day: date,
    today: date,
) -> Household:
    """Let some people found a household of their own; `relations` are those in both households."""
    actor.require(Right.ENTER)
    check_day(day, today)
    standing(session, household_id)
    headed, going = has_head(session, household_id), chosen(session, household_id, people)
    if len(going) == len(stays(session, household_id)):
        raise RuleBroken("people", "分户要留下至少一个人。全家搬到别的网格请用“调整网格”")
    made = enter_household(
        session, actor, unit_id=new.unit_id, number=new.number, address=new.address, kind=new.kind,
        since=day,
    )  # fmt: skip
    for stay in going:
        relation = relations.get(stay.person_id, stay.relation or "")
        turn(session, stay, day, "split", household_id=made.id, relation=relation)
    session.flush()
    arrange(session, made.id, {}, day, headed=True)
    arrange(session, household_id, relations, day, headed=headed)
    return made


def join(
    session: WriteSession,
    actor: Actor,
    household_id: bytes,
    other_id: bytes,
    relations: Relations,
    *,
    day: date,
    today: date,
    ends: Sequence[HomeEnd] = (),
) -> int:
    """Take all people of another household in, which ends; returns how many came."""
    actor.require(Right.ENTER)
    check_day(day, today)
    household, other = standing(session, household_id), standing(session, other_id)
    if household is other:
        raise RuleBroken("other", "不能和自己并户，请另选一户")
    coming = list(stays(session, other_id).values())
    for stay in coming:
        relation = relations.get(stay.person_id, stay.relation or "")
        turn(session, stay, day, "joined", household_id=household_id, relation=relation)
    session.flush()
    close(session, other, day, f"并入户 {household.number}", ends)
    arrange(session, household_id, relations, day, headed=bool(stays(session, household_id)))
    return len(coming)


def change_head(
    session: WriteSession,
    actor: Actor,
    household_id: bytes,
    relations: Relations,
    *,
    day: date,
    today: date,
) -> str:
    """Give a household another head, and everybody the relation to the new one; returns the name."""
    actor.require(Right.ENTER)
    check_day(day, today)
    standing(session, household_id)
    before = _head_of(session, household_id)
    arrange(session, household_id, relations, day, headed=True)
    after = _head_of(session, household_id)
    if before == after:
        raise RuleBroken("head", "户主没有变。请把新户主的“与户主关系”选成户主")
    person = session.get_one(Person, after) if after else None
    return person.name if person else ""


def _head_of(session: Session, household_id: bytes) -> bytes | None:
    here = stays(session, household_id)
    return next((person for person, stay in here.items() if stay.relation == HEAD), None)


def note_death(
    session: WriteSession,
    actor: Actor,
    person_id: bytes,
    relations: Relations,
    *,
    died: date,
    today: date,
) -> str:
    """Note that somebody died; the last day in the household is that day. Returns the name.

    `relations` are those of the people left, from the day after; a dead head has a successor.
    """
    actor.require(Right.ENTER)
    check_day(died, today)
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound("这个人已经不在名册里，请刷新后再看")
    if person.died is not None:
        raise RuleBroken("since", f"{person.name}已经登记{day_words(person.died)}去世")
    if person.birth is not None and died < person.birth:
        raise RuleBroken("since", "去世日期不能早于出生日期")
    person.died = died
    stay, after = _stay_of(session, person_id), died + timedelta(days=1)
    if stay is not None:
        home, headed = stay.household_id, has_head(session, stay.household_id)
        leave(session, stay, after, "death")
        session.flush()
        arrange(session, home, relations, after, headed=headed)
    if actor.may(Right.STRUCTURE):
        _end_posts(session, person_id, died)
    session.flush()
    return person.name


def _end_posts(session: WriteSession, person_id: bytes, died: date) -> None:
    """End what somebody was posted to; whoever may not is helped by the things to do of the centre."""
    lasting = or_(PostHolding.until.is_(None), PostHolding.until > died)
    for post in session.scalars(select(PostHolding).where(PostHolding.person_id == person_id, lasting)):
        if post.since is not None and post.since > died:
            session.delete(post)
        else:
            post.until = died
