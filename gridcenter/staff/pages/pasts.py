"""What a person's drawer tells of work checks and training: one tab, newest first."""

from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.base.periods import today
from gridcenter.desk.drawer_def import Related
from gridcenter.desk.drawer_parts import Event
from gridcenter.staff.records import Attendance, Training
from gridcenter.staff.services.checks import checks_on


def checks_and_training(session: Session, person_id: bytes) -> Related:
    """Return the work checks and the sessions of a person, as doors to them."""
    found = [
        (one.checked_on, Event(
            "eye", f"{one.checked_on:%y-%m-%d}", f"工作检查　{one.agreed or one.found or '看过'}",
            "work-checks", one.id,
        ))
        for one in checks_on(session, person_id)
    ]  # fmt: skip
    query = (
        select(Training.id, Training.held_on, Training.subject, Attendance.state, Attendance.hours)
        .join(Attendance, Attendance.training_id == Training.id)
        .where(Attendance.person_id == person_id)
    )
    year = today().year
    whole = Decimal(0)
    for training, day, subject, state, hours in session.execute(query):
        whole += hours if day.year == year else 0
        how = f"{hours.normalize():f} 学时" if state == "there" else "缺席"
        event = Event("users", f"{day:%y-%m-%d}", f"培训　{subject}　{how}", "training", training)
        found.append((day, event))
    events = [event for _day, event in sorted(found, key=lambda one: one[0], reverse=True)]
    head = f"检查和培训（今年 {whole.normalize():f} 学时）" if whole else "检查和培训"
    return Related("检查培训", events, head, "还没有工作检查和培训")
