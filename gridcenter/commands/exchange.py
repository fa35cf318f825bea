"""package export, import, status, receipt; node card, trust, list."""

import argparse
from pathlib import Path

from gridcenter.base.errors import NotFound
from gridcenter.base.ids import read_id, show_id
from gridcenter.commands.frame import Answer, opened
from gridcenter.exchange.inbox import import_packages
from gridcenter.exchange.nodes import distrust, own_card, trust_card, trusted, write_card
from gridcenter.exchange.outbox import export_delta, receiver
from gridcenter.exchange.receipts import write_receipt
from gridcenter.exchange.status import status
from gridcenter.store.durable import disk_words

_VERDICTS = {
    "applied": "已收下", "duplicate": "以前收过", "held": "先存着，等前面缺的", "quarantined": "已隔离",
    "refused": "拒收",
}  # fmt: skip


def run_export(arguments: argparse.Namespace) -> Answer:
    """Seal what has not been handed over yet and put it into a folder."""
    target = Path(arguments.to)
    if target.parent.is_dir():
        with disk_words(target):
            target.mkdir(exist_ok=True)
    with opened(arguments) as office:
        chosen = None
        if arguments.recipient:
            chosen = [receiver(office.database, Path(arguments.recipient))]
        done = export_delta(office.database, office.actor, office.folder, target, chosen)
    files = [
        {
            "file": str(parcel.file), "verdict": "again" if parcel.again else "sealed", "reason": "",
            "ops": parcel.ops,
        }
        for parcel in done.parcels
    ]  # fmt: skip
    lines = [done.words, *(f"{one['file']}　{one['ops']:,} 条" for one in files)]
    return Answer({"files": files, "ops": done.ops}, lines)


def run_import(arguments: argparse.Namespace) -> Answer:
    """Take packages in; a refused one ends with status 1."""
    with opened(arguments) as office:
        paths = [Path(file) for file in arguments.files]
        answers = import_packages(office.database, office.actor, office.folder, paths)
    files = [
        {"file": a.file, "verdict": a.verdict, "reason": a.reason, "ops": a.ops} for a in answers
    ]
    lines = [f"{a.file}：{_VERDICTS[a.verdict]}，{a.ops:,} 条。{a.reason}" for a in answers]
    bad = [a for a in answers if a.verdict in {"refused", "quarantined"}]
    errors = [f"{a.file}：{a.reason}" for a in bad]
    return Answer({"files": files}, lines, ok=not bad, errors=errors)


def run_status(arguments: argparse.Namespace) -> Answer:
    """Say what every node has, what is missing, what waits in the outbox."""
    with opened(arguments, writing=False) as office:
        board = status(office.database, office.folder)
    peers = [
        {
            "node": show_id(peer.node), "name": peer.name, "upto": peer.upto,
            "acknowledged": peer.acknowledged,
            "missing": [[hole.first, hole.last] for hole in peer.missing],
        }
        for peer in board.peers
    ]  # fmt: skip
    outbox = [
        {
            "package": show_id(one.package), "file": one.file, "state": one.state, "ops": one.ops,
            "waiting": list(one.waiting),
        }
        for one in board.outbox
    ]  # fmt: skip
    data = {
        "peers": peers, "conflicts": board.conflicts, "outbox": outbox,
        "held": len(board.held), "quarantined": len(board.quarantined),
    }  # fmt: skip
    lines = [f"{peer.name}：收到第 {peer.upto:,} 条" for peer in board.peers]
    lines += [f"发件箱 {one.file}：{one.ops:,} 条，等回执：{'、'.join(one.waiting) or '无'}" for one in board.outbox]
    lines.append(f"两边写得不一样：{board.conflicts} 处")
    return Answer(data, lines)


def run_receipt(arguments: argparse.Namespace) -> Answer:
    """Write a receipt of what has come in."""
    with opened(arguments) as office:
        path = write_receipt(office.database, office.actor, office.folder, Path(arguments.to))
    return Answer({"file": str(path)}, [f"回执已写到 {path}"])


def run_card(arguments: argparse.Namespace) -> Answer:
    """Write this node's card."""
    with opened(arguments) as office:
        card = write_card(office.database, office.actor, Path(arguments.output))
    words = f"名片已写到 {arguments.output}。请和对方当面或电话核对指纹：{card.fingerprint()}"
    return Answer({"fingerprint": card.fingerprint(), "node": show_id(card.node)}, [words])


def run_trust(arguments: argparse.Namespace) -> Answer:
    """Trust the node of a card."""
    with opened(arguments) as office:
        card = trust_card(office.database, office.actor, Path(arguments.file))
    data = {"fingerprint": card.fingerprint(), "node": show_id(card.node), "name": card.name}
    return Answer(data, [f"已登记 {card.name}。请和对方核对指纹：{card.fingerprint()}"])


def run_distrust(arguments: argparse.Namespace) -> Answer:
    """Stop trusting a node."""
    try:
        node = read_id(arguments.node)
    except ValueError:
        raise NotFound(f"“{arguments.node}”不是节点编号，用 node list 可以看到") from None
    with opened(arguments) as office:
        distrust(office.database, office.actor, node)
    return Answer({"node": arguments.node}, ["不再信任这台电脑，它的包以后拒收"])


def run_nodes(arguments: argparse.Namespace) -> Answer:
    """List this node and those it trusts."""
    with opened(arguments, writing=False) as office:
        cards = [own_card(office.database), *(peer.card for peer in trusted(office.database))]
    nodes = [
        {
            "node": show_id(card.node), "name": card.name, "pc": card.pc, "kind": card.kind,
            "fingerprint": card.fingerprint(),
        }
        for card in cards
    ]  # fmt: skip
    lines = [f"{one['name']}（{one['pc']}）　{one['fingerprint']}" for one in nodes]
    return Answer({"nodes": nodes, "fingerprint": cards[0].fingerprint()}, lines)
