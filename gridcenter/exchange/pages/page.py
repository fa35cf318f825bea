"""The page of the exchange: who has what, packages out and in, what two people wrote differently."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import GridCenterError
from gridcenter.base.progress import Progress
from gridcenter.desk.desk import Desk
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.jobs import Job, Newest
from gridcenter.desk.layouts import Beside, column
from gridcenter.desk.messages import Question, ask
from gridcenter.desk.notice import Notice
from gridcenter.desk.page import Act, Page
from gridcenter.desk.progress_dialog import ProgressLine
from gridcenter.desk.reasons import REVEAL, reason_grid
from gridcenter.desk.saving import Filled, Saving
from gridcenter.exchange.cards import CARD_SUFFIX, NodeCard, read_card
from gridcenter.exchange.conflicts import (
    Conflict,
    Sides,
    conflicts,
    count_conflicts,
    resolve,
    reveal_sides,
    sides_of,
)
from gridcenter.exchange.frame import PACKAGE_SUFFIX
from gridcenter.exchange.inbox import Answer, import_packages
from gridcenter.exchange.nodes import (
    Peer,
    node_title,
    own_card,
    trust_card,
    trusted,
    write_card,
)
from gridcenter.exchange.outbox import Exported, export_delta
from gridcenter.exchange.pages.board import CardOfThis, ConflictCard, OutboxCard, PeersCard
from gridcenter.exchange.receipts import write_receipt
from gridcenter.exchange.status import Status, status
from gridcenter.store.capture import WriteSession
from gridcenter.store.database import Database

_CARDS = f"名片 (*{CARD_SUFFIX});;所有文件 (*)"
_VERDICTS = {
    "applied": "已取入", "duplicate": "以前取过", "held": "先存着，前面还缺",
    "quarantined": "有疑问，先隔离", "refused": "没有取入",
}  # fmt: skip
_OK = ("applied", "duplicate")


@dataclass(frozen=True, slots=True)
class Board:
    """Everything the page shows."""

    own: NodeCard
    known: Sequence[Peer]
    status: Status
    waiting: int
    """How many conflicts there are."""
    conflicts: Sequence[tuple[Conflict, Sides]]
    """Those that the account may see, which are all or none."""


class ExchangePage(Page):
    """Nothing leaves and nothing comes in unless a button is pressed."""

    def __init__(
        self,
        desk: Desk,
        database: Database,
        actor: Actor,
        folder: Path,
    ) -> None:
        acts = [
            Act("写回执", self._choose_receipt, "file-text"),
            Act("取入", self._choose_in, "inbox"),
            Act("封一个新包", self._choose_out, "package", "primary"),
        ]
        super().__init__(desk.look, "数据交换", "不靠网络　用 U 盘也不丢不重", acts)
        self._jobs, self._database, self._actor, self._folder = desk.jobs, database, actor, folder
        self._desk, self._stale = desk, True
        self.notice, self.progress = Notice(desk.look), ProgressLine(desk.look)
        self.own, self.peers = CardOfThis(desk.look, trusts=actor.may(Right.TRUST)), PeersCard(desk.look)
        self.outbox, self.clashes = OutboxCard(desk.look), ConflictCard(desk.look, actor)
        self._newest = Newest(desk.jobs)
        self._newest.answered.connect(self._show)
        self.progress.hide()
        upper, lower = Beside((self.peers, 5), (self.own, 3)), Beside((self.outbox, 5), (self.clashes, 5))
        self.add(self.notice, self.progress, (column((upper, 5), (lower, 6), gap=12), 1))
        self._wire(desk)

    def enter(self, argument: object) -> None:
        """Show the board as it is now."""
        self.status.emit("包都加了密、签了名，只有收件的电脑能打开")
        if self._stale:
            self.refresh()

    def refresh(self) -> None:
        """Read the board anew."""
        self._stale = False
        database, folder = self._database, self._folder

        def read(_progress: Progress) -> Board:
            own, known = own_card(database), trusted(database)
            with database.read() as session:
                waiting, found = count_conflicts(session), self._conflicts(session)
            return Board(own, known, status(database, folder), waiting, found)

        self._newest.ask(read)

    def seal(self, to: Path) -> None:
        """Seal what the trusted nodes have not been sent into a folder."""
        args = (self._database, self._actor, self._folder, to)
        job = Job(lambda progress: export_delta(*args, progress=progress))
        self._start(job, "正在封包", self._sealed)

    def take_in(self, paths: Sequence[Path]) -> None:
        """Take packages in and say of each file what became of it."""
        args = (self._database, self._actor, self._folder, paths)
        job = Job(lambda progress: import_packages(*args, progress=progress))
        self._start(job, "正在取入", self._taken)

    def acknowledge(self, to: Path) -> None:
        """Write a receipt for what has come in."""
        args = (self._database, self._actor, self._folder, to)
        job = Job(lambda _progress: write_receipt(*args))
        self._start(job, "正在写回执", lambda path: self._done(f"回执已写好：{path.name}，拷回给对方"))

    def save_card(self, target: Path) -> None:
        """Write this computer's card for others."""
        job = Job(lambda _progress: write_card(self._database, self._actor, target))
        told = f"名片已存为 {target.name}。对方导入时，请在电话里把指纹念给他核对"
        self._start(job, "正在写名片", lambda _card: self.notice.say(told, "done"))

    def trust(self, source: Path) -> None:
        """Ask whether the fingerprint was compared, then trust the computer of a card."""
        try:
            card = read_card(source)
        except GridCenterError as error:
            self.notice.say(error.words)
            return
        title = node_title(card)
        question = Question(
            f"信任“{title}”吗？", "指纹一样，信任",
            f"请打电话核对指纹，一个数字都不能差：{card.fingerprint()}", "先不信任",
        )  # fmt: skip
        ask(self, self.look, question, lambda: self._trust(source, title))

    def settle(self, conflict: Conflict, choice: Literal["kept", "lost"]) -> None:
        """Settle what two people wrote differently."""
        self._start(Job(lambda _progress: self._resolve(conflict, choice)), "正在记下", self._settled)

    def reveal(self, conflict: Conflict) -> FormDialog:
        """Ask for a reason, then show both values of a conflict whole."""

        def read(session: WriteSession, filled: Filled) -> Sides:
            return reveal_sides(
                session, self._actor, self._desk.lexicon, conflict, filled.text("reason")
            )

        form = FormDialog(
            self.window(), self.look, self._jobs, REVEAL, Saving(self._desk, self._actor, read),
            width=520, save="显示",
        )  # fmt: skip
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.add(reason_grid(self.look, "这里"))
        form.saved.connect(lambda sides: self.clashes.show_whole(conflict, sides))
        form.open()
        return form

    def _conflicts(self, session: Session) -> Sequence[tuple[Conflict, Sides]]:
        actor, lexicon = self._actor, self._desk.lexicon
        if not actor.may(Right.READ):
            return ()
        return [(one, sides_of(session, actor, lexicon, one)) for one in conflicts(session, actor)]

    def _wire(self, desk: Desk) -> None:
        desk.changes.touched.connect(lambda _tables: self._turn_stale())
        self.own.save.clicked.connect(lambda _checked: self._choose_card())
        self.own.trust.clicked.connect(lambda _checked: self._choose_trust())
        self.clashes.settled.connect(self.settle)
        self.clashes.asked.connect(self.reveal)
        self.bind("F5", self.refresh)

    def _turn_stale(self) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()

    def _show(self, board: Board) -> None:
        self.own.show_card(board.own, board.known)
        self.peers.show_peers(board.status.peers)
        self.outbox.show_rows(board.status.outbox)
        self.clashes.show_conflicts(board.waiting, board.conflicts)

    def _resolve(self, conflict: Conflict, choice: Literal["kept", "lost"]) -> None:
        with self._database.write(self._actor) as session:
            resolve(session, self._actor, conflict, choice)

    def _settled(self, _none: None) -> None:
        self.notice.say("已经记下，下次交换会告诉对方", "done")
        self.refresh()

    def _trust(self, source: Path, title: str) -> None:
        job = Job(lambda _progress: trust_card(self._database, self._actor, source))
        self._start(job, "正在登记名片", lambda _card: self._done(f"已信任“{title}”，可以给它封包了"))

    def _sealed(self, exported: Exported) -> None:
        self._done(exported.words)

    def _taken(self, answers: Sequence[Answer]) -> None:
        good = all(answer.verdict in _OK for answer in answers)
        lines = [_told(answer) for answer in answers] or ["文件夹里没有数据包"]
        self.notice.say("\n".join(lines), "done" if good and answers else "due")
        self.refresh()

    def _done(self, sentence: str) -> None:
        self.notice.say(sentence, "done")
        self.refresh()

    def _start(self, job: Job[Any], title: str, then: Callable[..., object]) -> None:
        job.succeeded.connect(then)
        self.progress.watch(job, title)
        self._jobs.start(job, self._fail)

    def _fail(self, error: Exception) -> None:
        if isinstance(error, GridCenterError):
            self.notice.say(error.words)
            self.refresh()
        else:
            self._jobs.failed.emit(error)

    def _choose_out(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self, "封到哪个文件夹（U 盘）"):
            self.seal(Path(folder))

    def _choose_in(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self, "数据包在哪个文件夹（U 盘）"):
            self.take_in(sorted(Path(folder).glob(f"*{PACKAGE_SUFFIX}")))

    def _choose_receipt(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self, "回执写到哪个文件夹（U 盘）"):
            self.acknowledge(Path(folder))

    def _choose_card(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(self, "存本机名片", f"本机名片{CARD_SUFFIX}", _CARDS)
        if name:
            self.save_card(Path(name))

    def _choose_trust(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(self, "选对方的名片", "", _CARDS)
        if name:
            self.trust(Path(name))


def _told(answer: Answer) -> str:
    what = _VERDICTS[answer.verdict]
    count = f"，{answer.ops:,} 条" if answer.ops else ""
    why = f"：{answer.reason}" if answer.reason and answer.verdict != "duplicate" else ""
    return f"{answer.file}　{what}{count}{why}"
