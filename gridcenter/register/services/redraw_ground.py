"""What lies where on the day a redrawing takes effect."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.base.periods import day_words
from gridcenter.register.codes import LEVELS
from gridcenter.register.month import within
from gridcenter.register.records import GridLevel, Placement, Residence, Unit, UnitPast, Village
from gridcenter.register.services.grids import name_with_village, village_names
from gridcenter.register.services.structure import Tree, existing, level_names


@dataclass(frozen=True, slots=True)
class Placed:
    """A household in a unit for a time that goes on to the day or begins after it."""

    id: bytes
    household_id: bytes
    unit_id: bytes
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Levels:
    """The levels of a grid set: what they are called, which lies above which, how many households they hold."""

    names: Mapping[str, str]
    ranks: Mapping[str, int]
    bands: Mapping[str, tuple[int | None, int | None]]

    @classmethod
    def load(cls, session: Session, grid_set: str) -> "Levels":
        """Read the levels of a set and those of all."""
        mine = or_(GridLevel.grid_set.is_(None), GridLevel.grid_set == grid_set)
        levels = session.scalars(select(GridLevel).where(mine).order_by(GridLevel.grid_set)).all()
        return cls(
            level_names(session),
            {key: n for n, key in enumerate(LEVELS)} | {one.key: one.rank for one in levels},
            {one.key: (one.low, one.high) for one in levels},
        )

    def may_hold(self, parent: str, level: str) -> bool:
        """Tell whether a unit of a level may lie under another: what is less than a grid, under a grid only."""
        above, below, grid = (self.ranks.get(key, 0) for key in (parent, level, "grid"))
        return above < below and (below <= grid or above >= grid)


@dataclass(frozen=True, slots=True)
class Ground:
    """The tree of the day, who lies in it then and later, how many people a household has."""

    day: date
    grid_set: str
    tree: Tree
    placed: Mapping[bytes, Sequence[Placed]]
    """Unit → those placed in it from the day on."""
    people: Mapping[bytes, int]
    villages: Mapping[bytes | None, str]
    levels: Levels

    @classmethod
    def load(cls, session: Session, unit_id: bytes, day: date, set_: str = "") -> "Ground":
        """Read the set that a unit belongs to; raises NotFound when there is no such unit."""
        grid_set = set_ or set_of(session, unit_id)
        placed: dict[bytes, list[Placed]] = defaultdict(list)
        query = select(
            Placement.id, Placement.household_id, Placement.unit_id, Placement.since, Placement.until
        ).where(
            Placement.grid_set == grid_set,
            or_(Placement.until.is_(None), Placement.until >= day),
        )
        for row in session.execute(query.order_by(Placement.id)):
            placed[row[2]].append(Placed(*row))
        living = select(Residence.household_id, func.count()).where(
            within(Residence.since, Residence.until, day, day)
        )
        people = dict(session.execute(living.group_by(Residence.household_id)).all())
        return cls(
            day, grid_set, Tree.load(session, day, grid_set), placed, people,
            village_names(session), Levels.load(session, grid_set),
        )  # fmt: skip

    def unit(self, unit_id: bytes, key: str = "unit_id") -> Unit:
        """Return a unit as it is on the day; raises RuleBroken(key) when it does not exist then."""
        found = self.tree.by_id.get(unit_id)
        if found is None:
            raise RuleBroken(key, f"所选的网格在{day_words(self.day)}没有设立或已经停用，请核对生效日期")
        return found

    def name(self, unit: Unit) -> str:
        """Return a unit's name that tells its village."""
        return name_with_village(unit.name, self.villages.get(unit.village_id, ""))

    def homes(self, unit_id: bytes) -> Sequence[bytes]:
        """Return the households that lie in a unit itself, from the day on or later."""
        return list(dict.fromkeys(one.household_id for one in self.placed.get(unit_id, ())))

    def homes_below(self, unit_id: bytes) -> Sequence[bytes]:
        """Return the households of a unit and everything below it."""
        return [home for unit in self.tree.below(unit_id) for home in self.homes(unit.id)]

    def sizes(
        self, tree: Tree, moved: Mapping[bytes, bytes]
    ) -> tuple[Counter[bytes], Counter[bytes]]:
        """Return households and people of every unit of a tree on the day, with some moved."""
        households, people = Counter[bytes](), Counter[bytes]()
        for unit_id, placed in self.placed.items():
            for one in placed:
                if existing(self.day, one.since, one.until):
                    here = moved.get(one.household_id, unit_id)
                    households[here] += 1
                    people[here] += self.people.get(one.household_id, 0)
        for counter in (households, people):
            for unit in reversed(list(tree.below(None))):
                if unit.parent_id is not None:
                    counter[unit.parent_id] += counter[unit.id]
        return households, people


def set_of(session: Session, unit_id: bytes) -> str:
    """Return the set that a unit belongs to; raises NotFound when there is no such unit."""
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise NotFound("这个网格已经不在，请刷新后再选")
    return unit.grid_set


def refuse_later(session: Session, ground: Ground, unit_ids: Sequence[bytes]) -> None:
    """Refuse what would lie before another change of the same units: these are entered in order."""
    query = select(UnitPast).where(UnitPast.unit_id.in_(unit_ids), UnitPast.until >= ground.day)
    later = session.scalar(query.order_by(UnitPast.until.desc()).limit(1))
    if later is not None:
        raise RuleBroken(
            "effective",
            f"“{later.name}”在{day_words(later.until)}之后已经调整过，"
            "生效日期要晚于那一次；要改更早的，请先撤销那一次调整",
        )


def refuse_ending(ground: Ground, units: Sequence[Unit]) -> None:
    """Refuse to redraw what begins on the day itself, or is about to end."""
    for unit in units:
        if unit.until is not None:
            raise RuleBroken("effective", f"“{unit.name}”已定于{day_words(unit.until)}停用，不能再调整")


def refuse_beginning(ground: Ground, unit: Unit) -> None:
    """Refuse to end a unit on the day it begins."""
    if unit.since is not None and unit.since >= ground.day:
        words = day_words(unit.since)
        raise RuleBroken("effective", f"“{unit.name}”{words}才启用，停用要晚于这一天，请核对生效日期")


def village_of(session: Session, village_id: bytes) -> Village:
    """Return a village; raises RuleBroken."""
    village = session.get(Village, village_id)
    if village is None:
        raise RuleBroken("village_id", "所选的行政村已经不在，请重新选择")
    return village
