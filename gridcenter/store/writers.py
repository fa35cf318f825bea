"""Rows of a record class as the driver takes them: many inserts without a call for each value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Date
from sqlalchemy.engine import Dialect

from gridcenter.store.fields import Hundredths
from gridcenter.store.records import Record, field_names, table_of
from gridcenter.store.values import plain

_Turn = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Writer:
    """How rows of one class are inserted: the statement, and what each value must become.

    `turns` holds, for each field, its name, its form in an op and its form in the file; None
    where the value stands as it is.
    """

    insert: str
    turns: tuple[tuple[str, _Turn | None, _Turn | None], ...]

    @staticmethod
    def of(record: type[Record], dialect: Dialect) -> "Writer":
        """Return the writer of a record class; made once."""
        return _writer(record, dialect)

    def split(self, row: Mapping[str, Any]) -> tuple[dict[str, Any], list[Any]]:
        """Return a row's values as an op holds them, without empty ones, and its cells in order."""
        values, cells = {}, []
        for name, to_op, to_file in self.turns:
            value = row.get(name)
            if value is not None:
                values[name] = to_op(value) if to_op else value
                if to_file:
                    value = to_file(value)
            cells.append(value)
        return values, cells


@cache
def _writer(record: type[Record], dialect: Dialect) -> Writer:
    table, names = table_of(record), field_names(record)
    turns = []
    for name in names:
        kind = table.c[name].type
        to_op = plain if isinstance(kind, Date | Hundredths) else None
        turns.append((name, to_op, kind.dialect_impl(dialect).bind_processor(dialect)))
    columns = ("id", "made", "edits", *names)
    listed, marks = ", ".join(f'"{name}"' for name in columns), ",".join("?" * len(columns))
    return Writer(f'INSERT INTO "{table.name}" ({listed}) VALUES ({marks})', tuple(turns))
