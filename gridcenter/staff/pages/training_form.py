"""The forms of training: the session, people from the list of those in post, one of them."""

from datetime import date
from decimal import Decimal

from gridcenter.base.errors import RuleBroken
from gridcenter.base.periods import today
from gridcenter.desk.choices import Choice
from gridcenter.desk.desk import Desk
from gridcenter.desk.fields import ChoiceField
from gridcenter.desk.form_grid import Ask, FormGrid, Slot
from gridcenter.desk.saving import Filled
from gridcenter.register.pages.pickers import unit_field
from gridcenter.register.pages.record_form import record_grid
from gridcenter.staff.codes import ATTENDANCE
from gridcenter.staff.pages.fields import CrewList
from gridcenter.staff.records import Attendance, Training
from gridcenter.staff.services.crew import crew
from gridcenter.staff.services.training import TrainingEntry
from gridcenter.staff.services.training_lists import Attendee

_FIELDS = ("held_on", "kind", "subject", "hours", "place", "lecturer", "organiser")


def training_grid(desk: Desk, training: Training | None = None) -> FormGrid:
    """Return the fields of a session."""
    grid = record_grid(desk)
    place = unit_field(desk, "station", "grid", "subgrid", everything="全乡镇")
    scope = Ask("unit_id", field=place, required=False)
    grid.declare(Training, *_FIELDS, scope, "note")
    if training is None:
        grid.put({"held_on": today(), "hours": Decimal(4)})
    else:
        grid.put({name: getattr(training, name) for name in (*_FIELDS, "unit_id", "note")})
    return grid


def crew_slot(desk: Desk, day: date) -> Slot:
    """Return the field of the people of a day that come to a session."""
    with desk.database.read() as session:
        people = list(crew(session, day).values())
    return Slot(desk.look, "people", "参训的人", CrewList(desk, people))


def training_entry(filled: Filled) -> TrainingEntry:
    """Return what the form of a session says; raises RuleBroken."""
    hours = filled.number("hours")
    if hours is None:
        raise RuleBroken("hours", "请填写学时")
    return TrainingEntry(
        filled.day("held_on"), filled.text("subject"), filled.text("kind"), hours,
        filled.text("place"), filled.text("lecturer"), filled.text("organiser"),
        filled.record_or_none("unit_id"), filled.text("note"),
    )  # fmt: skip


def people_of(filled: Filled) -> tuple[bytes, ...]:
    """Return the people ticked."""
    value = filled.values.get("people")
    return value if isinstance(value, tuple) else ()


def attendee_grid(desk: Desk, one: Attendee) -> FormGrid:
    """Return the fields of somebody on the list of a session."""
    grid = record_grid(desk, columns=1)
    grid.add("state", "到训情况", ChoiceField(Choice("到训情况", list(ATTENDANCE.words.items()))))
    hours = Ask("hours", hint="", required=False)
    grid.declare(Attendance, hours, "reason")
    grid.put({"state": one.state, "reason": one.reason, "hours": one.hours or None})
    return grid
