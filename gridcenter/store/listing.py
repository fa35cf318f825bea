"""How a long list is asked for: first which rows and in what order, then the few on the screen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the list should show; `filters` holds chosen values by the filter's key."""

    words: str = ""
    sort_by: str = ""
    descending: bool = False
    filters: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listing(Generic[Row]):
    """A list that a page can show, export and print."""

    find: Callable[[Session, Wish], Sequence[bytes]]
    load: Callable[[Session, Sequence[bytes]], dict[bytes, Row]]
