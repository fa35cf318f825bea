"""When the program itself goes wrong: said once, work goes on, a report for who asks."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from shiboken6 import isValid

from gridcenter.base.errors import GridCenterError
from gridcenter.base.periods import today
from gridcenter.desk.diagnosis import DataState, diagnosis
from gridcenter.desk.fault_box import FaultBox, tell_fault
from gridcenter.desk.faults import LOG, Faults
from gridcenter.desk.messages import tell
from gridcenter.desk.theme import Look
from gridcenter.store.check import row_counts
from gridcenter.store.database import Database
from gridcenter.store.durable import disk_words
from gridcenter.store.schema import revision_of


class Faulting:
    """Puts up one box at a time, over whatever is on top."""

    def __init__(self, app: QApplication, look: Look, folder: Path) -> None:
        self._app, self._look, self._folder = app, look, folder
        self._faults = Faults(folder / LOG)
        self.box: FaultBox | None = None

    def say(
        self, error: BaseException, over: QWidget | None, database: Callable[[], Database | None]
    ) -> None:
        """Say in one sentence that something went wrong; details go to the log."""
        fault = self._faults.tell(error)
        if fault is None or over is None or self._is_open():
            return
        self.box = tell_fault(
            self._app.activeModalWidget() or over,
            self._look,
            fault,
            lambda box: self._ask_report(box, database()),
            self._app.quit,
        )

    def keep_report(self, path: Path, database: Database | None) -> None:
        """Write the diagnostic report; raises StorageFailed."""
        with disk_words(path):
            path.write_text(diagnosis(self._folder, _state(database)), encoding="utf-8")

    def _is_open(self) -> bool:
        return self.box is not None and isValid(self.box) and self.box.isVisible()

    def _ask_report(self, box: QWidget, database: Database | None) -> None:
        proposal = f"网格中心诊断报告{today():%Y%m%d}.txt"
        name, _kind = QFileDialog.getSaveFileName(box, "诊断报告存到哪里", proposal)
        if not name:
            return
        try:
            self.keep_report(Path(name), database)
        except GridCenterError as error:
            tell(box, self._look, error.words)
        else:
            tell(box, self._look, f"诊断报告已存为 {Path(name).name}", "打开看一看，再交给维护人员。")


def _state(database: Database | None) -> DataState | None:
    """Count what is in the file; a file that cannot be read is told as such."""
    if database is None:
        return None
    try:
        with database.read() as session:
            revision = revision_of(session.connection()) or "空"
            return DataState(revision, database.path.stat().st_size, row_counts(session))
    except (GridCenterError, OSError) as error:
        return DataState(f"读不出（{type(error).__name__}）", 0)
