"""After the log-in: the forms that were left half-filled, to go on with or to throw away."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from gridcenter.base.periods import moment_words
from gridcenter.desk.buttons import Button
from gridcenter.desk.drafts import Spot
from gridcenter.desk.layouts import block, column, row, scrolled
from gridcenter.desk.theme import Look
from gridcenter.desk.words import IconLabel, words
from gridcenter.store.drafts import Unsaved

_WIDE, _LINE, _MOST = 560, 40, 6


class LeftForms(QDialog):
    """One line a form: what, when, 接着填 and 丢开; closing leaves them for later."""

    chosen = Signal(object)
    """Spot of the form to go on with."""
    dropped = Signal(str)
    """Key of the draft thrown away."""

    def __init__(
        self, parent: QWidget, look: Look, left: Sequence[Unsaved], note: str = ""
    ) -> None:
        super().__init__(parent)
        self._look, self._open = look, len(left)
        title = f"有 {len(left)} 份表单上次没填完"
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(note)
        self.setProperty("help", "undo")
        later = Button(look, "以后再填")
        later.clicked.connect(lambda _checked: self.reject())
        lines = scrolled(block(column(*[self._line(one) for one in left], None, gap=0)))
        lines.setFixedHeight(_LINE * min(len(left), _MOST) + 2)
        said = [words(title, "strong")] + ([words(note, "second", wrap=True)] if note else [])
        mark = column(IconLabel(look, "history", "info", 24), None)
        head = row(mark, (column(*said, gap=6), 1), gap=14)
        body = column(head, lines, gap=12, pad=(24, 22, 24, 16))
        foot = block(row(None, later, pad=(24, 10, 24, 10)), "foot")
        self.setLayout(column(body, foot, gap=0))
        self.setFixedWidth(_WIDE)

    def _line(self, one: Unsaved) -> QWidget:
        take = Button(self._look, "接着填", "pencil", "link")
        drop = Button(self._look, "丢开", "", "link")
        take.setAccessibleName(f"接着填 {one.title}")
        drop.setAccessibleName(f"丢开 {one.title}")
        what = words(one.title, "strong")
        what.setToolTip(one.title)
        when = words(moment_words(datetime.fromisoformat(one.at)), "note")
        line = block(row((what, 1), when, take, drop, gap=12), height=_LINE)
        take.clicked.connect(lambda _checked: self._take(one))
        drop.clicked.connect(lambda _checked: self._drop(one, line))
        return line

    def _take(self, one: Unsaved) -> None:
        self.accept()
        self.chosen.emit(Spot.of(one.key))

    def _drop(self, one: Unsaved, line: QWidget) -> None:
        self.dropped.emit(one.key)
        line.hide()
        self._open -= 1
        if not self._open:
            self.reject()
