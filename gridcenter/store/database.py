"""The encrypted file, its sessions, and word of what a transaction changed."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event, func, select
from sqlalchemy.orm import Session, sessionmaker

from gridcenter.base.errors import Damaged
from gridcenter.store.capture import Unit, WriteSession, finish, watch
from gridcenter.store.faults import in_words
from gridcenter.store.journal import OpRow, find_origin
from gridcenter.store.meta import get_meta
from gridcenter.store.records import record_classes
from gridcenter.store.stamps import NO_STAMP, StampClock, WallClock, wall_clock

Listener = Callable[[frozenset[str]], object]
Deriver = Callable[[Session, Mapping[str, set[bytes]]], object]
"""Keeps something derived (such as the search index) true, inside the transaction that touched
the records: kind → ids."""

_DML = re.compile(r'\s*(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)', re.I)


class Named(Protocol):
    """Whoever acts: an account, or the program itself."""

    @property
    def name(self) -> str:
        """Return the name that stands in the journal."""


class UnjournaledChange(Exception):  # noqa: N818
    """A statement would change a record behind the journal's back: a fault of the program."""


class Database:
    """The whole of the data: open it once, frame each use with read() or write()."""

    def __init__(
        self,
        path: Path,
        key: bytes,
        *,
        derivers: Sequence[Deriver] = (),
        wall: WallClock = wall_clock,
    ) -> None:
        self.path, self.key = path, key
        self.engine = _engine(path, key)
        self._derivers, self._wall = tuple(derivers), wall
        self._reads = sessionmaker(self.engine, expire_on_commit=False)
        self._writes = sessionmaker(
            self.engine.execution_options(writing=True),
            class_=WriteSession,
            expire_on_commit=False,
            autoflush=True,
        )
        self._listeners: list[Listener] = []
        self._clock: StampClock | None = None

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Frame a use that changes nothing."""
        with in_words(), self._reads() as session:
            yield session

    @contextmanager
    def write(self, actor: Named, *, keep: bool = True) -> Iterator[WriteSession]:
        """Frame a use that changes something: all of it is kept, or none (none without `keep`)."""
        with in_words():
            with self._writes() as session:
                self._begin(session, actor.name)
                yield session
                session.flush()
                if not keep:
                    session.rollback()
                    return
                touched = session.unit.touched
                for derive in self._derivers:
                    derive(session, touched)
                finish(session)
                session.commit()
            self._tell(frozenset(touched))

    def on_change(self, listener: Listener) -> None:
        """Call the listener after each commit, with the names of the tables it touched."""
        self._listeners.append(listener)

    def tell_all(self) -> None:
        """Say that any table may have changed."""
        self._tell(frozenset(record_classes()))

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()

    def _begin(self, session: WriteSession, actor: str) -> None:
        connection = session.connection()
        connection.info["journaling"] = 0
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        node, epoch = get_meta(connection, "node"), get_meta(connection, "epoch")
        if node is None or epoch is None:
            raise Damaged("数据文件夹没有初始化完。请换一个空文件夹重新初始化")
        if self._clock is None:
            last = connection.scalar(select(func.max(OpRow.stamp))) or NO_STAMP
            self._clock = StampClock(node, last, self._wall)
        origin = find_origin(connection, node, int(epoch))
        session.unit = Unit(self._clock, origin, actor)
        watch(session)

    def _tell(self, tables: frozenset[str]) -> None:
        if tables:
            for listener in self._listeners:
                listener(tables)


def _engine(path: Path, key: bytes) -> Engine:
    def connect() -> Any:  # noqa: ANN401
        connection = sqlcipher.connect(str(path), timeout=10, check_same_thread=False)
        connection.isolation_level = None
        for pragma in (
            f"key=\"x'{key.hex()}'\"",
            "foreign_keys=ON",
            "journal_mode=WAL",
            "synchronous=FULL",
            "temp_store=MEMORY",
            "cache_size=-65536",
        ):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    engine = create_engine("sqlite://", module=sqlcipher, creator=connect, poolclass=None)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "before_cursor_execute", _guard)
    return engine


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _guard(
    connection: Connection, _cursor: object, statement: str, *_rest: object
) -> None:
    found = _DML.match(statement)
    if not found or connection.info.get("journaling") or connection.info.get("unguarded"):
        return
    if found[1] in record_classes():
        raise UnjournaledChange(statement.split("\n", maxsplit=1)[0])
