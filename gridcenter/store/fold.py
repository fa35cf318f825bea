"""What a set of ops means: the state of a record is a pure function of its ops, in any order of arrival.

Fields: the later stamp wins; two values written without knowledge of each other are kept as a
Clash until somebody who knew writes the field again. A delete holds only while nothing happened
that the deleter did not know: the edit wins, and a Clash tells of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from gridcenter.store.journal import Op
from gridcenter.store.stamps import NO_STAMP

WHOLE = "*"
"""Stands for the record as a whole: in the `seen` of a delete, as the field of a Clash, and among
the stamps when a restore or a delete that did not hold is the last word on whether it lives."""


@dataclass(slots=True)
class Clash:
    """A field that two PCs wrote without knowing of each other; `kept` is the later value.

    When the field is WHOLE, one deleted what the other changed; the values are None.
    """

    field: str
    kept: Any
    kept_by: str
    kept_stamp: bytes
    lost: Any
    lost_by: str
    lost_stamp: bytes


@dataclass(slots=True)
class State:
    """A record as its ops make it: values and stamps of its fields, or gone."""

    kind: str
    values: dict[str, Any] = field(default_factory=dict)
    stamps: dict[str, bytes] = field(default_factory=dict)
    writers: dict[str, str] = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)
    made: bytes = NO_STAMP
    newest: bytes = NO_STAMP  # of what gave it values: a delete does not know of other deletes
    alive: bool = False
    gone_by: str = ""
    gone_at: bytes = NO_STAMP

    def take(self, op: Op) -> None:
        """Apply the next op in the order of stamps."""
        if op.verb == "delete":
            self._take_delete(op)
            return
        if op.verb == "insert" and self.made == NO_STAMP:
            self.made = op.stamp
        if op.verb == "restore":
            self._take_restore(op)
        elif op.verb == "update" and self.gone_at != NO_STAMP:
            self._clash_whole(op, self.gone_by, self.gone_at)
        if op.verb in {"insert", "restore", "update"}:
            self.alive, self.gone_at = True, NO_STAMP
        for name, value in op.values.items():
            self._set(op, name, value)
        self.newest = op.stamp

    def _take_delete(self, op: Op) -> None:
        if self.newest <= op.seen.get(WHOLE, NO_STAMP):
            self.alive, self.gone_at, self.gone_by = False, op.stamp, op.actor
        elif self.alive:
            self._clash_whole(op, op.actor, op.stamp)

    def _take_restore(self, op: Op) -> None:
        """A restore that knows nothing and says nothing is the program's, for the sake of a child."""
        if op.values or op.seen:
            self._settle(WHOLE, op.stamp)
        elif not self.alive:
            self._clash_whole(op, self.gone_by, self.gone_at)
        self.stamps[WHOLE] = op.stamp

    def _clash_whole(self, op: Op, deleter: str, deleted: bytes) -> None:
        editor = max(self.stamps, key=self.stamps.__getitem__, default="")
        kept_by = op.actor if op.verb == "update" else self.writers.get(editor, "")
        self.stamps[WHOLE] = op.stamp
        self.clashes.append(Clash(WHOLE, None, kept_by, op.stamp, None, deleter, deleted))

    def _settle(self, name: str, stamp: bytes) -> None:
        self.stamps[name] = stamp
        self.clashes = [clash for clash in self.clashes if clash.field != name]

    def _set(self, op: Op, name: str, value: Any) -> None:  # noqa: ANN401
        before = self.stamps.get(name)
        known = before if op.verb == "restore" else op.seen.get(name)
        if before is not None and known == before:
            self._settle(name, op.stamp)
        elif before is not None and self.values.get(name) != value:
            self.clashes.append(Clash(
                name, value, op.actor, op.stamp, self.values.get(name),
                self.writers.get(name, ""), before,
            ))  # fmt: skip
        self.values[name], self.stamps[name], self.writers[name] = value, op.stamp, op.actor

    def edits(self) -> dict[str, bytes]:
        """Return the stamps of the fields that were not written by the insert."""
        return {name: stamp for name, stamp in self.stamps.items() if stamp != self.made}


def fold(ops: Iterable[Op]) -> dict[bytes, State]:
    """Return the states of the records, by id; the ops must come in the order of their stamps."""
    states: dict[bytes, State] = {}
    for op in ops:
        state = states.get(op.record)
        if state is None:
            state = states[op.record] = State(op.kind)
        state.take(op)
    return states
