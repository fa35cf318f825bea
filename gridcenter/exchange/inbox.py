"""Taking packages in: all of one or nothing of it, in the steps of sync.md §4."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Literal

import msgspec
from sqlalchemy.exc import (
    DBAPIError,
    IntegrityError,
    InterfaceError,
    ProgrammingError,
    StatementError,
)

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import Damaged, NotAllowed, StorageFailed
from gridcenter.base.progress import Progress
from gridcenter.exchange.conflicts import note_clashes
from gridcenter.exchange.frame import PACKAGE_SUFFIX, check_package, read_package
from gridcenter.exchange.handover import seal_into, sweep
from gridcenter.exchange.header import READER, Header
from gridcenter.exchange.lines import (
    INBOX,
    QUARANTINE,
    Head,
    line_of,
    missing,
    missing_words,
    name_of,
    names_of,
    note_tips,
    unreadable,
    waiting,
)
from gridcenter.exchange.nodes import ThisNode, now, peers, this_node, verify_keys
from gridcenter.exchange.receipts import RECEIPT, take_receipt
from gridcenter.exchange.records import Received
from gridcenter.store.capture import WriteSession
from gridcenter.store.database import Database
from gridcenter.store.durable import disk_words
from gridcenter.store.foreign import Forked, Incomplete, Intake, hash_at
from gridcenter.store.journal import find_origin
from gridcenter.store.sight import unlimited

Verdict = Literal["applied", "duplicate", "held", "quarantined", "refused"]
DELTA = "delta"
_KNOWN = "这个数据包以前已经接收过，没有改动任何数据"
_BATCH = 4000
_PIECE = 1 << 20
_VALUE_FAULTS = (IntegrityError, InterfaceError, ProgrammingError)


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a file: the verdict, why (Chinese, "" when all went well), how many new ops."""

    file: str
    verdict: Verdict
    reason: str = ""
    ops: int = 0


def import_packages(
    database: Database,
    actor: Actor,
    folder: Path,
    paths: Sequence[Path],
    *,
    progress: Progress | None = None,
) -> list[Answer]:
    """Take packages in; answers for each file, then for those held before that could follow now.

    A file is copied into the inbox first, so a stick may be pulled at any time; each package is
    one transaction. Raises NotAllowed, StorageFailed for the data folder's own disk, Busy, Stopped;
    what is wrong with a file is told in its answer.
    """
    actor.require(Right.EXCHANGE)
    boxes = [folder / INBOX, folder / QUARANTINE]
    for box in boxes:
        with disk_words(box):
            box.mkdir(exist_ok=True)
        sweep(box)
    return _Import(database, actor, folder, progress or Progress()).run(paths)


class _Import:
    """One call of import_packages."""

    def __init__(self, database: Database, actor: Actor, folder: Path, progress: Progress) -> None:
        self._database, self._actor, self._folder = database, actor, folder
        self._progress = progress
        self._me: ThisNode = this_node(database)
        with database.read() as session:
            known = peers(session)
        self._names = names_of(self._me, known)
        self._trusted = verify_keys(self._me, known).get
        self._answers: dict[str, Answer] = {}
        self._given: dict[str, str] = {}

    def run(self, paths: Sequence[Path]) -> list[Answer]:
        """Take the given files into the inbox, then settle the inbox until nothing moves."""
        for path in unreadable(self._folder):
            self._drop(path, "refused", "收件箱里的这个文件已损坏，已移走。请让对方重新提供")
        for number, path in enumerate(paths):
            self._receive(str(number), path)
        while any(self._settle(path, header) for path, header in waiting(self._folder)):
            pass
        return [
            answer
            for file, answer in self._answers.items()
            if file in self._given or answer.verdict not in {"held", "duplicate"}
        ]

    def _answer(self, file: str, verdict: Verdict, reason: str = "", ops: int = 0) -> None:
        self._answers[file] = Answer(self._given.get(file, file), verdict, reason, ops)

    def _receive(self, key: str, path: Path) -> None:
        """Steps 1–3: check every byte, decide, copy what is to be taken in."""
        self._given[key] = path.name
        try:
            header = check_package(path, self._trusted)
            self._check_recipient(path, header)
        except (Damaged, NotAllowed, StorageFailed) as error:
            self._answer(key, "refused", error.words)
            return
        name = f"{header.node.hex()[-8:]}-{header.package.hex()}{PACKAGE_SUFFIX}"
        if self._is_duplicate(header) or name in self._given:
            self._answer(key, "duplicate", _KNOWN)
            return
        try:
            seal_into(self._folder / INBOX / name, partial(_copy, path))
        except _SourceFailed as error:
            self._answer(key, "refused", error.words)
            return
        self._given[name] = path.name
        self._answer(name, "held", "已放入收件箱")

    def _check_recipient(self, path: Path, header: Header) -> None:
        if self._me.card.recipient not in header.recipients:
            raise NotAllowed(
                f"数据包 {path.name} 不是发给本机的，无法打开；可以原样转交收件单位。"
                "如果应当发给本机，请让对方先导入本机的节点名片，再重新导出"
            )

    def _is_duplicate(self, header: Header) -> bool:
        with self._database.read() as session:
            if header.kind == RECEIPT:
                return session.get(Received, header.package) is not None
            line = line_of(session, header.node, header.epoch)
            if header.kind != DELTA or line is None or header.to_seq > line.head_seq:
                return False
            return hash_at(session, line, header.to_seq) == header.head_after

    def _settle(self, path: Path, header: Header) -> bool:
        """Decide about a package in the inbox and act; tells whether others may now follow."""
        try:
            header = check_package(path, self._trusted)
            waits = self._why_wait(header)
            if waits:
                self._answer(path.name, "held", waits)
                return False
            if self._is_duplicate(header):
                return self._drop(path, "duplicate", _KNOWN)
            ops = self._apply(path, header)
        except Forked as fork:
            return self._quarantine(path, header, fork)
        except Incomplete as lack:
            self._answer(path.name, "held", lack.words)
            return False
        except (Damaged, NotAllowed) as error:
            return self._drop(path, "refused", error.words)
        self._drop(path, "applied")
        self._answer(path.name, "applied", "", ops)
        return True

    def _drop(self, path: Path, verdict: Verdict, reason: str = "") -> bool:
        with disk_words(path):
            path.unlink()
        self._answer(path.name, verdict, reason)
        return False

    def _quarantine(self, path: Path, header: Header, fork: Forked) -> bool:
        with disk_words(path):
            path.replace(self._folder / QUARANTINE / path.name)
        name = name_of(self._names, header.node)
        words = f"{name}的数据出现了两个版本（{fork.words}），像是复制了整个数据文件夹或恢复了旧备份"
        self._answer(path.name, "quarantined", f"{words}。数据包已隔离，请与对方核实")
        return False

    def _why_wait(self, header: Header) -> str:
        """Return why a package has to wait, ""; raises Forked when it can never be taken in."""
        if header.reader > READER:
            return "数据包由更新的程序制作，已留在收件箱，升级本程序后会接着接收"
        if header.kind == RECEIPT:
            return ""
        if header.kind != DELTA:
            return f"本程序还不会接收这种数据包（{header.kind}），已留在收件箱，升级后会接着接收"
        with self._database.read() as session:
            line = line_of(session, header.node, header.epoch)
            here = line.head_seq if line else 0
            if header.from_seq > here + 1:
                held = [h for _, h in waiting(self._folder)]
                holes = [m for m in missing(session, held) if m.last < header.from_seq]
                lacks = [m for m in holes if (m.node, m.epoch) == (header.node, header.epoch)]
                return f"还缺{missing_words(self._names, lacks)}。请让对方补交，收到后会自动接上"
            if line and hash_at(session, line, header.from_seq - 1) != header.head_before:
                raise Forked(f"第 {header.from_seq - 1} 条变更与本机已有的不同")
            self._refuse_twin(header, here)
        return ""

    def _refuse_twin(self, header: Header, here: int) -> None:
        own = (header.node, header.epoch) == (self._me.node, self._me.epoch)
        if own and header.to_seq > here:
            raise Forked("别处有一台电脑在用本机的身份登记")

    def _apply(self, path: Path, header: Header) -> int:
        """Step 6: everything of a package in one transaction."""
        take: Callable[[WriteSession, Header, Iterator[bytes]], int]
        take = self._take_receipt if header.kind == RECEIPT else self._take_delta
        with self._database.write(self._actor) as session:
            package = read_package(path, self._me.keys.identity, self._trusted)
            with unlimited(session), package as (found, records):
                ops = take(session, found, records)
            session.add(_received(header, ops))
            session.unit.touched[Received.__tablename__].add(header.package)
        return ops

    def _take_receipt(
        self, session: WriteSession, header: Header, records: Iterator[bytes]
    ) -> int:
        take_receipt(session, self._me, header, records)
        return 0

    def _take_delta(self, session: WriteSession, header: Header, records: Iterator[bytes]) -> int:
        told = _heads(next(records, b""))
        line = find_origin(session.connection(), header.node, header.epoch)
        intake = Intake(session, line, header.from_seq)
        total, done = sum(header.counts.values()), 0
        while batch := list(islice(records, _BATCH)):
            self._progress.step(done, total, "接收数据包")
            with _odd_values():
                intake.take(batch)
            done += len(batch)
        self._progress.step(total, total, "核对上下级")
        note_tips(session, told)
        try:
            with _odd_values():
                intake.finish(header.to_seq, header.head_after)
        except Incomplete as lack:
            holes = missing_words(self._names, missing(session, []))
            words = f"{lack.words}，还缺{holes}" if holes else lack.words
            raise Incomplete(f"{words}。请先接收有关单位的数据包，收到后会自动接上") from lack
        note_clashes(session, intake.again, intake.clashing)
        return intake.taken


@contextmanager
def _odd_values() -> Iterator[None]:
    """Turn what the tables do not take (a list for a name, no name at all) into Damaged."""
    try:
        yield
    except (StatementError, ValueError, TypeError, ArithmeticError) as error:
        if isinstance(error, DBAPIError) and not isinstance(error, _VALUE_FAULTS):
            raise
        raise Damaged(
            "数据包里有不合规范的值，没有接收。请让对方升级程序后重新导出"
        ) from error


class _SourceFailed(StorageFailed):
    """The file that is being copied in cannot be read."""


def _copy(source: Path, target: BinaryIO) -> None:
    with _read_words(source):
        reader = source.open("rb")
    with reader:
        while piece := _read(reader, source):
            target.write(piece)


def _read(reader: BinaryIO, source: Path) -> bytes:
    with _read_words(source):
        return reader.read(_PIECE)


@contextmanager
def _read_words(source: Path) -> Iterator[None]:
    try:
        with disk_words(source):
            yield
    except StorageFailed as error:
        raise _SourceFailed(error.words) from error


def _heads(record: bytes) -> list[Head]:
    try:
        return msgspec.msgpack.decode(record, type=list[Head])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise Damaged("数据包的开头读不懂：文件已损坏。请让对方重新导出") from None


def _received(header: Header, ops: int) -> Received:
    return Received(
        package=header.package, node=header.node, epoch=header.epoch, from_seq=header.from_seq,
        to_seq=header.to_seq, verdict="applied", ops=ops, at=now(),
    )  # fmt: skip
