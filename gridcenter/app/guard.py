"""Locks the window when nobody is there, and lets the same account in again."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from gridcenter.access.patience import Patience
from gridcenter.access.settings import lock_after
from gridcenter.base.errors import NotAllowed
from gridcenter.desk.faults import LOG, explain
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.idle import Idle
from gridcenter.desk.jobs import Job, Jobs
from gridcenter.desk.lock import Lock, LockPage
from gridcenter.desk.messages import Question, ask
from gridcenter.desk.theme import Look
from gridcenter.desk.topbar import Account
from gridcenter.office import SLOTS, Office
from gridcenter.store.keys import KeySlots


class Guard(QObject):
    """Of one account at work; passwords are checked by a worker of its own, so that no import delays it."""

    def __init__(
        self,
        app: QApplication,
        look: Look,
        office: Office,
        township: str,
        patience: Patience,
        log_out: Callable[[], object],
    ) -> None:
        super().__init__()
        self._look, self._office, self._patience, self._log_out = look, office, patience, log_out
        self._main: QWidget | None = None
        self._jobs = Jobs()
        self._jobs.failed.connect(self._tell)
        account = Account(office.actor.name, office.actor.role.title)
        self.cover = Lock(app, LockPage(look, township, account))
        self.idle = Idle(app)
        self.idle.lock_wanted.connect(self.lock)
        page = self.cover.page
        page.submitted.connect(self._try)
        page.other_wanted.connect(self._leave)

    def watch(self, main: QWidget) -> None:
        """Begin to count the quiet minutes of a window."""
        self._main = main
        with self._office.database.read() as session:
            self.idle.start(lock_after(session))

    def lock(self) -> None:
        """Lock now."""
        if self._main is not None and not self.cover.on:
            self.idle.stop()
            self.cover.put_on(self._main)

    def end(self) -> None:
        """Watch no more; what is locked stays hidden."""
        self.idle.stop()
        self._jobs.shutdown()
        self.cover.drop()

    def _try(self, password: str) -> None:
        page = self.cover.page
        slots, login = self._office.folder / SLOTS, self._office.actor.login
        if refusal := self._patience.refusal(login):
            page.box.refuse(refusal)
            return
        page.busy(True)
        job = Job(lambda _progress: KeySlots.load(slots).open_with_password(login, password))
        job.succeeded.connect(self._unlock)
        job.finished.connect(lambda: page.busy(False))
        self._jobs.start(job, self._refuse)

    def _unlock(self, _key: bytes) -> None:
        self._patience.right(self._office.actor.login)
        self.cover.take_off()
        if self._main is not None:
            self.watch(self._main)

    def _refuse(self, error: Exception) -> None:
        box, login = self.cover.page.box, self._office.actor.login
        if isinstance(error, NotAllowed):
            self._patience.wrong(login)
            said = "口令不对，请再输一遍"
            box.refuse(self._patience.refusal(login) or said)
        else:
            self._jobs.failed.emit(error)
        box.again()

    def _tell(self, error: Exception) -> None:
        """Say that the password could not be tried, and why."""
        self.cover.page.box.refuse(explain(error, self._office.folder / LOG).words)

    def _leave(self) -> None:
        unsaved = [form.windowTitle() for form in _forms(self.cover.beneath) if form.dirty]
        if not unsaved:
            self._log_out()
            return
        titles = "、".join(f"“{title}”" for title in unsaved)
        question = Question(
            f"{titles}还没有保存，要退出{self._office.actor.name}的账号吗？", "退出账号",
            "已经填的会留作草稿，下次登录后可以接着填。", "不退出",
        )  # fmt: skip
        ask(self.cover.page, self._look, question, self._log_out)


def _forms(windows: Sequence[QWidget]) -> list[FormDialog]:
    return [window for window in windows if isinstance(window, FormDialog)]
