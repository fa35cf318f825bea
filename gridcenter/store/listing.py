"""How a long list is asked for: first which rows and in what order, then the few on the screen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Generic, TypeVar

from sqlalchemy import ColumnElement, Select, TextClause, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from gridcenter.store.records import Record
from gridcenter.store.sight import limited, sight_of

Row = TypeVar("Row")
_FEW = 500


@dataclass(frozen=True, slots=True)
class Wish:
    """What the list should show; `filters` holds chosen values by the filter's key."""

    words: str = ""
    sort_by: str = ""
    descending: bool = False
    filters: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A row that holds the fields of a record as words, by their names."""

    id: bytes
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Listing(Generic[Row]):
    """A list that a page can show, export and print."""

    find: Callable[[Session, Wish], Sequence[bytes]]
    load: Callable[[Session, Sequence[bytes]], dict[bytes, Row]]


def fetch_ids(session: Session, statement: Select[bytes] | TextClause) -> list[bytes]:
    """Return a query's one column of ids, without a Python object for each row on the way.

    What a TextClause finds is not limited to what the session may see: see `visible`.
    """
    if isinstance(statement, Select):
        statement = limited(session, statement)
    rows = session.connection().execute(statement).cursor
    return list(chain.from_iterable(rows.fetchall())) if rows else []


def in_span(column: InstrumentedAttribute[date], span: object) -> list[ColumnElement[bool]]:
    """Return the conditions that keep the days of a span (first, last), either of them open."""
    first, last = span if isinstance(span, tuple) else (None, None)
    conditions = [column >= first] if first else []
    return [*conditions, column <= last] if last else conditions


def visible(session: Session, cls: type[Record], records: Sequence[bytes]) -> Sequence[bytes]:
    """Leave out the ids of a class that the session may not see; the order stays."""
    if sight_of(session) is None:
        return records
    query = select(cls.id)
    if len(records) <= _FEW:
        query = query.where(cls.id.in_(records))
    seen = set(fetch_ids(session, query))
    return [one for one in records if one in seen]
