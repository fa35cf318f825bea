"""What is done to the allowance of a person by hand: an amount more or less, days away from the post."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.base.periods import Month, day_words
from gridcenter.register.month import touching
from gridcenter.register.records import Person, PostHolding
from gridcenter.staff.records import Absence, AllowanceChange
from gridcenter.store.capture import WriteSession


def change_allowance(
    session: WriteSession,
    actor: Actor,
    *,
    person_id: bytes,
    month: Month,
    amount: Decimal,
    reason: str,
) -> AllowanceChange:
    """Add an amount to somebody's allowance of a month, or take it off; always with a reason."""
    actor.require(Right.STRUCTURE)
    if not amount:
        raise RuleBroken("amount", "请填写增减的金额")
    if amount * 100 != int(amount * 100):
        raise RuleBroken("amount", "金额最多到分，小数点后写两位")
    if not reason.strip():
        raise RuleBroken("reason", "请写明缘由：为什么、谁批的")
    change = AllowanceChange(
        person_id=person_id, unit_id=_unit(session, person_id, month), month=str(month),
        amount=amount, reason=reason.strip(),
    )  # fmt: skip
    session.add(change)
    session.flush()
    return change


def take_back_change(session: WriteSession, actor: Actor, change_id: bytes) -> None:
    """Take an amount added or taken off back."""
    actor.require(Right.STRUCTURE)
    change = session.get(AllowanceChange, change_id)
    if change is None:
        raise NotFound("这一笔增减已经不在，请刷新后再看")
    session.delete(change)
    session.flush()


@dataclass(frozen=True, slots=True)
class AbsenceEntry:
    """What the form of an absence says."""

    person_id: bytes
    since: date
    until: date
    reason: str
    paid: bool = False
    note: str = ""


def note_absence(session: WriteSession, actor: Actor, entry: AbsenceEntry) -> Absence:
    """Enter days on which somebody was not at the post; whether they are paid is said, never assumed."""
    actor.require(Right.STRUCTURE)
    if session.get(Person, entry.person_id) is None:
        raise RuleBroken("person_id", "请从列出的人里选是谁")
    if entry.until < entry.since:
        raise RuleBroken("until", "最后一天不能早于第一天")
    _refuse_overlap(session, entry)
    away = Absence(
        person_id=entry.person_id, since=entry.since, until=entry.until, reason=entry.reason,
        paid=entry.paid, note=entry.note.strip() or None,
    )  # fmt: skip
    session.add(away)
    session.flush()
    return away


def remove_absence(session: WriteSession, actor: Actor, absence_id: bytes) -> None:
    """Take days away from the post back: they were entered by mistake."""
    actor.require(Right.STRUCTURE)
    away = session.get(Absence, absence_id)
    if away is None:
        raise NotFound("这一条不在岗已经不在，请刷新后再看")
    session.delete(away)
    session.flush()


def absences_of(session: Session, person_id: bytes, month: Month) -> list[Absence]:
    """Return somebody's days away that touch a month."""
    query = select(Absence).where(
        Absence.person_id == person_id, Absence.since <= month.last, Absence.until >= month.first
    )
    return list(session.scalars(query.order_by(Absence.since, Absence.id)))


def _refuse_overlap(session: Session, entry: AbsenceEntry) -> None:
    query = select(Absence).where(
        Absence.person_id == entry.person_id, Absence.since <= entry.until, Absence.until >= entry.since
    )  # fmt: skip
    other = session.scalar(query.order_by(Absence.since).limit(1))
    if other is not None:
        days = f"{day_words(other.since)}至{day_words(other.until)}"
        raise RuleBroken("since", f"{days}已经登记了不在岗，日子不能重着，请核对")


def _unit(session: Session, person_id: bytes, month: Month) -> bytes:
    """Return where somebody is posted in a month, a paid post before any other."""
    query = (
        select(PostHolding.unit_id)
        .where(PostHolding.person_id == person_id, touching(PostHolding.since, PostHolding.until, month))
        .order_by(PostHolding.allowance.is_(None), PostHolding.since, PostHolding.id)
    )  # fmt: skip
    unit = session.scalar(query.limit(1))
    if unit is None:
        raise RuleBroken(
            "person_id", f"这个人{month.words}没有岗位，不能发补贴。请先到“网格队伍”登记任职"
        )
    return unit
