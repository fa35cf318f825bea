"""Plain words for the person at the screen: boxes to be answered, and a toast that goes by itself."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

from gridcenter.desk.buttons import Button, IconButton
from gridcenter.desk.layouts import Ground, block, column, row
from gridcenter.desk.page import Act
from gridcenter.desk.theme import Look
from gridcenter.desk.words import IconLabel, words

TOAST = 6000
"""Milliseconds a toast stays."""
_ABOVE_FOOT = 16
_BOX = 440


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked before something that is not easily undone; name the record in `words`."""

    words: str
    yes: str
    detail: str = ""
    no: str = "留着"
    harmless: bool = False
    """What follows can be taken back by a key: Enter agrees."""


class Box(QDialog):
    """A sentence, a detail, and one or two answers; Esc and closing mean no harm."""

    def __init__(
        self, parent: QWidget, look: Look, question: Question, icon: str, tone: str
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle("网格中心")
        self.setAccessibleName(question.words)
        self.setAccessibleDescription(question.detail)
        self.yes = Button(look, question.yes, "", "primary")
        self.no = Button(look, question.no)
        self.no.setVisible(bool(question.no))
        self.yes.clicked.connect(lambda _checked: self.accept())
        self.no.clicked.connect(lambda _checked: self.reject())
        said = [words(question.words, "strong", wrap=True)]
        said += [words(question.detail, "second", wrap=True)] if question.detail else []
        mark = column(IconLabel(look, icon, tone, 24), None)
        body = row(mark, (column(*said, None, gap=8), 1), gap=14, pad=(24, 22, 28, 20))
        self.foot = row(None, self.no, self.yes, pad=(24, 10, 24, 10))
        foot = block(self.foot, "foot")
        self._whole = column(body, foot, gap=0)
        self.setLayout(self._whole)
        self.setFixedWidth(_BOX)
        first = self.no if question.no and not question.harmless else self.yes
        first.setDefault(True)
        first.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as the words need once they have their font."""
        super().showEvent(event)
        self.setMinimumHeight(self._whole.totalHeightForWidth(_BOX))


def tell(parent: QWidget, look: Look, sentence: str, detail: str = "") -> Box:
    """Say something that must be read; returns the open box."""
    box = Box(parent, look, Question(sentence, "知道了", detail, ""), "circle-alert", "info")
    box.open()
    return box


def ask(parent: QWidget, look: Look, question: Question, on_yes: Callable[[], object]) -> Box:
    """Ask; Esc means no harm, nor does Enter. Returns the open box."""
    box = Box(parent, look, question, "triangle-alert", "due")
    box.accepted.connect(on_yes)
    box.open()
    return box


class Toast(Ground):
    """One line above the foot of a window: done, and how to undo it; it takes the place of the one before."""

    def __init__(
        self, window: QWidget, look: Look, sentence: str, *acts: Act, stay: int = TOAST
    ) -> None:
        super().__init__("toast")
        for older in window.findChildren(Toast):
            older.close()
        self.setParent(window)
        self.setAccessibleName(sentence)
        parts: list[QWidget] = [IconLabel(look, "circle-check", "done"), words(sentence)]
        self.doors: list[Button] = []
        for act in acts:
            button = Button(look, act.text, act.icon, "link")
            button.clicked.connect(lambda _checked, act=act: self._do(act))
            self.doors.append(button)
        parts += self.doors
        shut = IconButton(look, "x", "关上", width=30)
        shut.clicked.connect(lambda _checked: self.close())
        self.setLayout(row(*parts, shut, gap=10, pad=(14, 6, 6, 6)))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.installEventFilter(self)
        self._place(window)
        self.show()
        self.raise_()
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(self.close)
        timer.start(stay)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle, above the acts, when the window is laid out anew."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest} and isinstance(watched, QWidget):
            self._place(watched)
        return False

    def _do(self, act: Act) -> None:
        act.run()
        self.close()

    def _place(self, window: QWidget) -> None:
        self.adjustSize()
        left = (window.width() - self.width()) // 2
        across = range(left, left + self.width())
        feet = [f for f in window.findChildren(Ground, "foot") if f.isVisible() and f.window() is window]
        at = [(f.mapTo(window, QPoint()), f.width()) for f in feet]
        tops = [p.y() for p, wide in at if p.x() < across.stop and p.x() + wide > across.start]
        self.move(left, min(tops, default=window.height()) - self.height() - _ABOVE_FOOT)
