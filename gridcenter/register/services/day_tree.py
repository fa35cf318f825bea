"""The grid tree of a day with the households that lay in it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gridcenter.register.codes import MAIN_SET
from gridcenter.register.month import within
from gridcenter.register.records import Placement
from gridcenter.register.services.grids import name_with_village, village_names
from gridcenter.register.services.structure import Tree


@dataclass(frozen=True, slots=True)
class DayUnit:
    """A unit as it was on a day, its name with the village, and its households with those below."""

    id: bytes
    parent: bytes | None
    name: str
    level: str
    households: int


def units_on(session: Session, day: date, grid_set: str = MAIN_SET) -> Sequence[DayUnit]:
    """Return the units of a day in the order of the tree."""
    tree, villages = Tree.load(session, day, grid_set), village_names(session)
    there = within(Placement.since, Placement.until, day, day)
    query = select(Placement.unit_id, func.count()).where(Placement.grid_set == grid_set, there)
    homes: Counter[bytes] = Counter(dict(session.execute(query.group_by(Placement.unit_id)).all()))
    for unit in reversed(list(tree.below(None))):
        if unit.parent_id is not None:
            homes[unit.parent_id] += homes[unit.id]
    return [
        DayUnit(
            unit.id, unit.parent_id if unit.parent_id in tree.by_id else None,
            name_with_village(unit.name, villages.get(unit.village_id, "")), unit.level, homes[unit.id],
        )
        for unit in tree.below(None)
    ]  # fmt: skip
