"""Receipts: what a node has of every line, signed, so that the others know what arrived."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import Damaged, NotFound, RuleBroken
from gridcenter.base.ids import new_id
from gridcenter.exchange.frame import PACKAGE_SUFFIX, write_package
from gridcenter.exchange.handover import seal_into
from gridcenter.exchange.header import Header
from gridcenter.exchange.lines import (
    QUARANTINE,
    Names,
    line_of,
    missing,
    names_of,
    note_tips,
    waiting,
)
from gridcenter.exchange.nodes import ThisNode, now, peers, this_node
from gridcenter.exchange.outbox import LEGAL_BASIS, PURPOSE, blank_header
from gridcenter.exchange.records import Outgoing, OutgoingReceiver, Received, TrustedNode
from gridcenter.store.capture import WriteSession
from gridcenter.store.check import digest
from gridcenter.store.database import Database
from gridcenter.store.foreign import Forked, hash_at
from gridcenter.store.journal import origins

RECEIPT = "receipt"
_MOST_VERDICTS = 1000


class ReceiptHead(msgspec.Struct, frozen=True, array_like=True):
    """How far the sender has a line, and the chain hash there."""

    node: bytes
    epoch: int
    seq: int
    hash: bytes


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What a receipt says.

    `verdicts` maps package ids to applied, held or quarantined (the last thousand applied);
    `missing` holds (node, epoch, first, last); `digest` is check's, of all journaled state.
    """

    heads: list[ReceiptHead]
    verdicts: list[tuple[bytes, str]]
    missing: list[tuple[bytes, int, int, int]]
    digest: str


def write_receipt(database: Database, actor: Actor, folder: Path, to: Path) -> Path:
    """Write a receipt for all trusted nodes into the folder `to`; returns its path.

    Raises NotAllowed, RuleBroken, NotFound, StorageFailed.
    """
    actor.require(Right.EXCHANGE)
    if not to.is_dir():
        raise NotFound(f"找不到文件夹 {to}：U盘可能没有插好。请插好或换一个文件夹")
    me = this_node(database)
    with database.read() as session:
        known = peers(session)
        recipients = [peer.card.recipient for peer in known]
        if not recipients:
            raise RuleBroken("recipients", "还没有登记收件单位，请先导入对方的节点名片并核对指纹")
        receipt = _receipt(session, folder, names_of(me, known))
        header = blank_header(session, me, RECEIPT, new_id(), (f"{PURPOSE}回执", LEGAL_BASIS))
    path = to / f"{me.card.division}_{RECEIPT}_{header.package.hex()[-8:]}{PACKAGE_SUFFIX}"
    everyone = [*recipients, me.card.recipient]
    seal_into(path, lambda out: write_package(out, header, [receipt], me.keys, everyone))
    return path


def take_receipt(
    session: WriteSession, me: ThisNode, header: Header, records: Iterable[bytes]
) -> int:
    """Keep a receipt and mark the packages it covers; returns how many those are.

    Raises Damaged, Forked when the sender has another op where this node's line has one.
    """
    bodies = list(records)
    receipt = read_receipt(bodies[0] if bodies else b"")
    heads = {head.epoch: head for head in receipt.heads if head.node == me.node}
    _compare(session, me, heads.values())
    covered = 0
    for row in _waiting_for(session, header.node):
        head = heads.get(row.epoch)
        if head is not None and head.seq >= row.to_seq:
            session.get_one(OutgoingReceiver, (row.package, header.node)).acknowledged_at = now()
            session.unit.touched[Outgoing.__tablename__].add(row.package)
            covered += 1
    note_tips(session, [(head.node, head.epoch, head.seq) for head in receipt.heads])
    _keep(session, header, bodies[0])
    return covered


def read_receipt(body: bytes) -> Receipt:
    """Read a receipt's body; raises Damaged."""
    try:
        return msgspec.msgpack.decode(body, type=Receipt)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise Damaged("回执的内容读不懂：文件已损坏。请让对方重新导出") from None


def _receipt(session: Session, folder: Path, names: Names) -> Receipt:
    connection = session.connection()
    held, odd = waiting(folder), waiting(folder, QUARANTINE)
    applied = select(Received.package, Received.verdict).order_by(Received.at.desc())
    verdicts = [(package, verdict) for package, verdict in session.execute(applied.limit(_MOST_VERDICTS))]
    verdicts += [(header.package, "held") for _, header in held]
    verdicts += [(header.package, "quarantined") for _, header in odd]
    holes = missing(session, [header for _, header in held], names.keys())
    return Receipt(
        heads=[ReceiptHead(o.node, o.epoch, o.head_seq, o.head_hash) for o in origins(connection)],
        verdicts=verdicts,
        missing=[(hole.node, hole.epoch, hole.first, hole.last) for hole in holes],
        digest=digest(connection),
    )


def _compare(session: Session, me: ThisNode, heads: Iterable[ReceiptHead]) -> None:
    for head in heads:
        line = line_of(session, me.node, head.epoch)
        ours = line.head_seq if line else 0
        if line and head.seq <= ours and hash_at(session, line, head.seq) != head.hash:
            raise Forked(f"对方收到的本机第 {head.seq} 条变更与本机的不同")


def _waiting_for(session: Session, node: bytes) -> Iterator[Outgoing]:
    query = select(Outgoing).join(OutgoingReceiver, OutgoingReceiver.package == Outgoing.package)
    query = query.where(OutgoingReceiver.node == node, OutgoingReceiver.acknowledged_at.is_(None))
    yield from session.scalars(query).all()


def _keep(session: Session, header: Header, body: bytes) -> None:
    row = session.get(TrustedNode, header.node)
    if row is not None and (row.receipt_stamp or b"") < header.stamp:
        row.receipt, row.receipt_stamp = body, header.stamp
