"""What waits after somebody left: things still in his or her hands, posts that nobody took over."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from gridcenter.base.periods import Month, short_day
from gridcenter.codes.tables import Codes
from gridcenter.register.codes import ALLOWANCE, POST
from gridcenter.register.holdings import POSTS
from gridcenter.register.month import within
from gridcenter.register.records import Person, PostHolding, Unit
from gridcenter.staff.services import allowance_rates
from gridcenter.store.sight import unlimited
from gridcenter.wing.holdings import Holding
from gridcenter.wing.todos import Todo, TodoList

_LOOKED_BACK = timedelta(days=180)
"""A post given up longer ago is not asked about."""


def handover_todos(holdings: Sequence[Holding]) -> tuple[TodoList, ...]:
    """Return the lists of what waits, given all that somebody can have in hand."""
    others = [one for one in holdings if one is not POSTS]

    def left(session: Session, _month: Month, today: date) -> list[Todo]:
        return left_behind(session, others, today)

    return (
        TodoList(left),
        TodoList(lambda session, _month, today: vacated(session, today)),
        TodoList(lambda session, _month, today: died_in_post(session, today)),
        TodoList(lambda session, _month, _today: doubled(session)),
        TodoList(lambda session, _month, today: rates_doubled(session, today)),
    )


def left_behind(session: Session, holdings: Sequence[Holding], today: date) -> list[Todo]:
    """Return the people who are in no post any more, anywhere, and still have something in hand."""
    lasting = or_(PostHolding.until.is_(None), PostHolding.until >= today)
    with unlimited(session):
        stays = set(session.scalars(select(PostHolding.person_id).where(lasting)))
    query = (
        select(Person.id, Person.name, PostHolding.until, PostHolding.unit_id)
        .join(PostHolding, PostHolding.person_id == Person.id)
        .where(~lasting)
        .order_by(PostHolding.until, PostHolding.id)
    )
    gone = {one.id: one for one in session.execute(query) if one.id not in stays}
    held = Counter[bytes]()
    for holding in holdings if gone else ():
        held.update({i: len(things) for i, things in holding.find(session, list(gone), today).items()})
    return [
        Todo(
            one.id, "staff", "交接", f"{one.name}离任后还有 {held[one.id]} 项经手事项没有交接",
            one.unit_id, who=one.name, due_on=one.until,
        )
        for one in gone.values() if held[one.id]
    ]  # fmt: skip


def vacated(session: Session, today: date) -> list[Todo]:
    """Return the posts given up lately that nobody has taken over."""
    other = aliased(PostHolding)
    taken = select(other.id).where(
        other.unit_id == PostHolding.unit_id, other.post == PostHolding.post,
        or_(other.until.is_(None), other.until >= today),
    )  # fmt: skip
    query = (
        select(PostHolding, Person.name)
        .join(Person, Person.id == PostHolding.person_id)
        .join(Unit, Unit.id == PostHolding.unit_id)
        .where(PostHolding.until < today, PostHolding.until >= today - _LOOKED_BACK)
        .where(within(Unit.since, Unit.until, today, today), ~taken.exists())
        .order_by(PostHolding.until, PostHolding.id)
    )
    words = Codes.load(session, POST)
    last = {(one.unit_id, one.post): (one, name) for one, name in session.execute(query)}
    return [
        Todo(
            one.id, "grids", "空岗", f"{words.word(one.post)}没有接手人（{name} {short_day(one.until)}离任）",
            one.unit_id, target=one.unit_id,
        )
        for one, name in last.values() if one.until
    ]  # fmt: skip


def died_in_post(session: Session, today: date) -> list[Todo]:
    """Return the posts that still stand for somebody who has died."""
    query = (
        select(PostHolding, Person.name)
        .join(Person, Person.id == PostHolding.person_id)
        .where(Person.died.is_not(None), or_(PostHolding.until.is_(None), PostHolding.until > today))
        .order_by(PostHolding.id)
    )
    words = Codes.load(session, POST)
    return [
        Todo(
            one.id, "staff", "交接", f"{name}已去世，还登记着{words.word(one.post)}，请办交接",
            one.unit_id, who=name, target=one.person_id,
        )
        for one, name in session.execute(query)
    ]  # fmt: skip


def doubled(session: Session) -> list[Todo]:
    """Return the posts that stand twice for the same person and days, as two PCs may enter them."""
    other = aliased(PostHolding)
    query = (
        select(PostHolding, Person.name)
        .join(Person, Person.id == PostHolding.person_id)
        .join(other, (other.person_id == PostHolding.person_id) & (other.id > PostHolding.id))
        .where(other.unit_id == PostHolding.unit_id, other.post == PostHolding.post)
        .where(or_(PostHolding.until.is_(None), other.since.is_(None), PostHolding.until >= other.since))
        .where(or_(other.until.is_(None), PostHolding.since.is_(None), other.until >= PostHolding.since))
        .order_by(PostHolding.id)
    )
    words = Codes.load(session, POST)
    found = {one.id: (one, name) for one, name in session.execute(query)}
    return [
        Todo(
            one.id, "staff", "重复", f"{name}的{words.word(one.post)}登记了两次，请删去多的一条",
            one.unit_id, who=name, target=one.person_id,
        )
        for one, name in found.values()
    ]  # fmt: skip


def rates_doubled(session: Session, today: date) -> list[Todo]:
    """Return the rates of the allowance that were set twice; each says which amount is paid."""
    words = Codes.load(session, ALLOWANCE)
    return [
        Todo(
            other.id, "allowance-rates", "重复",
            f"{words.word(one.kind)}的标准重了：{one.amount:g} 元和 {other.amount:g} 元，现按 {one.amount:g} 元算，"
            "请删去或结束多的一个",
        )
        for one, other in allowance_rates.doubled(session, today)
    ]  # fmt: skip
