"""Paints table cells: words, chips, ticks, hairlines, and the bar of the current row."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from gridcenter.desk.chips import Chip, chip_width, paint_chip
from gridcenter.desk.gap_bar import GapBar, paint_gap_bar
from gridcenter.desk.layouts import RIGHT
from gridcenter.desk.lazy_table import Cell, LazyTable, cell_text
from gridcenter.desk.theme import Look

_PAD, _TICK, _BETWEEN = 8, 16, 6
_NEVER_FITS = 10_000
"""Width of a bar, whose words are always shown as a tip."""


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

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Show the whole words where they are cut off, and nothing where they are not."""
        cell = index.data(LazyTable.CellRole)
        if event.type() == QEvent.Type.ToolTip and cell is not None:
            whole = self._width(cell) > view.visualRect(index).width() - 2 * _PAD
            QToolTip.showText(event.globalPos(), cell_text(cell) if whole else "", view)
            return True
        return super().helpEvent(event, view, option, index)

    def _width(self, cell: Cell) -> int:
        if isinstance(cell, str):
            return QFontMetrics(self._look.font()).horizontalAdvance(cell)
        if isinstance(cell, GapBar):
            return _NEVER_FITS
        chips = [cell] if isinstance(cell, Chip) else cell
        return sum(chip_width(self._look, each) + _BETWEEN for each in chips) - _BETWEEN

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
        if isinstance(cell, GapBar):
            paint_gap_bar(p, self._look, box, cell)
            return
        for chip in [cell] if isinstance(cell, Chip) else cell or ():
            if box.width() < _TICK:
                return
            box = box.adjusted(paint_chip(p, self._look, box, chip) + _BETWEEN, 0, 0, 0)

    def _tick(self, p: QPainter, box: QRect, *, on: bool) -> None:
        square = QRectF(box.left() + 0.5, box.center().y() - 7.5, _TICK, _TICK)
        p.setPen(self._look.colour("accent" if on else "edge"))
        p.setBrush(self._look.colour("accent" if on else "surface"))
        p.drawRoundedRect(square, 4, 4)
        if on:
            ratio = p.device().devicePixelRatio()
            mark = self._look.pixmap("check", "on_accent", 14, ratio)
            p.drawPixmap(square.adjusted(1, 1, -1, -1).toRect(), mark)
