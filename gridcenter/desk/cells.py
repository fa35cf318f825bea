"""Paints table cells: words, chips, ticks, hairlines, and the bar of the current row."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gridcenter.desk.chips import Chip, paint_chip
from gridcenter.desk.layouts import RIGHT
from gridcenter.desk.lazy_table import LazyTable
from gridcenter.desk.theme import Look

_PAD, _TICK = 8, 16


class Cells(QStyledItemDelegate):
    """The chosen row has a soft ground and a bar at its left edge; ticked rows are sunken."""

    def __init__(self, look: Look, parent: QWidget, main: int = 1) -> None:
        super().__init__(parent)
        self._look, self._main = look, main

    def paint(
        self, p: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one cell."""
        p.save()
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(p, option, index)
        inner = option.rect.adjusted(_PAD, 0, -_PAD, -1)
        ticked = index.data(Qt.ItemDataRole.CheckStateRole)
        if ticked is not None:
            self._tick(p, inner, on=Qt.CheckState(ticked) == Qt.CheckState.Checked)
        else:
            self._cell(p, inner, index)
        p.restore()

    def _ground(
        self, p: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            p.fillRect(box, self._look.colour("accent_soft"))
            if box.left() <= 0:
                p.fillRect(
                    QRect(box.left(), box.top(), 3, box.height()), self._look.colour("accent")
                )
        elif index.data(LazyTable.TickedRole):
            p.fillRect(box, self._look.colour("sunken"))
        p.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), self._look.colour("line"))

    def _cell(self, p: QPainter, box: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        cell = index.data(LazyTable.CellRole)
        if isinstance(cell, str):
            align = index.data(Qt.ItemDataRole.TextAlignmentRole)
            strong = index.column() == self._main or align == RIGHT
            p.setFont(self._look.font())
            p.setPen(self._look.colour("text" if strong else "text2"))
            metrics = QFontMetrics(p.font())
            text = metrics.elidedText(cell, Qt.TextElideMode.ElideRight, box.width())
            p.drawText(box, align, text)
            return
        for chip in [cell] if isinstance(cell, Chip) else cell or ():
            if box.width() < _TICK:
                return
            box = box.adjusted(paint_chip(p, self._look, box, chip) + 6, 0, 0, 0)

    def _tick(self, p: QPainter, box: QRect, *, on: bool) -> None:
        square = QRectF(box.left() + 0.5, box.center().y() - 7.5, _TICK, _TICK)
        p.setPen(self._look.colour("accent" if on else "edge"))
        p.setBrush(self._look.colour("accent" if on else "surface"))
        p.drawRoundedRect(square, 4, 4)
        if on:
            ratio = p.device().devicePixelRatio()
            mark = self._look.pixmap("check", "on_accent", 14, ratio)
            p.drawPixmap(square.adjusted(1, 1, -1, -1).toRect(), mark)
