"""Ids that limits look up, laid out beside the file in each connection: once, not with every query.

For reading they stand in a TEMP table, filled anew after a commit touched what they are read from.
For writing a TEMP view has the same name: there a limit knows what the transaction itself changed.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Select, column, select, table
from sqlalchemy.sql import CompoundSelect

from gridcenter.store.fields import Blob

Query = Select[bytes] | CompoundSelect[bytes]
_KEY = "held"


@dataclass(frozen=True, slots=True)
class Held:
    """Ids under a name: those given, or what a query without parameters over tables `of` finds."""

    name: str
    rows: frozenset[bytes] | Query
    of: frozenset[str] = frozenset()


def held(name: str) -> Select[bytes]:
    """Return the query for what is held under a name, for use inside a limit."""
    return select(table(name, column("id", Blob)).c.id)


def lay_out(
    connection: Connection, all_held: Sequence[Held], mark: Hashable, *, writing: bool
) -> None:
    """Make what is held anew, unless the connection has it by this mark; outside a transaction."""
    if connection.info.get(_KEY) == mark:
        return
    for one in all_held:
        _drop(connection, one.name)
        if writing and not isinstance(one.rows, frozenset):
            connection.exec_driver_sql(f"CREATE TEMP VIEW {one.name} (id) AS {_sql(connection, one.rows)}")
        else:
            _fill(connection, one)
    connection.info[_KEY] = mark


def _drop(connection: Connection, name: str) -> None:
    kind = connection.exec_driver_sql(
        "SELECT type FROM temp.sqlite_master WHERE name = ?", (name,)
    ).scalar()
    if kind is not None:
        connection.exec_driver_sql(f"DROP {kind} temp.{name}")


def _fill(connection: Connection, one: Held) -> None:
    connection.exec_driver_sql(f"CREATE TEMP TABLE {one.name} (id BLOB PRIMARY KEY) WITHOUT ROWID")
    insert = f"INSERT OR IGNORE INTO temp.{one.name}"
    if not isinstance(one.rows, frozenset):
        connection.exec_driver_sql(f"{insert} {_sql(connection, one.rows)}")
    elif one.rows:
        connection.exec_driver_sql(f"{insert} VALUES (?)", [(row,) for row in sorted(one.rows)])


def _sql(connection: Connection, query: Query) -> str:
    return str(query.compile(connection))
