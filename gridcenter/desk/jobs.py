"""Slow work off the window thread: one worker, so that no two jobs ever write at once."""

from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from gridcenter.base.progress import Progress, Stopped

T = TypeVar("T")


class Job(QObject, Generic[T]):
    """A piece of work and what becomes of it; every signal arrives in the window thread."""

    progressed = Signal(int, int, str)
    succeeded = Signal(object)
    failed = Signal(object)
    stopped = Signal()
    finished = Signal()
    _settled = Signal(object)

    def __init__(self, work: Callable[[Progress], T]) -> None:
        super().__init__()
        self._work = work
        self._progress = Progress(self.progressed.emit)
        self._settled.connect(self._settle, Qt.ConnectionType.QueuedConnection)

    def run(self) -> T:
        """Do the work, in whatever thread calls; raises what the work raises."""
        return self._work(self._progress)

    def stop(self) -> None:
        """Ask the work to stop at its next step."""
        self._progress.stop()

    def settle_from(self, future: "Future[T]") -> None:
        """Tell the outcome once the future has it."""
        future.add_done_callback(self._settled.emit)

    def _settle(self, future: "Future[T]") -> None:
        try:
            result = future.result()
        except (Stopped, CancelledError):
            self.stopped.emit()
        except Exception as error:
            self.failed.emit(error)
        else:
            self.succeeded.emit(result)
        self.finished.emit()


class Jobs(QObject):
    """Runs jobs one after another."""

    failed = Signal(object)
    """Every failure of a job that nobody else watches, so that none goes unseen."""

    def __init__(self) -> None:
        super().__init__()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="job")
        self._live: set[Job[Any]] = set()

    def start(self, job: Job[T], on_failure: Callable[[Exception], object] | None = None) -> Job[T]:
        """Run the job as soon as those before it are done; a failure goes to one place only."""
        self._live.add(job)
        job.failed.connect(on_failure or self.failed.emit)
        job.finished.connect(lambda: self._live.discard(job))
        job.settle_from(self._worker.submit(job.run))
        return job

    def shutdown(self) -> None:
        """Stop what runs, drop what waits."""
        for job in tuple(self._live):
            job.stop()
        self._worker.shutdown(cancel_futures=True)


class Newest(QObject):
    """Asks the same kind of question again and again; an answer that comes late is dropped."""

    answered = Signal(object)

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self._latest: Job[Any] | None = None

    @property
    def waiting(self) -> bool:
        """Whether the last question is still open."""
        return self._latest is not None

    def ask(self, work: Callable[[Progress], Any]) -> None:
        """Ask; an older question that still runs is stopped."""
        if self._latest is not None:
            self._latest.stop()
        job = self._latest = Job(work)
        job.succeeded.connect(lambda answer: self._take(job, answer))
        job.finished.connect(lambda: self._forget(job))
        self._jobs.start(job)

    def _take(self, job: Job[Any], answer: object) -> None:
        if job is self._latest:
            self._latest = None
            self.answered.emit(answer)

    def _forget(self, job: Job[Any]) -> None:
        if job is self._latest:
            self._latest = None
