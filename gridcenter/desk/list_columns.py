"""Choosing the columns of a list: ticks in a sheet under the button, and the way back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from gridcenter.desk.buttons import Button
from gridcenter.desk.layouts import column, row
from gridcenter.desk.popover import Popover
from gridcenter.desk.table import Table
from gridcenter.desk.theme import Look
from gridcenter.desk.words import words


class ColumnSheet(Popover):
    """One tick a column; the first column always stays and has none."""

    changed = Signal()

    def __init__(self, parent: QWidget, look: Look, table: Table) -> None:
        super().__init__(parent, "选列")
        self._table = table
        self.ticks = [self._tick(n, c.title) for n, c in enumerate(table.columns[1:], start=2)]
        back = Button(look, "恢复默认", "", "link")
        back.clicked.connect(lambda _checked: self._restore())
        hint = words("拖动表头可以换位置，拖边线可以改宽窄", "note")
        self.setLayout(column(*self.ticks, hint, row(None, back), gap=2, pad=14))

    def open_under(self, control: QWidget) -> None:
        """Open with the columns as they are."""
        self._show_state()
        self.adjustSize()
        super().open_under(control)
        self.ticks[0].setFocus()

    def _tick(self, number: int, title: str) -> QCheckBox:
        tick = QCheckBox(title)
        tick.clicked.connect(lambda shown: self._choose(number, shown))
        return tick

    def _choose(self, number: int, shown: bool) -> None:
        self._table.choose_column(number, shown=shown)
        self.changed.emit()

    def _restore(self) -> None:
        self._table.restore({})
        self._show_state()
        self.changed.emit()

    def _show_state(self) -> None:
        for number, tick in enumerate(self.ticks, start=2):
            tick.setChecked(self._table.is_wanted(number))
