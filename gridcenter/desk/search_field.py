"""The field that words to look for are typed into."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from gridcenter.desk.enter_key import is_enter
from gridcenter.desk.theme import Look


class SearchField(QLineEdit):
    """A magnifying glass in front; a cross behind, or Esc, as soon as there is something to clear."""

    left = Signal()
    """↓ or Enter: the words are typed, on to what was found."""

    def __init__(self, look: Look, hint: str, icon: str = "search") -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setAccessibleName(f"查找：{hint}")
        glass = look.icon(icon, "text3")
        self.addAction(glass, QLineEdit.ActionPosition.LeadingPosition).setText("查找")
        cross = self.addAction(look.icon("x", "text3"), QLineEdit.ActionPosition.TrailingPosition)
        cross.setText("清空")
        cross.setVisible(False)
        cross.triggered.connect(self.clear)
        self.textChanged.connect(lambda text: cross.setVisible(bool(text)))

    def event(self, event: QEvent) -> bool:
        """Keep Esc from what lies behind while there are words to clear."""
        if event.type() == QEvent.Type.ShortcutOverride and self.clears(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Clear with Esc; go on with ↓ or Enter."""
        if self.clears(event):
            self.clear()
        elif event.key() == Qt.Key.Key_Down or is_enter(event):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def clears(self, event: QEvent) -> bool:
        """Tell whether an event is Esc while there are words to clear."""
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        return escape and bool(self.text())
