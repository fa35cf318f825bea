"""What a set of ops means: the state of a record is a pure function of its ops, in any order of arrival.

Fields: the later stamp wins; two values written without knowledge of each other are kept as a
Clash. A delete holds only while nothing happened that the deleter did not know: the edit wins.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from gridcenter.store.journal import Op
from gridcenter.store.stamps import NO_STAMP

WHOLE = "*"
"""Stands for the record as a whole in the `seen` of a delete."""


@dataclass(slots=True)
class Clash:
    """A field that two PCs wrote without knowing of each other; `kept` is the value that stands."""

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

    def take(self, op: Op) -> None:
        """Apply the next op in the order of stamps."""
        if op.verb == "delete":
            self._take_delete(op)
            return
        if op.verb == "insert" and self.made == NO_STAMP:
            self.made = op.stamp
        self.alive = self.alive or op.verb in {"insert", "restore", "update"}
        for name, value in op.values.items():
            self._set(op, name, value)
        self.newest = op.stamp

    def _take_delete(self, op: Op) -> None:
        if self.newest <= op.seen.get(WHOLE, NO_STAMP):
            self.alive = False

    def _set(self, op: Op, name: str, value: Any) -> None:  # noqa: ANN401
        before = self.stamps.get(name)
        known = before if op.verb == "restore" else op.seen.get(name)
        if before is not None and known != before and self.values.get(name) != value:
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
