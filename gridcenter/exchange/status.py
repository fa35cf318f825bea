"""The board of the exchange: what has come in, what is missing, what is not acknowledged yet."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gridcenter.exchange.conflicts import count_conflicts
from gridcenter.exchange.header import Header
from gridcenter.exchange.lines import (
    QUARANTINE,
    Missing,
    Names,
    heads,
    missing,
    name_of,
    names_of,
    waiting,
)
from gridcenter.exchange.nodes import Peer, peers, this_node
from gridcenter.exchange.receipts import read_receipt
from gridcenter.exchange.records import Outgoing, OutgoingReceiver, Received, TrustedNode
from gridcenter.store.database import Database


@dataclass(frozen=True, slots=True)
class PeerState:
    """A node: how far its newest line has come in, what is missing, how far it has ours.

    `acknowledged` is the number of this node's newest op that its last receipt covers.
    """

    node: bytes
    name: str
    upto: int
    missing: tuple[Missing, ...]
    acknowledged: int


@dataclass(frozen=True, slots=True)
class OutgoingState:
    """A package in the outbox; `waiting` names those without a receipt."""

    package: bytes
    file: str
    state: str
    ops: int
    noted_at: str
    handed_at: str | None
    waiting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """The whole board; `held` and `quarantined` are the headers of what lies aside."""

    peers: tuple[PeerState, ...]
    conflicts: int
    outbox: tuple[OutgoingState, ...]
    held: tuple[Header, ...]
    quarantined: tuple[Header, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What of the exchange waits for somebody: packages without receipt, clashes to settle.

    `received` is when a package of another node last came in, ISO ("" never).
    """

    packages: tuple[OutgoingState, ...]
    received: str
    conflicts: int


def waiting_state(session: Session) -> Waiting:
    """Return what waits; the folder is not looked into, so it is soon told."""
    names = {peer.card.node: peer.title for peer in peers(session)}
    open_ones = tuple(one for one in _outbox(session, names) if one.waiting)
    received = session.scalar(select(func.max(Received.at))) or ""
    return Waiting(open_ones, received, count_conflicts(session))


def status(database: Database, folder: Path) -> Status:
    """Return the board; reads only (a node without keys gets them)."""
    me = this_node(database)
    held = [header for _, header in waiting(folder)]
    odd = [header for _, header in waiting(folder, QUARANTINE)]
    with database.read() as session:
        known = peers(session)
        names = names_of(me, known)
        return Status(
            tuple(_peers(session, known, names, (me.node, me.epoch), held)),
            count_conflicts(session),
            tuple(_outbox(session, names)),
            tuple(held),
            tuple(odd),
        )


def _peers(
    session: Session, known: list[Peer], names: Names, own: tuple[bytes, int], held: list[Header]
) -> list[PeerState]:
    upto = {node: seq for node, _epoch, seq in sorted(heads(session))}
    holes: dict[bytes, list[Missing]] = defaultdict(list)
    for hole in missing(session, held, names.keys()):
        holes[hole.node].append(hole)
    nodes = {peer.card.node: None for peer in known} | dict.fromkeys(upto) | dict.fromkeys(holes)
    if not holes.get(own[0]):
        nodes.pop(own[0], None)
    receipts = _acknowledged(session, own)
    return [
        PeerState(
            node, name_of(names, node), upto.get(node, 0), tuple(holes[node]), receipts.get(node, 0)
        )
        for node in nodes
    ]


def _acknowledged(session: Session, own: tuple[bytes, int]) -> dict[bytes, int]:
    query = select(TrustedNode.node, TrustedNode.receipt).where(TrustedNode.receipt.is_not(None))
    found: dict[bytes, int] = {}
    for node, receipt in session.execute(query):
        lines = {(head.node, head.epoch): head.seq for head in read_receipt(receipt or b"").heads}
        found[node] = lines.get(own, 0)
    return found


def _outbox(session: Session, names: Names) -> list[OutgoingState]:
    waits: dict[bytes, list[str]] = defaultdict(list)
    open_ones = select(OutgoingReceiver).where(OutgoingReceiver.acknowledged_at.is_(None))
    for receiver in session.scalars(open_ones):
        waits[receiver.package].append(name_of(names, receiver.node))
    rows = session.scalars(select(Outgoing).order_by(Outgoing.epoch, Outgoing.from_seq))
    return [
        OutgoingState(
            row.package, row.file, row.state, row.to_seq - row.from_seq + 1, row.noted_at,
            row.handed_at, tuple(waits[row.package]),
        )
        for row in rows
    ]  # fmt: skip
