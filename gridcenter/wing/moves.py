"""What goes along when grids are redrawn: open matters, disputes and the like, as their wings know them."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor
from gridcenter.store.capture import WriteSession


@dataclass(frozen=True, slots=True)
class Shift:
    """Where things come to lie: households in units, and the units that stand in for those that end."""

    day: date
    """The first day of it."""
    olds: Set[bytes]
    """The units it is about, as they were."""
    homes: Mapping[bytes, bytes]
    takers: Mapping[bytes, bytes]
    """Every unit that ends → the one that stands in for it."""
    heirs: Mapping[bytes, Sequence[bytes]] = field(default_factory=dict)
    """Unit that is split or merged → the other units that its parts lie in from then on."""

    def goal(self, unit_id: bytes | None, household_id: bytes | None = None) -> bytes | None:
        """Return the unit that takes over what named a unit and a household, None when it stays."""
        if unit_id is None or unit_id not in self.olds:
            return None
        found = self.homes.get(household_id) if household_id else None
        goal = found or self.takers.get(unit_id)
        return None if goal == unit_id else goal


@dataclass(frozen=True, slots=True)
class UnitMove:
    """A kind of open thing that moves, or stays with the old unit where `move` is None."""

    title: str
    find: Callable[[Session, Shift], Sequence[str]]
    """Names those concerned, by number where they have one."""
    move: Callable[[WriteSession, Actor, Shift], None] | None = None
    """Moves them, and keeps where they lay before."""
    fate: str = "转到新网格"
    """What becomes of them, in words."""
    unit: str = "件"
