"""Cards of the workbench: a number in large figures, a door to the list it counts."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from gridcenter.base.periods import Month
from gridcenter.store.listing import Wish


@dataclass(frozen=True, slots=True)
class TileNow:
    """What a tile shows: the number, a few words beside it, a sentence for the foot of the window."""

    number: str
    note: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class TileDef:
    """A tile: what it counts in a month, and the list behind it."""

    key: str
    icon: str
    title: str
    page: str
    wish: Wish
    count: Callable[[Session, Month], TileNow]
