"""Villages and the grid tree: drawing up, reading as of a day."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import pairwise

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.base.names import village_key, village_kind, without_township
from gridcenter.base.periods import Month
from gridcenter.register.codes import LEVELS, MAIN_SET, USUAL_LEVELS
from gridcenter.register.divisions import Division
from gridcenter.register.records import GridLevel, Unit, UnitPast, Village
from gridcenter.register.services.past import as_they_were, load_pasts
from gridcenter.store.capture import WriteSession
from gridcenter.store.meta import get_text

_BANDS = {"grid": (300, 500), "subgrid": (50, 100)}
_SOME = 3


def draw_up(
    session: WriteSession,
    actor: Actor,
    *,
    township: Division,
    villages: Iterable[Division],
    levels: Mapping[str, str] | None = None,
) -> int:
    """Enter a township with its levels and villages; returns how many villages.

    `levels` names levels otherwise than usual: {"station": "片区"}.
    """
    actor.require(Right.STRUCTURE)
    usual = {key: LEVELS[key] for key in USUAL_LEVELS}
    for rank, (key, name) in enumerate((usual | dict(levels or {})).items()):
        low, high = _BANDS.get(key, (None, None))
        session.add(GridLevel(key=key, name=name, rank=rank, low=low, high=high))
    session.add(
        Unit(
            level="township", grid_set=MAIN_SET, name=township.name, code=township.code, position=0
        )
    )
    rows = [
        {"name": village.name, "code": village.code, "position": position}
        for position, village in enumerate(villages)
    ]
    return len(session.insert_many(Village, rows))


def add_village(session: WriteSession, actor: Actor, *, name: str, code: str = "") -> Village:
    """Enter a village that the list does not hold; refuses a name that is there already."""
    actor.require(Right.STRUCTURE)
    if not name.strip():
        raise RuleBroken("name", "请填写村名")
    known = Villages.load(session)
    if known.meant(name):
        raise RuleBroken("name", f"“{name}”已经登记过了")
    village = Village(name=name.strip(), code=code or None, position=len(known.all))
    session.add(village)
    session.flush()
    return village


class VillageNames:
    """Villages by name, whatever ending the office writes (村、村委会、村民委员会)."""

    def __init__(self, township: str = "") -> None:
        self._township = township
        self._exact: dict[str, bytes] = {}
        self._by_key: dict[str, list[tuple[str, bytes]]] = defaultdict(list)

    def add(self, name: str, village_id: bytes) -> None:
        """Enter a village."""
        self._exact.setdefault(name, village_id)
        self._by_key[village_key(name)].append((village_kind(name), village_id))

    def meant(self, name: str) -> list[bytes]:
        """Return the ids of the villages a name may mean, the township's name before it or not."""
        return self._meant(name) or self._meant(without_township(name, self._township))

    def _meant(self, name: str) -> list[bytes]:
        if name in self._exact:
            return [self._exact[name]]
        alike = self._by_key.get(village_key(name), [])
        wanted = village_kind(name)
        same = [village_id for kind, village_id in alike if wanted == kind]
        return same or [village_id for _, village_id in alike]


class Villages:
    """The villages, in their order, by id and by name."""

    def __init__(self, villages: Iterable[Village], township: str = "") -> None:
        self.all, self.township = list(villages), township
        self._names = VillageNames(township)
        for village in self.all:
            self._names.add(village.name, village.id)

    @classmethod
    def load(cls, session: Session, township: str | None = None) -> "Villages":
        """Read all villages in their order; the name of the township too, unless it is known."""
        rows = session.scalars(select(Village).order_by(Village.position, Village.id))
        return cls(rows, township_name(session) if township is None else township)

    def find(self, name: str) -> Village | None:
        """Return the village a name means; None when there is none, or when it may mean several."""
        found = self.meant(name)
        return found[0] if len(found) == 1 else None

    def meant(self, name: str) -> list[Village]:
        """Return the villages a name may mean: 幸福 is 幸福村 as well as 幸福社区."""
        return [self.by_id[village_id] for village_id in self._names.meant(name)]

    @cached_property
    def by_id(self) -> Mapping[bytes, Village]:
        """The villages by id."""
        return {village.id: village for village in self.all}


class Tree:
    """The grid tree as it was: the units that existed on a day or in a month, or all that ever were.

    A unit has the name and the place of that time, in a month those of its end: what was redrawn
    since is a detached copy.
    """

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units = list(units)
        self.by_id = {unit.id: unit for unit in self.units}
        self._children: dict[bytes | None, list[Unit]] = defaultdict(list)
        for unit in self.units:
            self._children[unit.parent_id].append(unit)

    @classmethod
    def load(
        cls, session: Session, when: Month | date | None = None, grid_set: str = MAIN_SET
    ) -> "Tree":
        """Read the units of a set in their order, below the township that all sets share.

        Without a time all that ever were are read, as they are now.
        """
        return History.load(session, grid_set).tree(when)

    def children(self, unit_id: bytes | None) -> list[Unit]:
        """Return the units directly below."""
        return self._children[unit_id]

    def below(self, unit_id: bytes | None) -> Iterator[Unit]:
        """Yield a unit's whole subtree, itself first, in the order of the tree."""
        tops = (u for u in self.units if u.parent_id not in self.by_id)
        roots = [self.by_id[unit_id]] if unit_id is not None else list(tops)
        stack = roots[::-1]
        while stack:
            unit = stack.pop()
            yield unit
            stack.extend(reversed(self._children[unit.id]))

    def within(self, area: bytes) -> frozenset[bytes]:
        """Return the units of an area: a unit's subtree, or what lies in a village."""
        if area in self.by_id:
            return frozenset(unit.id for unit in self.below(area))
        found: set[bytes | None] = set()
        for unit in self.below(None):
            if unit.village_id == area or (not unit.village_id and unit.parent_id in found):
                found.add(unit.id)
        return frozenset(unit for unit in found if unit)

    def level(self, key: str, area: bytes | None = None) -> list[Unit]:
        """Return the units of one level in an area, in the order of the tree."""
        return [unit for unit in self.below(area) if unit.level == key]

    def above(self, unit: Unit, level: str) -> Unit | None:
        """Return the unit itself or its ancestor of a level, or None."""
        here: Unit | None = unit
        while here is not None and here.level != level:
            here = self.by_id.get(here.parent_id) if here.parent_id else None
        return here

    def path(self, unit: Unit) -> list[Unit]:
        """Return the units from the top down to this one."""
        line = [unit]
        while line[-1].parent_id in self.by_id:
            line.append(self.by_id[line[-1].parent_id])
        return line[::-1]


class History:
    """The units of a set that ever were, and their pasts: from these the tree of any time is made."""

    def __init__(self, units: Iterable[Unit], pasts: Sequence[UnitPast]) -> None:
        self.units, self.pasts = list(units), pasts

    @classmethod
    def load(cls, session: Session, grid_set: str = MAIN_SET) -> "History":
        """Read the units of a set, in their order, below the township that all sets share."""
        mine = or_(Unit.grid_set == grid_set, Unit.level == "township")
        query = select(Unit).where(mine).order_by(Unit.position, Unit.id)
        return cls(session.scalars(query), load_pasts(session))

    def tree(self, when: Month | date | None = None) -> Tree:
        """Return the tree of a day or a month; without a time all that ever were, as they are now."""
        if when is None:
            return Tree(self.units)
        first, last = (when.first, when.last) if isinstance(when, Month) else (when, when)
        there = [
            unit
            for unit in self.units
            if (unit.since is None or unit.since <= last) and (unit.until is None or unit.until >= first)
        ]
        return Tree(as_they_were(there, self.pasts, last))

    def ever(self, day: date) -> Tree:
        """Return all units that ever were, with the names and places of a day."""
        return Tree(as_they_were(self.units, self.pasts, day))


def find_area(session: Session, text: str, month: Month) -> bytes:
    """Return the id of the unit or village a name or code means in a month.

    A unit of exactly this name or code comes before a village, whose ending may differ. Names that
    repeat are told apart by what lies above: 郭家店村第二微网格. Raises NotFound,
    RuleBroken("area") when several are meant.
    """
    villages = Villages.load(session)
    tree = Tree.load(session, month)
    units = _topmost(tree, [u for u in tree.units if text in {u.name, u.code}], month)
    units = units or _topmost(
        tree, [u for u in tree.units if _spells(tree, villages, u, text)], month
    )
    if len(units) > 1:
        known = "、".join(f"“{_full_name(tree, villages, unit)}”" for unit in units[:_SOME])
        raise RuleBroken("area", f"叫“{text}”的网格有{len(units)}个，请写全名称，例如{known}")
    if units:
        return units[0].id
    coded = [village for village in villages.all if village.code == text]
    found = coded or villages.meant(text)
    if not found:
        raise NotFound(f"没有名为“{text}”的站、网格或村，请核对名称")
    if len(found) > 1:
        known = "、".join(f"“{village.name}”" for village in found)
        raise RuleBroken("area", f"“{text}”可能是{known}，请写全名称")
    return found[0].id


def _topmost(tree: Tree, units: list[Unit], month: Month) -> list[Unit]:
    """Leave out what lies below another of them, and what a later unit has taken the place of."""
    lasting = [unit for unit in units if existing(month.last, unit.since, unit.until)] or units
    return [unit for unit in lasting if not any(a in lasting for a in tree.path(unit)[:-1])]


def _above_names(tree: Tree, villages: Villages, unit: Unit) -> list[str]:
    names = [above.name for above in tree.path(unit)[:-1]]
    village = villages.by_id.get(unit.village_id) if unit.village_id else None
    if village is not None:
        depth = sum(above.village_id is None for above in tree.path(unit)[:-1])
        names.insert(depth, village.name)
    return names


def _spells(tree: Tree, villages: Villages, unit: Unit, text: str) -> bool:
    if not text.endswith(unit.name):
        return False
    rest = text.removesuffix(unit.name)
    for name in reversed(_above_names(tree, villages, unit)):
        rest = rest.removesuffix(name)
    return not rest


def _full_name(tree: Tree, villages: Villages, unit: Unit) -> str:
    names = [*_above_names(tree, villages, unit)[1:], unit.name]
    needed = (name for name, below in pairwise(names) if not below.startswith(name))
    return "".join(needed) + unit.name


def level_names(session: Session) -> dict[str, str]:
    """Return what the office calls the levels of its tree, by key."""
    named = select(GridLevel.key, GridLevel.name).order_by(GridLevel.id.desc())
    return LEVELS | dict(session.execute(named).all())


def township_name(session: Session) -> str:
    """Return the name of the township ("" on a county node without one)."""
    query = select(Unit.name).where(Unit.level == "township").order_by(Unit.id)
    return session.scalar(query) or ""


def office_name(session: Session) -> str:
    """Return the 填报单位 of ledgers: of this node, a township or a county."""
    name = get_text(session.connection(), "name") or township_name(session)
    return f"{name}网格化服务管理中心"


def existing(day: date, since: date | None, until: date | None) -> bool:
    """Tell whether a span (None = open) holds a day."""
    return (since is None or since <= day) and (until is None or day <= until)
