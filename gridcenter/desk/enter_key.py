"""The Enter key, in the middle of the keyboard or on its number pad."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_PLAIN = {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}


def is_enter(event: QKeyEvent) -> bool:
    """Tell whether Enter alone was pressed, without Ctrl, Shift or Alt."""
    return event.key() in _ENTER and event.modifiers() in _PLAIN
