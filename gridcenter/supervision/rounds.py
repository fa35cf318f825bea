"""A month's round of inspections: every grid in the order of the tree, inspected or not yet."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from gridcenter.base.periods import Month
from gridcenter.base.pinyin import says
from gridcenter.register.month import Posts
from gridcenter.register.services.grids import name_with_village, village_names
from gridcenter.register.services.structure import Tree
from gridcenter.store.listing import Wish
from gridcenter.supervision.records import InspectionProblem
from gridcenter.supervision.services import Inspected, inspections_of


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A grid in a month: its inspection if there was one, and the total of the month before.

    The name tells the village.
    """

    id: bytes
    name: str
    station: str
    head: str
    found: Inspected | None
    last_total: Decimal | None

    @property
    def total(self) -> Decimal | None:
        """The sum of the points; None when no points were given."""
        return self.found.total if self.found else None

    @property
    def problems(self) -> Sequence[InspectionProblem]:
        """The problems found."""
        return self.found.problems if self.found else ()

    @property
    def unsettled(self) -> Sequence[InspectionProblem]:
        """The problems not yet settled."""
        return [problem for problem in self.problems if problem.status != "done"]

    def late(self, today: date) -> bool:
        """Whether a problem is not settled though its deadline has passed."""
        return any(p.deadline is not None and p.deadline < today for p in self.unsettled)


def month_round(session: Session, month: Month) -> dict[bytes, RoundRow]:
    """Return the month's grids, and whatever else was inspected, in the order of the tree."""
    tree, posts = Tree.load(session, month), Posts.load(session, month)
    found, before = inspections_of(session, month), inspections_of(session, month.shift(-1))
    villages = village_names(session)
    rows = {}
    for unit in tree.below(None):
        if unit.level == "grid" or unit.id in found:
            station, inspected, last = (
                tree.above(unit, "station"),
                found.get(unit.id),
                before.get(unit.id),
            )
            day = inspected.inspection.inspected_on if inspected else None
            rows[unit.id] = RoundRow(
                unit.id, name_with_village(unit.name, villages.get(unit.village_id, "")),
                station.name if station else "",
                posts.name(unit.id, "grid_head", day) or "", inspected,
                last.total if last else None,
            )  # fmt: skip
    return rows


def matching(
    rows: Mapping[bytes, RoundRow], wish: Wish, today: date, units: Collection[bytes] | None = None
) -> Sequence[bytes]:
    """Return the grids (of these `units`) that a wish means; "state": waiting, low, unsettled, late."""
    state = str(wish.filters.get("state") or "")
    return [
        row.id
        for row in rows.values()
        if _is(row, state, today)
        and (units is None or row.id in units)
        and says(wish.words, row.name, row.head, row.station)
    ]


def _is(row: RoundRow, state: str, today: date) -> bool:
    tests = {
        "": True,
        "waiting": row.found is None,
        "low": row.found is not None and row.found.low,
        "unsettled": bool(row.unsettled),
        "late": row.late(today),
    }
    return tests[state]
