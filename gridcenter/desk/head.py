"""The head of a table: a press sorts, a small mark shows how."""

from collections.abc import Collection

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView

from gridcenter.desk.theme import Look
from gridcenter.desk.tokens import SIZE

_MARK = 12


class Head(QHeaderView):
    """Qt's own mark takes room from the title; this one stands in the margin behind it."""

    sorted_by = Signal(int, bool)
    """Section, and whether descending."""

    def __init__(self, look: Look) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._look, self._sortable = look, frozenset[int]()
        self._section, self._descending = -1, False
        self.setHighlightSections(False)
        self.setFixedHeight(SIZE["h_row"])
        self.setMinimumSectionSize(24)
        self.setSectionsClickable(True)
        self.setAccessibleName("表头，按一下排序")
        self.sectionClicked.connect(self._sort)

    def let_sort(self, sections: Collection[int]) -> None:
        """Tell which sections may be sorted by."""
        self._sortable = frozenset(sections)

    def show_sort(self, section: int, *, descending: bool) -> None:
        """Show by which section the rows are sorted; -1 for none."""
        self._section, self._descending = section, descending
        self.viewport().update()

    def paintSection(self, p: QPainter, rect: QRect, section: int) -> None:
        """Paint the title, then the mark."""
        p.save()
        super().paintSection(p, rect, section)
        p.restore()
        if section == self._section:
            name = "chevron-down" if self._descending else "chevron-up"
            ratio = self.devicePixelRatioF()
            at = QPoint(rect.right() - _MARK + 1, rect.center().y() - _MARK // 2 + 1)
            p.drawPixmap(at, self._look.pixmap(name, "accent_text", _MARK, ratio))

    def _sort(self, section: int) -> None:
        if section in self._sortable:
            descending = section == self._section and not self._descending
            self.show_sort(section, descending=descending)
            self.sorted_by.emit(section, descending)
