"""A table of any length that loads only what is on the screen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from gridcenter.desk.chips import Chip
from gridcenter.desk.gap_bar import GapBar
from gridcenter.desk.layouts import LEFT, RIGHT

Row = TypeVar("Row")
Index: TypeAlias = QModelIndex | QPersistentModelIndex
Cell: TypeAlias = str | Chip | GapBar | Sequence[Chip]
_NOWHERE = QModelIndex()
CHUNK = 64
"""So many rows are read at once."""
_KEPT = 4096


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column: what stands over it, and what of a row stands in it."""

    key: str
    title: str
    show: Callable[[Row], Cell]
    width: int = 120
    """In pixels; 0 takes what is left."""
    number: bool = False
    """Aligned to the right."""
    sorts: bool = True
    wide_only: bool = False
    """Left out in a narrow window."""
    spare: bool = False
    """Left out after those, where a drawer leaves a narrow window little room."""


def cell_text(cell: Cell) -> str:
    """Return the words of a cell, as they are read aloud or copied."""
    if isinstance(cell, str):
        return cell
    return cell.text if isinstance(cell, Chip | GapBar) else "、".join(each.text for each in cell)


class LazyTable(QAbstractTableModel, Generic[Row]):
    """Knows all ids, keeps the rows it was asked for; column 0 holds the ticks."""

    IdRole = Qt.ItemDataRole.UserRole
    CellRole = Qt.ItemDataRole.UserRole + 1
    TickedRole = Qt.ItemDataRole.UserRole + 2
    TICKS = 0

    ticks_changed = Signal()

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        load: Callable[[Sequence[bytes]], dict[bytes, Row]],
        missing: str = "（已删除）",
    ) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self._load, self._missing = load, missing
        self._ids: Sequence[bytes] = ()
        self._rows: dict[bytes, Row] = {}
        self._ticked: set[bytes] = set()

    @property
    def ids(self) -> Sequence[bytes]:
        """All ids of the list, in its order."""
        return self._ids

    @property
    def ticked(self) -> list[bytes]:
        """The ticked ids, in the order of the list; those filtered away come last."""
        seen = [i for i in self._ids if i in self._ticked]
        return seen + sorted(self._ticked.difference(seen))

    def show_ids(self, ids: Sequence[bytes], rows: Mapping[bytes, Row] | None = None) -> None:
        """Show these rows instead; rows are read anew but for those that come along."""
        if list(ids) == list(self._ids):
            self._rows = dict(rows or {})
            if ids:
                self.dataChanged.emit(self.index(0, 0), self.index(len(ids) - 1, len(self.columns)))
            return
        self.beginResetModel()
        self._ids = ids
        self._rows = dict(rows or {})
        self.endResetModel()

    def row_of(self, position: int) -> Row | None:
        """Return the row at a position; None if it was deleted meanwhile."""
        wanted = self._ids[position]
        if wanted not in self._rows:
            if len(self._rows) > _KEPT:
                self._rows = {}
            start = position - position % CHUNK
            self._rows |= self._load(self._ids[start : start + CHUNK])
        return self._rows.get(wanted)

    def tick(self, ids: Sequence[bytes], *, on: bool) -> None:
        """Tick or untick rows."""
        before = len(self._ticked)
        self._ticked = self._ticked.union(ids) if on else self._ticked.difference(ids)
        if len(self._ticked) != before:
            self._repaint()

    def toggle(self, position: int) -> None:
        """Turn the tick of one row."""
        wanted = self._ids[position]
        self.tick([wanted], on=wanted not in self._ticked)

    def clear_ticks(self) -> None:
        """Untick everything."""
        self.tick(list(self._ticked), on=False)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Tell Qt how many rows there are."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Tell Qt how many columns there are."""
        return 0 if parent.isValid() else len(self.columns) + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Tell Qt what can be done with a cell."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == self.TICKS else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Tell Qt what stands in a cell."""
        if not index.isValid():
            return None
        if role == self.IdRole:
            return self._ids[index.row()]
        if role == self.TickedRole:
            return self._ids[index.row()] in self._ticked
        if index.column() == self.TICKS:
            return self._tick_data(index.row(), role)
        return self._cell_data(index.row(), index.column() - 1, role)

    def setData(
        self,
        index: Index,
        value: Any,  # noqa: ANN401
        role: int = Qt.ItemDataRole.EditRole,
    ) -> bool:
        """Let Qt tick a row."""
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != self.TICKS:
            return False
        on = Qt.CheckState(value) == Qt.CheckState.Checked
        self.tick([self._ids[index.row()]], on=on)
        return True

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:  # noqa: ANN401
        """Tell Qt what stands over a column."""
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1) if role == Qt.ItemDataRole.DisplayRole else None
        column = self.columns[section - 1] if section else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if column and column.number else LEFT
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title if column else ""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return column.title if column else "勾选"
        return None

    def _tick_data(self, position: int, role: int) -> object:
        ticked = self._ids[position] in self._ticked
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return "已勾选" if ticked else "没勾选"
        return None

    def _cell_data(self, position: int, column: int, role: int) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if self.columns[column].number else LEFT
        wants = {self.CellRole, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}
        if role not in wants:
            return None
        row = self.row_of(position)
        cell = (
            (self._missing if not column else "") if row is None else self.columns[column].show(row)
        )
        return cell if role == self.CellRole else cell_text(cell)

    def _repaint(self) -> None:
        if self._ids:
            last = self.index(len(self._ids) - 1, len(self.columns))
            self.dataChanged.emit(self.index(0, 0), last)
        self.ticks_changed.emit()
