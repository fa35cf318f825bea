"""What is on the screen: first run, log-in, or the shell; one at a time."""

import platform
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtWidgets import QApplication, QWidget

from gridcenter import __version__
from gridcenter.app.faulting import Faulting
from gridcenter.app.lexicon import LEXICON
from gridcenter.app.opened import Opened
from gridcenter.app.opening import first_run, reset_dialog, restore_dialog
from gridcenter.app.window import Window
from gridcenter.base.errors import GridCenterError
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
from gridcenter.desk.tokens import DARK, LIGHT
from gridcenter.office import exists, logins

MEMORY = "window.ini"
_WIDE, _HIGH = 1366, 768


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
        self.memory = Memory(folder / MEMORY)
        self.faulting = Faulting(app, self.look, folder)
        app.styleHints().colorSchemeChanged.connect(lambda _scheme: self._wear())
        self._wear()

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
        self._help_key.stop()
        if self.help is not None:
            self.help.close()
        self.jobs.shutdown()
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

    def turn_theme(self) -> None:
        """Wear the other theme and remember it."""
        self.memory.keep("theme", {"name": (LIGHT if self.look.dark else DARK).name})
        self._wear()

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
        if self.opened is not None:
            if self.drafts is not None:
                with suppress(GridCenterError):  # a full disk or a stick pulled out
                    self.drafts.flush()
            self.opened.close()
            self.opened = self.window = self.drafts = None

    def _wear(self) -> None:
        kept = self.memory.recall("theme").get("name", "")
        system = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        dark = kept == DARK.name if kept else system
        self.look.wear(self._app, DARK if dark else LIGHT)

    def _show(self, widget: QWidget) -> None:
        before, self.shown = self.shown, widget
        widget.setWindowTitle(widget.windowTitle() or "网格中心")
        room = widget.screen().availableGeometry()
        widget.resize(before.size() if before else room.size().boundedTo(QSize(_WIDE, _HIGH)))
        cramped = room.width() <= _WIDE or room.height() <= _HIGH
        if before.isMaximized() if before else cramped:
            widget.showMaximized()
        else:
            widget.show()
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
        page.show_last(f"上次登录 {kept['at']}" if "at" in kept else "还没有登录过")
        page.submitted.connect(lambda login, password: self._log_in(page, login, password))
        page.theme_wanted.connect(self.turn_theme)
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
        page.busy(True)
        job = Job(lambda _progress: Opened.open(self._folder, login, password))
        job.succeeded.connect(self._enter)
        job.finished.connect(lambda: page.busy(False))
        self.jobs.start(job, lambda error: self._refuse(page, error))

    def _refuse(self, page: LoginPage, error: Exception) -> None:
        page.password.selectAll()
        page.password.setFocus()
        page.refuse(explain(error, self._folder / LOG).words)

    def _enter(self, opened: Opened) -> None:
        self.opened = opened
        office = opened.office
        changes = Changes(office.database)
        self.drafts = drafts = Drafts(self.jobs, office.database, office.actor)
        desk = Desk(self.look, self.jobs, office.database, changes, self.memory, LEXICON, drafts)
        self.window = Window(desk, office, self.turn_theme, self.log_out, self.show_help)
        now = datetime.now().astimezone()
        self.memory.keep(
            "login",
            {
                "name": office.actor.login,
                "township": self.window.township,
                "at": f"{now.month}月{now.day}日 {now:%H:%M}",
            },
        )
        self._show(self.window.shell)
        self.window.begin()
        self.window.tell_left(opened.broken)
