"""Chips: a state in a word, on a soft ground; as a label and as paint for a table cell."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QLabel, QSizePolicy

from gridcenter.desk.layouts import LEFT
from gridcenter.desk.theme import Look

Tone: TypeAlias = Literal["plain", "due", "over", "done", "info", "error", "accent", "key"]
_INKS = {"plain": "text2", "key": "text2", "accent": "accent_text"}
_GROUNDS = {"plain": "hover", "key": "sunken"}
_PAD, _ICON, _HEIGHT = 6, 13, 20


@dataclass(frozen=True, slots=True)
class Chip:
    """A state or kind in a table cell; an icon, so that colour never stands alone."""

    text: str
    tone: Tone = "plain"
    icon: str = ""


def chip(text: str, tone: Tone = "plain") -> QLabel:
    """Make a chip that stands by itself."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    label.setProperty("chip", tone)
    return label


def set_chip(label: QLabel, text: str, tone: Tone) -> None:
    """Change a chip."""
    label.setText(text)
    label.setProperty("chip", tone)
    label.style().polish(label)


def chip_width(look: Look, value: Chip) -> int:
    """Return how wide a chip is painted, in pixels."""
    wide = QFontMetrics(look.font("t_small")).horizontalAdvance(value.text)
    return wide + 2 * _PAD + (_ICON + 2 if value.icon else 0)


def paint_chip(p: QPainter, look: Look, box: QRect, value: Chip) -> int:
    """Paint a chip at the left of a box, in its vertical middle; return its width in pixels."""
    wide = min(chip_width(look, value), box.width())
    area = QRectF(box.left(), box.center().y() - _HEIGHT / 2 + 1, wide, _HEIGHT)
    ink = _INKS.get(value.tone, value.tone)
    p.setPen(look.colour("line_strong") if value.tone == "key" else Qt.PenStyle.NoPen)
    p.setBrush(look.colour(_GROUNDS.get(value.tone, f"{value.tone}_soft")))
    p.drawRoundedRect(area, 4, 4)
    shift = 0
    if value.icon:
        ratio = p.device().devicePixelRatio()
        spot = QPointF(area.left() + 5, area.center().y() - _ICON / 2)
        p.drawPixmap(spot, look.pixmap(value.icon, ink, _ICON, ratio))
        shift = _ICON + 2
    p.setFont(look.font("t_small"))
    p.setPen(look.colour(ink))
    inner = area.adjusted(_PAD + shift, 0, -4, -1)
    metrics, room = QFontMetrics(p.font()), round(inner.width()) + 1
    p.drawText(inner, LEFT, metrics.elidedText(value.text, Qt.TextElideMode.ElideRight, room))
    return wide
