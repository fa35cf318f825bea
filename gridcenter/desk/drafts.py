"""The drafts of one account: at hand in the window, written beside the worker, never waited for."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from gridcenter.access.actors import Actor
from gridcenter.base.errors import GridCenterError
from gridcenter.base.progress import Progress
from gridcenter.desk.jobs import Job, Jobs
from gridcenter.store.database import Database
from gridcenter.store.drafts import Unsaved, drafts_of, drop_draft, keep_draft

PAUSE = 800
"""Milliseconds after which what was typed goes to the database."""


class Spot(NamedTuple):
    """Where a form is put up: key of the page, title of the form, what it is about ("": new)."""

    page: str
    title: str
    about: str = ""

    @property
    def key(self) -> str:
        """The key of its draft."""
        return "/".join(self)

    @classmethod
    def of(cls, key: str) -> "Spot":
        """Return the spot of a draft."""
        return cls(*key.split("/", 2))


class Drafts(QObject):
    """What is typed is remembered at once and written a moment later, many keys in one go."""

    kept = Signal(str)
    """Key of a draft that is safe in the database now."""

    def __init__(self, jobs: Jobs, database: Database, actor: Actor) -> None:
        super().__init__()
        self._jobs, self._database, self._actor = jobs, database, actor
        with database.read() as session:
            self._held = {one.key: one for one in drafts_of(session, actor.login)}
        self._pending: set[str] = set()
        self._flying: set[str] = set()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._write)

    @property
    def all(self) -> Sequence[Unsaved]:
        """Every draft there is."""
        return list(self._held.values())

    def load(self, key: str) -> Mapping[str, str] | None:
        """Return the draft of a form, if one was left."""
        held = self._held.get(key)
        return held.words if held else None

    def save(self, key: str, title: str, words: Mapping[str, str]) -> None:
        """Keep what is typed into a form."""
        self._held[key] = Unsaved.now(key, title, words)
        self._wait(key)

    def drop(self, key: str) -> None:
        """Forget the draft of a form."""
        if self._held.pop(key, None) is not None:
            self._wait(key)

    def flush(self) -> None:
        """Write what waits now, in this thread: the worker has come to its end."""
        self._pause.stop()
        self._pending |= self._flying
        self._keep(self._take())

    def _wait(self, key: str) -> None:
        self._pending.add(key)
        if not (self._pause.isActive() or self._flying or self._jobs.ended):
            self._pause.start()

    def _take(self) -> dict[str, Unsaved | None]:
        taken = {key: self._held.get(key) for key in self._pending}
        self._pending.clear()
        return taken

    def _write(self) -> None:
        taken = self._take()
        self._flying = set(taken)

        def work(_progress: Progress) -> None:
            self._keep(taken)

        job = Job(work)
        job.succeeded.connect(lambda _none: self._tell(taken))
        job.finished.connect(self._go_on)
        self._jobs.keep(job, lambda error: self._fail(taken, error))

    def _keep(self, taken: Mapping[str, Unsaved | None]) -> None:
        if not taken:
            return
        with self._database.write(self._actor) as session:
            for key, draft in taken.items():
                if draft is None:
                    drop_draft(session, self._actor.login, key)
                else:
                    keep_draft(session, self._actor.login, draft)

    def _tell(self, taken: Mapping[str, Unsaved | None]) -> None:
        for key, draft in taken.items():
            if draft is not None:
                self.kept.emit(key)

    def _fail(self, taken: Mapping[str, Unsaved | None], error: Exception) -> None:
        """A full disk is told when the form is saved; until then the next key tries again."""
        self._pending |= taken.keys()
        if not isinstance(error, GridCenterError):
            self._jobs.failed.emit(error)

    def _go_on(self) -> None:
        self._flying = set()
        if self._pending and not self._jobs.ended:
            self._pause.start()
