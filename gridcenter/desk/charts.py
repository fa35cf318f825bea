"""Figures painted on the screen: bars, line, ring."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from gridcenter.desk.enter_key import is_enter
from gridcenter.desk.layouts import LEFT, MIDDLE
from gridcenter.desk.theme import Look

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
class Point:
    """A month and its value, None where there is none."""

    name: str
    value: float | None


class Series(Chart):
    """Months from left to right, the last one the current; each is a door.

    The pointer or ← → choose a month, a click or Enter opens it; a screen reader hears it.
    """

    picked = Signal(int)

    def __init__(
        self, look: Look, name: str, unit: str = "", goal: tuple[float, str] | None = None
    ) -> None:
        super().__init__(look, name)
        self._name, self._unit, self.goal = name, unit, goal
        self.points: Sequence[Point] = ()
        self._at, self._under = -1, -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumHeight(96)

    def show_points(self, points: Sequence[Point]) -> None:
        """Show these months."""
        self.points = points
        self._choose(len(points) - 1)

    def words(self, n: int) -> str:
        """Say a month in words."""
        point = self.points[n]
        said = "没有数据" if point.value is None else f"{point.value:,g}{self._unit}"
        return f"{point.name} {said}"

    def draw(self, p: QPainter) -> None:
        """Draw the ground of the month under the pointer or in focus, then the figure."""
        chosen = self._at if self.hasFocus() else self._under
        if 0 <= chosen < len(self.points):
            self.fill(p, self._slot(chosen), "hover")
            if self.hasFocus():
                p.setPen(QPen(self.look.colour("focus"), 1.5))
                p.setBrush(Qt.BrushStyle.NoBrush)
                p.drawRoundedRect(self._slot(chosen).adjusted(1, 1, -1, -1), 3, 3)
        if self.points:
            self.draw_points(p)

    def draw_points(self, p: QPainter) -> None:
        """Draw the figure; each kind says how."""
        raise NotImplementedError

    def draw_goal(self, p: QPainter, y: float) -> None:
        """Draw the goal as a dashed line with its words."""
        if self.goal is not None:
            self.line(p, y, "text3", Qt.PenStyle.DashLine)
            self.say(p, QRectF(0, y - 17, 110, 16), self.goal[1], "text3", align=LEFT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the month pressed."""
        self._choose(self._month_at(event.position().x()))
        self._open()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark the month under the pointer and say it in a tip."""
        self._under = self._month_at(event.position().x())
        self.setToolTip(f"{self.words(self._under)}，点一下看名单" if self._under >= 0 else "")
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Mark no month any more."""
        super().leaveEvent(event)
        self._under = -1
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk along the months, open one."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in steps:
            self._choose(min(max(self._at + steps[Qt.Key(event.key())], 0), len(self.points) - 1))
        elif is_enter(event) or event.key() == Qt.Key.Key_Space:
            self._open()
        else:
            super().keyPressEvent(event)

    def spot(self, n: int) -> float:
        """Return the middle of a month, across."""
        return self._slot(n).center().x()

    def _slot(self, n: int) -> QRectF:
        step = self.width() / max(len(self.points), 1)
        return QRectF(n * step, 0, step, self.height())

    def _month_at(self, x: float) -> int:
        step = self.width() / max(len(self.points), 1)
        return min(max(int(x // step), 0), len(self.points) - 1)

    def _choose(self, at: int) -> None:
        self._at = at
        said = self.words(at) if at >= 0 else "没有数据"
        self.setAccessibleName(f"{self._name}，{said}")
        self.update()

    def _open(self) -> None:
        if self._at >= 0:
            self.picked.emit(self._at)


class Bars(Series):
    """A bar a month, its value written on it."""

    def draw_points(self, p: QPainter) -> None:
        """Draw two rules, then the bars."""
        base = self.height() - _BASE
        most = max(
            [*(point.value or 0 for point in self.points), self.goal[0] if self.goal else 0, 1]
        )
        for part in (0.0, 0.5, 1.0):
            token = "grid_line" if part else "line_strong"
            self.line(p, base - (base - _HEAD) * part, token, Qt.PenStyle.SolidLine)
        if self.goal is not None:
            self.draw_goal(p, base - (base - _HEAD) * self.goal[0] / most)
        step = self.width() / len(self.points)
        for n, point in enumerate(self.points):
            tall, last = (base - _HEAD) * (point.value or 0) / most, n == len(self.points) - 1
            wide, left = min(26.0, step * 0.58), n * step
            bar = QRectF(left + (step - wide) / 2, base - tall, wide, tall)
            self.fill(p, bar, "chart1" if last else "chart3", 2)
            above = QRectF(left, base - tall - 17, step, 16)
            said = "–" if point.value is None else f"{point.value:,g}"
            self.say(p, above, said, "text" if last else "text2", medium=last)
            self.say(p, QRectF(left, base + 3, step, 16), point.name, "text" if last else "text3")


class Line(Series):
    """A dot a month, joined; the axis need not start at zero."""

    def draw_points(self, p: QPainter) -> None:
        """Draw base, goal, line, and the dots; the lowest and the last carry their value."""
        self.line(p, self.height() - _BASE, "line_strong", Qt.PenStyle.SolidLine)
        if self.goal is not None:
            self.draw_goal(p, self._level(self.goal[0]))
        p.setBrush(Qt.BrushStyle.NoBrush)
        for run in self._runs():
            p.setPen(QPen(self.look.colour("chart2"), 2))
            p.drawPolyline(QPolygonF([QPointF(self.spot(n), self._level(v)) for n, v in run]))
        known = [point.value for point in self.points if point.value is not None]
        for n, point in enumerate(self.points):
            self._mark(p, n, point, min(known, default=0.0))

    def _mark(self, p: QPainter, n: int, point: Point, least: float) -> None:
        last, x = n == len(self.points) - 1, self.spot(n)
        base = self.height() - _BASE
        below = QRectF(x - 24, base + 3, 48, 16)
        self.say(p, below, point.name, "text" if last else "text3")
        if point.value is None:
            self.say(p, QRectF(x - 20, base - 18, 40, 16), "–", "text3")
            return
        y = self._level(point.value)
        p.setPen(QPen(self.look.colour("surface"), 1.5))
        p.setBrush(self.look.colour("chart1" if last else "chart2"))
        p.drawEllipse(QPointF(x, y), 4, 4)
        if last or point.value == least:
            box = QRectF(min(x - 26, self.width() - 52), y - 22 if last else y + 6, 52, 16)
            self.say(p, box, f"{point.value:g}", "text", medium=last)

    def _runs(self) -> list[list[tuple[int, float]]]:
        """Return the months that follow one another with a value."""
        runs: list[list[tuple[int, float]]] = [[]]
        for n, point in enumerate(self.points):
            if point.value is None:
                runs.append([])
            else:
                runs[-1].append((n, point.value))
        return [run for run in runs if run]

    def _level(self, value: float) -> float:
        known = [point.value for point in self.points if point.value is not None]
        known += [self.goal[0]] if self.goal else []
        low, high = min(known, default=0.0), max(known, default=1.0)
        low, base = low - (high - low) * 0.7 - 0.1, self.height() - _BASE
        return base - (base - _HEAD) * (value - low) / (high - low + 0.1)


class Ring(Chart):
    """A score out of a whole."""

    def __init__(self, look: Look, name: str, value: float, whole: float, note: str) -> None:
        super().__init__(look, name)
        self._name = name
        self._value, self._whole, self._note = value, whole, note
        self.setFixedHeight(118)
        self.show_value(value, note)

    def show_value(self, value: float, note: str) -> None:
        """Show another score."""
        self._value, self._note = value, note
        self.setAccessibleName(f"{self._name} {value:g}　{note}")
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
