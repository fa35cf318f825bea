"""Combo boxes: choose one of a short list; `picking.PickField` is for long ones."""

from collections.abc import Sequence
from typing import TypeAlias

from PySide6.QtCore import Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyledItemDelegate

Option: TypeAlias = tuple[object, str]
"""A value and its words."""


class Choice(QComboBox):
    """One of some options; the wheel never changes it by accident."""

    chosen = Signal(object)

    def __init__(self, name: str, options: Sequence[Option] = (), *, width: int = 0) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setItemDelegate(QStyledItemDelegate(self))
        self.setMaxVisibleItems(12)
        self.view().setAccessibleName(name)
        if width:
            self.setFixedWidth(width)
        else:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_options(options)
        self.currentIndexChanged.connect(lambda _index: self.chosen.emit(self.value))

    @property
    def value(self) -> object:
        """The value chosen; None when nothing is."""
        return self.currentData()

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer these instead; what was chosen stays chosen if it is still there."""
        before = self.value
        self.blockSignals(True)
        self.clear()
        for value, text in options:
            self.addItem(text, value)
        self.blockSignals(False)
        self.choose(before)

    def choose(self, value: object) -> None:
        """Choose a value; the first option when it is not offered."""
        found = [n for n in range(self.count()) if self.itemData(n) == value]
        self.setCurrentIndex(found[0] if found else min(0, self.count() - 1))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()
