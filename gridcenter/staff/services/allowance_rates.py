"""Rates and rules of the allowance: set, changed from a day on, never backwards over a month gone by."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Mapped, Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.base.periods import Month, day_before, day_words
from gridcenter.staff.records import AllowanceRate, AllowanceRule
from gridcenter.store.capture import WriteSession


@dataclass(frozen=True, slots=True)
class RateEntry:
    """What the form of a rate says; no tier, no post: all of them."""

    kind: str
    amount: Decimal
    per: str
    since: date
    tier: str = ""
    post: str = ""
    document: str = ""
    until: date | None = None


def set_rate(session: WriteSession, actor: Actor, entry: RateEntry) -> AllowanceRate:
    """Enter what posts of a kind are paid; refuses one that lies over another of the same."""
    actor.require(Right.STRUCTURE)
    _refuse(entry)
    rate = AllowanceRate()
    _check_free(session, entry, rate.id)
    _fill(rate, entry)
    session.add(rate)
    session.flush()
    return rate


def correct_rate(
    session: WriteSession, actor: Actor, rate_id: bytes, entry: RateEntry, *, today: date
) -> AllowanceRate:
    """Put right what was entered; of a rate that months gone by were reckoned by, its end and paper alone."""
    actor.require(Right.STRUCTURE)
    rate = _rate(session, rate_id)
    _refuse(entry)
    if used_before(rate, today) and _core(rate) != _core_of(entry):
        raise RuleBroken(
            "amount", "这个标准以前的月份已经用过，不能改。请点“调整标准”，从某一天起用新的"
        )
    first = Month.of(today).first
    if used_before(rate, today) and entry.until != rate.until and not _late(entry.until, first):
        raise RuleBroken(
            "until", f"以前的月份已经按这个标准算过，最早执行到{day_words(day_before(first))}"
        )
    if _core(rate) != _core_of(entry) or _late_of(entry.until) > _late_of(rate.until):
        _check_free(session, entry, rate.id)
    _fill(rate, entry)
    session.flush()
    return rate


def raise_rate(
    session: WriteSession,
    actor: Actor,
    rate_id: bytes,
    *,
    amount: Decimal,
    since: date,
    document: str = "",
) -> AllowanceRate:
    """Let another amount hold from a day on; the one before ends the day before."""
    actor.require(Right.STRUCTURE)
    old = _rate(session, rate_id)
    if since <= old.since:
        raise RuleBroken("since", f"要晚于原标准开始执行的{day_words(old.since)}")
    if old.until is not None and since > old.until:
        raise RuleBroken("since", f"原标准只执行到{day_words(old.until)}，请另外新增一个标准")
    entry = RateEntry(
        old.kind, amount, old.per, since, old.tier or "", old.post or "", document, old.until
    )
    _refuse(entry)
    old.until = day_before(since)
    session.flush()
    return set_rate(session, actor, entry)


def remove_rate(session: WriteSession, actor: Actor, rate_id: bytes, *, today: date) -> str:
    """Take back a rate that no month gone by was reckoned by; returns its words."""
    actor.require(Right.STRUCTURE)
    rate = _rate(session, rate_id)
    if used_before(rate, today):
        raise RuleBroken(
            "rate", "这个标准以前的月份已经用过，不能删。不再执行的，请填“执行到”哪一天"
        )
    session.delete(rate)
    session.flush()
    return f"{rate.amount:g} 元"


def doubled(session: Session, today: date) -> list[tuple[AllowanceRate, AllowanceRate]]:
    """Return the rates that lie over each other from this month on, as two PCs may set them.

    The first of a pair is the one that counts: the later one, of the same day the one entered first.
    """
    first = Month.of(today).first
    query = select(AllowanceRate).where(or_(AllowanceRate.until.is_(None), AllowanceRate.until >= first))
    rates = sorted(session.scalars(query), key=lambda one: one.id)
    rates.sort(key=lambda one: one.since, reverse=True)
    return [
        (one, other)
        for place, one in enumerate(rates)
        for other in rates[place + 1 :]
        if (one.kind, one.tier, one.post) == (other.kind, other.tier, other.post) and one.since <= _late_of(other.until)
    ]


def used_before(rate: AllowanceRate, today: date) -> bool:
    """Tell whether a month before this one was reckoned by a rate."""
    return rate.since < Month.of(today).first


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """What the form of a rule says; no kind: all of them."""

    since: date
    divisor: str
    several: str
    kind: str = ""
    document: str = ""


def set_rule(session: WriteSession, actor: Actor, entry: RuleEntry) -> AllowanceRule:
    """Settle how the allowance is reckoned from the first day of a month on."""
    actor.require(Right.STRUCTURE)
    if entry.since.day != 1:
        better = Month.of(entry.since).shift(1).first
        raise RuleBroken("since", f"规则按整月执行，请填某月1日，如{day_words(better)}")
    same = select(AllowanceRule).where(
        AllowanceRule.since == entry.since,
        _same(AllowanceRule.kind, entry.kind),
    )
    rule = session.scalar(same.order_by(AllowanceRule.id).limit(1)) or AllowanceRule(
        kind=entry.kind or None, since=entry.since
    )
    rule.divisor, rule.several, rule.document = (
        entry.divisor,
        entry.several,
        entry.document.strip() or None,
    )
    session.add(rule)
    session.flush()
    return rule


def _rate(session: Session, rate_id: bytes) -> AllowanceRate:
    rate = session.get(AllowanceRate, rate_id)
    if rate is None:
        raise NotFound("这个补贴标准已经不在，请刷新后再看")
    return rate


def _refuse(entry: RateEntry) -> None:
    if entry.amount <= 0:
        raise RuleBroken("amount", "金额要大于 0")
    if entry.amount * 100 != int(entry.amount * 100):
        raise RuleBroken("amount", "金额最多到分，小数点后写两位")
    if entry.until is not None and entry.until < entry.since:
        raise RuleBroken("until", "“执行到”不能早于“开始执行”")


def _check_free(session: Session, entry: RateEntry, own: bytes) -> None:
    query = select(AllowanceRate).where(
        AllowanceRate.id != own, AllowanceRate.kind == entry.kind,
        _same(AllowanceRate.tier, entry.tier), _same(AllowanceRate.post, entry.post),
        or_(AllowanceRate.until.is_(None), AllowanceRate.until >= entry.since),
    )  # fmt: skip
    if entry.until is not None:
        query = query.where(AllowanceRate.since <= entry.until)
    with session.no_autoflush:
        other = session.scalar(query.order_by(AllowanceRate.since).limit(1))
    if other is not None:
        raise RuleBroken(
            "since", f"同类、同层级、同岗位已经有{day_words(other.since)}起的标准，两个不能重着执行"
        )


def _same(column: Mapped[str | None], said: str) -> ColumnElement[bool]:
    return column == said if said else column.is_(None)


def _late_of(until: date | None) -> date:
    return until or date.max


def _late(until: date | None, first: date) -> bool:
    return until is None or until >= day_before(first)


def _core(rate: AllowanceRate) -> tuple[object, ...]:
    return rate.kind, rate.tier or "", rate.post or "", rate.amount, rate.per, rate.since


def _core_of(entry: RateEntry) -> tuple[object, ...]:
    return entry.kind, entry.tier, entry.post, entry.amount, entry.per, entry.since


def _fill(rate: AllowanceRate, entry: RateEntry) -> None:
    rate.kind, rate.tier, rate.post = entry.kind, entry.tier or None, entry.post or None
    rate.amount, rate.per = entry.amount, entry.per
    rate.since, rate.until = entry.since, entry.until
    rate.document = entry.document.strip() or None
