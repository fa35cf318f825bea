"""Months and days as the office speaks of them."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeAlias

from gridcenter.base.errors import RuleBroken

_EARLIEST = date(1949, 10, 1)
_AHEAD, _BACK = 12, 60
"""Months to come that may be entered ahead, and months past that a change of the whole may reach."""
Span: TypeAlias = tuple[date | None, date | None]
"""First and last day; None is open."""


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read 2026-10, 202610, 2026年10月 or 2026/10; raises RuleBroken("month")."""
        found = re.fullmatch(r"\s*(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*月?\s*", text)
        if not found or not 1 <= int(found[2]) <= 12:  # noqa: PLR2004
            raise RuleBroken("month", f"月份“{text}”认不出来，请写成 2026-10 这样")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> "Month":
        """Return the month that holds a day."""
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """The last day."""
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    def shift(self, months: int) -> "Month":
        """Return the month that lies so many months later (earlier when negative)."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year, month + 1)

    def holds(self, day: date) -> bool:
        """Tell whether a day lies in the month."""
        return self.first <= day <= self.last

    @property
    def words(self) -> str:
        """2026年10月."""
        return f"{self.year}年{self.month}月"

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


def day_words(day: date | None) -> str:
    """Write a day as papers do: 2026年10月7日 (GB/T 9704: no leading zeros)."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def short_day(day: date | None) -> str:
    """Write a day of a known year: 10月7日."""
    return f"{day.month}月{day.day}日" if day else ""


def moment_words(at: datetime) -> str:
    """Write a moment by this PC's clock: 今天 08:10, 11月2日 17:42, 2025年11月2日 17:42."""
    local = at.astimezone()
    if local.date() == today():
        return f"今天 {local:%H:%M}"
    return short_moment(at) if local.year == today().year else f"{day_words(local.date())} {local:%H:%M}"


def short_moment(at: datetime) -> str:
    """Write a moment of a known year by this PC's clock: 11月2日 17:42."""
    local = at.astimezone()
    return f"{short_day(local.date())} {local:%H:%M}"


def day_before(day: date) -> date:
    """Return yesterday of a day."""
    return day - timedelta(days=1)


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, the last of the month where it has no such day."""
    month = Month.of(day).shift(months)
    return date(month.year, month.month, min(day.day, month.last.day))


def today() -> date:
    """Return the day by this PC's clock and time zone."""
    return datetime.now().astimezone().date()


def refuse_odd_day(day: date | None, key: str, *, recent: bool = False) -> None:
    """Refuse a day that is a slip of typing: before 1949-10-01, over a year ahead; `recent`: over five years back."""
    if day is None:
        return
    now = today()
    if day < _EARLIEST or day > months_later(now, _AHEAD):
        raise RuleBroken(key, f"日期{day_words(day)}不对，要在{day_words(_EARLIEST)}以后、一年以内，请核对年份")
    if recent and day < months_later(now, -_BACK):
        raise RuleBroken(key, f"{day_words(day)}已经过去五年以上，不能从那一天起改，请核对年份")


def age(birth: date | None) -> str:
    """Return the whole years lived, "" when the day is unknown."""
    if birth is None:
        return ""
    now = today()
    return str(now.year - birth.year - ((now.month, now.day) < (birth.month, birth.day)))
