"""Plain words for the person at the screen: boxes to be answered, and a toast that goes by itself."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from gridcenter.desk.buttons import Button, IconButton
from gridcenter.desk.faults import Fault
from gridcenter.desk.layouts import Ground, row
from gridcenter.desk.page import Act
from gridcenter.desk.theme import Look
from gridcenter.desk.words import IconLabel, words

TOAST = 6000
"""Milliseconds a toast stays."""
_ABOVE_FOOT = 44


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked before something that is not easily undone; name the record in `words`."""

    words: str
    yes: str
    detail: str = ""
    no: str = "取消"


def tell(parent: QWidget, look: Look, sentence: str, detail: str = "") -> QMessageBox:
    """Say something that must be read; returns the open box."""
    box = _box(parent, look, sentence, detail, "circle-alert", "info")
    _button(box, "知道了", QMessageBox.ButtonRole.AcceptRole, primary=True)
    box.open()
    return box


def tell_fault(parent: QWidget, look: Look, fault: Fault) -> QMessageBox:
    """Say what went wrong."""
    box = _box(parent, look, fault.words, "", "triangle-alert", "over")
    _button(box, "知道了", QMessageBox.ButtonRole.AcceptRole, primary=True)
    box.open()
    return box


def ask(
    parent: QWidget, look: Look, question: Question, on_yes: Callable[[], object]
) -> QMessageBox:
    """Ask; Esc and Enter mean no harm. Returns the open box."""
    box = _box(parent, look, question.words, question.detail, "triangle-alert", "due")
    no = _button(box, question.no, QMessageBox.ButtonRole.RejectRole)
    yes = _button(box, question.yes, QMessageBox.ButtonRole.AcceptRole, primary=True)
    box.setDefaultButton(no)
    box.setEscapeButton(no)
    yes.clicked.connect(lambda _checked: on_yes())
    box.open()
    return box


def _box(
    parent: QWidget, look: Look, sentence: str, detail: str, icon: str, token: str
) -> QMessageBox:
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowModality(Qt.WindowModality.WindowModal)
    box.setWindowTitle("网格中心")
    box.setAccessibleName(sentence)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(sentence)
    box.setInformativeText(detail)
    box.setIconPixmap(look.pixmap(icon, token, 28, parent.devicePixelRatioF()))
    return box


def _button(
    box: QMessageBox, text: str, role: QMessageBox.ButtonRole, *, primary: bool = False
) -> QPushButton:
    made = QPushButton(text)
    made.setAccessibleName(text)
    made.setProperty("kind", "primary" if primary else "")
    box.addButton(made, role)
    return made


class Toast(Ground):
    """One line above the foot of a window: done, and how to undo it."""

    def __init__(
        self, window: QWidget, look: Look, sentence: str, act: Act | None = None, stay: int = TOAST
    ) -> None:
        super().__init__("toast")
        self.setParent(window)
        self.setAccessibleName(sentence)
        parts: list[QWidget] = [IconLabel(look, "circle-check", "done"), words(sentence)]
        if act is not None:
            button = Button(look, act.text, act.icon, "link")
            button.clicked.connect(lambda _checked: self._do(act))
            parts.append(button)
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
        """Stay in the middle when the window changes its size."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self._place(watched)
        return False

    def _do(self, act: Act) -> None:
        act.run()
        self.close()

    def _place(self, window: QWidget) -> None:
        self.adjustSize()
        left = (window.width() - self.width()) // 2
        self.move(left, window.height() - self.height() - _ABOVE_FOOT)
