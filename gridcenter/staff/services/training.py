"""What can be done with training: hold a session, ask people to it, say who was there and how long."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.staff.records import Attendance, Training
from gridcenter.staff.services.crew import crew, match_names
from gridcenter.store.capture import WriteSession

MOST_HOURS = Decimal(80)
_BETWEEN_NAMES = re.compile(r"[\s,，、;；/]+")
_SOME = 5


@dataclass(frozen=True, slots=True)
class TrainingEntry:
    """What the form of a session says."""

    held_on: date
    subject: str
    kind: str
    hours: Decimal
    place: str = ""
    lecturer: str = ""
    organiser: str = ""
    unit_id: bytes | None = None
    note: str = ""


def hold_training(
    session: WriteSession, actor: Actor, entry: TrainingEntry, people: Collection[bytes] = ()
) -> Training:
    """Enter a session and the people asked to it."""
    actor.require(Right.ENTER)
    training = Training()
    _fill(training, entry)
    session.add(training)
    session.flush()
    ask_people(session, actor, training.id, people)
    return training


def change_training(
    session: WriteSession, actor: Actor, training_id: bytes, entry: TrainingEntry
) -> Training:
    """Change a session; those who were there for all of it are there for as long as it is now."""
    actor.require(Right.ENTER)
    training = find_training(session, training_id)
    before = training.hours
    _fill(training, entry)
    if training.hours != before:
        for one in attendances(session, training_id):
            if one.state == "there" and one.hours == before:
                one.hours = training.hours
    session.flush()
    return training


def remove_training(session: WriteSession, actor: Actor, training_id: bytes) -> str:
    """Delete a session with its list; returns its subject."""
    actor.require(Right.ENTER)
    training = find_training(session, training_id)
    session.delete_many(Attendance, [one.id for one in attendances(session, training_id)])
    session.delete(session.get_one(Training, training_id))
    session.flush()
    return training.subject


def ask_people(
    session: WriteSession, actor: Actor, training_id: bytes, people: Collection[bytes]
) -> int:
    """Put people on the list of a session, there for all of it; returns how many were not on it yet."""
    actor.require(Right.ENTER)
    training = find_training(session, training_id)
    there = {one.person_id for one in attendances(session, training_id)}
    new = [person for person in dict.fromkeys(people) if person not in there]
    session.insert_many(Attendance, [
        {
            "id": attendance_id(training_id, person), "training_id": training_id,
            "person_id": person, "state": "there", "hours": training.hours,
        }
        for person in new
    ])  # fmt: skip
    return len(new)


def ask_by_name(session: WriteSession, actor: Actor, training_id: bytes, sheet: str) -> int:
    """Put those on the list whose names stand on a sign-in sheet; refuses names that it cannot tell."""
    actor.require(Right.ENTER)
    training = find_training(session, training_id)
    names = [name for name in _BETWEEN_NAMES.split(sheet) if name]
    matched = match_names(crew(session, training.held_on), names)
    if matched.unknown:
        raise RuleBroken(
            "sheet", f"{_some(matched.unknown)}那天没有任职，请核对姓名，或先登记任职再添加"
        )
    if matched.several:
        raise RuleBroken("sheet", f"叫{_some(matched.several)}的不止一个，请用“选人”添加")
    return ask_people(session, actor, training_id, matched.known)


def mark(
    session: WriteSession,
    actor: Actor,
    attendance: bytes,
    *,
    state: str,
    hours: Decimal | None = None,
    reason: str = "",
) -> Attendance:
    """Say of somebody on the list: there for so many hours, or absent and why."""
    actor.require(Right.ENTER)
    one = session.get(Attendance, attendance)
    if one is None:
        raise NotFound("这个人已经不在这次培训的名单里，请刷新后再看")
    whole = find_training(session, one.training_id).hours
    if state == "away" and not reason.strip():
        raise RuleBroken("reason", "请写明缺席缘由，如 公务、病假")
    if state == "there" and hours is not None and not 0 < hours <= whole:
        raise RuleBroken("hours", f"学时要大于 0，不超过这次培训的 {whole.normalize():f} 学时")
    one.state = state
    one.hours = Decimal(0) if state == "away" else whole if hours is None else hours
    one.reason = reason.strip() or None if state == "away" else None
    session.flush()
    return one


def take_off(session: WriteSession, actor: Actor, attendance: Sequence[bytes]) -> None:
    """Take people off the list of a session: they were not asked to it."""
    actor.require(Right.ENTER)
    session.delete_many(Attendance, attendance)


def attendance_id(training_id: bytes, person_id: bytes) -> bytes:
    """Return the id that somebody on the list of a session has on every PC."""
    return Attendance.id_of(training_id, person_id)


def find_training(session: Session, training_id: bytes) -> Training:
    """Return a session; raises NotFound."""
    training = session.get(Training, training_id)
    if training is None:
        raise NotFound("这次培训已经不在，请刷新后再看")
    return training


def attendances(session: Session, training_id: bytes) -> list[Attendance]:
    """Return the list of a session."""
    query = select(Attendance).where(Attendance.training_id == training_id)
    return list(session.scalars(query.order_by(Attendance.id)))


@dataclass(frozen=True, slots=True)
class Trained:
    """What somebody was asked to in a span of days: sessions attended, hours, sessions missed."""

    sessions: int = 0
    hours: Decimal = Decimal(0)
    missed: int = 0


def trained(session: Session, first: date, last: date) -> Mapping[bytes, Trained]:
    """Return the hours of everybody on some list from one day to another."""
    query = (
        select(Attendance.person_id, Attendance.state, Attendance.hours)
        .join(Training, Training.id == Attendance.training_id)
        .where(Training.held_on >= first, Training.held_on <= last)
    )
    found: dict[bytes, Trained] = {}
    for person, state, hours in session.execute(query):
        before, there = found.get(person, Trained()), state == "there"
        found[person] = Trained(
            before.sessions + there, before.hours + (hours if there else 0), before.missed + (not there)
        )  # fmt: skip
    return found


def _some(names: Sequence[str]) -> str:
    return "、".join(f"“{name}”" for name in names[:_SOME]) + ("等" if len(names) > _SOME else "")


def _fill(training: Training, entry: TrainingEntry) -> None:
    if not entry.subject.strip():
        raise RuleBroken("subject", "请填写培训内容")
    if not 0 < entry.hours <= MOST_HOURS:
        raise RuleBroken("hours", f"学时要大于 0，不超过 {MOST_HOURS}")
    training.held_on, training.subject, training.kind = (
        entry.held_on,
        entry.subject.strip(),
        entry.kind,
    )
    training.hours, training.unit_id = entry.hours, entry.unit_id
    training.place, training.lecturer = (
        entry.place.strip() or None,
        entry.lecturer.strip() or None,
    )
    training.organiser, training.note = (
        entry.organiser.strip() or None,
        entry.note.strip() or None,
    )
