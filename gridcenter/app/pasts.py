"""What the wings know of a household, for the drawer of a resident."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from gridcenter.desk.drawer import Event
from gridcenter.matters.details import household_matters
from gridcenter.register.pages import HouseholdPast
from gridcenter.visits.details import household_visits


def visits(session: Session, household_id: bytes) -> tuple[str, Sequence[Event]]:
    """Return the visits to a household, newest first."""
    found = household_visits(session, household_id)
    events = [
        Event("footprints", f"{one.visited_on:%m-%d}", _joined(one.kind, one.visitor, one.result, one.need))
        for one in found
    ]
    return f"走访 {len(found)}", events


def matters(session: Session, household_id: bytes) -> tuple[str, Sequence[Event]]:
    """Return the matters of a household, newest first."""
    found = household_matters(session, household_id)
    events = [
        Event("clipboard-list", f"{day:%m-%d}", _joined(content, state))
        for day, content, state in found
    ]
    return f"事项 {len(found)}", events


def _joined(*parts: str) -> str:
    return "　".join(part for part in parts if part)


PASTS: tuple[HouseholdPast, ...] = (visits, matters)
