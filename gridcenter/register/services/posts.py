"""Who takes over a post: found in the register or entered, the one before relieved."""

from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import RuleBroken
from gridcenter.base.names import tidy_name
from gridcenter.base.periods import day_before
from gridcenter.base.phones import tidy_phone
from gridcenter.register.records import Person, PostHolding
from gridcenter.register.services.people import PersonEntry, appoint, enter_person, relieve
from gridcenter.store.capture import WriteSession


def hand_over(
    session: WriteSession,
    actor: Actor,
    *,
    unit_id: bytes,
    post: str,
    person: bytes | str,
    phone: str,
    since: date,
    replacing: bool,
) -> Person:
    """Give a post to a person from a day on; with `replacing`, its holders leave the day before.

    `person` is somebody of the register, whose telephone changes when another is given, or a name:
    somebody of this name and telephone is taken from the register, anybody else is entered.
    """
    actor.require(Right.STRUCTURE)
    for holding in session.scalars(_held(unit_id, post, since)) if replacing else ():
        if holding.since is not None and holding.since >= since:
            raise RuleBroken("since", "现任也是这一天或之后才任职的，请核对任职日期")
        relieve(session, actor, holding.id, last_day=day_before(since))
    taker = _taker(session, actor, person, phone)
    appoint(session, actor, person_id=taker.id, unit_id=unit_id, post=post, since=since)
    return taker


def _taker(session: WriteSession, actor: Actor, person: bytes | str, phone: str) -> Person:
    if isinstance(person, str):
        known = _known(session, person, phone)
        return known or enter_person(session, actor, PersonEntry(person, phone=phone))
    taker = session.get(Person, person)
    if taker is None:
        raise RuleBroken("person_id", "这个人已经不在名册里，请重新选择")
    number, odd = tidy_phone(phone)
    if odd:
        raise RuleBroken("phone", f"联系电话{odd}")
    if number and number != taker.phone:
        taker.phone = number
        session.flush()
    return taker


def _held(unit_id: bytes, post: str, day: date) -> Select[PostHolding]:
    return select(PostHolding).where(
        PostHolding.unit_id == unit_id,
        PostHolding.post == post,
        or_(PostHolding.until.is_(None), PostHolding.until >= day),
    )


def _known(session: Session, name: str, phone: str) -> Person | None:
    number, _odd = tidy_phone(phone)
    if not number:
        return None
    query = select(Person).where(Person.name == tidy_name(name), Person.phone == number)
    return session.scalar(query.order_by(Person.id).limit(1))
