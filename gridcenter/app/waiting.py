"""The bell and the state of the exchange: counted after commits, opened beneath the bar."""

from datetime import datetime

from PySide6.QtCore import QObject, QTimer

from gridcenter.access.actors import Right
from gridcenter.base.periods import moment_words, today
from gridcenter.base.progress import Progress
from gridcenter.desk.desk import Desk
from gridcenter.desk.jobs import Newest
from gridcenter.desk.page import InMonth
from gridcenter.desk.pending_popup import PendingLine, PendingPopup, SyncPopup
from gridcenter.desk.shell import Shell
from gridcenter.office import Office
from gridcenter.wings import WINGS
from gridcenter.workbench.pages import ALL, tables_of, when
from gridcenter.workbench.services import Pending, pending
from gridcenter.workbench.todos import TodoLine

_REST = 400
"""Milliseconds without a commit before things are counted anew."""
_FIRST = 8
_GROUPS = {"late": "已经逾期", "due": "今天到期", "open": "等着办"}


class WaitingThings(QObject):
    """Keeps the numbers of the bar true without slowing whoever types."""

    def __init__(self, desk: Desk, office: Office, shell: Shell) -> None:
        super().__init__(shell)
        self._desk, self._office, self._shell = desk, office, shell
        self._now = Pending((), None)
        self.popup: PendingPopup | None = None
        self.sync: SyncPopup | None = None
        self._counted = Newest(desk.jobs)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self.count)
        self._counted.answered.connect(self._show)
        desk.changes.touched.connect(self._touched)
        shell.month_changed.connect(lambda _month: self._rest.start())
        shell.topbar.pending_opened.connect(self.open_pending)
        shell.topbar.sync_opened.connect(self.open_sync)

    def count(self) -> None:
        """Ask what waits, beside the window."""
        database, actor, month = self._office.database, self._office.actor, self._shell.month

        def count(_progress: Progress) -> Pending:
            with database.read() as session:
                return pending(
                    session, WINGS, month, today(), reads=actor.may(Right.READ),
                    exchange=actor.may(Right.EXCHANGE),
                )  # fmt: skip

        self._counted.ask(count)

    def open_pending(self) -> None:
        """Put up the first things that wait."""
        todos = self._now.todos
        lines = [_line(todo) for todo in todos[:_FIRST]]
        popup = self.popup = PendingPopup(self._shell, self._desk.look, lines, len(todos))
        popup.chosen.connect(self._go)
        popup.all_wanted.connect(lambda: self._shell.go("workbench", ALL))
        popup.open_under(self._shell.topbar.doors["pending"])

    def open_sync(self) -> None:
        """Put up the state of the exchange."""
        now = self._now.exchange
        if now is None:
            return
        received = moment_words(datetime.fromisoformat(now.received)) if now.received else "还没有收到过"
        names = "、".join(dict.fromkeys(name for one in now.packages for name in one.waiting))
        facts = [
            ("等回执的包", f"{len(now.packages)} 个，等{names}" if now.packages else "没有"),
            ("上次收到", received),
            ("两边写得不一样", f"{now.conflicts} 处，要裁定" if now.conflicts else "没有"),
        ]
        sync = self.sync = SyncPopup(self._shell, self._desk.look, facts)
        sync.wanted.connect(lambda: self._shell.go("exchange"))
        sync.open_under(self._shell.topbar.doors["sync"])

    def _touched(self, tables: frozenset[str]) -> None:
        if tables & tables_of(WINGS):
            self._rest.start()

    def _go(self, door: TodoLine) -> None:
        target = door.target if door.month is None else InMonth(door.month, door.target)
        self._shell.go(door.page, target)

    def _show(self, now: Pending) -> None:
        self._now, bar = now, self._shell.topbar
        bar.show_pending(len(now.todos))
        bar.doors["sync"].setVisible(now.exchange is not None)
        if now.exchange is not None:
            packages, conflicts = len(now.exchange.packages), now.exchange.conflicts
            said = f"{packages} 个包等回执" if packages else "没有待交换的包"
            bar.show_sync(f"{conflicts} 处要裁定" if conflicts else said, packages + conflicts)


def _line(todo: TodoLine) -> PendingLine:
    return PendingLine(_GROUPS[todo.state], when(todo), todo.kind, todo.what, todo.place, todo)
