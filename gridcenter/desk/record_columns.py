"""Columns of a list from the declarations of a record's fields."""

from typing import Any

from gridcenter.access.field_words import short_words
from gridcenter.desk.lazy_table import Cell, Column
from gridcenter.store.declared import Kind, declared
from gridcenter.store.listing import RecordRow
from gridcenter.store.records import Record

_WIDTHS = {Kind.LINES: 0, Kind.DAY: 116, Kind.WHOLE: 84, Kind.POINTS: 84, Kind.TICK: 72}
_USUAL = 120


def column_of(
    cls: type[Record],
    name: str,
    width: int | None = None,
    *,
    title: str = "",
    sorts: bool = True,
    wide_only: bool = False,
    spare: bool = False,
) -> Column[Any]:
    """Return the column of a field: title and alignment as declared, days short.

    Its rows are those of `record_listing`, or have an attribute of this name; that of a code must
    hold the word.
    """
    one = declared(cls, name)
    return Column(
        name, title or one.label, lambda row: _cell(row, name),
        _WIDTHS.get(one.kind, _USUAL) if width is None else width,
        number=one.kind in {Kind.WHOLE, Kind.POINTS}, sorts=sorts, wide_only=wide_only, spare=spare,
    )  # fmt: skip


def _cell(row: object, name: str) -> Cell:
    if isinstance(row, RecordRow):
        return row.words[name]
    return short_words(getattr(row, name))
