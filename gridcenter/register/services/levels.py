"""The levels of the tree as the office sets them: three to five, their names, how many households each should have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import RuleBroken
from gridcenter.base.ids import named_id
from gridcenter.register.codes import LEVELS, MAIN_SET
from gridcenter.register.records import GridLevel, Unit
from gridcenter.store.capture import WriteSession

_LEAST, _TOP = 3, "township"


@dataclass(frozen=True, slots=True)
class Band:
    """How many households a unit should have; None is open."""

    low: int | None = None
    high: int | None = None

    @property
    def words(self) -> str:
        """300–500 户, 不少于 5 户, "" where nothing is set."""
        if self.low is not None and self.high is not None:
            return f"{self.low}–{self.high} 户"
        if self.low is not None:
            return f"不少于 {self.low} 户"
        return f"不超过 {self.high} 户" if self.high is not None else ""

    def note(self, households: int) -> str:
        """Say in which way a size lies outside, "" when it does not: a note, never an error."""
        if self.low is not None and households < self.low:
            return f"{households:,} 户，少于 {self.low} 户"
        if self.high is not None and households > self.high:
            return f"{households:,} 户，多于 {self.high} 户"
        return ""


@dataclass(frozen=True, slots=True)
class LevelLine:
    """A level of the tree: what it is called, its band, whether this township has it."""

    key: str
    name: str
    band: Band
    used: bool = True


def level_lines(session: Session, grid_set: str = MAIN_SET) -> Sequence[LevelLine]:
    """Return all levels a tree can have, from the top down, as they hold for a set."""
    general, own = _rows(session, None), _rows(session, grid_set)
    lines = []
    for key, usual in LEVELS.items():
        plain = general.get(key)
        row = own.get(key) or plain
        name = plain.name if plain else usual
        band = Band(row.low, row.high) if row else Band()
        lines.append(LevelLine(key, name, band, plain is not None))
    return lines


def bands(session: Session, grid_set: str = MAIN_SET) -> Mapping[str, Band]:
    """Return the bands of a set by level."""
    return {line.key: line.band for line in level_lines(session, grid_set)}


def save_levels(session: WriteSession, actor: Actor, lines: Sequence[LevelLine]) -> None:
    """Keep the table of levels: three to five of them; one that units stand on cannot be dropped."""
    actor.require(Right.STRUCTURE)
    used = [line for line in lines if line.used]
    if len(used) < _LEAST:
        raise RuleBroken(f"used_{lines[-1].key}", "至少要有三级")
    known = _rows(session, None)
    for line in lines:
        _check(session, line)
    for rank, line in enumerate(lines):
        row = known.get(line.key)
        if not line.used:
            for one in session.scalars(select(GridLevel).where(GridLevel.key == line.key)):
                session.delete(one)
            continue
        if row is None:
            row = GridLevel(id=named_id("grid_level", "", line.key), key=line.key)
            session.add(row)
        row.name, row.rank = line.name.strip(), rank
        row.low, row.high = line.band.low, line.band.high
    session.flush()


def save_bands(
    session: WriteSession, actor: Actor, grid_set: str, wanted: Mapping[str, Band]
) -> None:
    """Keep the bands that hold for one set alone; those like the general ones are not kept apart."""
    actor.require(Right.STRUCTURE)
    general, own = {line.key: line for line in level_lines(session, "")}, _rows(session, grid_set)
    for rank, (key, band) in enumerate(wanted.items()):
        _check_band(key, band)
        row = own.get(key)
        if band == general[key].band:
            if row is not None:
                session.delete(row)
            continue
        if row is None:
            row = GridLevel(id=named_id("grid_level", grid_set, key), key=key, grid_set=grid_set)
            session.add(row)
        row.name, row.rank, row.low, row.high = general[key].name, rank, band.low, band.high
    session.flush()


def _check(session: Session, line: LevelLine) -> None:
    if not line.used:
        count = session.scalar(
            select(func.count(Unit.id)).where(Unit.level == line.key, Unit.until.is_(None))
        )
        if line.key == _TOP or count:
            said = f"还有 {count} 个{line.name}，不能去掉这一级。请先撤销或改划" if count else "乡镇这一级不能去掉"
            raise RuleBroken(f"used_{line.key}", said)
        return
    if not line.name.strip():
        raise RuleBroken(f"name_{line.key}", "请填写这一级的叫法")
    _check_band(line.key, line.band)


def _check_band(key: str, band: Band) -> None:
    if band.low is not None and band.high is not None and band.low > band.high:
        raise RuleBroken(f"high_{key}", f"上限要不小于下限 {band.low} 户")


def _rows(session: Session, grid_set: str | None) -> dict[str, GridLevel]:
    where = GridLevel.grid_set.is_(None) if grid_set is None else GridLevel.grid_set == grid_set
    rows = session.scalars(select(GridLevel).where(where).order_by(GridLevel.id.desc()))
    return {row.key: row for row in rows}
