"""When a household is to be visited: the beats of a plan, and which of them is the next."""

from dataclasses import dataclass
from datetime import date, timedelta

from gridcenter.base.periods import Month

_MONTHS = {"monthly": 1, "quarterly": 3, "half_year": 6, "yearly": 12}
_DAYS = {"weekly": 7, "monthly": 30, "quarterly": 91, "half_year": 182, "yearly": 365}


@dataclass(frozen=True, slots=True)
class Turn:
    """One beat of a plan: a visit on any of its days will do."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often, from when to when: by the calendar, or every so many `days` from the first."""

    key: str
    days: int
    since: date
    until: date | None = None

    @property
    def strictness(self) -> int:
        """About how many days lie between two visits: the fewer, the stricter."""
        return _DAYS.get(self.key, self.days)

    def turn(self, day: date) -> Turn:
        """Return the beat that holds a day, as far as it lies in the time of the plan."""
        first, last = self._whole(day)
        return Turn(max(first, self.since), min(last, self.until) if self.until else last)

    def _whole(self, day: date) -> tuple[date, date]:
        if self.key in _MONTHS:
            many = _MONTHS[self.key]
            month = Month(day.year, (day.month - 1) // many * many + 1)
            return month.first, month.shift(many - 1).last
        if self.key == "weekly":
            first = day - timedelta(days=day.weekday())
            return first, first + timedelta(days=6)
        first = self.since + timedelta(days=(day - self.since).days // self.days * self.days)
        return first, first + timedelta(days=self.days - 1)

    def next_turn(self, begun: date | None, visited_on: date | None) -> Turn | None:
        """Return the beat that waits for a visit, None when the plan has none any more.

        `begun` is the household's first day in the grid (None: always there), `visited_on` the day
        of its last visit. A beat that was missed stays the one that waits until a visit is made:
        there is never more than one for a household and a plan.
        """
        start = max(self.since, begun) if begun else self.since
        if self.until and start > self.until:
            return None
        turn = self.turn(start)
        if visited_on is None or visited_on < turn.first:
            return turn
        following = self.turn(visited_on).last + timedelta(days=1)
        return None if self.until and following > self.until else self.turn(following)


def due_by(turn: Turn | None, day: date) -> bool:
    """Tell whether a beat has begun by a day."""
    return turn is not None and turn.first <= day


def days_late(turn: Turn, day: date) -> int:
    """Return by how many days a beat was missed, 0 while it runs."""
    return max((day - turn.last).days, 0)
