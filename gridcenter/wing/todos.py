"""Things that wait to be done (待办), of whatever wing: what the workbench and the bell list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy.orm import Session

from gridcenter.base.periods import Month
from gridcenter.store.listing import Wish

FEW = 5
"""So many things of one kind stand one by one; more become one line."""

State = Literal["late", "due", "open"]
"""Past its day, due today, or waiting without a day."""


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to be done: where it is opened, what it is, where, whose, until when."""

    id: bytes
    page: str
    kind: str
    what: str
    unit_id: bytes | None = None
    place: str = ""
    """Where, in words, for what lies in no unit."""
    who: str = ""
    due_on: date | None = None
    """The last day it may take."""
    target: object = None
    """What its page is handed; None: its id."""
    month: Month | None = None
    """The month its page must show."""
    count: int = 1
    """How many things it stands for."""

    def state(self, today: date) -> State:
        """Tell whether it is late, due today, or simply waits."""
        if self.due_on is None:
            return "open"
        return "late" if self.due_on < today else "due"

    def days_late(self, today: date) -> int:
        """Return by how many days it is late, 0 when it is not."""
        return max((today - self.due_on).days, 0) if self.due_on else 0


@dataclass(frozen=True, slots=True)
class TodoList:
    """What a wing finds to be done, given the month chosen and the day.

    Things without a day become one line where they are many: `many` says how many there are (it is
    handed the number and the month), `wish` is the list behind that line.
    """

    find: Callable[[Session, Month, date], Sequence[Todo]]
    many: Callable[[int, Month], str] | None = None
    wish: Wish | None = None
