"""From a filled form to the database: values by kind, one frame of writing, failures in words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from PySide6.QtWidgets import QWidget

from gridcenter.access.actors import Actor
from gridcenter.base.errors import RuleBroken
from gridcenter.base.progress import Progress
from gridcenter.desk.desk import Desk
from gridcenter.desk.fields import KEPT
from gridcenter.desk.jobs import Job
from gridcenter.desk.messages import Toast
from gridcenter.desk.page import Act
from gridcenter.desk.picking import Name
from gridcenter.desk.undoing import refuse, undo_now
from gridcenter.store.acts import note_act
from gridcenter.store.capture import WriteSession
from gridcenter.store.drafts import drop_draft

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Filled:
    """What a form holds, read by the kind of its fields."""

    values: Mapping[str, object]

    def text(self, key: str) -> str:
        """Return words or the code chosen; "" when empty."""
        value = self.values.get(key)
        return "" if value in {None, KEPT} else str(value)

    def kept(self, key: str) -> bool:
        """Tell whether what is on record stays, unseen."""
        return self.values.get(key) == KEPT

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

    def record_or_words(self, key: str) -> bytes | str:
        """Return the id of the record chosen, else the words typed for a new one."""
        return self.record_or_none(key) or self.text(key)

    def known(self, key: str) -> bytes | None:
        """Return the id of the person picked for a name, None for a name that was typed."""
        value = self.values.get(key)
        return value.known if isinstance(value, Name) else None

    def of(self, *keys: str) -> dict[str, object]:
        """Return the values of these fields by key, as a record takes them."""
        return {key: self.values.get(key) for key in keys}

    def number(self, key: str) -> Decimal | None:
        """Return a number, None when empty."""
        value = self.values.get(key)
        return Decimal(value) if isinstance(value, int | Decimal) else None

    def ticked(self, key: str) -> bool:
        """Tell whether a tick is set."""
        return bool(self.values.get(key))


Save = Callable[[WriteSession, Filled], T]
"""Saves what a form says; refuses with RuleBroken(key of the field, words)."""


class Saving:
    """What a FormDialog calls in the worker: `save` in one frame of writing, told as an act.

    `title` names the act; the words that `save` returns name the record, unless `save` has put
    words of its own into `session.act`, and into `session.made` the record that came of it. The
    draft of the form goes in the same frame.
    """

    def __init__(
        self, desk: Desk, actor: Actor, save: Save[Any], title: str = "", draft: str = ""
    ) -> None:
        self._desk, self._actor, self._save = desk, actor, save
        self._title, self._draft = title, draft
        self.txn: bytes | None = None
        """The act that came of it; None when nothing was changed."""
        self.record: bytes | None = None
        """The record that came of it, None when none is to be shown."""

    def __call__(self, values: dict[str, object]) -> Any:  # noqa: ANN401
        """Save; raises what `save` raises."""
        with self._desk.database.write(self._actor) as session:
            result = self._save(session, Filled(values))
            name = result if isinstance(result, str) else ""
            if self._draft:
                drop_draft(session, self._actor.login, self._draft)
            said = session.act or "　".join(filter(None, (self._title, name)))
            self.txn = note_act(session, self._actor.login, self._actor.role.key, said)
            self.record = session.made
        return result


def change(
    parent: QWidget,
    desk: Desk,
    actor: Actor,
    work: Callable[[WriteSession], str],
    title: str = "",
) -> Job[str]:
    """Let the worker change something without a form; `work` returns the words of the toast.

    `title` and `session.act` are as for Saving. What the rules refuse is told in a box; any other
    failure goes to `desk.jobs.failed`.
    """
    undone: list[bytes] = []

    def run(_progress: Progress) -> str:
        with desk.database.write(actor) as session:
            said = work(session)
            txn = note_act(session, actor.login, actor.role.key, session.act or title)
        undone.extend([txn] if txn else [])
        return said

    job = Job(run)
    job.succeeded.connect(lambda said: done(parent, desk, actor, said, *undone))
    return desk.jobs.start(job, lambda error: refuse(parent, desk, error))


def done(
    parent: QWidget,
    desk: Desk,
    actor: Actor,
    said: str,
    txn: bytes | None = None,
    *,
    doors: Sequence[Act] = (),
) -> Toast:
    """Say in a toast what was done, with doors to it and the undo of just that act."""
    undo = [Act("撤销", lambda: undo_now(parent, desk, actor, txn), "undo-2")] if txn else []
    return Toast(parent.window(), desk.look, said, *doors, *undo)
