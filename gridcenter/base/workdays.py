"""Working days by the State Council's yearly list; beyond the years it knows, Monday to Friday."""

from datetime import date, timedelta

import chinese_calendar


def is_working_day(day: date) -> bool:
    """Tell whether offices work on a day (法定节假日 and 调休 counted)."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.isoweekday() <= 5  # noqa: PLR2004


def add_working_days(start: date, days: int) -> date:
    """Return the day that is so many working days after `start`, which is not counted itself."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return day
