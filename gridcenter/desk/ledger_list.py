"""The ledgers by subject; typing words or pinyin initials narrows the list."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QLabel

from gridcenter.base.pinyin import says
from gridcenter.desk.buttons import Button
from gridcenter.desk.layouts import Ground, block, column, scrolled
from gridcenter.desk.search_field import SearchField
from gridcenter.desk.theme import Look
from gridcenter.desk.words import words
from gridcenter.ledgers.model import LedgerDef


@dataclass(frozen=True, slots=True)
class Shelf:
    """Ledgers that belong together."""

    title: str
    ledgers: tuple[LedgerDef, ...]


class LedgerList(Ground):
    """Tells which ledger is chosen."""

    chosen = Signal(object)
    """LedgerDef."""

    def __init__(self, look: Look, shelves: Sequence[Shelf]) -> None:
        super().__init__("card")
        self.setAccessibleName("台账")
        self.search = SearchField(look, "找台账，如 dctz")
        self._group, self._defs = QButtonGroup(self), list[LedgerDef]()
        self._shelves: list[tuple[QLabel, list[Button]]] = []
        self._nothing = words("没有这样的台账", "note")
        lines = column(gap=1, pad=(0, 0, 4, 0))
        for shelf in shelves:
            title = words(shelf.title, "note")
            lines.addSpacing(4)
            lines.addWidget(title)
            buttons = [self._entry(look, one) for one in shelf.ledgers]
            for button in buttons:
                lines.addWidget(button)
            self._shelves.append((title, buttons))
        lines.addWidget(self._nothing)
        lines.addStretch(1)
        self.setLayout(column(self.search, (scrolled(block(lines)), 1), gap=6, pad=10))
        self.search.textChanged.connect(self._narrow)
        self._group.idClicked.connect(lambda number: self.chosen.emit(self._defs[number]))
        self.search.left.connect(self._go_down)
        self._narrow("")

    @property
    def current(self) -> LedgerDef:
        """The ledger chosen."""
        return self._defs[max(self._group.checkedId(), 0)]

    def choose(self, name: str) -> None:
        """Choose a ledger by its name; an unknown one changes nothing."""
        for number, definition in enumerate(self._defs):
            if definition.name == name:
                self._group.button(number).setChecked(True)
                self.chosen.emit(definition)

    def _entry(self, look: Look, definition: LedgerDef) -> Button:
        made = Button(look, definition.title, kind="nav", checked=not self._defs)
        made.setProperty("slim", "list")
        self._group.addButton(made, len(self._defs))
        self._defs.append(definition)
        return made

    def _go_down(self) -> None:
        found = [button for button in self._group.buttons() if button.isVisible()]
        if found:
            found[0].setFocus()

    def _narrow(self, typed: str) -> None:
        any_left = False
        for title, buttons in self._shelves:
            left = [b for b in buttons if says(typed, b.text())]
            for button in buttons:
                button.setVisible(button in left)
            title.setVisible(bool(left))
            any_left = any_left or bool(left)
        self._nothing.setVisible(not any_left)
