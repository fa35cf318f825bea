"""What the plans asked for in a month, and what of it was done (走访覆盖).

Asked for (应走访) is every household whose turn ends in the month or was missed before and that was
not visited before the month; a household under no plan is asked for nowhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.base.periods import Month
from gridcenter.register.services.structure import Tree
from gridcenter.visits.codes import TRIED
from gridcenter.visits.records import Visit
from gridcenter.visits.services.dues import Due, Plans, Visitor, last_visits, places


@dataclass(frozen=True, slots=True)
class Asked:
    """The visits a month asked for, by household; which of the households were seen or tried."""

    dues: Mapping[bytes, Due]
    visitors: Mapping[bytes, tuple[Visitor, ...]]
    seen: frozenset[bytes]
    tried: frozenset[bytes]
    """Those where somebody went, and met nobody all month."""

    @property
    def open(self) -> list[Due]:
        """Those that were not gone to, the most pressing first."""
        left = [due for home, due in self.dues.items() if home not in self.seen | self.tried]
        return sorted(left, key=lambda due: (due.turn.last, due.household_id))


def asked(session: Session, month: Month, tree: Tree | None = None) -> Asked:
    """Return what the plans asked for in a month; the `tree` of all units ever saves reading it."""
    plans = Plans(session, month.last, month.first, tree)
    if not plans:
        return Asked({}, {}, frozenset(), frozenset())
    before = last_visits(session, month.first - timedelta(days=1))
    found = {}
    for place in places(session, month.last):
        due = plans.next_visit(place, before.get(place.household_id))
        if due is not None and due.turn.last <= month.last:
            found[place.household_id] = due
    seen, tried = visited(session, month.first, month.last)
    return Asked(found, {home: plans.visitors(due) for home, due in found.items()}, seen, tried)


def visited(session: Session, first: date, last: date) -> tuple[frozenset[bytes], frozenset[bytes]]:
    """Return the households where somebody was met between two days, and those where it was only tried."""
    query = select(Visit.household_id, Visit.result).where(Visit.visited_on.between(first, last))
    rows = session.execute(query).all()
    met = frozenset(home for home, result in rows if result not in TRIED)
    return met, frozenset(home for home, _result in rows) - met
