"""What a merger moved, so that it can be taken apart: as JSON in the record of the merger."""

from typing import Any

import msgspec

from gridcenter.access.actors import Actor, Right
from gridcenter.store.records import Record


class Gone(msgspec.Struct, frozen=True, array_like=True):
    """A record that was deleted: its kind, id (hex) and values as in an op, references as hex."""

    kind: str
    id: str
    values: dict[str, Any]


class Moved(msgspec.Struct, frozen=True, array_like=True):
    """A reference that was pointed elsewhere: record (hex), field, from and to (hex)."""

    kind: str
    id: str
    field: str
    before: str
    after: str


class Changed(msgspec.Struct, frozen=True, array_like=True):
    """Values of a record that were overwritten, before and after."""

    kind: str
    id: str
    before: dict[str, Any]
    after: dict[str, Any]


class Made(msgspec.Struct, frozen=True, array_like=True):
    """A record that took the place of one that is gone, whose id was made of what it pointed to."""

    kind: str
    id: str
    values: dict[str, Any]


class Details(msgspec.Struct):
    """All that a merger did."""

    gone: list[Gone]
    moved: list[Moved]
    changed: list[Changed]
    made: list[Made] = []


_DECODE = msgspec.json.Decoder(Details).decode


def title_for(actor: Actor, cls: type[Record]) -> str:
    """Return what an account may be told of a kind of record: its title, or nothing of what it may not see."""
    return cls.__title__ if actor.may(Right[cls.__seen_by__]) else "别的"


def write_details(details: Details) -> str:
    """Return the details as they are kept."""
    return msgspec.json.encode(details).decode()


def read_details(text: str) -> Details:
    """Return details as they were kept."""
    return _DECODE(text)
