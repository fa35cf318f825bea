"""The tree of any day: which grids there were then, under what names, with how many households."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from gridcenter.base.periods import day_words, today
from gridcenter.base.progress import Progress
from gridcenter.desk.buttons import Button
from gridcenter.desk.day_field import DayField
from gridcenter.desk.desk import Desk
from gridcenter.desk.fields import Unclear
from gridcenter.desk.jobs import Newest
from gridcenter.desk.layouts import column, row
from gridcenter.desk.side_tree import SideTree
from gridcenter.desk.tree_picker import Node
from gridcenter.desk.words import words
from gridcenter.register.services.day_tree import DayUnit, units_on

_WIDE, _HIGH = 560, 620
_AROUND = 24
"""What of the window is seen above and below, in pixels."""


class DayTreeDialog(QDialog):
    """A day above, its tree beneath."""

    def __init__(self, parent: QWidget, desk: Desk, day: date) -> None:
        super().__init__(parent)
        self.setWindowTitle("某一天的网格")
        self.setAccessibleName("某一天的网格")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setProperty("help", "redrawings")
        self.resize(_WIDE, min(_HIGH, parent.window().height() - _AROUND))
        self._desk, self._newest = desk, Newest(desk.jobs)
        self.day = DayField(desk.look, today, width=190)
        self.day.setAccessibleName("日期")
        self.tree = SideTree(desk.look, "那一天的网格树", "找网格，如 qjwg")
        self.tree.setMinimumWidth(200)
        self.tree.setMaximumWidth(2000)
        self.note = words("", "note")
        shut = Button(desk.look, "关闭", tip="Esc")
        shut.clicked.connect(lambda _checked: self.accept())
        head = row(words("日期", "second"), self.day, None)
        self.setLayout(column(head, self.note, (self.tree, 1), row(None, shut), gap=10, pad=16))
        self._newest.answered.connect(self._show)
        self.day.textChanged.connect(lambda _text: self._ask())
        self.day.put(day)

    def _ask(self) -> None:
        try:
            day = self.day.value()
        except Unclear:
            return
        if not isinstance(day, date):
            return
        database = self._desk.database

        def work(_progress: Progress) -> tuple[date, Sequence[DayUnit]]:
            with database.read() as session:
                return day, units_on(session, day)

        self._newest.ask(work)

    def _show(self, answer: tuple[date, Sequence[DayUnit]]) -> None:
        day, units = answer
        nodes = [Node(one.id, one.parent, one.name, f"{one.households:,} 户") for one in units]
        self.tree.show_nodes(nodes)
        grids = sum(one.level == "grid" for one in units)
        self.note.setText(f"{day_words(day)}的划分：{grids:,} 个网格" if units else f"{day_words(day)}还没有网格")
