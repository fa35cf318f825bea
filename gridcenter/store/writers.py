"""Rows of a record class as the driver takes them: many inserts without a call for each value."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.engine import Dialect

from gridcenter.store.records import Record, field_names, table_of
from gridcenter.store.values import plain

_Turn = Callable[[Any], Any]
_TOGETHER = 50


@dataclass(frozen=True, slots=True)
class Writer:
    """How rows of one class are inserted: the statement, and what its values must become.

    `turns` holds, for each field whose values do not stand as they are, its place and name, and
    what makes of a value its form in an op and its form in the file.
    """

    insert: str
    names: tuple[str, ...]
    turns: tuple[tuple[int, str, _Turn, _Turn], ...]

    @staticmethod
    def of(record: type[Record], dialect: Dialect) -> "Writer":
        """Return the writer of a record class; made once."""
        return _writer(record, dialect)

    def split(self, row: Mapping[str, Any]) -> tuple[dict[str, Any], list[Any]]:
        """Return a row's values as an op holds them, without empty ones, and its cells in order."""
        cells = [row.get(name) for name in self.names]
        filled = zip(self.names, cells, strict=True)
        values = {name: value for name, value in filled if value is not None}
        for place, name, to_op, to_file in self.turns:
            if name in values:
                cells[place] = to_file(values[name])
                values[name] = to_op(values[name])
        return values, cells


@cache
def _writer(record: type[Record], dialect: Dialect) -> Writer:
    table, names = table_of(record), field_names(record)
    turns = []
    for place, name in enumerate(names):
        to_file = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
        if to_file is not None:
            turns.append((place, name, plain, to_file))
    listed = ", ".join(f'"{name}"' for name in ("id", "made", "edits", *names))
    return Writer(f'INSERT INTO "{table.name}" ({listed})', names, tuple(turns))


def insert_rows(connection: Connection, head: str, rows: Sequence[Sequence[Any]]) -> None:
    """Run "INSERT INTO … (…)" for many rows of driver values, some dozens to a statement."""
    if not rows:
        return
    marks = f"({','.join('?' * len(rows[0]))})"
    even = len(rows) - len(rows) % _TOGETHER
    if even:
        many = [tuple(chain(*rows[at : at + _TOGETHER])) for at in range(0, even, _TOGETHER)]
        connection.exec_driver_sql(f"{head} VALUES {','.join([marks] * _TOGETHER)}", many)
    if rows[even:]:
        connection.exec_driver_sql(f"{head} VALUES {marks}", [tuple(row) for row in rows[even:]])
