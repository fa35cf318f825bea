"""The grids of a month as the ground on which figures stand."""

from datetime import date

from sqlalchemy.orm import Session

from gridcenter.base.names import village_key
from gridcenter.base.periods import Month
from gridcenter.register.month import settled
from gridcenter.register.services.grids import name_with_village, village_names
from gridcenter.register.services.structure import Tree
from gridcenter.wing.indicators import GridName, Land


def load_land(session: Session, month: Month, today: date) -> Land:
    """Read the grids as they were in a month."""
    tree, villages = Tree.load(session, month), village_names(session)
    units = tree.level("grid")
    inside = {unit.id: frozenset(below.id for below in tree.below(unit.id)) for unit in units}
    grid_of = {unit: grid for grid, below in inside.items() for unit in below}
    names = [name_with_village(unit.name, villages.get(unit.village_id, "")) for unit in units]
    grids = [
        GridName(unit.id, name, short_name(name))
        for unit, name in zip(units, names, strict=True)
    ]
    where = settled(session, month)
    living = {home: grid_of[unit] for home, unit in where.items() if unit in grid_of}
    return Land(month, today, grids, inside, grid_of, living)


def short_name(name: str) -> str:
    """Return what a grid is called for short: 前庄科村第一网格 → 前庄科一."""
    stem = name.removesuffix("网格").removesuffix("基本").removesuffix("微")
    head, mark, number = stem.partition("第")
    return f"{village_key(head)}{number}" if mark and head else village_key(stem) or name
