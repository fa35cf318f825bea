"""Packages of this node's own line: sealed once, handed over as often as needed (sync.md §3)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.access.log import note_access
from gridcenter.base.errors import Damaged, NotFound, RuleBroken
from gridcenter.base.ids import new_id
from gridcenter.base.progress import Progress
from gridcenter.exchange.cards import read_card
from gridcenter.exchange.frame import PACKAGE_SUFFIX, check_package, write_package
from gridcenter.exchange.handover import file_sha256, hand_over, seal_into, sweep
from gridcenter.exchange.header import Header
from gridcenter.exchange.lines import heads
from gridcenter.exchange.nodes import (
    Peer,
    ThisNode,
    next_stamp,
    node_title,
    now,
    peers,
    this_node,
)
from gridcenter.exchange.records import Outgoing, OutgoingReceiver
from gridcenter.store.database import Database
from gridcenter.store.durable import disk_words
from gridcenter.store.foreign import hash_at, sent_ops
from gridcenter.store.journal import OpRow, Origin, find_origin, origins

OUTBOX = "outbox"
RULES = "2026.1"
PURPOSE = "网格化服务管理数据交换"
LEGAL_BASIS = "《个人信息保护法》第十三条第一款第三项：为履行法定职责所必需"

@dataclass(frozen=True, slots=True)
class Parcel:
    """A package as handed over; `again` when an earlier export had handed it over already."""

    package: bytes
    file: Path
    ops: int
    sha256: bytes
    again: bool


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export did."""

    parcels: tuple[Parcel, ...]

    @property
    def ops(self) -> int:
        """How many ops leave for the first time."""
        return sum(parcel.ops for parcel in self.parcels if not parcel.again)

    @property
    def words(self) -> str:
        """The outcome in one sentence."""
        again = sum(parcel.again for parcel in self.parcels)
        fresh = len(self.parcels) - again
        if fresh:
            return f"已导出 {fresh} 个数据包，共 {self.ops} 条变更"
        if again:
            return f"没有新的内容。对方尚未回执的 {again} 个数据包已再次放好"
        return "没有新的内容，以前的数据包对方都已回执"


def receiver(database: Database, card: Path) -> bytes:
    """Return the node of a card file as a receiver; raises RuleBroken unless it is trusted."""
    node = read_card(card)
    with database.read() as session:
        known = {peer.card.node: peer.card for peer in peers(session)}
    if node.node not in known or known[node.node].fingerprint() != node.fingerprint():
        raise RuleBroken("recipients", f"{node_title(node)}还没有登记，请先导入它的节点名片并核对指纹")
    return node.node


def export_delta(
    database: Database,
    actor: Actor,
    folder: Path,
    to: Path,
    recipients: Collection[bytes] | None = None,
    *,
    purpose: str = PURPOSE,
    legal_basis: str = LEGAL_BASIS,
    progress: Progress | None = None,
) -> Exported:
    """Seal what the recipients (nodes; None: all trusted) have not been sent, hand over into `to`.

    With nothing new, packages without a receipt are handed over once more where they are not
    there yet. Whatever an interrupted export left is finished first. Raises NotAllowed,
    RuleBroken, NotFound, StorageFailed, Stopped.
    """
    actor.require(Right.EXCHANGE)
    if not to.is_dir():
        raise NotFound(f"找不到文件夹 {to}：U盘可能没有插好。请插好或换一个文件夹")
    me, outbox = this_node(database), folder / OUTBOX
    with disk_words(outbox):
        outbox.mkdir(exist_ok=True)
    sweep(outbox)
    with database.read() as session:
        chosen = _chosen(peers(session), recipients)
    _note(database, actor, me, chosen)
    for row in [*_rows(database, chosen, "sealing"), *_lost(database, chosen, outbox)]:
        _seal(database, actor, me, outbox, row, (purpose, legal_basis))
    fresh = _rows(database, chosen, "sealed")
    rows = fresh or _unacknowledged(database, chosen)
    _log(database, actor, rows, chosen, purpose)
    return Exported(tuple(_hand(database, actor, outbox, to, row, progress) for row in rows))


def _chosen(known: Sequence[Peer], wanted: Collection[bytes] | None) -> list[Peer]:
    chosen = [peer for peer in known if wanted is None or peer.card.node in wanted]
    if not chosen:
        raise RuleBroken("recipients", "还没有登记收件单位，请先导入对方的节点名片并核对指纹")
    return chosen


def _note(database: Database, actor: Actor, me: ThisNode, chosen: Sequence[Peer]) -> None:
    """Step 1: note which ranges are going to be sealed, and to whom."""
    with database.read() as session:
        plans = [
            (line, *plan)
            for line in origins(session.connection())
            if line.node == me.node
            for plan in _plan(session, line, chosen)
        ]
    if not plans:
        return
    with database.write(actor) as session:
        for line, first, last, receivers in plans:
            package = new_id()
            tail = f"{first:07d}-{last:07d}_{package.hex()[-8:]}"
            name = f"{me.card.division}_{line.epoch}_{tail}{PACKAGE_SUFFIX}"
            session.add(Outgoing(
                package=package, file=name, epoch=line.epoch, from_seq=first, to_seq=last,
                state="sealing", noted_at=now(),
            ))  # fmt: skip
            session.flush()
            session.add_all(OutgoingReceiver(package=package, node=node) for node in receivers)
            session.unit.touched[Outgoing.__tablename__].add(package)


def _plan(
    session: Session, line: Origin, chosen: Sequence[Peer]
) -> Iterator[tuple[int, int, list[bytes]]]:
    """Yield the ranges nobody or not everybody has been sent: first, last, receivers."""
    starts = {peer.card.node: _sent_to(session, line, peer.card.node) + 1 for peer in chosen}
    edges = sorted({*starts.values(), line.head_seq + 1})
    for first, end in pairwise(edges):
        yield first, end - 1, [node for node, start in starts.items() if start <= first]


def _sent_to(session: Session, line: Origin, node: bytes) -> int:
    query = select(func.max(Outgoing.to_seq)).join(
        OutgoingReceiver, OutgoingReceiver.package == Outgoing.package
    )
    query = query.where(Outgoing.epoch == line.epoch, OutgoingReceiver.node == node)
    return session.scalar(query) or 0


def _rows(database: Database, chosen: Sequence[Peer], state: str) -> list[Outgoing]:
    nodes = [peer.card.node for peer in chosen]
    to_them = select(OutgoingReceiver.package).where(OutgoingReceiver.node.in_(nodes))
    query = select(Outgoing).where(Outgoing.state == state, Outgoing.package.in_(to_them))
    with database.read() as session:
        return list(session.scalars(query.order_by(Outgoing.epoch, Outgoing.from_seq)))


def _unacknowledged(database: Database, chosen: Sequence[Peer]) -> list[Outgoing]:
    nodes = [peer.card.node for peer in chosen]
    waiting = select(OutgoingReceiver.package).where(
        OutgoingReceiver.node.in_(nodes), OutgoingReceiver.acknowledged_at.is_(None)
    )
    query = select(Outgoing).where(Outgoing.package.in_(waiting), Outgoing.state == "handed")
    with database.read() as session:
        return list(session.scalars(query.order_by(Outgoing.epoch, Outgoing.from_seq)))


def _lost(database: Database, chosen: Sequence[Peer], outbox: Path) -> list[Outgoing]:
    """Return the packages still wanted whose file is gone: a backup brings no outbox with it."""
    wanted = [*_rows(database, chosen, "sealed"), *_unacknowledged(database, chosen)]
    return [row for row in wanted if not (outbox / row.file).exists()]


def _seal(
    database: Database,
    actor: Actor,
    me: ThisNode,
    outbox: Path,
    row: Outgoing,
    grounds: tuple[str, str],
) -> None:
    """Steps 2–4: write the package, unless that had been done when the power failed."""
    path = outbox / row.file
    if not _is_whole(path, me):
        with database.read() as session:
            header, recipients = _header(session, me, row, grounds)
            records = _records(session, me, row)
            seal_into(path, lambda out: write_package(out, header, records, me.keys, recipients))
    digest, size = file_sha256(path), path.stat().st_size
    with database.write(actor) as session:
        kept = session.get_one(Outgoing, row.package)
        kept.state, kept.sha256, kept.size = "sealed", digest, size
        session.unit.touched[Outgoing.__tablename__].add(row.package)


def _is_whole(path: Path, me: ThisNode) -> bool:
    if not path.exists():
        return False
    try:
        check_package(path, {me.node: me.card.verify_key}.get)
    except Damaged:
        return False
    return True


def _header(
    session: Session, me: ThisNode, row: Outgoing, grounds: tuple[str, str]
) -> tuple[Header, list[str]]:
    line = find_origin(session.connection(), me.node, row.epoch)
    receivers = set(session.scalars(
        select(OutgoingReceiver.node).where(OutgoingReceiver.package == row.package)
    ))  # fmt: skip
    keys = [peer.card.recipient for peer in peers(session) if peer.card.node in receivers]
    span = OpRow.seq.between(row.from_seq, row.to_seq)
    counted = select(OpRow.kind, func.count()).where(OpRow.origin == line.idx, span)
    header = blank_header(session, me, "delta", row.package, grounds)
    header = msgspec.structs.replace(
        header,
        epoch=row.epoch,
        from_seq=row.from_seq,
        to_seq=row.to_seq,
        head_before=hash_at(session, line, row.from_seq - 1),
        head_after=hash_at(session, line, row.to_seq),
        counts=dict(session.execute(counted.group_by(OpRow.kind)).all()),
    )
    return header, [*keys, me.card.recipient]


def blank_header(
    session: Session, me: ThisNode, kind: str, package: bytes, grounds: tuple[str, str]
) -> Header:
    """Return the header of a package of this node that holds no ops yet."""
    return Header(
        kind=kind,
        package=package,
        township=me.card.division,
        node=me.node,
        epoch=me.epoch,
        schema=schema_number(session),
        rules=RULES,
        purpose=grounds[0],
        legal_basis=grounds[1],
        counts={},
        stamp=next_stamp(session, me),
    )


def schema_number(session: Session) -> int:
    """Return the number of the schema of this file."""
    found = session.connection().exec_driver_sql("SELECT version_num FROM alembic_version")
    return int(found.scalar_one())


def _records(session: Session, me: ThisNode, row: Outgoing) -> Iterator[object]:
    """Yield what the body holds: what this node knew of all lines, then the ops."""
    yield heads(session)
    line = find_origin(session.connection(), me.node, row.epoch)
    yield from sent_ops(session, line, row.from_seq, row.to_seq)


def _log(
    database: Database, actor: Actor, rows: Sequence[Outgoing], chosen: Sequence[Peer], purpose: str
) -> None:
    """Write down what is about to leave, before it does."""
    if not rows:
        return
    recipient = "、".join(peer.title for peer in chosen)[:100]
    with database.write(actor) as session:
        for row in rows:
            note_access(
                session, actor, what=f"导出数据包 {row.file}",
                count=row.to_seq - row.from_seq + 1, reason=purpose, recipient=recipient,
            )  # fmt: skip


def _hand(
    database: Database, actor: Actor, outbox: Path, to: Path, row: Outgoing, progress: Progress | None
) -> Parcel:
    """Steps 5–7: onto the stick, read back, named, marked."""
    copied = hand_over(outbox / row.file, to, sha256=row.sha256 or b"", progress=progress)
    again = row.state == "handed"
    if not again:
        with database.write(actor) as session:
            kept = session.get_one(Outgoing, row.package)
            kept.state, kept.handed_at = "handed", now()
            session.unit.touched[Outgoing.__tablename__].add(row.package)
    ops = row.to_seq - row.from_seq + 1
    return Parcel(row.package, copied.path, ops, copied.sha256, again)
