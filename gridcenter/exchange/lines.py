"""How far every line has come in here, and exactly what is missing of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.base.errors import Damaged
from gridcenter.exchange.frame import PACKAGE_SUFFIX, peek_header
from gridcenter.exchange.header import Header
from gridcenter.exchange.nodes import Peer, ThisNode
from gridcenter.exchange.records import Tip
from gridcenter.store.capture import WriteSession
from gridcenter.store.durable import disk_words
from gridcenter.store.journal import Origin, origins

INBOX, QUARANTINE = "inbox", "quarantine"

Head = tuple[bytes, int, int]
"""How far a node has a line: (node, epoch, seq)."""
Key = tuple[bytes, int]


@dataclass(frozen=True, slots=True)
class Missing:
    """Ops of a line that have not come in: numbers `first` to `last`."""

    node: bytes
    epoch: int
    first: int
    last: int


def heads(session: Session) -> list[Head]:
    """Return how far every line has come in here."""
    return [(o.node, o.epoch, o.head_seq) for o in origins(session.connection()) if o.head_seq]


def line_of(session: Session, node: bytes, epoch: int) -> Origin | None:
    """Return a line, None when nothing of it has come in."""
    lines = origins(session.connection())
    return next((o for o in lines if (o.node, o.epoch) == (node, epoch)), None)


def waiting(folder: Path, place: str = INBOX) -> list[tuple[Path, Header]]:
    """Return the packages that lie in the inbox (or quarantine), line by line in their order."""
    found = [(path, header) for path in _files(folder / place) if (header := _peek(path))]
    return sorted(found, key=lambda item: (item[1].node, item[1].epoch, item[1].from_seq))


def unreadable(folder: Path) -> list[Path]:
    """Return the files in the inbox that are no packages any more."""
    return [path for path in _files(folder / INBOX) if _peek(path) is None]


def _files(box: Path) -> list[Path]:
    with disk_words(box):
        return sorted(box.glob(f"*{PACKAGE_SUFFIX}")) if box.is_dir() else []


def note_tips(session: WriteSession, told: Iterable[Head]) -> None:
    """Keep how far lines go by what another node has said."""
    for node, epoch, seq in told:
        tip = session.get(Tip, (node, epoch))
        if tip is None:
            session.add(Tip(node=node, epoch=epoch, seq=seq))
        else:
            tip.seq = max(tip.seq, seq)
    session.flush()


def missing(
    session: Session, held: Iterable[Header], nodes: Collection[bytes] | None = None
) -> list[Missing]:
    """Return what has not come in: up to the held packages and to what other nodes spoke of.

    With `nodes`, what was only spoken of counts for these alone: a county speaks of townships
    whose packages are none of this node's business.
    """
    here = {(node, epoch): seq for node, epoch, seq in heads(session)}
    told = [tip for tip in session.scalars(select(Tip)) if nodes is None or tip.node in nodes]
    tips = {(tip.node, tip.epoch): tip.seq for tip in told}
    spans: dict[Key, list[tuple[int, int]]] = defaultdict(list)
    for header in held:
        spans[header.node, header.epoch].append((header.from_seq, header.to_seq))
    return [
        Missing(*key, first, last)
        for key in sorted(tips.keys() | spans.keys())
        for first, last in _holes(here.get(key, 0), tips.get(key, 0), sorted(spans[key]))
    ]


Names = dict[bytes, str]


def names_of(me: ThisNode, peers: Iterable[Peer]) -> Names:
    """Return what people call the nodes known here."""
    return {peer.card.node: peer.title for peer in peers} | {me.node: "本机"}


def name_of(names: Names, node: bytes) -> str:
    """Return what people call a node, known or not."""
    return names.get(node) or f"编号尾号 {node.hex()[-8:]} 的单位"


def missing_words(names: Names, holes: Iterable[Missing]) -> str:
    """Return what is missing, in words."""
    parts = [f"{name_of(names, hole.node)}的第 {hole.first}–{hole.last} 条变更" for hole in holes]
    return "、".join(parts)


def _holes(head: int, tip: int, held: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for first, last in held:
        if first > head + 1:
            yield head + 1, first - 1
        head = max(head, last)
    if tip > head:
        yield head + 1, tip


def _peek(path: Path) -> Header | None:
    try:
        return peek_header(path)
    except Damaged:
        return None
