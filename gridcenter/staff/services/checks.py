"""What can be done with work checks: record one, say that what was agreed on is done; what others read.

A check says what was looked at and what was agreed on. It gives no points and ranks nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.base.names import name_problem, tidy_name
from gridcenter.base.periods import Month, day_words
from gridcenter.register.month import within
from gridcenter.register.records import Person, PostHolding, Unit
from gridcenter.register.services.areas import units_of
from gridcenter.staff.records import WorkCheck, WorkCheckItem
from gridcenter.store.capture import WriteSession
from gridcenter.wing.todos import Todo


@dataclass(frozen=True, slots=True)
class ItemEntry:
    """One thing looked at: its code, how it was, a few words."""

    item: str
    result: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class CheckEntry:
    """What the form of a work check says."""

    checked_on: date
    checker: str
    person_id: bytes
    unit_id: bytes | None = None
    """Where; None: where the person is posted that day."""
    found: str = ""
    items: Sequence[ItemEntry] = ()
    agreed: str = ""
    deadline: date | None = None


def record_check(
    session: WriteSession,
    actor: Actor,
    entry: CheckEntry,
    *,
    today: date,
    check_id: bytes | None = None,
) -> WorkCheck:
    """Enter a work check, or change one."""
    actor.require(Right.INSPECT)
    checker = _refuse(session, entry, today)
    unit_id, post = _posted(session, entry)
    check = find_check(session, check_id) if check_id else WorkCheck()
    check.checked_on, check.checker, check.person_id = entry.checked_on, checker, entry.person_id
    check.unit_id, check.post = unit_id, post
    check.found, check.agreed = entry.found.strip() or None, entry.agreed.strip() or None
    check.deadline = entry.deadline
    session.add(check)
    session.flush()
    _set_items(session, check, entry.items)
    return check


def _refuse(session: Session, entry: CheckEntry, today: date) -> str:
    checker = tidy_name(entry.checker)
    if problem := name_problem(checker) if checker else "不能空着":
        raise RuleBroken("checker", f"检查人{problem}")
    if session.get(Person, entry.person_id) is None:
        raise RuleBroken("person_id", "请从列出的人里选检查的是谁")
    if entry.checked_on > today:
        raise RuleBroken("checked_on", "检查日期还没有到，请核对")
    if not entry.items and not entry.found.strip():
        raise RuleBroken("found", "请至少选一项检查内容，或写明检查发现")
    if entry.agreed.strip() and entry.deadline is None:
        raise RuleBroken("deadline", "商定了改进的，请填完成期限")
    if entry.deadline is not None and not entry.agreed.strip():
        raise RuleBroken("agreed", "填了完成期限的，请写明要改什么")
    if entry.deadline is not None and entry.deadline < entry.checked_on:
        raise RuleBroken("deadline", f"完成期限不能早于检查日期{day_words(entry.checked_on)}")
    return checker


def _posted(session: Session, entry: CheckEntry) -> tuple[bytes, str | None]:
    query = select(PostHolding.unit_id, PostHolding.post).where(
        PostHolding.person_id == entry.person_id,
        within(PostHolding.since, PostHolding.until, entry.checked_on, entry.checked_on),
    )
    posts = session.execute(query.order_by(PostHolding.since, PostHolding.id)).all()
    there = [one for one in posts if entry.unit_id in {None, one[0]}]
    if there:
        return there[0][0], there[0][1]
    if entry.unit_id is None:
        raise RuleBroken("unit_id", "这个人那天没有任职，请选是在哪个网格检查的")
    if session.get(Unit, entry.unit_id) is None:
        raise RuleBroken("unit_id", "请选择所在网格")
    return entry.unit_id, None


def _set_items(session: Session, check: WorkCheck, entries: Sequence[ItemEntry]) -> None:
    old = {one.item: one for one in items_of(session, check.id)}
    for entry in entries:
        one = old.pop(entry.item, None) or WorkCheckItem(check_id=check.id, item=entry.item)
        one.result, one.note = entry.result, entry.note.strip() or None
        session.add(one)
    for gone in old.values():
        session.delete(gone)
    session.flush()


def finish_check(
    session: WriteSession, actor: Actor, check_id: bytes, *, on: date, outcome: str
) -> WorkCheck:
    """Say that what was agreed on is done, and what came of it."""
    actor.require(Right.INSPECT)
    check = find_check(session, check_id)
    if not check.agreed:
        raise RuleBroken("outcome", "这次检查没有商定改进，不用跟进")
    if on < check.checked_on:
        raise RuleBroken("done_on", f"完成日期不能早于检查日期{day_words(check.checked_on)}")
    check.done_on, check.outcome = on, outcome.strip() or None
    session.flush()
    return check


def remove_check(session: WriteSession, actor: Actor, check_id: bytes) -> None:
    """Delete a work check that was entered by mistake."""
    actor.require(Right.INSPECT)
    check = find_check(session, check_id)
    session.delete_many(WorkCheckItem, [one.id for one in items_of(session, check_id)])
    session.delete(session.get_one(WorkCheck, check.id))
    session.flush()


def find_check(session: Session, check_id: bytes) -> WorkCheck:
    """Return a work check; raises NotFound."""
    check = session.get(WorkCheck, check_id)
    if check is None:
        raise NotFound("这次检查已经不在，请刷新后再看")
    return check


def items_of(session: Session, check_id: bytes) -> list[WorkCheckItem]:
    """Return what was looked at in a check."""
    query = select(WorkCheckItem).where(WorkCheckItem.check_id == check_id)
    return list(session.scalars(query.order_by(WorkCheckItem.id)))


def checks_of(session: Session, unit_id: bytes | None, month: Month) -> list[WorkCheck]:
    """Return the work checks of a month in a unit and all below it (None: everywhere), in order of days.

    The supervision file reads them as evidence; it takes no points from them.
    """
    query = select(WorkCheck).where(
        WorkCheck.checked_on >= month.first, WorkCheck.checked_on <= month.last
    )
    if unit_id is not None:
        query = query.where(WorkCheck.unit_id.in_(units_of(session, unit_id)))
    return list(session.scalars(query.order_by(WorkCheck.checked_on, WorkCheck.id)))


def checks_on(session: Session, person_id: bytes) -> list[WorkCheck]:
    """Return the work checks of a person, newest first."""
    query = select(WorkCheck).where(WorkCheck.person_id == person_id)
    return list(session.scalars(query.order_by(WorkCheck.checked_on.desc(), WorkCheck.id.desc())))


def checks_to_do(session: Session, today: date) -> list[Todo]:
    """Return what was agreed on in checks and whose day has come, the oldest first."""
    query = (
        select(WorkCheck, Person.name)
        .join(Person, Person.id == WorkCheck.person_id)
        .where(WorkCheck.deadline <= today, WorkCheck.done_on.is_(None))
        .order_by(WorkCheck.deadline, WorkCheck.id)
    )
    return [
        Todo(
            check.id, "work-checks", "检查跟进", check.agreed or "", check.follow_unit_id or check.unit_id,
            who=name,
            due_on=check.deadline,
        )
        for check, name in session.execute(query)
    ]  # fmt: skip
