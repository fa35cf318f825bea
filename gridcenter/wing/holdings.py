"""What somebody holds (经手): posts, households, plans; handed on in one step when he or she leaves."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor
from gridcenter.store.capture import WriteSession


@dataclass(frozen=True, slots=True)
class HeldThing:
    """One thing in somebody's hands: what it is, where, since when."""

    id: bytes
    words: str
    place: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Passing:
    """Things that go from one person to another: `since` is the successor's first day."""

    person_id: bytes
    successor_id: bytes
    since: date
    ids: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class Holding:
    """A kind of thing a person holds, as its wing knows it."""

    title: str
    find: Callable[[Session, Sequence[bytes], date], Mapping[bytes, Sequence[bytes]]]
    """The ids of what each of these people holds on a day; whoever holds nothing may be left out."""
    load: Callable[[Session, Sequence[bytes]], Sequence[HeldThing]]
    """These things in words, in the order they are told."""
    pass_on: Callable[[WriteSession, Actor, Passing], None]
    """Ends it for the one the day before and begins it for the other; raises RuleBroken."""
    let_go: Callable[[WriteSession, Actor, Sequence[bytes], date], None] | None = None
    """Ends it the day before that day though nobody takes it; None: it stays as it is, and waits."""
