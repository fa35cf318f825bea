"""Between a field's value in Python and in an op: days as ISO text, points as decimal text."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Date

from gridcenter.store.fields import Hundredths
from gridcenter.store.records import Record, field_names, table_of

_ENCODE = msgspec.msgpack.Encoder(order="deterministic").encode
_DECODE_EDITS = msgspec.msgpack.Decoder(dict[str, bytes]).decode


def plain(value: Any) -> Any:  # noqa: ANN401
    """Return what an op holds for a value."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value


@cache
def readers(cls: type[Record]) -> dict[str, Callable[[Any], Any]]:
    """Return, for each field that is not plain, how its value is read from an op."""
    found: dict[str, Callable[[Any], Any]] = {}
    for name in field_names(cls):
        kind = table_of(cls).columns[name].type
        if isinstance(kind, Date):
            found[name] = date.fromisoformat
        elif isinstance(kind, Hundredths):
            found[name] = Decimal
    return found


@cache
def _known(cls: type[Record]) -> frozenset[str]:
    return frozenset(field_names(cls))


def revive(cls: type[Record], values: dict[str, Any]) -> dict[str, Any]:
    """Return an op's values as the record holds them; fields of a newer program are left out."""
    known, special = _known(cls), readers(cls)
    return {
        name: special[name](value) if value is not None and name in special else value
        for name, value in values.items()
        if name in known
    }


def pack_edits(edits: dict[str, bytes]) -> bytes | None:
    """Return the stored form of the fields' stamps."""
    return _ENCODE(edits) if edits else None


def unpack_edits(stored: bytes | None) -> dict[str, bytes]:
    """Return the stamps of the fields changed since the record was made."""
    return _DECODE_EDITS(stored) if stored else {}
