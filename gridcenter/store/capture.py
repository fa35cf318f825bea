"""The unit of work: the one place where changes of records are seen and written to the journal."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import bindparam, delete, event, insert, inspect, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, SessionTransaction, UOWTransaction, sessionmaker

from gridcenter.base.errors import NotFound
from gridcenter.base.ids import new_id
from gridcenter.store.attachments import Attachment, attached_to
from gridcenter.store.fold import WHOLE
from gridcenter.store.journal import Op, Origin, append
from gridcenter.store.records import Record, field_names, table_of
from gridcenter.store.sight import SightedSession
from gridcenter.store.stamps import StampClock
from gridcenter.store.values import pack_edits, plain, unpack_edits
from gridcenter.store.writers import Writer, insert_rows

R = TypeVar("R", bound=Record)
_CHUNK = 500


class UnjournaledChange(Exception):  # noqa: N818
    """A record would change behind the journal's back: a fault of the program."""


class Unit:
    """What one transaction has done so far: its ops, and the records it touched by kind."""

    def __init__(self, clock: StampClock, origin: Origin, actor: str) -> None:
        self.clock, self.origin, self.actor = clock, origin, actor
        self.txn = new_id()
        self.ops: list[Op] = []
        self.touched: dict[str, set[bytes]] = defaultdict(set)

    def note(
        self, verb: str, kind: str, record: bytes, values: dict[str, Any], seen: dict[str, bytes]
    ) -> Op:
        """Keep one op for the end of the transaction."""
        stamp = self.clock.tick()
        op = Op(stamp, self.txn, self.actor, kind, record, verb, values, seen)
        self.ops.append(op)
        self.touched[kind].add(record)
        return op


class WriteSession(SightedSession):
    """A session whose changes of records are journaled; made by Database.write()."""

    unit: Unit
    act: str = ""
    """What the transaction does, for whoever may undo it: 登记走访　贾连峰户."""
    made: bytes | None = None
    """The record that came of it, for whoever wants to see it at once."""

    def keep(self) -> None:
        """Write the ops at the end of this node's line and commit; Database.write() calls it."""
        self.flush()
        finish(self)
        raw = self.connection().connection.dbapi_connection
        assert raw is not None
        try:
            super().commit()
        except DBAPIError:  # SQLAlchemy takes the transaction for ended; SQLite goes on with it
            raw.rollback()
            raise

    def commit(self) -> None:
        """Refuse: a part of a transaction would be kept without its ops."""
        raise UnjournaledChange("commit inside Database.write()")

    def rollback(self) -> None:
        """Refuse: the ops of what is rolled back would be kept; leave the frame by an error."""
        raise UnjournaledChange("rollback inside Database.write()")

    def begin_nested(self) -> SessionTransaction:
        """Refuse: the ops of what a savepoint takes back would be kept."""
        raise UnjournaledChange("savepoint inside Database.write()")

    def insert_many(self, cls: type[Record], rows: Sequence[dict[str, Any]]) -> list[bytes]:
        """Insert many records at once; returns their ids (taken from "id" when a row brings one)."""
        self.flush()
        note, kind = self.unit.note, cls.__tablename__
        writer = Writer.of(cls, self.connection().dialect)
        ready, ids = [], []
        for row in rows:
            record = row.get("id") or new_id()
            values, cells = writer.split(row)
            stamp = note("insert", kind, record, values, {}).stamp
            ready.append((record, stamp, None, *cells))
            ids.append(record)
        if ready:
            with journaling(self):
                insert_rows(self.connection(), writer.insert, ready)
        return ids

    def update_many(
        self, cls: type[Record], changes: Sequence[tuple[bytes, Mapping[str, Any]]]
    ) -> None:
        """Change many records at once: pairs of id and the fields with their new values."""
        self.flush()
        table, kind = table_of(cls), cls.__tablename__
        frames = self._frames(cls, [record for record, _ in changes])
        groups: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
        for record, values in changes:
            if record not in frames:
                raise NotFound(f"有一条{cls.__title__}登记已被删除，没有保存。请刷新后再改")
            made, edits = frames[record]
            seen = {name: edits.get(name, made) for name in values}
            op = self.unit.note(
                "update", kind, record, {n: plain(v) for n, v in values.items()}, seen
            )
            edits |= dict.fromkeys(values, op.stamp)
            names = tuple(values)
            groups[names].append({f"v_{n}": v for n, v in values.items()} | {
                "b_id": record, "v_edits": pack_edits(edits),
            })  # fmt: skip
        with journaling(self):
            for names, rows in groups.items():
                new: dict[str, Any] = {n: bindparam(f"v_{n}") for n in (*names, "edits")}
                statement = update(table).where(table.c.id == bindparam("b_id")).values(new)
                self.connection().execute(statement, rows)
        self.expire_all()

    def delete_many(self, cls: type[Record], records: Sequence[bytes]) -> None:
        """Delete many records at once, and what is attached to them."""
        self.flush()
        self._delete_rows(Attachment, attached_to(self.connection(), records))
        self._delete_rows(cls, records)
        self.expire_all()

    def restore_many(self, cls: type[Record], rows: Sequence[dict[str, Any]]) -> None:
        """Bring deleted records back under their old ids, with the values given."""
        self.flush()
        names = field_names(cls)
        ready = []
        for row in rows:
            values = {n: plain(row.get(n)) for n in names}
            op = self.unit.note("restore", cls.__tablename__, row["id"], values, {})
            ready.append({n: row.get(n) for n in names} | {
                "id": row["id"], "made": row["made"],
                "edits": pack_edits(dict.fromkeys(values, op.stamp)),
            })  # fmt: skip
        if ready:
            with journaling(self):
                self.connection().execute(insert(table_of(cls)), ready)

    def _delete_rows(self, cls: type[Record], records: Sequence[bytes]) -> None:
        table = table_of(cls)
        for record, (made, edits) in self._frames(cls, records).items():
            self.unit.note("delete", cls.__tablename__, record, {}, newest(made, edits))
        with journaling(self):
            for start in range(0, len(records), _CHUNK):
                part = records[start : start + _CHUNK]
                self.connection().execute(delete(table).where(table.c.id.in_(part)))

    def _frames(
        self, cls: type[Record], records: Sequence[bytes]
    ) -> dict[bytes, tuple[bytes, dict[str, bytes]]]:
        table = table_of(cls)
        frames: dict[bytes, tuple[bytes, dict[str, bytes]]] = {}
        for start in range(0, len(records), _CHUNK):
            part = records[start : start + _CHUNK]
            query = select(table.c.id, table.c.made, table.c.edits).where(table.c.id.in_(part))
            for record, made, edits in self.connection().execute(query):
                frames[record] = (made, unpack_edits(edits))
        return frames


def newest(made: bytes, edits: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the `seen` of a delete: the newest stamp of the record."""
    return {WHOLE: max((made, *edits.values()))}


@contextmanager
def journaling(session: Session) -> Iterator[None]:
    """Let statements on journaled tables through while their ops are being noted."""
    marks = session.connection().info
    marks["journaling"] = marks.get("journaling", 0) + 1
    try:
        yield
    finally:
        marks["journaling"] -= 1


def watch(sessions: sessionmaker[WriteSession]) -> None:
    """See every flush of the sessions made there."""
    event.listen(sessions, "before_flush", _before_flush)
    event.listen(sessions, "after_flush", _after_flush)


def _before_flush(session: WriteSession, _context: UOWTransaction, _objects: object) -> None:
    going = [record.id for record in _records(session.deleted)]
    for attachment in attached_to(session.connection(), going):
        session.delete(session.get_one(Attachment, attachment))
    for record in _records(session.new):
        _note_insert(session.unit, record)
    for record in _records(session.dirty):
        if session.is_modified(record):
            _note_update(session.unit, record)
    for record in _records(session.deleted):
        seen = newest(record.made, unpack_edits(record.edits))
        session.unit.note("delete", record.__tablename__, record.id, {}, seen)
    marks = session.connection().info
    marks["journaling"] = marks.get("journaling", 0) + 1


def _after_flush(session: WriteSession, _context: UOWTransaction) -> None:
    session.connection().info["journaling"] -= 1


def _records(objects: Iterable[object]) -> Iterator[Record]:
    return (item for item in objects if isinstance(item, Record))


def _note_insert(unit: Unit, record: Record) -> None:
    values = {
        name: plain(value)
        for name in field_names(type(record))
        if (value := getattr(record, name)) is not None
    }
    record.made = unit.note("insert", record.__tablename__, record.id, values, {}).stamp


def _note_update(unit: Unit, record: Record) -> None:
    state = inspect(record)
    changed = [n for n in field_names(type(record)) if state.attrs[n].history.has_changes()]
    if not changed:
        return
    edits = unpack_edits(record.edits)
    seen = {name: edits.get(name, record.made) for name in changed}
    values = {name: plain(getattr(record, name)) for name in changed}
    op = unit.note("update", record.__tablename__, record.id, values, seen)
    record.edits = pack_edits(edits | dict.fromkeys(changed, op.stamp))


def finish(session: WriteSession) -> None:
    """Write the transaction's ops at the end of this node's line."""
    append(session.connection(), session.unit.origin, session.unit.ops)
    session.unit.ops = []


