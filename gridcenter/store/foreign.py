"""Ops of other nodes: into the journal under their own line, and what they mean into the tables.

The state of a record is the fold of all its ops, so a record that is known already is folded anew
from the journal; one that nobody spoke of before is folded from what just came in (sync.md §4, §5).
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, ForeignKey, Table, delete, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from gridcenter.base.errors import Damaged, GridCenterError
from gridcenter.store.capture import WriteSession, journaling
from gridcenter.store.database import Database, Named
from gridcenter.store.fold import WHOLE, State, fold
from gridcenter.store.journal import (
    CHAIN_START,
    Op,
    OpRow,
    Origin,
    link,
    move_head,
    ops_of_records,
    read_op,
)
from gridcenter.store.meta import get_meta, set_meta
from gridcenter.store.records import Record, field_names, record_classes, table_of
from gridcenter.store.stamps import NO_STAMP
from gridcenter.store.values import pack_edits, revive

_CHUNK = 500
_MANY = 5000
_LAST_STAMP = b"\x7f" + bytes(15)
_WORDS = 40
_OP = OpRow.__table__
_ENCODE = msgspec.msgpack.Encoder().encode
_UNREAD = "unread"

Word = tuple[str, str]
"""A kind and a field of it, or a kind and "" for all of it."""


_APPEND = (
    "INSERT INTO op (origin, seq, stamp, txn, actor, kind, record, verb, body, body_hash, hash) "
    "VALUES (?,?,?,?,?,?,?,?,?,?,?)"
)


class Forked(GridCenterError):  # noqa: N818
    """A line splits: another op stands here under the same number."""


class Incomplete(GridCenterError):  # noqa: N818
    """Ops speak of records whose beginning has not come in yet."""


class SentOp(msgspec.Struct, frozen=True, array_like=True):
    """An op on its way between nodes; `body` is as it was hashed, or None when erased by law."""

    seq: int
    stamp: bytes
    txn: bytes
    actor: str
    kind: str
    record: bytes
    verb: str
    body: bytes | None
    body_hash: bytes | None = None

    def __post_init__(self) -> None:
        ids = {len(self.stamp), len(self.txn), len(self.record)} == {16}
        words = max(map(len, (self.actor, self.kind, self.verb))) <= _WORDS
        digest = self.body is not None or len(self.body_hash or b"") == hashlib.sha256().digest_size
        if not (ids and words and digest and NO_STAMP < self.stamp < _LAST_STAMP):
            raise ValueError("an op with impossible fields")


_DECODE = msgspec.msgpack.Decoder(SentOp).decode


def sent_ops(
    session: Any, origin: Origin, first: int, last: int  # noqa: ANN401  (either kind of session)
) -> Iterator[bytes]:
    """Yield the ops of a line from seq `first` to `last`, each as the MessagePack of a SentOp."""
    columns = [_OP.c[name] for name in SentOp.__struct_fields__]
    query = select(*columns).where(_OP.c.origin == origin.idx, _OP.c.seq.between(first, last))
    query = query.order_by(_OP.c.seq)
    for row in session.connection().execute(query, execution_options={"yield_per": _MANY}):
        yield _ENCODE(tuple(row))


def hash_at(session: Any, origin: Origin, seq: int) -> bytes:  # noqa: ANN401
    """Return the chain hash of a line's op, CHAIN_START for number 0."""
    if not seq:
        return CHAIN_START
    query = select(_OP.c.hash).where(_OP.c.origin == origin.idx, _OP.c.seq == seq)
    return bytes(session.connection().scalar(query) or b"")


class Intake:
    """Takes one package's ops in, within one transaction: take() batch by batch, then finish()."""

    def __init__(self, session: WriteSession, origin: Origin, first: int) -> None:
        self._session, self._origin = session, origin
        self._seq, self._hash = first - 1, hash_at(session, origin, first - 1)
        self._stamp = NO_STAMP
        self._again: dict[bytes, str] = {}
        self._unread: set[Word] = set()
        self.taken = 0
        self.clashing: dict[bytes, State] = {}

    @property
    def again(self) -> Collection[bytes]:
        """The records that were folded anew, among them those in `clashing`."""
        return self._again.keys()

    def take(self, batch: Sequence[bytes]) -> None:
        """Check the next ops of the line and write those that are new; raises Damaged, Forked."""
        new = list(self._link(batch))
        known = _known(self._session, {op.record for op, _ in new})
        _append(self._session, self._origin, new)
        self._again |= {op.record: op.kind for op, _ in new if op.record in known}
        fresh = [op for op, _ in new if op.record not in known]
        states = fold(_read(op) for op in fresh)
        self._unread |= _strange(states.values())
        _write(self._session, states, new=True)
        self.taken += len(new)

    def finish(self, last: int, head: bytes) -> None:
        """Close the line at op `last` with hash `head` and bring the tables up to date.

        Raises Damaged when the line ends elsewhere, Incomplete when a record's beginning or a
        parent has not come in yet.
        """
        if (self._seq, self._hash) != (last, head):
            raise Damaged("数据包的记录与它的封面对不上：文件已损坏。请让对方重新导出")
        move_head(self._session.connection(), self._origin, last, head)
        self._session.unit.clock.see(self._stamp)
        gone = self._fold_again()
        _bring_back_parents(self._session, gone)
        _note_unread(self._session.connection(), self._unread)

    def _link(self, batch: Sequence[bytes]) -> Iterator[tuple[SentOp, bytes]]:
        known = self._hashes(len(batch))
        for raw in batch:
            op = _sent(raw)
            digest = op.body_hash if op.body is None else hashlib.sha256(op.body).digest()
            line = self._origin
            self._hash = link(self._hash, line.node, line.epoch, op, digest or b"")
            self._seq += 1
            if op.seq != self._seq or op.stamp <= self._stamp:
                raise Damaged("数据包里的记录次序不对：文件已损坏。请让对方重新导出")
            self._stamp = op.stamp
            if op.seq > line.head_seq:
                yield op, self._hash
            elif known.get(op.seq) != self._hash:
                raise Forked(f"第 {op.seq} 条记录与本机已有的不同")

    def _hashes(self, count: int) -> dict[int, bytes]:
        if self._seq >= self._origin.head_seq:
            return {}
        span = _OP.c.seq.between(self._seq + 1, self._seq + count)
        query = select(_OP.c.seq, _OP.c.hash).where(_OP.c.origin == self._origin.idx, span)
        return {row.seq: row.hash for row in self._session.connection().execute(query)}

    def _fold_again(self) -> dict[str, set[bytes]]:
        """Fold the records known before from the whole journal; return those that are gone."""
        gone: dict[str, set[bytes]] = defaultdict(set)
        records = list(self._again)
        for start in range(0, len(records), _CHUNK):
            part = records[start : start + _CHUNK]
            states = fold(ops_of_records(self._session.connection(), part))
            self._unread |= _strange(states.values())
            _write(self._session, states)
            self.clashing |= {r: s for r, s in states.items() if s.clashes}
            for record, state in states.items():
                if not state.alive:
                    gone[state.kind].add(record)
        return gone


def catch_up(database: Database, actor: Named) -> int:
    """Bring into the tables what an earlier program could only keep in the journal.

    Returns how many records that were; to be called after an upgrade, costs nothing without one.
    While parents of such records have not come in, all of them go on waiting in the journal.
    """
    with database.read() as session:
        unread = _unread(session.connection())
    ready = {word for word in unread if _is_known(word)}
    if not ready:
        return 0
    try:
        return _catch_up(database, actor, unread, ready)
    except Incomplete:
        return 0


def _catch_up(database: Database, actor: Named, unread: set[Word], ready: set[Word]) -> int:
    with database.write(actor) as session:
        kinds = {kind for kind, _ in ready}
        query = select(_OP.c.record).where(_OP.c.kind.in_(kinds)).distinct()
        records = list(session.connection().scalars(query))
        for part in _parts(records):
            _write(session, fold(ops_of_records(session.connection(), part)))
        _bring_back_parents(session, {})
        set_meta(session.connection(), _UNREAD, _ENCODE(sorted(unread - ready)))
    return len(records)


def _strange(states: Iterable[State]) -> set[Word]:
    """Return the kinds and fields that only a later program knows."""
    words: set[Word] = set()
    for state in states:
        fields = _fields(state.kind)
        if fields is None:
            words.add((state.kind, ""))
        elif not fields.issuperset(state.values):
            words |= {(state.kind, name) for name in state.values.keys() - fields}
    return words


@cache
def _fields(kind: str) -> frozenset[str] | None:
    cls = record_classes().get(kind)
    return None if cls is None else frozenset(field_names(cls))


def _is_known(word: Word) -> bool:
    fields = _fields(word[0])
    return fields is not None and (not word[1] or word[1] in fields)


def _unread(connection: Connection) -> set[Word]:
    return msgspec.msgpack.decode(get_meta(connection, _UNREAD) or b"\x90", type=set[Word])


def _note_unread(connection: Connection, words: set[Word]) -> None:
    known = _unread(connection)
    if words - known:
        set_meta(connection, _UNREAD, _ENCODE(sorted(words | known)))


def _append(session: WriteSession, line: Origin, new: Sequence[tuple[SentOp, bytes]]) -> None:
    """Write ops with their hashes; as plain tuples, since these are by far the most rows."""
    rows = [
        (line.idx, op.seq, op.stamp, op.txn, op.actor, op.kind, op.record, op.verb, op.body,
         op.body_hash, digest)
        for op, digest in new
    ]  # fmt: skip
    if rows:
        session.connection().exec_driver_sql(_APPEND, rows)


def _sent(raw: bytes) -> SentOp:
    try:
        return _DECODE(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise Damaged("数据包里有一条记录读不懂：文件已损坏。请让对方重新导出") from None


def _read(op: SentOp) -> Op:
    try:
        return read_op(op)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise Damaged("数据包里有一条记录的内容读不懂：文件已损坏。请让对方重新导出") from None


def _known(session: WriteSession, records: Iterable[bytes]) -> set[bytes]:
    """Return those records that the journal speaks of."""
    known: set[bytes] = set()
    for part in _parts(records):
        known.update(session.connection().scalars(
            select(_OP.c.record).where(_OP.c.record.in_(part)).distinct()
        ))  # fmt: skip
    return known


def _parts(records: Iterable[bytes]) -> Iterator[list[bytes]]:
    wanted = list(records)
    for start in range(0, len(wanted), _CHUNK):
        yield wanted[start : start + _CHUNK]


def _write(session: WriteSession, states: dict[bytes, State], *, new: bool = False) -> None:
    """Make the rows what the states say; kinds of a later program stay in the journal only."""
    kinds: dict[str, dict[bytes, State]] = defaultdict(dict)
    for record, state in states.items():
        if state.made == NO_STAMP:
            raise Incomplete("有记录的开头还没有收到")
        kinds[state.kind][record] = state
    classes = record_classes()
    for kind in kinds.keys() & classes.keys():
        session.unit.touched[kind].update(kinds[kind])
        _write_kind(session, classes[kind], kinds[kind], new=new)


def _write_kind(
    session: WriteSession, cls: type[Record], states: dict[bytes, State], *, new: bool
) -> None:
    table, connection = table_of(cls), session.connection()
    blank = dict.fromkeys(field_names(cls))
    rows = [blank | _row_of(cls, r, state) for r, state in states.items() if state.alive]
    gone = [] if new else [record for record, state in states.items() if not state.alive]
    with journaling(session):
        if rows and new:
            connection.execute(insert(table), rows)
        elif rows:
            statement = upsert(table)
            fresh = {n: statement.excluded[n] for n in (*blank, "made", "edits")}
            connection.execute(statement.on_conflict_do_update(["id"], set_=fresh), rows)
        for part in _parts(gone):
            connection.execute(delete(table).where(table.c.id.in_(part)))


def _row_of(cls: type[Record], record: bytes, state: State) -> dict[str, Any]:
    values = revive(cls, state.values)
    values.update(id=record, made=state.made, edits=pack_edits(state.edits()))
    return values


def _bring_back_parents(session: WriteSession, gone: dict[str, set[bytes]]) -> None:
    """Bring back, by an op of this node, every deleted record that a living one hangs on."""
    looked_at = {kind: set(records) for kind, records in session.unit.touched.items()}
    orphaned = _lost_parents(session, looked_at, gone)
    while orphaned:
        for kind, records in orphaned.items():
            _bring_back(session, kind, records)
        orphaned = _lost_parents(session, orphaned, {})


def _bring_back(session: WriteSession, kind: str, records: set[bytes]) -> None:
    states = fold(ops_of_records(session.connection(), records))
    if len(states) < len(records):
        raise Incomplete("有登记的上级记录还没有收到")
    for record, state in states.items():
        state.take(session.unit.note("restore", kind, record, {}, {}))
    _write(session, states)


def confirm(session: WriteSession, kind: str, record: bytes) -> None:
    """Say, knowing that somebody deleted the record, that it stays."""
    states = fold(ops_of_records(session.connection(), [record]))
    seen = {WHOLE: states[record].stamps.get(WHOLE, NO_STAMP)}
    states[record].take(session.unit.note("restore", kind, record, {}, seen))
    _write(session, states)


def _lost_parents(
    session: WriteSession, children: dict[str, set[bytes]], gone: dict[str, set[bytes]]
) -> dict[str, set[bytes]]:
    """Return, by kind, the absent records that the children, or whatever hung on `gone`, need."""
    lost: dict[str, set[bytes]] = defaultdict(set)
    for kind, cls in record_classes().items():
        for key in table_of(cls).foreign_keys:
            parent = str(key.column.table.name)
            if children.get(kind):
                lost[parent] |= _absent(session, key, table_of(cls).c.id, children[kind])
            if gone.get(parent):
                lost[parent] |= _absent(session, key, key.parent, gone[parent])
    return {kind: records for kind, records in lost.items() if records}


def _absent(
    session: WriteSession, key: ForeignKey, column: ColumnElement[bytes], records: set[bytes]
) -> set[bytes]:
    child, parent = key.parent.table, key.column.table.alias()
    assert isinstance(child, Table)
    query = select(key.parent).distinct().select_from(
        child.outerjoin(parent, parent.c.id == key.parent)
    ).where(key.parent.is_not(None), parent.c.id.is_(None))  # fmt: skip
    if len(records) > _MANY:
        return set(session.connection().scalars(query))
    found: set[bytes] = set()
    for part in _parts(records):
        found.update(session.connection().scalars(query.where(column.in_(part))))
    return found
