"""Who this node is to others, and which others it trusts."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import Damaged, NotFound, RuleBroken
from gridcenter.exchange.cards import NodeCard, NodeKeys, NodeKind, open_card, read_card
from gridcenter.exchange.cards import write_card as write_card_file
from gridcenter.exchange.records import TrustedNode
from gridcenter.store.database import Database
from gridcenter.store.durable import disk_words
from gridcenter.store.faults import in_words
from gridcenter.store.journal import newest_stamp
from gridcenter.store.meta import get_meta, get_text, set_meta
from gridcenter.store.stamps import StampClock, wall_clock

_KEYS, _CREATED, _PC = "node_keys", "node_created", "pc"


@dataclass(frozen=True, slots=True)
class Peer:
    """A trusted node: its card, since when and by whom it is trusted."""

    card: NodeCard
    trusted_at: str
    trusted_by: str

    @property
    def title(self) -> str:
        """Name and PC for people."""
        return node_title(self.card)


@dataclass(frozen=True, slots=True)
class ThisNode:
    """The node that this program is: its id, the epoch of its line, its secrets, its card."""

    node: bytes
    epoch: int
    keys: NodeKeys
    card: NodeCard


def node_title(card: NodeCard) -> str:
    """Return what people call a node."""
    return f"{card.name}（{card.pc}）" if card.pc else card.name


def this_node(database: Database) -> ThisNode:
    """Return who this node is; its keys are made at the first call and stay in the database."""
    with database.read() as session:
        made = get_meta(session.connection(), _KEYS) is not None
    if not made:
        _make_keys(database)
    with database.read() as session:
        return _this_node(session)


def own_card(database: Database) -> NodeCard:
    """Return this node's card."""
    return this_node(database).card


def write_card(database: Database, actor: Actor, path: Path) -> NodeCard:
    """Write this node's card to a file; returns the card, whose fingerprint is to be read aloud."""
    actor.require(Right.EXCHANGE)
    me = this_node(database)
    write_card_file(path, me.card, me.keys)
    return me.card


def trust_card(database: Database, actor: Actor, path: Path) -> NodeCard:
    """Trust the node of a card file; who calls this has compared the fingerprint aloud.

    Taking the same card again changes nothing. Raises NotAllowed, RuleBroken for this node's
    own card and for one whose keys differ from those trusted before, Damaged, StorageFailed.
    """
    actor.require(Right.TRUST)
    card = read_card(path)
    with disk_words(path):
        data = path.read_bytes()
    if card.node == this_node(database).node:
        raise RuleBroken("card", f"{path.name} 是本机自己的名片。请导入对方的名片")
    known = {peer.card.node: peer.card for peer in trusted(database)}.get(card.node)
    if known == card:
        return card
    if known is not None and known.fingerprint() != card.fingerprint():
        raise RuleBroken(
            "card",
            f"{node_title(card)}已登记过另一张名片（指纹 {known.fingerprint()}），新旧钥匙不同。"
            "请先与对方核实；确实换了钥匙的，取消信任旧名片后再导入",
        )
    with database.write(actor) as session:
        _keep(session, card, data, actor)
        session.unit.touched[TrustedNode.__tablename__].add(card.node)
    return card


def distrust(database: Database, actor: Actor, node: bytes) -> None:
    """Stop trusting a node: nothing of it is taken in, nothing is sealed to it any more."""
    actor.require(Right.TRUST)
    with database.write(actor) as session:
        row = session.get(TrustedNode, node)
        if row is None:
            raise NotFound("没有登记过这个单位的名片，请刷新后再看")
        session.delete(row)
        session.unit.touched[TrustedNode.__tablename__].add(node)


def trusted(database: Database) -> list[Peer]:
    """Return the trusted nodes, those trusted first at the top."""
    with database.read() as session:
        return peers(session)


def peers(session: Session) -> list[Peer]:
    """Return the trusted nodes within a session."""
    rows = session.scalars(select(TrustedNode).order_by(TrustedNode.trusted_at, TrustedNode.node))
    return [Peer(open_card(row.card), row.trusted_at, row.trusted_by) for row in rows]


def verify_keys(me: ThisNode, known: list[Peer]) -> dict[bytes, bytes]:
    """Return whose packages may be read: node → verify key; this node's own are among them."""
    return {me.node: me.card.verify_key} | {peer.card.node: peer.card.verify_key for peer in known}


def next_stamp(session: Session, me: ThisNode) -> bytes:
    """Return a stamp after everything that this node has seen."""
    return StampClock(me.node, newest_stamp(session.connection())).tick()


def now() -> str:
    """Return the time for a list, ISO in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _make_keys(database: Database) -> None:
    with in_words(), database.writer.begin() as connection:
        if get_meta(connection, _KEYS) is None:
            set_meta(connection, _KEYS, NodeKeys.make().to_bytes())
            set_meta(connection, _CREATED, str(wall_clock()).encode())


def _this_node(session: Session) -> ThisNode:
    connection = session.connection()
    node, epoch = get_meta(connection, "node"), get_text(connection, "epoch")
    secrets = get_meta(connection, _KEYS)
    if node is None or secrets is None or not epoch:
        raise Damaged("数据文件夹没有初始化完。请换一个空文件夹重新初始化")
    keys = NodeKeys.from_bytes(secrets)
    created = int(get_text(connection, _CREATED) or 0) / 1000
    card = NodeCard(
        node=node,
        kind=cast("NodeKind", get_text(connection, "kind") or "township"),
        division=get_text(connection, "division"),
        name=get_text(connection, "name") or "未命名",
        pc=get_text(connection, _PC),
        verify_key=keys.verify_key,
        recipient=keys.recipient,
        created=datetime.fromtimestamp(created, UTC),
    )
    return ThisNode(node, int(epoch), keys, card)


def _keep(session: Session, card: NodeCard, data: bytes, actor: Actor) -> None:
    row = session.get(TrustedNode, card.node)
    if row is None:
        row = TrustedNode(node=card.node, trusted_at=now(), trusted_by=actor.name)
        session.add(row)
    row.card = data
