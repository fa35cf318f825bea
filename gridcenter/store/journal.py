"""The journal: one hash-chained line of ops per origin (sync.md §1)."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import (
    Connection,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    and_,
    func,
    insert,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from gridcenter.store.fields import Blob
from gridcenter.store.records import Local
from gridcenter.store.stamps import NO_STAMP
from gridcenter.store.writers import insert_rows

CHAIN_START = bytes(32)
_ENCODE = msgspec.msgpack.Encoder(order="deterministic", decimal_format="string").encode
_INSERT_OP = (
    "INSERT INTO op (origin, seq, stamp, txn, actor, kind, record, verb, body, body_hash, hash)"
)
_MOVE_HEAD = "UPDATE origin SET head_seq=?, head_hash=? WHERE idx=?"
_FIND_HEAD = "SELECT idx, head_seq, head_hash FROM origin WHERE node=? AND epoch=?"
_OWN_LINE = (
    "SELECT m.value, CAST(CAST(e.value AS TEXT) AS INTEGER) AS now, o.idx, o.head_seq, o.head_hash "
    "FROM meta m JOIN meta e ON e.key='epoch' "
    "LEFT JOIN origin o ON o.node=m.value AND o.epoch=CAST(CAST(e.value AS TEXT) AS INTEGER) "
    "WHERE m.key='node'"
)
_DECODE_BODY = msgspec.msgpack.Decoder(tuple[dict[str, Any], dict[str, bytes]]).decode


class Origin(Local):
    """A line of the journal: one node in one epoch, and where its line stands here."""

    __tablename__ = "origin"

    idx: Mapped[int] = mapped_column(Integer, primary_key=True)
    node: Mapped[bytes] = mapped_column(Blob(16))
    epoch: Mapped[int] = mapped_column(Integer)
    head_seq: Mapped[int] = mapped_column(Integer)
    head_hash: Mapped[bytes] = mapped_column(Blob(32))

    __table_args__ = (UniqueConstraint("node", "epoch"),)


class OpRow(Local):
    """One op as it lies in the file."""

    __tablename__ = "op"

    origin: Mapped[int] = mapped_column(ForeignKey("origin.idx"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    stamp: Mapped[bytes] = mapped_column(Blob(16))
    txn: Mapped[bytes] = mapped_column(Blob(16))
    actor: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(40))
    record: Mapped[bytes] = mapped_column(Blob(16))
    verb: Mapped[str] = mapped_column(String(10))
    body: Mapped[bytes | None] = mapped_column(Blob)
    body_hash: Mapped[bytes | None] = mapped_column(Blob(32))
    hash: Mapped[bytes] = mapped_column(Blob(32))

    __table_args__ = (
        Index("ix_op_record", "record"),
        Index("ix_op_txn", "txn"),
        {"sqlite_with_rowid": False},
    )


@dataclass(slots=True)
class Op:
    """One change of one record: fields with their new values, and for each the stamp that was seen.

    `verb` is insert, update, delete or restore. The `seen` of a delete holds under "*" the newest
    stamp of the record that the deleter knew.
    """

    stamp: bytes
    txn: bytes
    actor: str
    kind: str
    record: bytes
    verb: str
    values: dict[str, Any]
    seen: dict[str, bytes] = field(default_factory=dict)
    seq: int = 0

    def body(self) -> bytes:
        """Return the canonical MessagePack of what may be erased by law."""
        return _ENCODE((self.values, self.seen))


def link(
    previous: bytes, node: bytes, epoch: int, op: Any, body_digest: bytes  # noqa: ANN401
) -> bytes:
    """Return the chain hash of an op (or a row of the op table) after that with hash `previous`."""
    head = _ENCODE(
        (node, epoch, op.seq, op.stamp, op.txn, op.actor, op.kind, op.record, op.verb, body_digest)
    )
    return hashlib.sha256(previous + head).digest()


def append(connection: Connection, origin: Origin, ops: Sequence[Op]) -> None:
    """Write ops at the end of an origin's line, giving them their numbers and hashes."""
    seq, previous, rows = origin.head_seq, origin.head_hash, []
    idx, node, epoch, sha256 = origin.idx, origin.node, origin.epoch, hashlib.sha256
    for op in ops:
        seq += 1
        op.seq = seq
        body = op.body()
        previous = link(previous, node, epoch, op, sha256(body).digest())
        rows.append((
            idx, seq, op.stamp, op.txn, op.actor, op.kind, op.record, op.verb, body, None, previous
        ))  # fmt: skip
    if rows:
        insert_rows(connection, _INSERT_OP, rows)
        move_head(connection, origin, seq, previous)


def move_head(connection: Connection, origin: Origin, seq: int, head: bytes) -> None:
    """Note where an origin's line now ends."""
    origin.head_seq, origin.head_hash = seq, head
    connection.exec_driver_sql(_MOVE_HEAD, (seq, head, origin.idx))


def find_origin(connection: Connection, node: bytes, epoch: int) -> Origin:
    """Return the line of a node's epoch, begun when there is none."""
    found = connection.exec_driver_sql(_FIND_HEAD, (node, epoch)).first()
    if found:
        return Origin(idx=found[0], node=node, epoch=epoch, head_seq=found[1], head_hash=found[2])
    made = connection.execute(
        insert(Origin).values(node=node, epoch=epoch, head_seq=0, head_hash=CHAIN_START)
    )
    idx = made.inserted_primary_key[0] if made.inserted_primary_key else 0
    return Origin(idx=idx, node=node, epoch=epoch, head_seq=0, head_hash=CHAIN_START)


def own_line(connection: Connection) -> Origin | None:
    """Return this node's line of its present epoch; None when the file has no node yet."""
    row = connection.exec_driver_sql(_OWN_LINE).first()
    if row is None:
        return None
    node, epoch, idx, seq, head = row
    if idx is None:
        return find_origin(connection, node, epoch)
    return Origin(idx=idx, node=node, epoch=epoch, head_seq=seq, head_hash=head)


def origins(connection: Connection) -> list[Origin]:
    """Return every line known here."""
    rows = connection.execute(
        select(Origin.idx, Origin.node, Origin.epoch, Origin.head_seq, Origin.head_hash)
    )
    return [
        Origin(idx=i, node=n, epoch=e, head_seq=s, head_hash=h) for i, n, e, s, h in rows
    ]


def newest_stamp(connection: Connection) -> bytes:
    """Return the greatest stamp in the journal: that of the last op of some line."""
    ends = select(func.max(OpRow.stamp)).select_from(Origin)
    ends = ends.join(OpRow, and_(OpRow.origin == Origin.idx, OpRow.seq == Origin.head_seq))
    return connection.scalar(ends) or NO_STAMP


def read_op(row: Any) -> Op:  # noqa: ANN401
    """Turn a row of the op table into an op."""
    values, seen = _DECODE_BODY(row.body) if row.body is not None else ({}, {})
    return Op(
        row.stamp, row.txn, row.actor, row.kind, row.record, row.verb, values, seen, row.seq
    )


def ops_of_records(connection: Connection, records: Iterable[bytes]) -> Iterator[Op]:
    """Yield every op on the records, of all origins, in the order of their stamps."""
    wanted = list(records)
    table = OpRow.__table__
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        query = select(table).where(table.c.record.in_(part))
        query = query.order_by(table.c.stamp, table.c.hash)
        yield from map(read_op, connection.execute(query))


def ops_of_transaction(connection: Connection, txn: bytes) -> list[Op]:
    """Return the ops of one transaction in their order."""
    table = OpRow.__table__
    query = select(table).where(table.c.txn == txn).order_by(table.c.stamp)
    return [read_op(row) for row in connection.execute(query)]


def all_ops(connection: Connection) -> Iterator[Op]:
    """Yield the whole journal in the order of the stamps (of equal ones, in that of the hashes)."""
    table = OpRow.__table__
    query = select(table).order_by(table.c.stamp, table.c.hash)
    yield from map(read_op, connection.execute(query, execution_options={"yield_per": 5000}))


def verify_chain(connection: Connection, origin: Origin) -> str:
    """Recompute one line; return a Chinese sentence about the first fault, or ""."""
    table = OpRow.__table__
    query = select(table).where(table.c.origin == origin.idx).order_by(table.c.seq)
    previous, expected = CHAIN_START, 1
    for row in connection.execute(query, execution_options={"yield_per": 5000}):
        digest = row.body_hash if row.body is None else hashlib.sha256(row.body).digest()
        previous = link(previous, origin.node, origin.epoch, row, digest)
        if (row.seq, row.hash) != (expected, previous) or row.body_hash not in {None, digest}:
            return f"第 {row.seq} 条记录与前后对不上，可能被改动过"
        expected += 1
    if (expected - 1, previous) != (origin.head_seq, origin.head_hash):
        return f"记录链应有 {origin.head_seq} 条，实有 {expected - 1} 条，或末条对不上"
    return ""
