"""Combo boxes: choose one of a list, by pinyin initials where the list is long."""

from collections.abc import Sequence
from typing import TypeAlias

from PySide6.QtCore import QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QSizePolicy, QStyledItemDelegate

from gridcenter.base.pinyin import initials, spell

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


class _ByInitials(QSortFilterProxyModel):
    """Keeps what holds the typed words, or the initials, anywhere."""

    def __init__(self) -> None:
        super().__init__()
        self._typed = ""
        self._known: dict[str, str] = {}

    def narrow(self, typed: str) -> None:
        self.beginFilterChange()
        self._typed = typed.strip().lower()
        self.endFilterChange()

    def filterAcceptsRow(self, row: int, parent: object) -> bool:
        text = str(self.sourceModel().index(row, 0).data())
        if text not in self._known:
            self._known[text] = f"{initials(text)} {spell(text)}"
        return self._typed in text.lower() or self._typed in self._known[text]


class SearchChoice(Choice):
    """A choice among many: typing words or pinyin initials narrows the list."""

    def __init__(self, name: str, options: Sequence[Option] = (), *, width: int = 0) -> None:
        super().__init__(name, options, width=width)
        self._edit = QLineEdit()
        self.setEditable(True)
        self.setLineEdit(self._edit)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._narrowed = _ByInitials()
        self._narrowed.setParent(self)
        self._narrowed.setSourceModel(self.model())
        completer = QCompleter(self._narrowed, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        if popup := completer.popup():
            popup.setItemDelegate(QStyledItemDelegate(completer))
            popup.setObjectName("offers")
            popup.setAccessibleName(name)
        completer.activated.connect(self._take)
        self.setCompleter(completer)
        edit = self._edit
        edit.setAccessibleName(name)
        edit.textEdited.connect(self._narrowed.narrow)
        edit.editingFinished.connect(self._settle)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select the words, so that typing starts anew."""
        super().focusInEvent(event)
        self._edit.selectAll()

    def _take(self, text: str) -> None:
        self.setCurrentIndex(self.findText(text))

    def _settle(self) -> None:
        """Take the only option that fits, or go back to what was chosen."""
        typed = self.currentText()
        exact = self.findText(typed, Qt.MatchFlag.MatchFixedString)
        if exact < 0 and typed and self._narrowed.rowCount() == 1:
            exact = self.findText(str(self._narrowed.index(0, 0).data()))
        self.setCurrentIndex(exact if exact >= 0 else self.currentIndex())
        self._edit.setText(self.itemText(self.currentIndex()))
        self._narrowed.narrow("")
