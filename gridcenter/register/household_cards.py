"""The cards of households as plain data, ready to be drawn."""

from dataclasses import dataclass, field
from datetime import date

from gridcenter.ledgers.model import Column, Ledger, Value

Fact = tuple[str, str, float]
"""Label, value, share of the width."""


@dataclass(frozen=True, slots=True)
class CardTable:
    """A table of a card: what one wing knows of the household."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class HomeCard:
    """A household on one page: facts in lines, then tables."""

    number: str
    head: str
    facts: tuple[tuple[Fact, ...], ...]
    tables: tuple[CardTable, ...]
    people: int = 0


@dataclass(frozen=True, slots=True)
class HouseholdCards(Ledger):
    """A ledger of cards; its parts serve the spreadsheet."""

    cards: tuple[HomeCard, ...] = ()
    day: date = field(default=date.min)
    """Up to which day it tells."""
