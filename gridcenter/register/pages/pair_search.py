"""Looking for pairs beside the window: it reads while others write, and writes for a moment only."""

from PySide6.QtCore import QObject, Signal

from gridcenter.access.actors import Actor
from gridcenter.base.periods import today
from gridcenter.base.progress import Progress
from gridcenter.desk.desk import Desk
from gridcenter.desk.jobs import Job
from gridcenter.register.services.duplicates.likely import Found, count_of_batch, keep_found, search
from gridcenter.register.services.duplicates.parting import any_old, empty_old


class PairSearch(QObject):
    """Brings the pairs up to date when the register has changed; mergers past their days are emptied."""

    done = Signal()
    """The pairs are those of the register as it is."""

    def __init__(self, desk: Desk, actor: Actor) -> None:
        super().__init__()
        self._desk, self._actor = desk, actor
        self.running = False

    def start(self) -> None:
        """Look, unless that is under way."""
        if self.running or self._desk.jobs.ended:
            return
        self.running = True
        database = self._desk.database

        def look(progress: Progress) -> tuple[Found | None, bool]:
            with database.read() as session:
                old = any_old(session, today=today())
            return search(database, progress), old

        job = Job(look)
        job.succeeded.connect(self._keep)
        job.failed.connect(lambda _error: self._rest())
        self._desk.jobs.look_up(job)

    def _keep(self, answer: tuple[Found | None, bool]) -> None:
        found, old = answer
        if (found is None and not old) or self._desk.jobs.ended:
            self._tell()
            return
        database, actor = self._desk.database, self._actor

        def keep(_progress: Progress) -> None:
            if found is not None:
                keep_found(database, actor, found)
            if old:
                with database.write(actor) as session:
                    empty_old(session, actor, today=today())

        job = Job(keep)
        job.succeeded.connect(lambda _none: self._tell())
        job.failed.connect(lambda _error: self._rest())
        self._desk.jobs.start(job)

    def _tell(self) -> None:
        self._rest()
        self.done.emit()

    def _rest(self) -> None:
        self.running = False


class AfterImport(QObject):
    """Looks for pairs once a table has been taken in, and says how many it had to do with."""

    page = "duplicates"
    noticed = Signal(bytes, str)
    """The batch, and the words about it; "" when there is nothing to say."""

    def __init__(self, desk: Desk, actor: Actor) -> None:
        super().__init__()
        self._desk, self._batch = desk, b""
        self._search = PairSearch(desk, actor)
        self._search.done.connect(self._count)

    def look(self, batch: bytes) -> None:
        """Look at what an import brought."""
        self._batch = batch
        self._search.start()

    def _count(self) -> None:
        batch, database = self._batch, self._desk.database

        def count(_progress: Progress) -> int:
            with database.read() as session:
                return count_of_batch(session, batch)

        job = Job(count)
        job.succeeded.connect(lambda found: self._say(batch, found))
        self._desk.jobs.look_up(job)

    def _say(self, batch: bytes, found: int) -> None:
        self.noticed.emit(batch, f"这一批里有 {found:,} 对登记可能重复" if found else "")
