"""What stands where a list would be: one sentence, one thing to do."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from gridcenter.desk.buttons import Button
from gridcenter.desk.layouts import Ground, column, row
from gridcenter.desk.theme import Look
from gridcenter.desk.words import IconLabel, words


class EmptyState(Ground):
    """An icon, a sentence and a button, in the middle."""

    acted = Signal()

    def __init__(self, look: Look, text: str = "", act: str = "", icon: str = "inbox") -> None:
        super().__init__("empty")
        self.icon = IconLabel(look, icon, "text3", 28)
        self.text = words(text, "second", align=Qt.AlignmentFlag.AlignCenter, wrap=True)
        self.button = Button(look, act)
        self.button.clicked.connect(lambda _checked: self.acted.emit())
        self.setLayout(
            column(None, _middle(self.icon), self.text, _middle(self.button), None, gap=10)
        )
        self.say(text, act)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keys on to what can be done."""
        super().focusInEvent(event)
        if not self.button.isHidden():
            self.button.setFocus()

    def say(self, text: str, act: str = "", icon: str = "inbox", act_icon: str = "") -> None:
        """Say why it is empty and what to do; without an act the button goes."""
        self.icon.show_icon(icon, "text3")
        self.text.setText(text)
        self.setAccessibleName(text)
        if act_icon:
            self.button.show_icon(act_icon)
        self.button.say(act)
        self.button.setVisible(bool(act))
        if act and self.hasFocus():
            self.button.setFocus()


def _middle(part: QWidget) -> QWidget:
    frame = QWidget()
    frame.setLayout(row(None, part, None))
    return frame
