"""A drawing on the screen: boxes are chosen by pointer and arrows, a double click goes into one."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from PySide6.QtCore import QEvent, QLineF, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QScrollArea, QWidget

from gridcenter.desk.enter_key import is_enter
from gridcenter.desk.layouts import LEFT, MIDDLE, RIGHT
from gridcenter.desk.theme import Look
from gridcenter.papers.drawing import Block, Drawing

Layout: TypeAlias = Callable[[float, float], Drawing]
"""Lays a picture out for a room of this width and height."""
_GROUNDS = {"root": "accent", "gap": "over_soft", "plain": "sunken", "none": "hover"}
_EDGES = {"root": "accent", "gap": "over", "plain": "line_strong"}
_INKS = {"root": "on_accent", "gap": "over", "heat0": "heat_lo"}
_STEPS: Mapping[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip
_LEAST, _MOST, _NOTCH = 0.5, 1.6, 0.1
_TWO_LINES, _ANY_WORDS = 38.0, 14.0


class Picture(QScrollArea):
    """Shows a drawing; what is too large scrolls, Ctrl and the wheel make it larger and smaller."""

    chosen = Signal(bytes, bool)
    """A box was chosen, and whether by the pointer."""
    entered = Signal(bytes)
    """A box was double clicked, or Enter was pressed on it."""
    dropped = Signal(bytes, bytes)
    """A box was dragged onto another, where boxes are `movable`."""
    menu_wanted = Signal(bytes, QPoint)
    """The menu of a box is wanted, at a point of the screen."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.sheet = _Sheet(look, name, self)
        self.setWidget(self.sheet)
        self._layout: Layout | None = None
        self.scale = 1.0
        self.movable = False

    def show_layout(self, layout: Layout) -> None:
        """Show another picture, or the same with other figures."""
        self._layout = layout
        self._lay_out()

    def choose(self, wanted: bytes | None) -> None:
        """Mark a box and bring it into view, where the picture has it."""
        self.sheet.mark(wanted)
        if block := self.sheet.current:
            x, y = block.middle
            self.ensureVisible(round(x * self.scale), round(y * self.scale), 80, 60)

    def zoom(self, step: int) -> None:
        """Make the picture larger or smaller by a notch."""
        self.scale = min(max(round(self.scale + step * _NOTCH, 2), _LEAST), _MOST)
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the picture out for the new room."""
        super().resizeEvent(event)
        self._lay_out()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl, zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def _lay_out(self) -> None:
        if self._layout is not None:
            room: QSize = self.maximumViewportSize()
            wide, high = room.width() / self.scale - 2, room.height() / self.scale - 2
            drawing = self._layout(wide, high)
            if drawing.height > high + 1:
                bar = self.verticalScrollBar().sizeHint().width()
                drawing = self._layout(wide - bar / self.scale, high)
            self.sheet.show_drawing(drawing, self.scale)


class _Sheet(QWidget):
    """The drawing itself; it has the focus, and says which box is current."""

    def __init__(self, look: Look, name: str, owner: Picture) -> None:
        super().__init__()
        self._look, self._name, self._owner = look, name, owner
        self._drawing, self._scale = Drawing(0, 0, []), 1.0
        self._marked: bytes | None = None
        self._under: Block | None = None
        self._taken: bytes | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)

    @property
    def drawing(self) -> Drawing:
        """What is shown."""
        return self._drawing

    @property
    def current(self) -> Block | None:
        """The box marked, if the picture has it."""
        boxes = [b for b in self._drawing.blocks if b.id == self._marked]
        return next((b for b in boxes if b.kind != "label"), boxes[0] if boxes else None)

    def show_drawing(self, drawing: Drawing, scale: float) -> None:
        self._drawing, self._scale = drawing, scale
        self.resize(round(drawing.width * scale) + 1, round(drawing.height * scale) + 1)
        self._tell()
        self.update()

    def mark(self, wanted: bytes | None) -> None:
        self._marked = wanted
        self._tell()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        here = self.current or next(iter(self._drawing.blocks), None)
        if here is None:
            super().keyPressEvent(event)
        elif event.key() in _STEPS:
            found = self._drawing.beside(here, *_STEPS[event.key()]) if self.current else here
            self._owner.chosen.emit(found.id, False)
        elif is_enter(event):
            self._owner.entered.emit(here.id)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        block = self._at(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._taken = block.id if block else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        block, taken = self._at(event), self._taken
        self._taken = None
        if block is None or taken is None:
            return
        if block.id == taken:
            self._owner.chosen.emit(taken, True)
        elif self._owner.movable:
            self._owner.dropped.emit(taken, block.id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = QPointF(event.pos()) / self._scale
        keyed = event.reason() == QContextMenuEvent.Reason.Keyboard
        block = self.current if keyed else self._drawing.at(at.x(), at.y())
        if block is not None:
            self._owner.menu_wanted.emit(block.id, event.globalPos())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if block := self._at(event):
            self._owner.entered.emit(block.id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        block = self._at(event)
        if block is not self._under:
            self._under = block
            self.setToolTip(f"{block.title}　{block.note}" if block else "")
            carrying = self._owner.movable and bool(event.buttons() & Qt.MouseButton.LeftButton)
            shape = Qt.CursorShape.DragMoveCursor if carrying else Qt.CursorShape.PointingHandCursor
            self.setCursor(shape if block else Qt.CursorShape.ArrowCursor)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._under = None
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        p = QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        p.scale(self._scale, self._scale)
        p.setPen(QPen(self._look.colour("line_strong"), 1.4))
        for line in self._drawing.strokes:
            p.drawLine(QLineF(line.x1, line.y1, line.x2, line.y2))
        for block in self._drawing.blocks:
            self._paint(p, block)

    def _at(self, event: QMouseEvent) -> Block | None:
        at = event.position() / self._scale
        return self._drawing.at(at.x(), at.y())

    def _tell(self) -> None:
        block = self.current
        said = f"，{block.title}　{block.note}" if block else ""
        self.setAccessibleName(f"{self._name}{said}")

    def _paint(self, p: QPainter, block: Block) -> None:
        box = QRectF(block.x + 1, block.y + 1, max(block.width - 2, 0), max(block.height - 2, 0))
        if block.kind == "label":
            both = f"{block.title}　{block.note}"
            fits = QFontMetricsF(self._look.font("t_note")).horizontalAdvance(both) <= box.width()
            self._say(p, box, both if fits else block.title, "text2", LEFT)
            return
        look, heat = self._look, block.kind.startswith("heat") or block.kind == "none"
        marked = block.id == self._marked
        ground = _GROUNDS.get(block.kind, block.kind)
        ink = _INKS.get(block.kind, "heat_hi" if heat and block.kind != "none" else "text")
        edge = _EDGES.get(block.kind, "")
        if marked and block.kind == "plain":
            ground, ink = "accent_soft", "accent_text"
        if marked:
            edge = "focus" if self.hasFocus() else "accent_text"
        elif block is self._under:
            edge = "edge"
        p.setPen(QPen(look.colour(edge), 2 if marked else 1) if edge else Qt.PenStyle.NoPen)
        p.setBrush(look.colour(ground))
        p.drawRoundedRect(box, 6 if not heat else 3, 6 if not heat else 3)
        if heat:
            self._words_beside(p, box, block, ink)
        else:
            self._words_below(p, box, block, ink)

    def _words_below(self, p: QPainter, box: QRectF, block: Block, ink: str) -> None:
        half = box.height() / 2
        self._say(p, box.adjusted(4, 4, -4, -half + 1), block.title, ink, MIDDLE, medium=True)
        note = "on_accent" if block.kind == "root" else "over" if block.kind == "gap" else "text2"
        self._say(p, box.adjusted(4, half - 1, -4, -4), block.note, note, MIDDLE, size="t_small")

    def _words_beside(self, p: QPainter, box: QRectF, block: Block, ink: str) -> None:
        inner = box.adjusted(8, 2, -8, -2)
        if inner.height() < _ANY_WORDS or inner.width() < 2 * _ANY_WORDS:
            return
        metrics = QFontMetricsF(self._look.font("t_note"))
        both = metrics.horizontalAdvance(block.title) + metrics.horizontalAdvance(block.note) + 12
        if both <= inner.width():
            self._say(p, inner, block.title, ink, LEFT)
            self._say(p, inner, block.note, ink, RIGHT)
        elif metrics.horizontalAdvance(block.title) > inner.width():
            p.setFont(self._look.font("t_note"))
            p.setPen(self._look.colour(ink))
            p.drawText(inner, LEFT | Qt.TextFlag.TextWrapAnywhere, block.title)
        elif inner.height() >= _TWO_LINES:
            middle = inner.center().y()
            self._say(
                p, QRectF(inner.left(), middle - 19, inner.width(), 19), block.title, ink, LEFT
            )
            self._say(p, QRectF(inner.left(), middle, inner.width(), 19), block.note, ink, LEFT)
        else:
            self._say(p, inner, block.title, ink, LEFT)

    def _say(
        self, p: QPainter, box: QRectF, text: str, token: str, align: Qt.AlignmentFlag,
        *, medium: bool = False, size: str = "t_note",
    ) -> None:  # fmt: skip
        p.setFont(self._look.font(size, medium=medium))
        p.setPen(self._look.colour(token))
        metrics = QFontMetricsF(p.font())
        p.drawText(box, align, metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width()))
