"""Labels and icons that stand beside them."""

from typing import Literal, TypeAlias

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from gridcenter.desk.layouts import LEFT, block, row
from gridcenter.desk.theme import Look

Role: TypeAlias = Literal[
    "",
    "title",
    "page",
    "head",
    "strong",
    "number",
    "second",
    "note",
    "small",
    "accent",
    "error",
    "over",
    "due",
    "done",
    "onaccent",
]
_SIZES = {
    "title": "t_title",
    "page": "t_page",
    "number": "t_number",
    "head": "t_head",
    "note": "t_note",
    "small": "t_small",
}


def words(
    text: str,
    role: Role = "",
    *,
    align: Qt.AlignmentFlag = LEFT,
    wrap: bool = False,
    width: int = 0,
) -> QLabel:
    """Write plain words; what looks like markup in a name stays what it is."""
    label = QLabel(text, alignment=align, wordWrap=wrap)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    if width:
        label.setFixedWidth(width)
    return label


class Elided(QLabel):
    """One line of plain words that ends in … where there is no room; the tooltip has them all."""

    def __init__(self, text: str, role: Role = "") -> None:
        super().__init__(text, alignment=LEFT)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setToolTip(text)
        self.setMinimumWidth(1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def setText(self, text: str) -> None:
        """Write other words."""
        super().setText(text)
        self.setToolTip(text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint as much as there is room for."""
        flat = " ".join(self.text().splitlines())
        room = self.contentsRect().width()
        shown = self.fontMetrics().elidedText(flat, Qt.TextElideMode.ElideRight, room)
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), self.alignment(), shown)


def set_role(label: QLabel, role: Role) -> None:
    """Change what kind of words a label holds."""
    label.setProperty("role", role)
    label.style().polish(label)


def level(look: Look, *labels: QLabel) -> QFrame:
    """Set labels of different sizes on one baseline: box layouts know middles and edges only."""
    deep = [_descent(look, label) for label in labels]
    for label, descent in zip(labels, deep, strict=True):
        label.setAlignment(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft)
        label.setContentsMargins(0, 0, 0, max(deep) - descent)
    frame = block(row(*labels, None))
    frame.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    return frame


def _descent(look: Look, label: QLabel) -> int:
    return QFontMetrics(look.font(_SIZES.get(label.property("role"), "t_body"))).descent()


class IconLabel(QWidget):
    """An icon beside words, one pixel lower than the middle, where Han characters sit."""

    def __init__(self, look: Look, name: str, token: str = "text2", size: int = 18) -> None:
        super().__init__()
        self._look, self._name, self._token, self._size = look, name, token, size
        self.setFixedSize(size, size + 2)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_icon(self, name: str, token: str) -> None:
        """Show another icon."""
        self._name, self._token = name, token
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the icon in the colour of the theme worn now."""
        picture = self._look.pixmap(self._name, self._token, self._size, self.devicePixelRatioF())
        QPainter(self).drawPixmap(QPoint(0, 2), picture)
