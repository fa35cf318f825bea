"""What the wings know of a household, for its card (户卡, 一户一页)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from gridcenter.base.periods import Month
from gridcenter.ledgers.model import Column, Value


@dataclass(frozen=True, slots=True)
class CardPart:
    """A table of the card: its title, its columns, and the rows of many households at once.

    `rows` is given household ids and the month the card is of; households without rows may be left out.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Callable[[Session, Sequence[bytes], Month], Mapping[bytes, Sequence[tuple[Value, ...]]]]
    order: int = 0
    """Smaller stands further up."""
