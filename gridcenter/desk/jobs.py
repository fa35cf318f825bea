"""Slow work off the window thread: one worker that may write, and two for questions beside it."""

from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from gridcenter.base.progress import Progress, Stopped

T = TypeVar("T")
_READERS = 2
"""A long question (a ledger being drawn) must not keep a list waiting."""


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
    """Runs jobs one after another, so that no two ever write at once; questions wait for no job."""

    failed = Signal(object)
    """Every failure of a job that nobody else watches, so that none goes unseen."""

    def __init__(self) -> None:
        super().__init__()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="job")
        self._readers = ThreadPoolExecutor(max_workers=_READERS, thread_name_prefix="question")
        self._keeper = ThreadPoolExecutor(max_workers=1, thread_name_prefix="keeper")
        self._live: set[Job[Any]] = set()
        self.ended = False
        """Whether no more jobs are taken."""

    def start(self, job: Job[T], on_failure: Callable[[Exception], object] | None = None) -> Job[T]:
        """Run the job as soon as those before it are done; a failure goes to one place only."""
        return self._submit(self._worker, job, on_failure)

    def look_up(
        self, job: Job[T], on_failure: Callable[[Exception], object] | None = None
    ) -> Job[T]:
        """Run a job that only reads, while others may be writing."""
        return self._submit(self._readers, job, on_failure)

    def keep(
        self, job: Job[T], on_failure: Callable[[Exception], object] | None = None
    ) -> Job[T]:
        """Run a short job that writes beside the others: what is typed must not wait for a backup."""
        return self._submit(self._keeper, job, on_failure)

    def shutdown(self) -> None:
        """Stop what runs, drop what waits."""
        self.ended = True
        for job in tuple(self._live):
            job.stop()
        self._worker.shutdown(cancel_futures=True)
        self._readers.shutdown(cancel_futures=True)
        self._keeper.shutdown(cancel_futures=True)

    def _submit(
        self,
        worker: ThreadPoolExecutor,
        job: Job[T],
        on_failure: Callable[[Exception], object] | None,
    ) -> Job[T]:
        self._live.add(job)
        job.failed.connect(on_failure or self.failed.emit)
        job.finished.connect(lambda: self._live.discard(job))
        job.settle_from(worker.submit(job.run))
        return job


class Newest(QObject):
    """Asks the same kind of question again and again: one at a time, only the newest is answered.

    Questions only read.
    """

    answered = Signal(object)

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self._running: Job[Any] | None = None
        self._next: Callable[[Progress], Any] | None = None

    @property
    def waiting(self) -> bool:
        """Whether the last question is still open."""
        return self._running is not None

    def ask(self, work: Callable[[Progress], Any]) -> None:
        """Ask; an older question that still runs is stopped, and one that waits is forgotten.

        Once the work has ended nobody answers any more.
        """
        if self._jobs.ended:
            return
        if self._running is None:
            self._begin(work)
        else:
            self._next = work
            self._running.stop()

    def _begin(self, work: Callable[[Progress], Any]) -> None:
        self._next = None
        job = self._running = Job(work)
        job.succeeded.connect(lambda answer: self._take(job, answer))
        job.finished.connect(lambda: self._go_on(job))
        self._jobs.look_up(job)

    def _take(self, job: Job[Any], answer: object) -> None:
        if job is self._running and self._next is None:
            self._running = None
            self.answered.emit(answer)

    def _go_on(self, job: Job[Any]) -> None:
        if job is not self._running:
            return
        self._running = None
        if self._next is not None and not self._jobs.ended:
            self._begin(self._next)
