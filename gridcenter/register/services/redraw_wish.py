"""What is asked of a redrawing: which units, how, from which day on, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from gridcenter.base.ids import new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """From which day on, why, and when and under which number it was filed.

    `posts` says who of a unit that ends goes on, and where: post holding → unit.
    """

    effective: date
    reason: str
    filed_on: date | None = None
    number: str = ""
    note: str = ""
    posts: Mapping[bytes, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """A new unit that a split makes: its name, the sub-grids and single households it is dealt."""

    name: str
    subunits: frozenset[bytes] = frozenset()
    homes: frozenset[bytes] = frozenset()
    id: bytes = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class Split:
    """One unit becomes several; with `goes_on` it keeps what is not dealt, else it ends."""

    unit_id: bytes
    parts: Sequence[Part]
    goes_on: bool


@dataclass(frozen=True, slots=True)
class Merge:
    """Several units become one: one of them or another (`into`), or a new one of this name."""

    unit_ids: Sequence[bytes]
    into: bytes | None = None
    name: str = ""
    id: bytes = field(default_factory=new_id)
    """The id of the new one."""


@dataclass(frozen=True, slots=True)
class Move:
    """Units come to lie under another unit, or in another village (None: as before)."""

    unit_ids: Sequence[bytes]
    parent_id: bytes
    village_id: bytes | None = None


@dataclass(frozen=True, slots=True)
class Rename:
    """A unit gets another name."""

    unit_id: bytes
    name: str


@dataclass(frozen=True, slots=True)
class Close:
    """A unit in which nobody lives ends, with what lies below it."""

    unit_id: bytes


@dataclass(frozen=True, slots=True)
class Open:
    """A new unit begins below another."""

    parent_id: bytes
    level: str
    name: str
    village_id: bytes | None = None
    grid_set: str = ""
    """The set of the new unit where it lies below the township, which all sets share."""
    id: bytes = field(default_factory=new_id)


Wish: TypeAlias = Split | Merge | Move | Rename | Close | Open
