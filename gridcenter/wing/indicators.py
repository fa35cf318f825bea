"""Figures by which the grids of a month can be seen at one glance, and the ground they stand on."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from gridcenter.base.periods import Month
from gridcenter.store.listing import Wish


@dataclass(frozen=True, slots=True)
class GridName:
    """A grid with the village it lies in: 严务村第一网格, short 严务一."""

    id: bytes
    full: str
    short: str


@dataclass(frozen=True, slots=True)
class Land:
    """The grids of a month, which units lie in each, and which households."""

    month: Month
    today: date
    grids: Sequence[GridName]
    inside: Mapping[bytes, frozenset[bytes]]
    """A grid and everything below it."""
    grid_of: Mapping[bytes, bytes]
    """Unit → grid."""
    homes: Mapping[bytes, bytes]
    """Household → grid."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure of each grid, the warmer in colour the more it asks for attention.

    `bounds` part the five steps of colour; `page` and `filters` are the list it is counted from.
    """

    key: str
    name: str
    unit: str
    meaning: str
    bounds: tuple[float, float, float, float]
    page: str
    compute: Callable[[Session, Land], Mapping[bytes, float]]
    filters: Mapping[str, object] = field(default_factory=dict)

    def words(self, value: float | None) -> str:
        """Write a value with its unit, 没有数据 where there is none."""
        return "没有数据" if value is None else f"{round(value, 1):g}{self.unit}"

    def wish(self, grid: bytes) -> Wish:
        """Return what the list must show for the figure of a grid."""
        return Wish(filters={**self.filters, "area": grid, "period": "above"})

    def step(self, value: float) -> int:
        """Return the step of colour of a value, 0 (asks for attention) to 4."""
        return sum(value >= bound for bound in self.bounds)


def shares(pairs: Iterable[tuple[bytes | None, bool]]) -> dict[bytes, float]:
    """Return of each grid how many in a hundred are true; a pair without grid counts nowhere."""
    hits: dict[bytes, int] = {}
    all_: dict[bytes, int] = {}
    for grid, hit in pairs:
        if grid is not None:
            all_[grid] = all_.get(grid, 0) + 1
            hits[grid] = hits.get(grid, 0) + hit
    return {grid: 100 * hits[grid] / count for grid, count in all_.items()}
