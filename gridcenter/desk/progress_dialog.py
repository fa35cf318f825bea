"""How far slow work has come, and the way to stop it: in a page, or over it."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QProgressBar, QWidget

from gridcenter.desk.buttons import Button
from gridcenter.desk.jobs import Job
from gridcenter.desk.layouts import column, row
from gridcenter.desk.theme import Look
from gridcenter.desk.words import words


class ProgressLine(QWidget):
    """Words, a bar and 停下; watches one job at a time."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._title = ""
        self.words, self.bar = words("", "note"), QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("进度")
        self.stop = Button(look, "停下", "", "link")
        self.setLayout(column(row((self.words, 1), self.stop), self.bar))

    def watch(self, job: Job[Any], title: str) -> None:
        """Show the progress of a job until it is finished."""
        self._title = title
        self.words.setText(f"{title}…")
        self.bar.setRange(0, 0)
        self.stop.setEnabled(True)
        self.show()
        job.progressed.connect(self._step)
        job.finished.connect(self.hide)
        self.stop.clicked.connect(lambda _checked: self._ask_to_stop(job))

    def _step(self, done: int, total: int, text: str) -> None:
        text = text or self._title
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.words.setText(f"{text}　{done:,} / {total:,}" if total else text)

    def _ask_to_stop(self, job: Job[Any]) -> None:
        self.stop.setEnabled(False)
        self.words.setText("正在停下…")
        job.stop()


class ProgressDialog(QDialog):
    """A window over the page until the job is finished; closing it stops the job."""

    def __init__(
        self, parent: QWidget, look: Look, title: str, job: Job[Any], note: str = ""
    ) -> None:
        super().__init__(parent)
        self._job, self._finished = job, False
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(420)
        self.line = ProgressLine(look)
        self.line.watch(job, title)
        notes = [words(note, "note", wrap=True)] if note else []
        self.setLayout(column(words(title, "head"), self.line, *notes, gap=12, pad=24))
        job.finished.connect(self._finish)

    def reject(self) -> None:
        """Stop the job; the window goes when it has stopped."""
        if not self._finished:
            self._job.stop()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Do not go before the job is finished."""
        if self._finished:
            event.accept()
        else:
            event.ignore()
            self._job.stop()

    def _finish(self) -> None:
        self._finished = True
        self.accept()
