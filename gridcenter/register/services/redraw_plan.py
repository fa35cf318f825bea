"""From what is asked to what will be otherwise: a plan, made for the preview and for the writing alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from gridcenter.base.errors import RuleBroken
from gridcenter.base.periods import refuse_odd_day
from gridcenter.register.records import Unit
from gridcenter.register.services.past import detached
from gridcenter.register.services.redraw_ground import (
    Ground,
    refuse_beginning,
    refuse_ending,
    refuse_later,
    village_of,
)
from gridcenter.register.services.redraw_wish import (
    Close,
    Filing,
    Merge,
    Move,
    Open,
    Rename,
    Split,
    Wish,
)
from gridcenter.register.services.structure import Tree

_LONGEST = 50
_TWO = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Units that begin, change and end; households that move; who stands in for what ends."""

    kind: str
    title: str
    fresh: Sequence[Unit] = ()
    changed: Mapping[bytes, Mapping[str, object]] = field(default_factory=dict)
    ended: Sequence[bytes] = ()
    homes: Mapping[bytes, bytes] = field(default_factory=dict)
    """Household → the unit it lies in from the day on."""
    takers: Mapping[bytes, bytes] = field(default_factory=dict)
    """Unit that ends → the unit that stands in for it."""
    before: Sequence[bytes] = ()
    after: Sequence[bytes] = ()
    """The units it is about, as they are told before and after."""

    def tree(self, ground: Ground) -> Tree:
        """Return the tree as it will be on the day."""
        kept = [unit for unit in ground.tree.units if unit.id not in self.ended]
        units = [detached(unit, self.changed.get(unit.id, {})) for unit in kept]
        return Tree(sorted([*units, *self.fresh], key=lambda unit: (unit.position, unit.id)))


def make_plan(session: Session, wish: Wish, filing: Filing) -> tuple[Ground, Plan]:
    """Return what a redrawing changes; raises RuleBroken with the field of the form and words."""
    refuse_odd_day(filing.effective, "effective", recent=True)
    grid_set = wish.grid_set if isinstance(wish, Open) else ""
    ground = Ground.load(session, _units_of(wish)[0], filing.effective, grid_set)
    match wish:
        case Split():
            plan = _split(ground, wish)
        case Merge():
            plan = _merge(ground, wish)
        case Move():
            plan = _move(session, ground, wish)
        case Rename():
            plan = _rename(ground, wish)
        case Close():
            plan = _close(ground, wish)
        case Open():
            plan = _open(ground, wish)
    touched = [*plan.changed, *plan.ended]
    refuse_later(session, ground, touched)
    refuse_ending(ground, [ground.unit(one) for one in touched])
    for one in plan.ended:
        refuse_beginning(ground, ground.unit(one))
    _check_names(ground, plan)
    return ground, plan


def _units_of(wish: Wish) -> Sequence[bytes]:
    match wish:
        case Merge() | Move():
            if not wish.unit_ids:
                raise RuleBroken("unit_id", "请先选要调整的网格")
            return wish.unit_ids
        case Open():
            return [wish.parent_id]
        case _:
            return [wish.unit_id]


def _split(ground: Ground, wish: Split) -> Plan:
    unit = ground.unit(wish.unit_id)
    children = {one.id for one in ground.tree.children(unit.id)}
    dealt_units = {one: part.id for part in wish.parts for one in part.subunits}
    dealt_homes = {one: part.id for part in wish.parts for one in part.homes}
    if len(wish.parts) + wish.goes_on < _TWO:
        raise RuleBroken("parts", "拆分后至少要有两个网格，请再加一个")
    if sum(len(one.subunits) for one in wish.parts) > len(dealt_units) or sum(
        len(one.homes) for one in wish.parts
    ) > len(dealt_homes):
        raise RuleBroken("parts", "有子网格或户同时分给了两个新网格，请核对")
    if dealt_units.keys() - children or dealt_homes.keys() - set(ground.homes_below(unit.id)):
        raise RuleBroken("parts", "有子网格或户已经不在这个网格里，请刷新后重新分")
    for part in wish.parts:
        if not part.subunits and not part.homes:
            raise RuleBroken("parts", f"“{part.name.strip() or '新网格'}”还是空的，请分给它子网格或户")
    left_units, left_homes = children - dealt_units.keys(), set(ground.homes(unit.id)) - dealt_homes.keys()
    if wish.goes_on and not left_units and not left_homes:
        raise RuleBroken("parts", f"“{unit.name}”什么都没有留下，请选原网格停用，或留下一部分")
    if not wish.goes_on and (left_units or left_homes):
        units = "、".join(ground.tree.by_id[one].name for one in sorted(left_units))
        what = "、".join(filter(None, (units, f"{len(left_homes)} 户" if left_homes else "")))
        raise RuleBroken("parts", f"原网格停用，还有{what}没有分出去，请全部分完")
    fresh = [_fresh(unit, part.id, part.name) for part in wish.parts]
    kept = [unit.id] if wish.goes_on else []
    return Plan(
        kind="split",
        title=f"{ground.name(unit)}拆分为 {len(wish.parts) + wish.goes_on} 个网格",
        fresh=fresh,
        changed={one: {"parent_id": to} for one, to in dealt_units.items()},
        ended=[] if wish.goes_on else [unit.id],
        homes=dealt_homes,
        takers={} if wish.goes_on else {unit.id: wish.parts[0].id},
        before=[unit.id],
        after=[*kept, *(one.id for one in fresh)],
    )


def _merge(ground: Ground, wish: Merge) -> Plan:
    units = [ground.unit(one) for one in dict.fromkeys(wish.unit_ids) if one != wish.into]
    if len(units) + (wish.into is not None) < _TWO:
        raise RuleBroken("into", "合并至少要选两个网格")
    fresh = []
    if wish.into is None:
        target = _fresh(units[0], wish.id, wish.name)
        if len({one.village_id for one in units}) > 1:
            target.village_id = None
        fresh = [target]
    else:
        target = ground.unit(wish.into, "into")
        if target.until is not None:
            raise RuleBroken("into", f"“{target.name}”就要停用，不能并入它，请另选一个")
    for unit in units:
        if unit.level != target.level or unit.grid_set != target.grid_set:
            raise RuleBroken("into", f"“{unit.name}”和“{target.name}”不在同一层，只能并入同一层的网格")
    children = [child.id for unit in units for child in ground.tree.children(unit.id)]
    joined = f"{ground.name(units[0])}等 {len(units)} 个网格" if len(units) > 1 else ground.name(units[0])
    verb = "合并为" if fresh else "并入"
    return Plan(
        kind="merge",
        title=f"{joined}{verb}{ground.name(target)}",
        fresh=fresh,
        changed={child: {"parent_id": target.id} for child in children},
        ended=[unit.id for unit in units],
        homes={home: target.id for unit in units for home in ground.homes(unit.id)},
        takers={unit.id: target.id for unit in units},
        before=[*([] if fresh else [target.id]), *(unit.id for unit in units)],
        after=[target.id],
    )


def _move(session: Session, ground: Ground, wish: Move) -> Plan:
    parent = ground.unit(wish.parent_id, "parent_id")
    units = [ground.unit(one) for one in dict.fromkeys(wish.unit_ids)]
    changed: dict[bytes, dict[str, object]] = {}
    for unit in units:
        if parent in ground.tree.below(unit.id):
            raise RuleBroken("parent_id", f"“{unit.name}”不能移到它自己下面，请另选上级")
        if not ground.levels.may_hold(parent.level, unit.level):
            words = ground.levels.names.get(parent.level, ""), ground.levels.names.get(unit.level, "")
            raise RuleBroken("parent_id", f"“{parent.name}”是{words[0]}，下面不能放{words[1]}，请另选上级")
        values: dict[str, object] = {}
        if unit.parent_id != parent.id:
            values["parent_id"] = parent.id
        if wish.village_id is not None and wish.village_id != unit.village_id:
            village_of(session, wish.village_id)
            values["village_id"] = wish.village_id
            for below in list(ground.tree.below(unit.id))[1:]:
                if below.village_id == unit.village_id and below.village_id is not None:
                    changed[below.id] = {"village_id": wish.village_id}
        if not values:
            raise RuleBroken("parent_id", f"“{unit.name}”本来就在“{parent.name}”，请另选上级或行政村")
        changed[unit.id] = values
    if parent.until is not None:
        raise RuleBroken("parent_id", f"“{parent.name}”就要停用，不能移到它下面，请另选上级")
    joined = f"{ground.name(units[0])}等 {len(units)} 个网格" if len(units) > 1 else ground.name(units[0])
    ids = [unit.id for unit in units]
    return Plan(
        kind="move", title=f"{joined}移到{ground.name(parent)}", changed=changed, before=ids, after=ids
    )


def _rename(ground: Ground, wish: Rename) -> Plan:
    unit = ground.unit(wish.unit_id)
    name = _name(wish.name)
    if name == unit.name:
        raise RuleBroken("name", "新名称和原来一样，请改成新的名称")
    return Plan(
        kind="rename",
        title=f"{ground.name(unit)}改名为{name}",
        changed={unit.id: {"name": name}},
        before=[unit.id],
        after=[unit.id],
    )


def _close(ground: Ground, wish: Close) -> Plan:
    unit = ground.unit(wish.unit_id)
    if unit.level == "township":
        raise RuleBroken("unit_id", "乡镇本身不能停用")
    homes = len(set(ground.homes_below(unit.id)))
    if homes:
        raise RuleBroken("unit_id", f"“{unit.name}”里还有 {homes:,} 户，不能停用。请用“合并”把它们并入别的网格")
    ended = [one.id for one in ground.tree.below(unit.id)]
    above = unit.parent_id
    takers = {one: above for one in ended if above is not None}
    title = f"停用{ground.name(unit)}"
    return Plan(kind="close", title=title, ended=ended, takers=takers, before=[unit.id])


def _open(ground: Ground, wish: Open) -> Plan:
    parent = ground.unit(wish.parent_id, "parent_id")
    if not ground.levels.may_hold(parent.level, wish.level):
        words = ground.levels.names.get(parent.level, ""), ground.levels.names.get(wish.level, "")
        raise RuleBroken("level", f"{words[0]}下面不能放{words[1]}，请另选层级")
    position = max((one.position for one in ground.tree.children(parent.id)), default=-1) + 1
    fresh = Unit(
        id=wish.id, level=wish.level, grid_set=ground.grid_set, parent_id=parent.id,
        village_id=wish.village_id or parent.village_id, name=_name(wish.name), code=None,
        position=position, since=None, until=None,
    )  # fmt: skip
    title = f"{ground.name(parent)}新增{ground.name(fresh)}"
    return Plan(kind="open", title=title, fresh=[fresh], after=[fresh.id])


def _fresh(like: Unit, unit_id: bytes, name: str) -> Unit:
    new = {"id": unit_id, "name": _name(name), "code": None, "since": None, "until": None}
    return detached(like, new)


def _name(typed: str) -> str:
    name = "".join(typed.split())
    if not name:
        raise RuleBroken("name", "请填写网格名称")
    if len(name) > _LONGEST:
        raise RuleBroken("name", f"网格名称最多 {_LONGEST} 个字")
    return name


def _check_names(ground: Ground, plan: Plan) -> None:
    tree = plan.tree(ground)
    for unit_id in [*(unit.id for unit in plan.fresh), *plan.changed]:
        unit = tree.by_id[unit_id]
        for other in tree.children(unit.parent_id):
            if other.id != unit.id and (other.name, other.village_id) == (unit.name, unit.village_id):
                raise RuleBroken("name", f"这一层已经有“{ground.name(other)}”，请换一个名称")
