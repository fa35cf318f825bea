"""Areas to narrow a list to: the grid tree and the villages, and what lies in them."""

from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from gridcenter.access.reach import own_area
from gridcenter.base.periods import Month
from gridcenter.register.codes import MAIN_SET
from gridcenter.register.records import Household, Placement, Unit
from gridcenter.register.services.grids import name_with_village
from gridcenter.register.services.structure import Tree, Villages


@dataclass(frozen=True, slots=True)
class Area:
    """A unit as it is now, its name with the village, or a village."""

    id: bytes
    parent: bytes | None
    name: str
    village: bool = False


def areas(session: Session, month: Month | None = None) -> list[Area]:
    """Return the units of a month (None: of now) in the order of the tree, then the villages.

    A single township is left out: it is everything.
    """
    tree, villages = Tree.load(session, month), Villages.load(session)
    own = own_area(session)
    if own is not None and own not in tree.by_id:
        return []
    there = {u.id for u in tree.units if month is not None or u.until is None}
    tops = [u for u in tree.units if u.level == "township" and u.id in there]
    left_out = {tops[0].id} if len(tops) == 1 else set()
    found = []
    for unit in tree.below(own):
        if unit.id in there - left_out:
            village = villages.by_id.get(unit.village_id) if unit.village_id else None
            parent = None if unit.id == own or unit.parent_id in left_out else unit.parent_id
            name = name_with_village(unit.name, village.name if village else "")
            found.append(Area(unit.id, parent, name))
    lived_in = {unit.village_id for unit in tree.units}
    found += [Area(v.id, None, v.name, village=True) for v in villages.all if v.id in lived_in]
    return found


def units_of(session: Session, area: object, grid_set: str = MAIN_SET) -> frozenset[bytes]:
    """Return every unit of an area, a unit's subtree or a village's grids, of any time, in one set."""
    return Tree.load(session, None, grid_set).within(area) if isinstance(area, bytes) else frozenset()


def homes_of(session: Session, area: object) -> Select[bytes]:
    """Return the query of the households that lie in an area now."""
    units = units_of(session, area)
    if isinstance(area, bytes) and session.get(Unit, area) is None:
        return select(Household.id).where(Household.village_id == area)
    return select(Placement.household_id).where(
        Placement.unit_id.in_(units), Placement.until.is_(None), Placement.grid_set == MAIN_SET
    )
