"""A field as a form sees it: what the declaration says, and what column type and nullability add."""

from dataclasses import dataclass
from enum import Enum, auto

from sqlalchemy import Boolean, Column, Date, Integer, String

from gridcenter.store.fields import Hundredths
from gridcenter.store.records import Record, field_info, table_of

_MANY_LINES, _WHOLE_LINE = 1000, 100
"""From this length on, words take several lines; one whole line."""


class Kind(Enum):
    """How a field is filled in."""

    WORDS = auto()
    LINES = auto()
    DAY = auto()
    WHOLE = auto()
    POINTS = auto()
    TICK = auto()
    CODE = auto()
    RECORD = auto()


@dataclass(frozen=True, slots=True)
class Declared:
    """One field of a record; `longest` counts characters (0: no limit), `record` names a table."""

    name: str
    label: str
    kind: Kind
    required: bool
    wide: bool
    hint: str = ""
    unit: str = ""
    longest: int = 0
    codes: str = ""
    record: str = ""
    past: bool = False
    shape: str = ""


def declared(cls: type[Record], name: str) -> Declared:
    """Return the declaration of a field; KeyError when there is none of this name."""
    column, info = table_of(cls).columns[name], field_info(cls, name)
    kind, length = _kind(column, info.codes), getattr(column.type, "length", None) or 0
    words = kind in {Kind.WORDS, Kind.LINES}
    required = not column.nullable and kind is not Kind.TICK
    wide = words and length >= _WHOLE_LINE
    return Declared(
        name=name, label=info.label, kind=kind, hint=info.hint, unit=info.unit, codes=info.codes,
        required=required if info.required is None else info.required,
        wide=wide if info.wide is None else info.wide,
        longest=length if words else 0, record=_record(column), past=info.past,
        shape=info.shape,
    )  # fmt: skip


def _kind(column: Column[object], codes: str) -> Kind:
    if column.foreign_keys:
        return Kind.RECORD
    if codes:
        return Kind.CODE
    if isinstance(column.type, String):
        return Kind.LINES if (column.type.length or 0) >= _MANY_LINES else Kind.WORDS
    plain = {Date: Kind.DAY, Boolean: Kind.TICK, Integer: Kind.WHOLE, Hundredths: Kind.POINTS}
    return plain[type(column.type)]


def _record(column: Column[object]) -> str:
    return next((key.column.table.name for key in column.foreign_keys), "")
