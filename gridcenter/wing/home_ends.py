"""What ends with a household: links to it, help for it, as their wings know them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from gridcenter.store.capture import WriteSession


@dataclass(frozen=True, slots=True)
class Ended:
    """A household that is gone: its last day, and whether all of it left the township."""

    household_id: bytes
    last_day: date
    left: bool = False


@dataclass(frozen=True, slots=True)
class HomeEnd:
    """A kind of open thing that ends when a household does; `end` returns how many did."""

    title: str
    end: Callable[[WriteSession, Ended], int]
