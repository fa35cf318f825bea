"""The mark of the program."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gridcenter.desk.theme import Look

_FIELDS = ((7, 7, 1.0), (15, 7, 0.55), (7, 15, 0.55), (15, 15, 1.0))
_UNITS = 28


class Emblem(QWidget):
    """Four fields of a grid on a rounded ground; `turned` is light on red walls."""

    def __init__(self, look: Look, size: int = 28, *, turned: bool = False) -> None:
        super().__init__()
        self._look, self._turned = look, turned
        self.setFixedSize(size, size)
        self.setAccessibleName("网格中心")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the mark."""
        ground, ink = ("on_accent", "accent") if self._turned else ("accent", "on_accent")
        p, unit = QPainter(self), self.width() / _UNITS
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(self._look.colour(ground))
        p.drawRoundedRect(QRectF(self.rect()), 7 * unit, 7 * unit)
        for x, y, strength in _FIELDS:
            tone = QColor(self._look.colour(ink))
            tone.setAlphaF(strength)
            p.setBrush(tone)
            p.drawRoundedRect(
                QRectF(x * unit, y * unit, 6 * unit, 6 * unit), 1.5 * unit, 1.5 * unit
            )
