"""A small sheet that opens beneath a control and goes when one presses beside it."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QWidget

_GAP, _EDGE = 2, 8
"""From its control, and from the edges of screen and window, in pixels."""


class Popover(QFrame):
    """Esc or a press elsewhere closes it; it stays on the screen."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(name)

    def open_under(self, control: QWidget) -> None:
        """Open beneath a control, or above it where there is no room."""
        screen = control.screen().availableGeometry()
        below = control.mapToGlobal(QPoint(0, control.height() + _GAP))
        above = control.mapToGlobal(QPoint(0, -self.height() - _GAP))
        near = screen.intersected(control.window().frameGeometry())
        room = near if near.width() > self.width() + 2 * _EDGE else screen
        left = max(room.left() + _EDGE, min(below.x(), room.right() - self.width() - _EDGE))
        top = below.y() if below.y() + self.height() <= screen.bottom() else above.y()
        self.move(left, max(screen.top(), top))
        self.show()
