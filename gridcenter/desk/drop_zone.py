"""Where a file is dropped, or chosen from a folder."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from gridcenter.desk.buttons import Button
from gridcenter.desk.layouts import Ground, column, row
from gridcenter.desk.theme import Look
from gridcenter.desk.words import IconLabel, words


class DropZone(Ground):
    """An icon, a sentence, a button; a file dropped anywhere on it is taken."""

    given = Signal(object)
    """Path."""

    def __init__(self, look: Look, sentence: str, act: str, kinds: str, icon: str) -> None:
        super().__init__("sunken")
        self._act, self._kinds = act, kinds
        self.setAcceptDrops(True)
        self.setAccessibleName(sentence)
        middle = Qt.AlignmentFlag.AlignCenter
        self.button = Button(look, act, "file-input", "primary", tip="Ctrl+O")
        self.button.clicked.connect(lambda _checked: self.choose())
        self.setLayout(
            column(
                None, _centred(IconLabel(look, icon, "text3", 32)),
                words(sentence, "strong", align=middle),
                words("xlsx、xls、et、ods、csv 都行，表头在第几行、列怎么排都不要紧", "note", align=middle, wrap=True),
                _centred(self.button), None, gap=10, pad=16,
            )
        )  # fmt: skip

    def choose(self) -> None:
        """Let the user choose a file."""
        name, _kind = QFileDialog.getOpenFileName(self, self._act, "", self._kinds)
        if name:
            self.given.emit(Path(name))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept one file of this PC."""
        if _dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the file."""
        path = _dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.given.emit(path)


def _dropped(event: QDropEvent) -> Path | None:
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None


def _centred(part: QWidget) -> QWidget:
    frame = QWidget()
    frame.setLayout(row(None, part, None))
    return frame
