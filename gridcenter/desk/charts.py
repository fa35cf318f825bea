"""Figures painted on the screen: heat table, bars, line, ring."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from gridcenter.desk.layouts import LEFT, MIDDLE
from gridcenter.desk.theme import Look

_LEFT, _TOP = 92, 40
_BASE, _HEAD = 20, 18


class Chart(QWidget):
    """Common ground: the words and blocks of every figure keep to type scale and tokens."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self.look = look
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the figure."""
        p = QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(p)

    def draw(self, p: QPainter) -> None:
        """Draw; each kind of figure says how."""
        raise NotImplementedError

    def say(
        self,
        p: QPainter,
        box: QRectF,
        text: str,
        token: str,
        size: str = "t_small",
        *,
        align: Qt.AlignmentFlag = MIDDLE,
        medium: bool = False,
    ) -> None:
        """Write words into a box."""
        p.setFont(self.look.font(size, medium=medium))
        p.setPen(self.look.colour(token))
        p.drawText(box, align, text)

    def fill(self, p: QPainter, box: QRectF, token: str, radius: float = 3.0) -> None:
        """Fill a rounded box."""
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(self.look.colour(token))
        p.drawRoundedRect(box, radius, radius)

    def line(self, p: QPainter, y: float, token: str, style: Qt.PenStyle) -> None:
        """Draw a level hairline across."""
        p.setPen(QPen(self.look.colour(token), 1, style))
        p.drawLine(QPointF(0, round(y) + 0.5), QPointF(self.width(), round(y) + 0.5))


@dataclass(frozen=True, slots=True)
class HeatLine:
    """An indicator: a value (or None) a column; `bounds` are the four steps from cold to hot."""

    name: str
    values: Sequence[float | None]
    bounds: tuple[float, float, float, float]


class Heat(Chart):
    """Indicators down, grids across; two-character names stand upright, so that 22 fit."""

    picked = Signal(int, int)
    """Line and column."""

    def __init__(
        self, look: Look, name: str, columns: Sequence[str], lines: Sequence[HeatLine]
    ) -> None:
        super().__init__(look, name)
        self._columns, self._lines = columns, lines
        self.setMinimumHeight(_TOP + 24 * len(lines))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def draw(self, p: QPainter) -> None:
        """Draw names, then a cell each."""
        wide, high = self._cell()
        for n, name in enumerate(self._columns):
            for k, sign in enumerate(name[:2]):
                self.say(p, QRectF(_LEFT + n * wide, 2 + k * 17, wide, 17), sign, "text2")
        for r, line in enumerate(self._lines):
            box = QRectF(0, _TOP + r * high, _LEFT - 10, high)
            self.say(p, box, line.name, "text2", "t_note", align=LEFT)
            for n, value in enumerate(line.values):
                place = QRectF(_LEFT + n * wide, _TOP + r * high, wide, high)
                self._value(p, place, value, line.bounds)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which cell was pressed."""
        wide, high = self._cell()
        at = event.position()
        line, column = int((at.y() - _TOP) // high), int((at.x() - _LEFT) // wide)
        if 0 <= line < len(self._lines) and 0 <= column < len(self._columns):
            self.picked.emit(line, column)

    def _cell(self) -> tuple[float, float]:
        wide = (self.width() - _LEFT) / max(len(self._columns), 1)
        return wide, (self.height() - _TOP) / max(len(self._lines), 1)

    def _value(
        self, p: QPainter, box: QRectF, value: float | None, bounds: Sequence[float]
    ) -> None:
        step = -1 if value is None else sum(value >= bound for bound in bounds)
        self.fill(p, box.adjusted(1, 1, -1, -1), f"heat{step}" if step >= 0 else "hover")
        text = "–" if value is None else f"{value:g}"
        self.say(p, box, text, "heat_hi" if step else "heat_lo", medium=step == 0)


class Bars(Chart):
    """A value a month, None where there is none; the last one is the current month."""

    def __init__(
        self, look: Look, name: str, names: Sequence[str], values: Sequence[float | None]
    ) -> None:
        super().__init__(look, name)
        self._names, self._values = names, values

    def show_values(self, names: Sequence[str], values: Sequence[float | None]) -> None:
        """Show other months."""
        self._names, self._values = names, values
        self.update()

    def draw(self, p: QPainter) -> None:
        """Draw two rules, then a bar each, its value written on it."""
        base, most = self.height() - _BASE, max([*(v or 0 for v in self._values), 1])
        for part in (0.0, 0.5, 1.0):
            token = "grid_line" if part else "line_strong"
            self.line(p, base - (base - _HEAD) * part, token, Qt.PenStyle.SolidLine)
        step = self.width() / max(len(self._values), 1)
        for n, value in enumerate(self._values):
            tall, last = (base - _HEAD) * (value or 0) / most, n == len(self._values) - 1
            wide, left = min(26.0, step * 0.58), n * step
            bar = QRectF(left + (step - wide) / 2, base - tall, wide, tall)
            self.fill(p, bar, "chart1" if last else "chart3", 2)
            above, below = (
                QRectF(left, base - tall - 17, step, 16),
                QRectF(left, base + 3, step, 16),
            )
            said = "–" if value is None else f"{value:,g}"
            self.say(p, above, said, "text" if last else "text2", medium=last)
            self.say(p, below, self._names[n], "text" if last else "text3")


class Line(Chart):
    """A share a month, with its goal; the axis need not start at zero."""

    def __init__(
        self, look: Look, name: str, names: Sequence[str], values: Sequence[float], goal: float
    ) -> None:
        super().__init__(look, name)
        self._names, self._values, self._goal = names, values, goal

    def draw(self, p: QPainter) -> None:
        """Draw base, goal, line, and a dot a month; the lowest and the last carry their value."""
        self.line(p, self.height() - _BASE, "line_strong", Qt.PenStyle.SolidLine)
        level = self._spot(0, self._goal).y()
        self.line(p, level, "text3", Qt.PenStyle.DashLine)
        self.say(p, QRectF(0, level - 17, 80, 16), f"目标 {self._goal:g}", "text3", align=LEFT)
        p.setPen(QPen(self.look.colour("chart2"), 2))
        p.setBrush(Qt.BrushStyle.NoBrush)
        p.drawPolyline(QPolygonF([self._spot(n, v) for n, v in enumerate(self._values)]))
        for n, value in enumerate(self._values):
            self._dot(p, n, value)

    def _dot(self, p: QPainter, n: int, value: float) -> None:
        last, spot = n == len(self._values) - 1, self._spot(n, value)
        p.setPen(QPen(self.look.colour("surface"), 1.5))
        p.setBrush(self.look.colour("chart1" if last else "chart2"))
        p.drawEllipse(spot, 4, 4)
        below = QRectF(spot.x() - 20, self.height() - _BASE + 3, 40, 16)
        self.say(p, below, self._names[n], "text" if last else "text3")
        if last or value == min(self._values):
            drop = -22 if last else 6
            box = QRectF(spot.x() - 26, spot.y() + drop, 46, 16)
            self.say(p, box, f"{value:g}", "text", medium=last)

    def _spot(self, n: int, value: float) -> QPointF:
        low, high = min([*self._values, self._goal]), max([*self._values, self._goal])
        low, base = low - (high - low) * 0.7 - 0.1, self.height() - _BASE
        x = 12 + n * (self.width() - 32) / max(len(self._values) - 1, 1)
        return QPointF(x, base - (base - _HEAD) * (value - low) / (high - low + 0.1))


class Ring(Chart):
    """A score out of a whole."""

    def __init__(self, look: Look, name: str, value: float, whole: float, note: str) -> None:
        super().__init__(look, name)
        self._value, self._whole, self._note = value, whole, note
        self.setFixedHeight(118)

    def show_value(self, value: float, note: str) -> None:
        """Show another score."""
        self._value, self._note = value, note
        self.update()

    def draw(self, p: QPainter) -> None:
        """Draw the ring and the score in its middle."""
        size = min(self.width(), self.height()) - 12
        box = QRectF((self.width() - size) / 2, 6, size, size)
        share = self._value / self._whole if self._whole else 0
        for token, part in (("line", 1.0), ("chart2", min(share, 1.0))):
            cap = Qt.PenCapStyle.RoundCap
            p.setPen(QPen(self.look.colour(token), 9, Qt.PenStyle.SolidLine, cap))
            p.drawArc(box, 90 * 16, round(-360 * 16 * part))
        score, note = box.adjusted(0, -12, 0, -12), box.adjusted(0, 24, 0, 24)
        self.say(p, score, f"{self._value:g}", "text", "t_number", medium=True)
        self.say(p, note, self._note, "text2", "t_note")
