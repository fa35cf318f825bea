"""Tabs side by side; those that find no room in a line go on in the next one."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gridcenter.desk.layouts import column, row

_GAP = 4


class TabLines(QWidget):
    """As many lines as the tabs need at the width there is."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._tabs: list[QWidget] = []
        self._laid: list[list[QWidget]] = []
        self._lines = column(gap=0)
        self.setLayout(self._lines)

    def add(self, tab: QWidget) -> None:
        """Add a tab behind the others."""
        self._tabs.append(tab)
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        lines = self._broken()
        if lines == self._laid:
            return
        self._laid = lines
        while (line := self._lines.takeAt(0)) is not None:
            if (old := line.layout()) is not None:
                while old.takeAt(0) is not None:
                    pass
        for tabs in lines:
            self._lines.addLayout(row(*tabs, None, gap=_GAP))

    def _broken(self) -> list[list[QWidget]]:
        lines: list[list[QWidget]] = []
        used = self.width()
        for tab in self._tabs:
            wide = tab.sizeHint().width() + _GAP
            if not lines or used + wide > self.width() + _GAP:
                lines.append([])
                used = 0
            lines[-1].append(tab)
            used += wide
        return lines
