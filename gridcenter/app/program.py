"""What is on the screen: first run, log-in, or the shell; one at a time."""

import platform
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from gridcenter import __version__
from gridcenter.access.patience import Patience
from gridcenter.access.settings import LastBackup
from gridcenter.app.faulting import Faulting
from gridcenter.app.guard import Guard
from gridcenter.app.lexicon import LEXICON
from gridcenter.app.machine import MEMORY, Machine
from gridcenter.app.opened import Opened
from gridcenter.app.opening import first_run, reset_dialog, restore_dialog
from gridcenter.app.window import Ways, Window
from gridcenter.base.errors import GridCenterError, NotAllowed
from gridcenter.base.periods import short_moment
from gridcenter.desk.collector import Collector
from gridcenter.desk.desk import Changes, Desk
from gridcenter.desk.drafts import Drafts
from gridcenter.desk.faults import LOG, explain
from gridcenter.desk.first_run import FirstRun
from gridcenter.desk.help_key import HelpKey
from gridcenter.desk.help_window import HelpWindow
from gridcenter.desk.jobs import Job, Jobs
from gridcenter.desk.login import LoginPage
from gridcenter.desk.manual import Manual
from gridcenter.desk.memory import Memory
from gridcenter.desk.messages import tell
from gridcenter.desk.theme import Look
from gridcenter.office import Office, exists, logins
from gridcenter.store.settings import recall


class Program(QObject):
    """Holds what lives as long as the program: look, worker, the opened folder, the one window."""

    def __init__(self, app: QApplication, folder: Path) -> None:
        super().__init__()
        self._app, self._folder = app, folder
        self.look, self.jobs = Look(), self._new_jobs()
        self.opened: Opened | None = None
        self.shown: QWidget | None = None
        self.window: Window | None = None
        self.drafts: Drafts | None = None
        self.help: HelpWindow | None = None
        self._help_key = HelpKey(app, self.show_help)
        self.guard: Guard | None = None
        self.memory = Memory(folder / MEMORY)
        self.faulting = Faulting(app, self.look, folder)
        self.machine = Machine(app, self.look, self.memory)
        self._patience = Patience(self.memory.of)
        self._collector = Collector()
        self._collector.begin()
        self.machine.dress()

    def begin(self) -> None:
        """Show the log-in, or the first run when the folder is not set up."""
        try:
            self._show(self._login() if exists(self._folder) else self._first_run())
        except GridCenterError as error:
            box = QWidget()
            self._show(box)
            tell(box, self.look, error.words).finished.connect(self._app.quit)

    def end(self) -> None:
        """Stop what runs, close the database, let the folder go."""
        self._collector.end()
        self._help_key.stop()
        if self.help is not None:
            self.help.close()
        self.jobs.shutdown()
        if self.shown is not None:
            folded = self.window.shell.folded if self.window else self.machine.folded
            self.machine.keep_place(self.shown, folded=folded)
        self._let_go()

    def say_fault(self, error: BaseException) -> None:
        """Say in one sentence that something went wrong; details go to the log."""
        self.faulting.say(
            error, self.shown, lambda: self.opened.office.database if self.opened else None
        )

    def show_help(self, key: str) -> None:
        """Open the manual at the page about something; "" at its beginning."""
        if self.help is None:
            self.help = HelpWindow(self.look, Manual.shipped())
        self.help.go(key)
        self.help.show()
        self.help.raise_()
        self.help.activateWindow()

    def log_out(self) -> None:
        """Close the folder and ask for a password again."""
        self.jobs.shutdown()
        self._let_go()
        self.jobs = self._new_jobs()
        self._show(self._login())

    def _new_jobs(self) -> Jobs:
        jobs = Jobs()
        jobs.failed.connect(self.say_fault)
        return jobs

    def _let_go(self) -> None:
        if self.guard is not None:
            self.guard.end()
        if self.opened is not None:
            if self.drafts is not None:
                with suppress(GridCenterError):  # a full disk or a stick pulled out
                    self.drafts.flush()
            self.opened.close()
        self.opened = self.window = self.drafts = self.guard = None

    def _show(self, widget: QWidget) -> None:
        before, self.shown = self.shown, widget
        widget.setWindowTitle(widget.windowTitle() or "网格中心")
        self.machine.place(widget, before)
        if before is not None:
            before.hide()
            before.deleteLater()

    def _first_run(self) -> FirstRun:
        guide = first_run(self.look, self.jobs, self._folder, self._restore)
        guide.finished.connect(self.begin)
        return guide

    def _restore(self) -> None:
        if self.shown is not None:
            dialog = restore_dialog(self.shown, self.look, self.jobs, self._folder)
            dialog.saved.connect(lambda _restored: self.begin())
            dialog.open()

    def _login(self) -> LoginPage:
        kept = self.memory.recall("login")
        names = [(name, name) for name in logins(self._folder)]
        page = LoginPage(
            self.look, kept.get("township", ""), platform.node() or "本机", __version__, names
        )
        page.account.choose(kept.get("name"))
        page.show_last(kept.get("last", "还没有登录过"))
        page.submitted.connect(lambda login, password: self._log_in(page, login, password))
        page.theme_wanted.connect(self.machine.turn)
        page.forgot.connect(lambda: self._forgot(page))
        page.restore_wanted.connect(lambda: self._tell_restore(page))
        return page

    def _forgot(self, page: LoginPage) -> None:
        dialog = reset_dialog(page, self.look, self.jobs, self._folder)
        dialog.saved.connect(lambda _none: page.tell("口令已经重设，请用新口令登录"))
        dialog.open()

    def _tell_restore(self, page: LoginPage) -> None:
        tell(
            page, self.look, "这个文件夹里已经有数据，备份只能恢复到空的文件夹",
            "换一个空文件夹打开程序，在“第一次使用”那一页点“从备份恢复”。",
        )  # fmt: skip

    def _log_in(self, page: LoginPage, login: str, password: str) -> None:
        if refusal := self._patience.refusal(login):
            page.refuse(refusal)
            return
        page.busy(True)
        job = Job(lambda _progress: Opened.open(self._folder, login, password))
        job.succeeded.connect(self._enter)
        job.finished.connect(lambda: page.busy(False))
        self.jobs.start(job, lambda error: self._refuse(page, login, error))

    def _refuse(self, page: LoginPage, login: str, error: Exception) -> None:
        page.box.again()
        if isinstance(error, NotAllowed):
            self._patience.wrong(login)
        page.refuse(self._patience.refusal(login) or explain(error, self._folder / LOG).words)

    def _enter(self, opened: Opened) -> None:
        self.opened = opened
        office = opened.office
        self._patience.right(office.actor.login)
        changes, memory = Changes(office.database), self.memory.of(office.actor.login)
        self.drafts = drafts = Drafts(self.jobs, office.database, office.actor)
        desk = Desk(self.look, self.jobs, office.database, changes, memory, LEXICON, drafts)
        ways = Ways(
            self.machine, self._lock, self._lock_after, self.log_out, self.show_help
        )
        self.window = window = Window(desk, office, ways)
        window.shell.fold(self.machine.folded)
        self.guard = Guard(
            self._app, self.look, office, window.township, self._patience, self.log_out
        )
        self._remember(office, window.township)
        self._show(window.shell)
        self.guard.watch(window.shell)
        window.begin()
        window.tell_left(opened.broken)

    def _remember(self, office: Office, township: str) -> None:
        """Note what the log-in shows next time."""
        with office.database.read() as session:
            backup = recall(session, LastBackup)
        now = datetime.now().astimezone()
        last = f"上次登录 {short_moment(now)}"
        if backup.at:
            last += f"　上次备份 {short_moment(backup.moment)}"
        self.memory.keep(
            "login", {"name": office.actor.login, "township": township, "last": last}
        )

    def _lock(self) -> None:
        if self.guard is not None:
            self.guard.lock()

    def _lock_after(self, minutes: int) -> None:
        if self.guard is not None:
            self.guard.idle.start(minutes)
