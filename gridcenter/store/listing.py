"""How a long list is asked for: first which rows and in what order, then the few on the screen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Generic, TypeVar

from sqlalchemy import ColumnElement, Select, TextClause
from sqlalchemy.orm import InstrumentedAttribute, Session

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the list should show; `filters` holds chosen values by the filter's key."""

    words: str = ""
    sort_by: str = ""
    descending: bool = False
    filters: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listing(Generic[Row]):
    """A list that a page can show, export and print."""

    find: Callable[[Session, Wish], Sequence[bytes]]
    load: Callable[[Session, Sequence[bytes]], dict[bytes, Row]]


def fetch_ids(session: Session, statement: Select[bytes] | TextClause) -> list[bytes]:
    """Return a query's one column of ids, without a Python object for each row on the way."""
    rows = session.connection().execute(statement).cursor
    return list(chain.from_iterable(rows.fetchall())) if rows else []


def in_span(column: InstrumentedAttribute[date], span: object) -> list[ColumnElement[bool]]:
    """Return the conditions that keep the days of a span (first, last), either of them open."""
    first, last = span if isinstance(span, tuple) else (None, None)
    conditions = [column >= first] if first else []
    return [*conditions, column <= last] if last else conditions
