"""What is open and names a grid (matters, disputes) goes along when grids are redrawn; where it lay is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.periods import day_before
from gridcenter.store.capture import WriteSession
from gridcenter.wing.moves import Shift, UnitMove


@dataclass(frozen=True, slots=True)
class OpenThings:
    """A kind of record with `number`, `status` and `unit_id`, and the one that keeps where it lay.

    `begun` names the field of its first day, `pointer` the field of the past that points to it.
    """

    record: Any
    past: Any
    begun: str
    pointer: str

    def moving(self, title: str) -> UnitMove:
        """Return how those that are open go along."""
        return UnitMove(title, self._names, self._move)

    def units_on(self, session: Session, day: date) -> Mapping[bytes, bytes]:
        """Return the unit in which one lay on a day, of those that lie elsewhere now."""
        query = select(self.past).where(self.past.until >= day)
        found = session.scalars(query.order_by(self.past.until.desc(), self.past.id.desc()))
        return {getattr(one, self.pointer): one.unit_id for one in found}

    def _names(self, session: Session, shift: Shift) -> Sequence[str]:
        return [one.number for one, _goal in self._found(session, shift)]

    def _move(self, session: WriteSession, actor: Actor, shift: Shift) -> None:
        actor.require(Right.STRUCTURE)
        for one, goal in self._found(session, shift):
            if getattr(one, self.begun) < shift.day:
                where = {self.pointer: one.id, "unit_id": one.unit_id}
                session.add(self.past(until=day_before(shift.day), **where))
            one.unit_id = goal
        session.flush()

    def _found(self, session: Session, shift: Shift) -> Sequence[tuple[Any, bytes]]:
        query = select(self.record).where(
            self.record.status == "open", self.record.unit_id.in_(shift.olds)
        )
        found = (
            (one, shift.goal(one.unit_id, getattr(one, "household_id", None)))
            for one in session.scalars(query)
        )
        return [(one, goal) for one, goal in found if goal is not None]
