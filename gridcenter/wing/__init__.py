"""What a wing is to the rest of the program: the parts it brings, declared in its own `wing.py`."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select

from gridcenter.access.reach import Fence
from gridcenter.codes.tables import CodeTable
from gridcenter.ledgers.model import LedgerDef
from gridcenter.sheets.imports import ImportKind
from gridcenter.store.search import Source
from gridcenter.wing.holdings import Holding
from gridcenter.wing.home_card import CardPart
from gridcenter.wing.home_ends import HomeEnd
from gridcenter.wing.indicators import Indicator
from gridcenter.wing.moves import UnitMove
from gridcenter.wing.tiles import TileDef
from gridcenter.wing.todos import TodoList


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are of something: its key, its name on screen, the query."""

    key: str
    title: str
    query: Select[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wing:
    """All that the program knows of a wing; its pages are known to `app` alone, since this knows no Qt."""

    title: str
    tables: Sequence[CodeTable] = ()
    imports: Sequence[ImportKind] = ()
    shelf: str = ""
    """Under which heading its ledgers stand."""
    ledgers: Sequence[LedgerDef] = ()
    fences: Sequence[Fence] = ()
    """What of its records lies in the area of an account."""
    sources: Sequence[Source] = ()
    """How its records get into the search."""
    counts: Sequence[Count] = ()
    todos: Sequence[TodoList] = ()
    indicators: Sequence[Indicator] = ()
    tiles: Sequence[TileDef] = ()
    holdings: Sequence[Holding] = ()
    """What a person can hold of it, for the handover (交接)."""
    moves: Sequence[UnitMove] = ()
    """What of its open things goes along when grids are redrawn (网格调整)."""
    ends: Sequence[HomeEnd] = ()
    """What of its open things ends with a household (销户、并户、全户迁出)."""
    card: Sequence[CardPart] = ()
    """What it knows of a household, for the household card (户卡)."""
    watched: frozenset[str] = frozenset()
    """A commit that touches one of these tables changes its todos, indicators or tiles."""
