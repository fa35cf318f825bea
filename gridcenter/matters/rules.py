"""Rules of matters: numbers, deadlines, what counts as late."""

from datetime import date

from gridcenter.base.workdays import add_working_days

HOTLINE_DAYS = 5
"""Working days for a 12345 matter where the list names none (山东省办法; reference §4.4)."""


def due_day(reported_on: date, limit_days: int | None) -> date | None:
    """Return the last day of a limit in working days; the day of reporting is not counted."""
    return None if limit_days is None else add_working_days(reported_on, limit_days)


def is_late(due_on: date | None, closed_on: date | None, today: date) -> bool:
    """Tell whether a matter was closed, or is still open, after its last day."""
    return due_on is not None and (closed_on or today) > due_on
