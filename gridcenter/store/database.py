"""The encrypted file, its sessions, and word of what a transaction changed."""

import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.orm import Session, sessionmaker

from gridcenter.base.errors import Damaged
from gridcenter.store.capture import Unit, UnjournaledChange, WriteSession, watch
from gridcenter.store.faults import in_words
from gridcenter.store.held import lay_out
from gridcenter.store.journal import newest_stamp, own_line
from gridcenter.store.media import FOLDER, Media
from gridcenter.store.records import record_classes
from gridcenter.store.sight import Sight, SightedSession, limit, set_sight, unlimited
from gridcenter.store.stamps import StampClock, WallClock, wall_clock

Listener = Callable[[frozenset[str]], object]
Deriver = Callable[[Session, Mapping[str, set[bytes]]], object]
"""Keeps something derived (such as the search index) true, inside the transaction that touched
the records: kind → ids."""

_ASIDE = re.compile(r"'(?:(\w+)|(?:[^']|'')*)'|--[^\n]*|/\*.*?\*/", re.S)
_TARGET = re.compile(
    r"""\b(?:INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM)\b\s*
        (?:["`\[]?\w+["`\]]?\s*\.\s*)?["`\[]?(\w+)""",
    re.I | re.X,
)


class Named(Protocol):
    """Whoever acts: an account, or the program itself."""

    @property
    def name(self) -> str:
        """Return the name that stands in the journal."""


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
        self.media = Media(path.parent / FOLDER, key)
        self.engine = _engine(path, key, self._begin_reading)
        self.writer = _engine(path, key, self._begin_writing)
        self._derivers, self._wall = tuple(derivers), wall
        self._reads = sessionmaker(self.engine, class_=SightedSession, expire_on_commit=False)
        self._writes = sessionmaker(
            self.writer, class_=WriteSession, expire_on_commit=False, autoflush=True
        )
        watch(self._writes)
        limit(self._reads)
        limit(self._writes)
        self.sight: Sight | None = None
        """What the account that is logged in may see; None: everything."""
        self._held = 0
        """Counts the commits that touched what the sight rests on."""
        self._listeners: list[Listener] = []
        self._clock: StampClock | None = None
        self._handle: BinaryIO | None = None

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Frame a use that changes nothing."""
        with in_words(), self._reads() as session:
            set_sight(session, self.sight)
            yield session

    @contextmanager
    def write(self, actor: Named, *, keep: bool = True) -> Iterator[WriteSession]:
        """Frame a use that changes something: all of it is kept, or none (none without `keep`)."""
        with in_words():
            with self._writes() as session:
                self._begin(session, actor.name)
                set_sight(session, self.sight)
                yield session
                session.flush()
                touched = session.unit.touched
                if self.sight is not None:
                    with self._reads() as before:
                        self.sight.refuse_strangers(session, before, touched)
                if not keep:
                    return  # closing the session takes it back
                with unlimited(session):
                    for derive in self._derivers:
                        derive(session, touched)
                session.keep()
            self._tell(frozenset(touched))

    def on_change(self, listener: Listener) -> None:
        """Call the listener after each commit, with the names of the tables it touched."""
        self._listeners.append(listener)

    def copy_file(self, target: Path) -> None:
        """Copy the file as it lies on the disk; the caller keeps writers off and the WAL empty.

        The handle stays open until close(): on Linux, closing any handle on a file drops every
        lock this process has on it, SQLite's own too. Raises OSError.
        """
        if self._handle is None:
            self._handle = self.path.open("rb")
        self._handle.seek(0)
        with target.open("wb") as out:
            shutil.copyfileobj(self._handle, out, 1 << 20)

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()
        self.writer.dispose()
        if self._handle is not None:
            self._handle.close()

    def _begin(self, session: WriteSession, actor: str) -> None:
        connection = session.connection()
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        origin = own_line(connection)
        if origin is None:
            raise Damaged("数据文件夹没有初始化完。请换一个空文件夹重新初始化")
        if self._clock is None:
            self._clock = StampClock(origin.node, newest_stamp(connection), self._wall)
        session.unit = Unit(self._clock, origin, actor)

    def _begin_reading(self, connection: Connection) -> None:
        connection.info["journaling"] = 0
        if sight := self.sight:
            lay_out(connection, sight.held, (sight.area, self._held), writing=False)
        connection.exec_driver_sql("BEGIN")

    def _begin_writing(self, connection: Connection) -> None:
        connection.info["journaling"] = 0
        if sight := self.sight:
            lay_out(connection, sight.held, sight.area, writing=True)
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    def _tell(self, tables: frozenset[str]) -> None:
        if self.sight is not None and not tables.isdisjoint(self.sight.rests_on):
            self._held += 1
        if tables:
            for listener in self._listeners:
                listener(tables)


def _engine(path: Path, key: bytes, begin: Callable[[Connection], None]) -> Engine:
    def connect() -> Any:  # noqa: ANN401
        connection = sqlcipher.connect(str(path), timeout=10, check_same_thread=False)
        connection.isolation_level = None
        for pragma in (
            f"key=\"x'{key.hex()}'\"",
            "cipher_log_level=NONE",
            "foreign_keys=ON",
            "journal_mode=WAL",
            "synchronous=FULL",
            "temp_store=MEMORY",
            "cache_size=-24576",
        ):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    engine = create_engine(
        "sqlite://", module=sqlcipher, creator=connect, poolclass=QueuePool, pool_use_lifo=True
    )
    event.listen(engine, "begin", begin)
    event.listen(engine, "before_cursor_execute", _guard)
    return engine


def _guard(
    connection: Connection, _cursor: object, statement: str, *_rest: object
) -> None:
    if connection.info.get("journaling") or connection.info.get("unguarded"):
        return
    if _changes_records(statement):
        raise UnjournaledChange(statement.split("\n", maxsplit=1)[0])


@lru_cache(500)
def _changes_records(statement: str) -> bool:
    """Tell whether a statement writes to a record's table, wherever in it and however quoted."""
    bare = _ASIDE.sub(lambda aside: f" {aside[1] or ''} ", statement)
    targets = {name.lower() for name in _TARGET.findall(bare)}
    return bool(targets) and not targets.isdisjoint(record_classes())
