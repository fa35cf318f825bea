"""What an account may see: limits on the rows of each kind of record, laid on every query.

A `Sight` hangs on a session. SQLAlchemy adds its limits wherever a class stands in a statement: in
joins, subqueries, counts, `session.get`. No query has to think of them. Statements on bare tables
are outside: the journal, checks and packages see everything.

A limit holds no values of an account, only names of what is held for it (`store.held`): so all
statements with it are prepared once.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol, TypeVar, cast

from sqlalchemy import (
    ColumnElement,
    Select,
    column,
    event,
    exists,
    false,
    literal_column,
    or_,
    select,
    table,
    true,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import LoaderCriteriaOption, Mapper, ORMExecuteState, Session, sessionmaker

from gridcenter.base.errors import NotAllowed
from gridcenter.store.fields import Blob
from gridcenter.store.held import Held
from gridcenter.store.records import Record, record_classes, table_of


class Columns(Protocol):
    """The columns of a table, or the fields of a class."""

    def __getattr__(self, name: str) -> ColumnElement[Any]:
        """Return one of them."""


Rows = Callable[[Columns], ColumnElement[bool]]
"""Given the columns: which rows."""

T = TypeVar("T")
_KEY, _MET = "sight", "met"
_CHUNK = 500


class _Limit(LoaderCriteriaOption):
    """A limit that speaks of an alias where one is joined, which SQLAlchemy does only in WHERE."""

    _traverse_internals = [  # noqa: RUF012  (for the statement cache: there is one limit of a class)
        part
        for part in LoaderCriteriaOption._traverse_internals  # noqa: SLF001
        if part[0] != "where_criteria"
    ]

    def _resolve_where_criteria(self, ext_info: Any) -> ColumnElement[bool]:  # noqa: ANN401
        rows = super()._resolve_where_criteria(ext_info)
        if not ext_info.is_aliased_class:
            return rows
        adapted: ColumnElement[bool] = ext_info._adapter.traverse(rows)  # noqa: SLF001
        return adapted


@dataclass(frozen=True, slots=True)
class _Id:
    """The only column of a record that is not looked at itself."""

    id: ColumnElement[bytes]


@dataclass(frozen=True)
class Sight:
    """The limits of one account of the area `name`; a class that is not among them has none.

    Rows in `seen` may be read, but only those in `own` may be changed. Without an area reading alone
    is limited: the account only takes in packages, or some kinds of records are not for its eyes.
    """

    area: bytes | None
    name: str
    own: Mapping[type[Record], Sequence[Rows]]
    seen: Mapping[type[Record], Sequence[Rows]]
    held: Sequence[Held] = ()

    @cached_property
    def rests_on(self) -> frozenset[str]:
        """The tables that what is held is read from."""
        return frozenset().union(*(one.of for one in self.held))

    @cached_property
    def options(self) -> tuple[Any, ...]:
        """The limits as options of a statement."""
        return tuple(
            _Limit(cls, self._limit(cls, cast("Columns", cls), seen=True), include_aliases=True)
            for cls in self.own
        )

    def ids(self, cls: type[Record]) -> Select[bytes]:
        """Return the query for the ids of a class that may be changed, for use inside a limit."""
        apart = table(cls.__tablename__, *(column(c.key, c.type) for c in table_of(cls).columns))
        own = apart.alias(f"own_{cls.__tablename__}")
        return select(own.c.id).where(self._limit(cls, own.c, seen=False)).correlate(None)

    def sql(self, cls: type[Record], at: str) -> str:
        """Return the condition, in plain SQL, that the record `at` may be seen."""
        if cls not in self.own:
            return "1"
        if (cls, at) not in self._plain:
            self._plain[cls, at] = self._compiled(cls, at)
        return self._plain[cls, at]

    @cached_property
    def _plain(self) -> dict[tuple[type[Record], str], str]:
        return {}

    def _compiled(self, cls: type[Record], at: str) -> str:
        try:
            seen = self._limit(cls, cast("Columns", _Id(literal_column(at, Blob))), seen=True)
        except AttributeError:  # it lies somewhere by more than its id
            apart = table_of(cls).alias("seen_record")
            here = apart.c.id == literal_column(at, Blob)
            seen = exists().where(here, self._limit(cls, apart.c, seen=True)).correlate(None)
        words = seen.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
        return f"({words})"

    def refuse_strangers(
        self, now: Session, before: Session, touched: Mapping[str, set[bytes]]
    ) -> None:
        """Refuse a change of what lay outside before it, or lies outside after it."""
        if self.area is None:
            return
        for kind, records in touched.items():
            cls = record_classes().get(kind)
            if cls is not None and cls in self.own:
                for session in (before, now):
                    self._refuse(session, cls, sorted(records))

    def _refuse(self, session: Session, cls: type[Record], records: Sequence[bytes]) -> None:
        ids, connection = table_of(cls).c.id, session.connection()
        own = self._limit(cls, table_of(cls).columns, seen=False)
        for start in range(0, len(records), _CHUNK):
            query = select(ids).where(ids.in_(records[start : start + _CHUNK]))
            if connection.scalar(query.where(own.is_not(true())).limit(1)) is not None:
                raise NotAllowed(
                    f"这条{cls.__title__}登记不在你负责的{self.name}里，没有保存。"
                    "请核对所选的网格或户，需要时请联系中心主任"
                )

    def _limit(self, cls: type[Record], columns: Columns, *, seen: bool) -> ColumnElement[bool]:
        rows = [*self.own[cls], *(self.seen.get(cls, ()) if seen else ())]
        return or_(false(), *(one(columns) for one in rows))


class SightedSession(Session):
    """A session that hands out nothing it met while it saw everything, unless it may see it."""

    def get(self, entity: type[T] | Mapper[T], ident: Any, **options: Any) -> T | None:  # noqa: ANN401
        """Return a record by its id, None when there is none or it may not be seen."""
        found = super().get(entity, ident, **options)
        strange = self.info.get(_MET, frozenset())
        if not isinstance(found, Record) or found.id not in strange or sight_of(self) is None:
            return found
        seen = select(type(found).id).where(type(found).id == found.id)
        return cast("T", found) if self.scalar(seen) else None


def limit(sessions: sessionmaker[Any]) -> None:
    """Lay the sight of each session on all its queries."""
    event.listen(sessions, "do_orm_execute", _limit_query)


def set_sight(session: Session, sight: Sight | None) -> None:
    """Give a session its sight; None: it sees everything."""
    session.info[_KEY] = sight


def sight_of(session: Session) -> Sight | None:
    """Return the sight of a session, None when it sees everything."""
    return session.info.get(_KEY)


def sees(session: Session, cls: type[Record]) -> bool:
    """Tell whether a session may see any record of a class."""
    sight = sight_of(session)
    return sight is None or bool(sight.own.get(cls, (True,)) or sight.seen.get(cls))


@contextmanager
def unlimited(session: Session) -> Iterator[None]:
    """See everything for a while: for numbers that are unique in the whole, and what is derived."""
    sight = sight_of(session)
    before = frozenset(session.identity_map.keys())
    set_sight(session, None)
    try:
        yield
    finally:
        set_sight(session, sight)
        if sight:
            met = {key[1][0] for key in frozenset(session.identity_map.keys()) - before}
            session.info[_MET] = session.info.get(_MET, frozenset()) | met


def limited(session: Session, statement: Select[Any]) -> Select[Any]:
    """Return a statement with the limits, for those that go past the session to its connection."""
    sight = sight_of(session)
    return statement.options(*sight.options) if sight else statement


def seen_at(session: Session, cls: type[Record], at: str) -> str:
    """Return the condition, in plain SQL, that a session may see the record of a class with the id `at`."""
    sight = sight_of(session)
    return sight.sql(cls, at) if sight else "1"


def _limit_query(state: ORMExecuteState) -> None:
    sight = sight_of(state.session)
    if sight is not None and state.is_select and not state.is_column_load:
        state.statement = state.statement.options(*sight.options)
