"""What a merger moved, so that it can be taken apart: as JSON in the record of the merger."""

from typing import Any

import msgspec


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


class Details(msgspec.Struct):
    """All that a merger did."""

    gone: list[Gone]
    moved: list[Moved]
    changed: list[Changed]


_DECODE = msgspec.json.Decoder(Details).decode


def write_details(details: Details) -> str:
    """Return the details as they are kept."""
    return msgspec.json.encode(details).decode()


def read_details(text: str) -> Details:
    """Return details as they were kept."""
    return _DECODE(text)
