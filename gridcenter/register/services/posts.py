"""Who takes over a post: found in the register or entered, the one before relieved; a holding corrected."""

from datetime import date

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.base.names import tidy_name
from gridcenter.base.periods import day_before
from gridcenter.base.phones import tidy_phone
from gridcenter.register.records import Person, PostHolding, Unit
from gridcenter.register.services.people import PersonEntry, appoint, enter_person, relieve
from gridcenter.register.services.terms import NO_TERMS, PostTerms, refuse_holding
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
    until: date | None = None,
    terms: PostTerms = NO_TERMS,
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
    taker = take_person(session, actor, person, phone)
    appoint(
        session, actor, person_id=taker.id, unit_id=unit_id, post=post, since=since, until=until,
        terms=terms,
    )  # fmt: skip
    return taker


def holders_at(session: Session, unit_id: bytes, post: str, day: date) -> list[str]:
    """Return the names of those who hold a post on a day or later."""
    people = select(Person.name).where(Person.id == PostHolding.person_id)
    return list(session.scalars(people.where(*_at(unit_id, post, day)).order_by(PostHolding.id)))


def correct_holding(
    session: WriteSession,
    actor: Actor,
    holding_id: bytes,
    *,
    unit_id: bytes,
    post: str,
    since: date | None,
    until: date | None,
    terms: PostTerms,
) -> PostHolding:
    """Correct what was entered of a holding."""
    actor.require(Right.STRUCTURE)
    holding = _holding(session, holding_id)
    if session.get(Unit, unit_id) is None:
        raise RuleBroken("unit_id", "请选择所在网格")
    holding.unit_id, holding.post, holding.since, holding.until = unit_id, post, since, until
    for name, value in terms.values.items():
        setattr(holding, name, value)
    refuse_holding(session, holding)
    session.flush()
    return holding


def strike_holding(session: WriteSession, actor: Actor, holding_id: bytes) -> None:
    """Take a holding away that should never have been entered, or was entered twice."""
    actor.require(Right.STRUCTURE)
    session.delete(_holding(session, holding_id))
    session.flush()


def _holding(session: Session, holding_id: bytes) -> PostHolding:
    holding = session.get(PostHolding, holding_id)
    if holding is None:
        raise NotFound("这条任职已经不在，请刷新后再看")
    return holding


def take_person(session: WriteSession, actor: Actor, person: bytes | str, phone: str) -> Person:
    """Return somebody of the register, or known by name and telephone, else entered now."""
    actor.require(Right.STRUCTURE)
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
    return select(PostHolding).where(*_at(unit_id, post, day))


def _at(unit_id: bytes, post: str, day: date) -> tuple[ColumnElement[bool], ...]:
    lasting = or_(PostHolding.until.is_(None), PostHolding.until >= day)
    return (PostHolding.unit_id == unit_id, PostHolding.post == post, lasting)


def _known(session: Session, name: str, phone: str) -> Person | None:
    number, _odd = tidy_phone(phone)
    if not number:
        return None
    query = select(Person).where(Person.name == tidy_name(name), Person.phone == number)
    return session.scalar(query.order_by(Person.id).limit(1))
