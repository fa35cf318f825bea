"""What a redrawing can choose from: what a unit consists of, into what it may go."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from gridcenter.register.records import Household, Person, Placement, Residence, Unit
from gridcenter.register.services.grids import name_with_village, village_names
from gridcenter.register.services.redraw_ground import Levels, set_of
from gridcenter.register.services.structure import Tree

_GROUP = re.compile(r"[^\s\d]{0,12}?\s*[\d一二三四五六七八九十]+\s*(?:村民小组|小组|组|队)")
_OTHERS = "没有写组的"


@dataclass(frozen=True, slots=True)
class Dealt:
    """What a split deals out: a sub-grid, the households of a villager group, or one household."""

    id: bytes
    name: str
    note: str
    households: int
    subunits: frozenset[bytes]
    homes: frozenset[bytes]


def to_deal(session: Session, unit_id: bytes, day: date, *, one_by_one: bool) -> Sequence[Dealt]:
    """Return the sub-grids of a unit, and the households that lie in itself, by group or one by one."""
    grid_set = set_of(session, unit_id)
    names, tree = Levels.load(session, grid_set).names, Tree.load(session, day, grid_set)
    below = {child: [unit.id for unit in tree.below(child.id)] for child in tree.children(unit_id)}
    lying = _lying(session, grid_set, [unit_id, *chain.from_iterable(below.values())], day)
    found = [
        Dealt(
            child.id, child.name, names.get(child.level, ""),
            len(set().union(*(lying[unit] for unit in units))), frozenset({child.id}), frozenset(),
        )
        for child, units in below.items()
    ]  # fmt: skip
    homes = _homes(session, list(lying[unit_id]))
    return [*found, *(_single(homes) if one_by_one else _grouped(homes))]


def _lying(
    session: Session, grid_set: str, units: Sequence[bytes], day: date
) -> Mapping[bytes, set[bytes]]:
    """Return the households that lie in each unit itself, from the day on or later."""
    query = select(Placement.unit_id, Placement.household_id).where(
        Placement.grid_set == grid_set, Placement.unit_id.in_(units),
        or_(Placement.until.is_(None), Placement.until >= day),
    )  # fmt: skip
    found: dict[bytes, set[bytes]] = defaultdict(set)
    for unit, home in session.execute(query):
        found[unit].add(home)
    return found


@dataclass(frozen=True, slots=True)
class _Home:
    id: bytes
    head: str
    number: str
    address: str

    @property
    def group(self) -> str:
        found = _GROUP.match(self.address)
        return "".join(found[0].split()) if found else _OTHERS


def _homes(session: Session, ids: Sequence[bytes]) -> list[_Home]:
    head = and_(
        Residence.household_id == Household.id,
        Residence.relation == "head",
        Residence.until.is_(None),
    )
    query = (
        select(Household.id, Person.name, Household.number, Household.address)
        .join(Residence, head, isouter=True)
        .join(Person, Person.id == Residence.person_id, isouter=True)
        .where(Household.id.in_(ids))
        .order_by(Household.number, Household.id)
    )
    rows = session.execute(query)
    found = {i: _Home(i, head or "（无户主）", number, where or "") for i, head, number, where in rows}
    return list(found.values())


def _single(homes: Sequence[_Home]) -> Iterator[Dealt]:
    for one in homes:
        note = "　".join(filter(None, (one.number, one.address)))
        yield Dealt(one.id, f"{one.head}户", note, 1, frozenset(), frozenset({one.id}))


def _grouped(homes: Sequence[_Home]) -> Iterator[Dealt]:
    groups: dict[str, list[bytes]] = defaultdict(list)
    for one in homes:
        groups[one.group].append(one.id)
    for name, ids in sorted(groups.items(), key=lambda pair: (pair[0] == _OTHERS, pair[0])):
        yield Dealt(ids[0], name, "按住址", len(ids), frozenset(), frozenset(ids))


@dataclass(frozen=True, slots=True)
class Spot:
    """A unit that may be chosen, or that stands above one."""

    id: bytes
    parent: bytes | None
    name: str
    offered: bool


def targets(session: Session, unit_ids: Sequence[bytes]) -> Sequence[Spot]:
    """Return the units into which these may be merged: others of the same level and set."""
    tree = Tree.load(session, grid_set=set_of(session, unit_ids[0]))
    level = tree.by_id[unit_ids[0]].level
    wanted = {u.id for u in tree.units if u.level == level and u.until is None and u.id not in unit_ids}
    return _spots(session, tree, wanted)


def parents(session: Session, unit_ids: Sequence[bytes]) -> Sequence[Spot]:
    """Return the units under which these may be moved: of a higher level, not below themselves."""
    grid_set = set_of(session, unit_ids[0])
    ranks, tree = Levels.load(session, grid_set), Tree.load(session, grid_set=grid_set)
    levels = {tree.by_id[one].level for one in unit_ids}
    inside = {below.id for one in unit_ids for below in tree.below(one)}
    wanted = {
        u.id
        for u in tree.units
        if u.until is None and u.id not in inside and all(ranks.may_hold(u.level, one) for one in levels)
    }
    return _spots(session, tree, wanted)


def levels_below(session: Session, unit_id: bytes) -> Sequence[tuple[str, str]]:
    """Return key and name of the levels that may lie below a unit."""
    levels = Levels.load(session, set_of(session, unit_id))
    parent = session.get_one(Unit, unit_id).level
    below = [key for key in levels.names if levels.may_hold(parent, key)]
    return [(key, levels.names[key]) for key in sorted(below, key=lambda key: levels.ranks.get(key, 0))]


def _spots(session: Session, tree: Tree, wanted: set[bytes]) -> list[Spot]:
    villages = village_names(session)
    above = {over.id for one in wanted for over in tree.path(tree.by_id[one])}
    return [
        Spot(
            unit.id, unit.parent_id if unit.parent_id in above else None,
            name_with_village(unit.name, villages.get(unit.village_id, "")), unit.id in wanted,
        )
        for unit in tree.below(None)
        if unit.id in above
    ]  # fmt: skip
