"""The view of a lazy table: keys, ticks, sorting, widths."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView

from gridcenter.desk.cells import Cells
from gridcenter.desk.enter_key import is_enter
from gridcenter.desk.head import Head
from gridcenter.desk.lazy_table import Column, LazyTable
from gridcenter.desk.theme import Look
from gridcenter.desk.tokens import SIZE

TICK_WIDTH = 34
LEAST_WIDTH, MOST_WIDTH = 40, 600
LEAST = 160
"""What the column that takes the rest must keep, in pixels."""


class Table(QTableView):
    """Space ticks, Enter opens, Shift+arrow ticks on the way, Ctrl+A ticks all."""

    opened = Signal(bytes)
    current_changed = Signal(object)
    """bytes, or None when no row is current."""
    reshaped = Signal()
    """The user gave a column another width or place."""
    sorted_by = Signal(str, bool)
    """Key of the column, and whether descending."""

    def __init__(
        self, look: Look, model: LazyTable[Any], name: str, *, ticks: bool, height: int = 0
    ) -> None:
        super().__init__()
        self._model, self._unwanted = model, set[int]()
        self._widths = {n: c.width for n, c in self._numbered()}
        self._settling = self._sharing = False
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self._head = Head(look)
        self.setHorizontalHeader(self._head)
        self.setModel(model)
        self.setItemDelegate(Cells(look, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalHeader().hide()
        self.verticalHeader().setAccessibleName("行号")
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(height or SIZE["h_row"])
        self.setColumnHidden(LazyTable.TICKS, not ticks)
        self._furnish_head()
        self.selectionModel().currentRowChanged.connect(self._tell_current)

    @property
    def current(self) -> bytes | None:
        """Id of the current row."""
        index = self.currentIndex()
        return index.data(LazyTable.IdRole) if index.isValid() else None

    def show_sort(self, key: str, *, descending: bool) -> None:
        """Show by which column the rows are sorted; an unknown key shows none."""
        found = [n for n, c in self._numbered() if c.key == key]
        self._head.show_sort(found[0] if found else -1, descending=descending)

    def go_to(self, wanted: bytes | None) -> None:
        """Make a row current, if it is in the list."""
        if wanted is not None and (at := self._position(wanted)) >= 0:
            self.selectRow(at)
            self.scrollTo(self._model.index(at, 0))

    @property
    def rows(self) -> LazyTable[Any]:
        """The rows behind it."""
        return self._model

    @property
    def columns(self) -> Sequence[Column[Any]]:
        """All columns as they were declared."""
        return self._model.columns

    @property
    def first_shown(self) -> int:
        """Position of the topmost row on the screen."""
        return max(0, self.rowAt(0))

    def show_ids(
        self, ids: Sequence[bytes], rows: Mapping[bytes, Any], wanted: bytes | None, *, same: bool
    ) -> None:
        """Show these rows; the current row stays, and with `same` its place on the screen too."""
        model, before = self._model, self.current
        fixed = before if before is not None and self._is_seen() else self._at(self.first_shown)
        height = self.rowViewportPosition(self._position(fixed)) if fixed is not None else 0
        self._settling = True
        model.show_ids(ids, rows)
        self.go_to(wanted if wanted is not None else before)
        self._settling = False
        if self.current != before:
            self.current_changed.emit(self.current)
        at = self._position(fixed) if fixed is not None else -1
        if same and wanted is None and at >= 0:
            self.verticalScrollBar().setValue(at * self.rowHeight(at) - height)

    def columns_shown(self) -> list[Column[Any]]:
        """Return the columns on the screen, from left to right."""
        at = self._head.visualIndex
        shown = [(at(n), c) for n, c in self._numbered() if not self.isColumnHidden(n)]
        return [c for _, c in sorted(shown, key=lambda pair: pair[0])]

    def is_wanted(self, number: int) -> bool:
        """Tell whether a column (from 1) is shown where there is room for it."""
        return number not in self._unwanted

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out columns that are for wide windows only while there is no room for them."""
        super().resizeEvent(event)
        self._make_room()

    def choose_column(self, number: int, *, shown: bool) -> None:
        """Show or leave out a column (from 1), because the user wants so."""
        if shown:
            self._unwanted.discard(number)
        else:
            self._unwanted.add(number)
        self._make_room()

    def shape(self) -> dict[str, str]:
        """Return widths, order and unwanted columns by key, to be remembered."""
        kept = {f"width-{c.key}": str(self._widths[n]) for n, c in self._shown() if c.width}
        by_place = sorted(self._numbered(), key=lambda pair: self._head.visualIndex(pair[0]))
        kept["order"] = ",".join(c.key for _, c in by_place)
        kept["hidden"] = ",".join(c.key for n, c in self._numbered() if n in self._unwanted)
        return kept

    def restore(self, shape: Mapping[str, str]) -> None:
        """Take a shape again, the declared one where it says nothing sensible."""
        hidden = shape.get("hidden", "").split(",")
        self._unwanted = {n for n, c in self._numbered() if c.key in hidden and n > 1}
        for number, column in self._numbered():
            width = shape.get(f"width-{column.key}", "")
            sensible = width.isdigit() and LEAST_WIDTH <= int(width) <= MOST_WIDTH
            if column.width:
                self._widths[number] = int(width) if sensible else column.width
        self._arrange(shape.get("order", "").split(","))
        self._make_room()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on the keys of a list."""
        index, key = self.currentIndex(), event.key()
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if is_enter(event) and index.isValid():
            self.opened.emit(index.data(LazyTable.IdRole))
        elif key == Qt.Key.Key_Space and index.isValid():
            self._model.toggle(index.row())
        elif key == Qt.Key.Key_A and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._model.tick(self._model.ids, on=True)
        elif shift and key in {Qt.Key.Key_Down, Qt.Key.Key_Up} and index.isValid():
            self._tick_on(index.row(), 1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick when the tick column is pressed, else choose the row."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == LazyTable.TICKS:
            self._model.toggle(index.row())
            return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the row."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() != LazyTable.TICKS:
            self.opened.emit(index.data(LazyTable.IdRole))

    def _numbered(self) -> list[tuple[int, Column[Any]]]:
        return list(enumerate(self._model.columns, start=1))

    def _shown(self) -> list[tuple[int, Column[Any]]]:
        return [(n, c) for n, c in self._numbered() if n not in self._unwanted]

    def _arrange(self, order: Sequence[str]) -> None:
        """Put the columns into an order; those it does not name keep their declared place."""
        wanted = {key: place for place, key in enumerate(order)}
        places = sorted(self._numbered(), key=lambda pair: (pair[0] > 1, wanted.get(pair[1].key, pair[0])))
        self._head.blockSignals(True)
        for place, (number, _) in enumerate(places, start=1):
            self._head.moveSection(self._head.visualIndex(number), place)
        self._head.blockSignals(False)
        self._head.viewport().update()
        self.viewport().update()

    def _is_seen(self) -> bool:
        shown = self.visualRect(self.currentIndex())
        return self.viewport().rect().intersects(shown)

    def _at(self, position: int) -> bytes | None:
        return self._model.ids[position] if position < self._model.rowCount() else None

    def _position(self, wanted: bytes) -> int:
        return self._model.ids.index(wanted) if wanted in self._model.ids else -1

    def _make_room(self) -> None:
        columns, shown = self._numbered(), self._shown()
        room = self.viewport().width() - (0 if self.isColumnHidden(LazyTable.TICKS) else TICK_WIDTH)
        need = sum(self._widths[n] or LEAST for n, _ in shown)
        dropped = set(self._unwanted)
        first = [n for n, c in reversed(shown) if c.wide_only]
        for n in [*first, *(n for n, c in reversed(shown) if c.spare)]:
            if need > room:
                dropped.add(n)
                need -= self._widths[n] or LEAST
        for n, _ in columns:
            if self.isColumnHidden(n) != (n in dropped):
                self.setColumnHidden(n, n in dropped)
        self._share(room, [(n, c) for n, c in shown if n not in dropped])

    def _share(self, room: int, shown: Sequence[tuple[int, Column[Any]]]) -> None:
        """Share what is left among the columns declared to take it, else among those of words."""
        widths = {n: self._widths[n] for n, _ in shown}
        rest = room - sum(widths.values())
        takers = [n for n, c in shown if not c.width]
        growing = takers or [n for n, c in shown if not c.number]
        if takers or rest > 0:
            whole = sum(widths[n] or 1 for n in growing)
            for n in growing:
                widths[n] += max(rest * (widths[n] or 1) // whole, LEAST_WIDTH if takers else 0)
        self._sharing = True
        for n, width in widths.items():
            self.setColumnWidth(n, width)
        self._sharing = False

    def _furnish_head(self) -> None:
        head, columns = self._head, self._numbered()
        self.setColumnWidth(LazyTable.TICKS, TICK_WIDTH)
        head.setSectionResizeMode(LazyTable.TICKS, QHeaderView.ResizeMode.Fixed)
        head.let_sort([n for n, c in columns if c.sorts])
        head.sorted_by.connect(self._tell_sort)
        head.sectionClicked.connect(self._tick_all)
        head.sectionResized.connect(self._resized)
        head.setSectionsMovable(True)
        head.sectionMoved.connect(self._moved)

    def _tell_sort(self, section: int, descending: bool) -> None:
        self.sorted_by.emit(self._model.columns[section - 1].key, descending)

    def _resized(self, section: int, before: int, after: int) -> None:
        if self._sharing or not (before and after and self._widths.get(section)):
            return
        self._widths[section] = max(self._widths[section] + after - before, LEAST_WIDTH)
        if QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self.reshaped.emit()

    def _moved(self, _section: int, before: int, after: int) -> None:
        """Keep the ticks and the first column where they are."""
        if min(before, after) > 1:
            self.reshaped.emit()
            return
        self._head.blockSignals(True)
        self._head.moveSection(after, before)
        self._head.blockSignals(False)
        self.viewport().update()

    def _tick_all(self, section: int) -> None:
        if section == LazyTable.TICKS:
            everything = set(self._model.ids) <= set(self._model.ticked)
            self._model.tick(self._model.ids, on=not everything)

    def _tick_on(self, row: int, step: int) -> None:
        following = min(max(row + step, 0), self._model.rowCount() - 1)
        self._model.tick([self._model.ids[row], self._model.ids[following]], on=True)
        self.selectRow(following)

    def _tell_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        if not self._settling:
            self.current_changed.emit(index.data(LazyTable.IdRole) if index.isValid() else None)
