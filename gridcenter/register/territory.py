"""The part of the tree a ledger is about, as it was in the ledger's month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy.orm import Session

from gridcenter.access.reach import own_area
from gridcenter.base.errors import NotFound
from gridcenter.base.periods import Month
from gridcenter.ledgers.library import ledger_number
from gridcenter.ledgers.model import Ledger, Part, Scope
from gridcenter.register.codes import MAIN_SET
from gridcenter.register.records import Unit
from gridcenter.register.services.spells import Spell, days_words, spells_of
from gridcenter.register.services.structure import History, Tree, Villages, level_names
from gridcenter.store.meta import get_text
from gridcenter.store.sight import unlimited

_MARKS = {"township": "X", "station": "S", "grid": "G", "subgrid": "Z", "micro": "W"}
_VILLAGE_MARK, _OTHER_MARK = "V", "U"
_LEADERS = {"township": "中心主任：", "station": "站　长："}
_OFFICE = "网格化服务管理中心"


@dataclass(frozen=True)
class Territory:
    """An area with the units that existed in a month (`tree`) and all that ever did (`ever`).

    The area is a unit, a village (by its grids), or neither: the whole file. An account of an area
    has its own part for the whole; `whole` is the month's tree of the office all the same, so that
    the number of a ledger is the same whoever makes it. `seat` and `code` are
    name and official code of the office: the township, or the county that holds several.
    """

    month: Month
    tree: Tree
    ever: Tree
    whole: Tree
    villages: Villages
    area: bytes | None
    seat: str
    code: str
    office: str
    level_names: dict[str, str]
    spells: tuple[Spell, ...]

    @classmethod
    def load(cls, session: Session, scope: Scope, grid_set: str = MAIN_SET) -> "Territory":
        """Read a set's tree of the scope's month; raises NotFound for an area not there that month."""
        history = History.load(session, grid_set)
        tree, ever = history.tree(scope.month), history.ever(scope.month.last)
        limited = own_area(session) is not None
        with unlimited(session):
            villages = Villages.load(session, None if limited else _township(history))
            whole = Tree.load(session, scope.month, grid_set) if limited else tree
        roots = _roots(tree)
        name, code = _own_name(session)
        office = f"{name}{_OFFICE}"
        if len(roots) == 1:
            office = f"{name or villages.township}{_OFFICE}"
            name, code = roots[0].name, roots[0].code or code
        names = level_names(session)
        area = _own_part(session, scope.area, tree, whole)
        if area is not None and area not in tree.by_id and area not in villages.by_id:
            month = scope.month.words
            raise NotFound(
                f"所选的网格或村在{month}没有设立，或者已经撤销。请另选一个，或换一个月份"
            )
        spells = spells_of(history, scope.month)
        return cls(scope.month, tree, ever, whole, villages, area, name, code, office, names, spells)

    @property
    def unit(self) -> Unit | None:
        """The area when it is a unit."""
        return self.tree.by_id.get(self.area) if self.area else None

    @property
    def village(self) -> bytes | None:
        """The area when it is a village."""
        return None if self.unit else self.area

    @property
    def several(self) -> bool:
        """Whether units of more than one township are listed."""
        return self.area is None and len(_roots(self.tree)) > 1

    @property
    def area_name(self) -> str:
        """The name of the area, "" of a township and of all."""
        if self.unit is not None:
            return self.unit.name if self.unit.level != "township" else ""
        return self.villages.by_id[self.area].name if self.area else ""

    @cached_property
    def grids(self) -> Sequence[Unit]:
        """The month's grids of the area in the order of the tree; of a sub-grid, the one above."""
        if self.village:
            return [grid for grid in self.tree.level("grid") if self._meets(grid)]
        found = self.tree.level("grid", self.area)
        above = self.tree.above(self.unit, "grid") if self.unit else None
        return found or ([above] if above else [])

    @cached_property
    def unit_ids(self) -> frozenset[bytes]:
        """Every unit of the area, those of other months too: records of any time refer to them."""
        return self.ever.within(self.area) if self.area else frozenset(self.ever.by_id)

    def _meets(self, grid: Unit) -> bool:
        return any(unit.id in self.unit_ids for unit in self.tree.below(grid.id))

    @cached_property
    def village_ids(self) -> frozenset[bytes]:
        """The villages that lie wholly in the area."""
        if self.village:
            return frozenset({self.village})
        inside = {u.village_id for u in self.tree.units if u.id in self.unit_ids}
        outside = {u.village_id for u in self.tree.units if u.id not in self.unit_ids}
        return frozenset(village for village in inside - outside if village)

    def covers(self, unit_id: bytes | None, village_id: bytes | None) -> bool:
        """Tell whether a record of a unit, or else of a village, belongs to the area."""
        if self.area is None:
            return True
        return unit_id in self.unit_ids if unit_id else village_id in self.village_ids

    def grid_of(self, unit_id: bytes | None) -> Unit | None:
        """Return the month's grid that a unit is or lies in."""
        unit = self.tree.by_id.get(unit_id) if unit_id else None
        return self.tree.above(unit, "grid") if unit else None

    def spell(self, day: date) -> Spell:
        """Return the part of the month that a day lies in."""
        return next((one for one in self.spells if day <= one.last), self.spells[-1])

    def lies(self, unit_id: bytes | None, day: date) -> bool:
        """Tell whether a unit lay in the area on a day of the month."""
        return self.area is None or unit_id in self._inside[self.spell(day).first]

    def grid_on(self, unit_id: bytes | None, day: date) -> Unit | None:
        """Return the grid that a unit was or lay in on a day of the month."""
        tree = self.spell(day).tree
        unit = tree.by_id.get(unit_id) if unit_id else None
        return tree.above(unit, "grid") if unit else None

    def days(self, unit: Unit) -> str:
        """Return the days of a unit that began or ended within the month: 10月15日起; else ""."""
        first, last = unit.since or self.month.first, unit.until or self.month.last
        return days_words(self.month, first, last)

    def dated(self, unit: Unit) -> str:
        """Return the name of a unit with its days: 严务村网格（10月1日—14日）."""
        days = self.days(unit)
        return f"{unit.name}（{days}）" if days else unit.name

    @cached_property
    def _inside(self) -> dict[date, frozenset[bytes]]:
        area = self.area or b""
        return {one.first: one.tree.within(area) for one in self.spells}

    def place_name(self, unit_id: bytes | None, village_id: bytes | None = None) -> str | None:
        """Return the name of a unit, or else of a village."""
        unit = self.ever.by_id.get(unit_id) if unit_id else None
        if unit is not None:
            return unit.name
        village = self.villages.by_id.get(village_id) if village_id else None
        return village.name if village else None

    def station_name(self, unit: Unit, tree: Tree | None = None) -> str | None:
        """Return the short name of a unit's station (第一站), the township before it if several.

        The station is that of the month's end, or that of another `tree`.
        """
        tree = tree or self.ever
        station, township = tree.above(unit, "station"), tree.above(unit, "township")
        short = station.name.replace(self.level_names["station"], "站") if station else ""
        return (township.name if self.several and township else "") + short or None

    @cached_property
    def has_stations(self) -> bool:
        """Whether a column of stations says anything."""
        return any(self.station_name(grid) for grid in self.grids)

    def ledger(self, name: str, letters: str, title: str, scope: Scope, *parts: Part) -> Ledger:
        """Return a ledger of these parts with title, number, 填报单位, period, signatures."""
        area = self.area_name
        anchor = self.unit or (self.grids[0] if self.village and self.grids else None)
        top = self.tree.path(anchor)[0].name if anchor else self.seat
        leader = _LEADERS.get(self.unit.level if self.unit else "township", "网格长：")
        return Ledger(
            name=name,
            title=f"{top}{area}{self.month.words}{title}",
            unit=f"{self.office}（{area or top}）" if self.area else self.office,
            number=ledger_number(self.code, letters, self.month, self._mark),
            filled_on=scope.filled_on,
            parts=parts,
            period=self.month.words,
            signatures=("填报人：", "审核人：", leader, "填报单位（盖章）"),
            author=self.office,
        )

    @property
    def _mark(self) -> str:
        """S1 for the first station of the month, G12 for the twelfth grid, "" for all."""
        if self.unit is not None:
            if self.unit.code:
                return self.unit.code
            mark = _MARKS.get(self.unit.level, _OTHER_MARK)
            alike = [unit.id for unit in self.whole.level(self.unit.level)]
            return f"{mark}{alike.index(self.unit.id) + 1}"
        if self.area is None:
            return ""
        village = self.villages.by_id[self.area]
        return village.code or f"{_VILLAGE_MARK}{self.villages.all.index(village) + 1}"


def _roots(tree: Tree) -> list[Unit]:
    return [unit for unit in tree.units if unit.parent_id not in tree.by_id]


def _own_part(session: Session, area: bytes | None, tree: Tree, whole: Tree) -> bytes | None:
    """Return the area itself, or that of the account when it goes beyond it."""
    own = own_area(session)
    if own is None or own not in tree.by_id:
        return own or area
    inside = {unit.id for unit in tree.below(own)}
    meant = {unit.id for unit in whole.units if area in {unit.id, unit.village_id}}
    return area if meant and meant <= inside else own


def _township(history: History) -> str:
    townships = sorted((unit for unit in history.units if unit.level == "township"), key=lambda unit: unit.id)
    return townships[0].name if townships else ""


def _own_name(session: Session) -> tuple[str, str]:
    connection = session.connection()
    return get_text(connection, "name"), get_text(connection, "division")
