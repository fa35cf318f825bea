"""The heat table: a line an indicator, a column a grid, every cell a door."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from gridcenter.desk.enter_key import is_enter
from gridcenter.desk.layouts import LEFT, MIDDLE
from gridcenter.desk.theme import Look

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_SIGNS, _SIGN_HIGH, _NARROW, _LOW = 4, 15, 22, 22
_STEP, _SHORT = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class HeatColumn:
    """A grid: its whole name, and the few characters that stand upright over the column."""

    name: str
    short: str


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A figure: what is written in the cell, what is read aloud, its step of colour (-1: none)."""

    text: str
    words: str
    step: int


@dataclass(frozen=True, slots=True)
class HeatLine:
    """An indicator, what it means, and its cells from left to right."""

    name: str
    meaning: str
    cells: Sequence[HeatCell]


class Heat(QTableView):
    """Arrows walk, Enter or a click opens; the words of a cell are read aloud and shown as a tip."""

    picked = Signal(int, int)
    """Line and column."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._model = _Model(self)
        self._names = _Upright(look, self)
        self.setObjectName("heat")
        self.setAccessibleName(name)
        self.setHorizontalHeader(self._names)
        self.setVerticalHeader(_Indicators(look, self))
        self.setModel(self._model)
        self.setItemDelegate(_Cells(look, self))
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda index: self.picked.emit(index.row(), index.column()))

    def show_lines(self, columns: Sequence[HeatColumn], lines: Sequence[HeatLine]) -> None:
        """Show these figures; the cell that was current stays so."""
        before = self.currentIndex()
        at = (before.row(), before.column())
        self._model.show_lines(columns, lines)
        if lines and columns:
            self.setCurrentIndex(self._model.index(max(at[0], 0), max(at[1], 0)))
        self._share()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the current cell by Enter or the space bar."""
        index, opens = self.currentIndex(), is_enter(event) or event.key() == Qt.Key.Key_Space
        if opens and index.isValid():
            self.picked.emit(index.row(), index.column())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room among the columns; where it is too little, scroll."""
        super().resizeEvent(event)
        self._share()

    def minimumSizeHint(self) -> QSize:
        """Ask for the height of all lines."""
        return QSize(200, self._names.sizeHint().height() + _LOW * max(self._model.rowCount(), 1))

    def _share(self) -> None:
        across, down = self._model.columnCount(), self._model.rowCount()
        if not across or not down:
            return
        fits = self.viewport().width() >= across * _NARROW
        mode = QHeaderView.ResizeMode
        self._names.setSectionResizeMode(mode.Stretch if fits else mode.Fixed)
        self._names.setDefaultSectionSize(_NARROW)
        self.verticalHeader().setSectionResizeMode(mode.Stretch)


class _Model(QAbstractTableModel):
    def __init__(self, parent: QTableView) -> None:
        super().__init__(parent)
        self._columns: Sequence[HeatColumn] = ()
        self._lines: Sequence[HeatLine] = ()

    def show_lines(self, columns: Sequence[HeatColumn], lines: Sequence[HeatLine]) -> None:
        self.beginResetModel()
        self._columns, self._lines = columns, lines
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self._lines[index.row()]
        cell = line.cells[index.column()]
        said = f"{self._columns[index.column()].name}，{line.name} {cell.words}"
        return {
            Qt.ItemDataRole.DisplayRole: cell.text,
            Qt.ItemDataRole.AccessibleTextRole: said,
            Qt.ItemDataRole.ToolTipRole: f"{said}\n{line.meaning}\n点一下看名单",
            _STEP: cell.step,
        }.get(Qt.ItemDataRole(role) if role < _STEP else role)  # type: ignore[call-overload]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Vertical:
            line = self._lines[section]
            tips = {
                Qt.ItemDataRole.DisplayRole: line.name,
                Qt.ItemDataRole.ToolTipRole: line.meaning,
            }
            return tips.get(Qt.ItemDataRole(role)) if role < _STEP else None
        column = self._columns[section]
        if role == _SHORT:
            return column.short
        named = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}
        return column.name if role in named else None


class _Upright(QHeaderView):
    """Names of grids, one character under another."""

    def __init__(self, look: Look, parent: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._look = look
        self.setMinimumSectionSize(16)
        self.setAccessibleName("网格")

    def sizeHint(self) -> QSize:
        columns = range(self.model().columnCount()) if self.model() else ()
        shown = (str(self.model().headerData(n, self.orientation(), _SHORT)) for n in columns)
        longest = max((len(short) for short in shown), default=_SIGNS)
        return QSize(0, min(longest, _SIGNS) * _SIGN_HIGH + 4)

    def paintSection(self, p: QPainter, rect: object, section: int) -> None:
        box = QRectF(rect)  # type: ignore[call-overload]
        p.fillRect(box, self._look.colour("surface"))
        p.setFont(self._look.font("t_small"))
        p.setPen(self._look.colour("text2"))
        signs = str(self.model().headerData(section, Qt.Orientation.Horizontal, _SHORT))[:_SIGNS]
        top = box.bottom() - 3 - len(signs) * _SIGN_HIGH
        for n, sign in enumerate(signs):
            p.drawText(
                QRectF(box.left(), top + n * _SIGN_HIGH, box.width(), _SIGN_HIGH), MIDDLE, sign
            )


class _Indicators(QHeaderView):
    """Names of the indicators, at the left."""

    def __init__(self, look: Look, parent: QTableView) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._look = look
        self.setMinimumSectionSize(_LOW)
        self.setAccessibleName("指标")

    def sizeHint(self) -> QSize:
        return QSize(102, 0)

    def paintSection(self, p: QPainter, rect: object, section: int) -> None:
        box = QRectF(rect)  # type: ignore[call-overload]
        p.fillRect(box, self._look.colour("surface"))
        p.setFont(self._look.font("t_note"))
        p.setPen(self._look.colour("text2"))
        name = self.model().headerData(
            section, Qt.Orientation.Vertical, Qt.ItemDataRole.DisplayRole
        )
        p.drawText(box, LEFT, str(name))


class _Cells(QStyledItemDelegate):
    def __init__(self, look: Look, parent: QTableView) -> None:
        super().__init__(parent)
        self._look = look

    def paint(self, p: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        step, look = index.data(_STEP), self._look
        box = QRectF(option.rect).adjusted(1, 1, -1, -1)
        state: QStyle.StateFlag = option.state
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        p.save()
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        p.setPen(
            QPen(look.colour("focus" if focused else "edge"), 2)
            if focused or hovered
            else Qt.PenStyle.NoPen
        )
        p.setBrush(look.colour(f"heat{step}" if step >= 0 else "hover"))
        p.drawRoundedRect(box, 3, 3)
        p.setFont(look.font("t_small", medium=step == 0))
        p.setPen(look.colour("heat_lo" if step == 0 else "heat_hi" if step > 0 else "text2"))
        p.drawText(box, MIDDLE, str(index.data()))
        p.restore()
