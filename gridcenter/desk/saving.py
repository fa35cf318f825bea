"""From a filled form to the database: values by kind, one frame of writing, failures in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from gridcenter.access.actors import Actor
from gridcenter.base.errors import GridCenterError, RuleBroken
from gridcenter.base.progress import Progress
from gridcenter.desk.desk import Desk
from gridcenter.desk.forms import Submit
from gridcenter.desk.jobs import Job
from gridcenter.desk.messages import Toast, tell
from gridcenter.store.capture import WriteSession

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Filled:
    """What a form holds, read by the kind of its fields."""

    values: Mapping[str, object]

    def text(self, key: str) -> str:
        """Return words or the code chosen; "" when empty."""
        value = self.values.get(key)
        return "" if value is None else str(value)

    def day(self, key: str) -> date:
        """Return a day; raises RuleBroken when empty."""
        value = self.day_or_none(key)
        if value is None:
            raise RuleBroken(key, "请填写日期")
        return value

    def day_or_none(self, key: str) -> date | None:
        """Return a day, None when empty."""
        value = self.values.get(key)
        return value if isinstance(value, date) else None

    def record(self, key: str) -> bytes:
        """Return the id of the record chosen; raises RuleBroken when none is."""
        value = self.record_or_none(key)
        if value is None:
            raise RuleBroken(key, "请选择一项")
        return value

    def record_or_none(self, key: str) -> bytes | None:
        """Return the id of the record chosen, None when none is."""
        value = self.values.get(key)
        return value if isinstance(value, bytes) else None

    def number(self, key: str) -> Decimal | None:
        """Return a number, None when empty."""
        value = self.values.get(key)
        return Decimal(value) if isinstance(value, int | Decimal) else None

    def ticked(self, key: str) -> bool:
        """Tell whether a tick is set."""
        return bool(self.values.get(key))


Save = Callable[[WriteSession, Filled], T]
"""Saves what a form says; refuses with RuleBroken(key of the field, words)."""


def saving(desk: Desk, actor: Actor, save: Save[T]) -> Submit:
    """Return what a FormDialog calls in the worker: `save` in one frame of writing."""

    def submit(values: dict[str, object]) -> T:
        with desk.database.write(actor) as session:
            return save(session, Filled(values))

    return submit


def change(
    parent: QWidget, desk: Desk, actor: Actor, work: Callable[[WriteSession], str]
) -> Job[str]:
    """Let the worker change something without a form; `work` returns the words of the toast.

    What the rules refuse is told in a box; any other failure goes to `desk.jobs.failed`.
    """

    def run(_progress: Progress) -> str:
        with desk.database.write(actor) as session:
            return work(session)

    job = Job(run)
    job.succeeded.connect(lambda said: Toast(parent.window(), desk.look, said))
    return desk.jobs.start(job, lambda error: refuse(parent, desk, error))


def refuse(parent: QWidget, desk: Desk, error: Exception) -> None:
    """Tell a refusal in a box; a fault of the program goes where all faults go."""
    if isinstance(error, GridCenterError):
        tell(parent, desk.look, error.words)
    else:
        desk.jobs.failed.emit(error)
