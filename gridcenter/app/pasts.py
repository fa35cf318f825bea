"""What the wings know of a household, for the drawer of a resident."""

from sqlalchemy.orm import Session

from gridcenter.desk.drawer_def import Related
from gridcenter.desk.drawer_parts import Event
from gridcenter.matters.details import household_matters
from gridcenter.register.pages import HouseholdPast
from gridcenter.visits.details import household_visits


def visits(session: Session, household_id: bytes) -> Related:
    """Return the visits to a household, newest first."""
    found = household_visits(session, household_id)
    events = [
        Event(
            "footprints", f"{one.visited_on:%m-%d}",
            _joined(one.kind, one.visitor, one.result, one.need), "visits", one.id,
        )
        for one in found
    ]  # fmt: skip
    return Related("走访", events)


def matters(session: Session, household_id: bytes) -> Related:
    """Return the matters of a household, newest first."""
    found = household_matters(session, household_id)
    events = [
        Event("clipboard-list", f"{day:%m-%d}", _joined(content, state), "matters", matter)
        for matter, day, content, state in found
    ]
    return Related("事项", events)


def _joined(*parts: str) -> str:
    return "　".join(part for part in parts if part)


PASTS: tuple[HouseholdPast, ...] = (visits, matters)
