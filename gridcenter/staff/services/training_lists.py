"""The list of training sessions, and who is on the list of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from gridcenter.codes.tables import Codes
from gridcenter.register.records import Person
from gridcenter.register.services.areas import units_of
from gridcenter.staff.codes import ATTENDANCE, TRAINING_KIND
from gridcenter.staff.records import Attendance, Training
from gridcenter.staff.services.crew import crew
from gridcenter.store.listing import Listing, Wish, fetch_ids, in_span


@dataclass(frozen=True, slots=True)
class TrainingRow:
    """One line of the page of training."""

    id: bytes
    held_on: date
    subject: str
    kind: str
    hours: Decimal
    place: str
    lecturer: str
    there: int
    away: int


def find_trainings(session: Session, wish: Wish) -> Sequence[bytes]:
    """Return the sessions that match; filters: "period", "area", "kind"."""
    query: Select[bytes] = select(Training.id).where(
        *in_span(Training.held_on, wish.filters.get("period"))
    )
    if area := wish.filters.get("area"):
        query = query.where(Training.unit_id.in_(units_of(session, area)))
    if kind := wish.filters.get("kind"):
        query = query.where(Training.kind == kind)
    if wish.words:
        said = (Training.subject, Training.place, Training.lecturer, Training.organiser)
        query = query.where(or_(*(one.contains(wish.words, autoescape=True) for one in said)))
    columns = {"subject": Training.subject, "kind": Training.kind, "hours": Training.hours}
    column = columns.get(wish.sort_by, Training.held_on)
    down = wish.descending or not wish.sort_by
    return fetch_ids(session, query.order_by(column.desc() if down else column, Training.id))


def load_trainings(session: Session, ids: Sequence[bytes]) -> dict[bytes, TrainingRow]:
    """Return the rows of these sessions."""
    kinds = Codes.load(session, TRAINING_KIND)
    counts = select(Attendance.training_id, Attendance.state, func.count()).where(
        Attendance.training_id.in_(ids)
    )
    grouped = counts.group_by(Attendance.training_id, Attendance.state)
    count = {(one, state): number for one, state, number in session.execute(grouped)}
    return {
        one.id: TrainingRow(
            one.id, one.held_on, one.subject, kinds.word(one.kind), one.hours, one.place or "",
            one.lecturer or "", count.get((one.id, "there"), 0), count.get((one.id, "away"), 0),
        )
        for one in session.scalars(select(Training).where(Training.id.in_(ids)))
    }  # fmt: skip


TRAININGS = Listing(find_trainings, load_trainings)


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody on the list of a session."""

    id: bytes
    person_id: bytes
    name: str
    place: str
    unit_id: bytes | None
    state: str
    words: str
    hours: Decimal
    reason: str


def attendees(session: Session, trainings: Sequence[Training]) -> Mapping[bytes, list[Attendee]]:
    """Return the lists of sessions: by the order of the grids on their days, whoever is posted no more last."""
    states = Codes.load(session, ATTENDANCE)
    query = (
        select(Attendance, Person.name)
        .join(Person, Person.id == Attendance.person_id)
        .where(Attendance.training_id.in_([one.id for one in trainings]))
        .order_by(Person.name, Attendance.id)
    )
    on_list: dict[bytes, list[Attendee]] = {one.id: [] for one in trainings}
    posted = {one.id: crew(session, one.held_on) for one in trainings}
    for one, name in session.execute(query):
        found = posted[one.training_id].get(one.person_id)
        on_list[one.training_id].append(Attendee(
            one.id, one.person_id, name, found.place if found else "",
            found.unit_id if found else None, one.state,
            states.word(one.state), one.hours, one.reason or "",
        ))  # fmt: skip
    for training, people in on_list.items():
        order = {person: place for place, person in enumerate(posted[training])}
        people.sort(key=lambda a: order.get(a.person_id, len(order)))
    return on_list
