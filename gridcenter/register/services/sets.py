"""Grid sets (网格体系) side by side: which there are, a new one, one begun as a copy of another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.base.ids import named_id, new_id
from gridcenter.base.periods import Month
from gridcenter.register.codes import MAIN_SET
from gridcenter.register.records import GridSet, Unit
from gridcenter.register.services.structure import Tree, existing
from gridcenter.store.capture import WriteSession
from gridcenter.store.records import field_names

MAIN_NAME = "综治"
"""What the main set is called as long as the office gives it no other name."""
_OWN = ("since", "until", "parent_id", "grid_set")


@dataclass(frozen=True, slots=True)
class SetLine:
    """A grid set: its key in records, its name on screen, the days it holds."""

    key: str
    name: str
    since: date | None = None
    until: date | None = None


def grid_sets(session: Session, month: Month | None = None) -> Sequence[SetLine]:
    """Return the sets of a month (None: in use now and later), the main one first."""
    rows = session.scalars(select(GridSet).order_by(GridSet.position, GridSet.id)).all()
    named = {row.key: SetLine(row.key, row.name, row.since, row.until) for row in rows}
    main = named.pop(MAIN_SET, SetLine(MAIN_SET, MAIN_NAME))
    others = [
        one for one in named.values()
        if (existing(month.last, one.since, one.until) if month else one.until is None)
    ]  # fmt: skip
    return [main, *others]


def set_name(session: Session, key: str) -> str:
    """Return what a set is called, whether it still is in use or not."""
    name = session.scalar(select(GridSet.name).where(GridSet.key == key).order_by(GridSet.id))
    return name or (MAIN_NAME if key == MAIN_SET else key)


def find_set(session: Session, name: str) -> str | None:
    """Return the key of the set in use that a name means (防疫 as well as 防疫网格), None when there is none."""
    stem = name.strip().removesuffix("体系").removesuffix("网格")
    for one in grid_sets(session):
        if stem == one.name.removesuffix("体系").removesuffix("网格"):
            return one.key
    return None


def add_set(
    session: WriteSession, actor: Actor, *, name: str, since: date | None = None, copy_of: str = "",
    deepest: str = "",
) -> SetLine:
    """Begin a grid set; with `copy_of`, its tree is that of another down to the level `deepest` ("": all of it)."""
    actor.require(Right.STRUCTURE)
    name = name.strip()
    _check_name(session, name, "")
    position = len(session.scalars(select(GridSet.id)).all()) + 1
    made = GridSet(id=named_id("grid_set", name), key=name, name=name, position=position, since=since)
    if session.get(GridSet, made.id) is not None:
        raise RuleBroken("name", f"“{name}”以前用过，已经停用。请换一个名称，如“{name}（新）”")
    session.add(made)
    session.flush()
    if copy_of:
        copy_tree(session, actor, source=copy_of, target=made.key, since=since, deepest=deepest)
    return SetLine(made.key, made.name, since)


def change_set(
    session: WriteSession, actor: Actor, key: str, *, name: str, until: date | None = None
) -> None:
    """Rename a set, or end it: from the day after `until` on it is no longer offered."""
    actor.require(Right.STRUCTURE)
    name = name.strip()
    _check_name(session, name, key)
    row = session.scalar(select(GridSet).where(GridSet.key == key).order_by(GridSet.id))
    if row is None and key == MAIN_SET:
        row = GridSet(id=named_id("grid_set", key), key=key, name=name, position=0)
        session.add(row)
    if row is None:
        raise NotFound("这个网格体系已经不在，请刷新后再看")
    if until is not None and key == MAIN_SET:
        raise RuleBroken("until", "主体系管着走访、事项和督查，不能停用")
    row.name, row.until = name, until
    session.flush()


def copy_tree(
    session: WriteSession, actor: Actor, *, source: str, target: str, since: date | None, deepest: str = ""
) -> int:
    """Draw the units of one set as they are now into an empty other; returns how many."""
    actor.require(Right.STRUCTURE)
    if any(unit.grid_set == target and unit.level != "township" for unit in Tree.load(session, grid_set=target).units):
        raise RuleBroken("copy_of", "这个体系里已经有网格了，不能再照抄别的体系")
    tree = Tree.load(session, grid_set=source)
    ids: dict[bytes, bytes] = {}
    rows = []
    for unit in tree.below(None):
        if unit.level == "township":
            ids[unit.id] = unit.id
        elif unit.until is None and unit.parent_id in ids:
            if deepest and len(tree.path(unit)) > _depth(tree, deepest):
                continue
            ids[unit.id] = new_id()
            kept = {name: getattr(unit, name) for name in field_names(Unit) if name not in _OWN}
            rows.append(kept | {
                "id": ids[unit.id], "parent_id": ids[unit.parent_id], "grid_set": target, "since": since,
            })  # fmt: skip
    return len(session.insert_many(Unit, rows))


def _depth(tree: Tree, level: str) -> int:
    """Return how deep the units of a level lie at most; 1 is the township alone."""
    return max((len(tree.path(unit)) for unit in tree.level(level)), default=1)


def _check_name(session: Session, name: str, key: str) -> None:
    if not name:
        raise RuleBroken("name", "请填写体系的名称，如 防疫")
    if any(one.name == name and one.key != key for one in grid_sets(session)):
        raise RuleBroken("name", f"已经有名为“{name}”的网格体系")
