"""The drawer at the right: one record's facts, what is due, what happened, and what can be done."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QButtonGroup,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gridcenter.desk.attach_sources import takes
from gridcenter.desk.buttons import Button, IconButton
from gridcenter.desk.chips import Chip, chip
from gridcenter.desk.fitting_row import FittingRow
from gridcenter.desk.layouts import Ground, Item, block, column, row, rule, scrolled
from gridcenter.desk.page import Act
from gridcenter.desk.tab_lines import TabLines
from gridcenter.desk.tab_order import in_reading_order
from gridcenter.desk.theme import Look
from gridcenter.desk.words import level, words

MOST_BUTTONS = 3


Take: TypeAlias = Callable[[QMimeData], object]
"""Takes the files or the picture that were dropped or pasted."""


class Drawer(Ground):
    """Name, place, tabs, a body a tab, acts in a fixed foot: three at most, the rest in a menu."""

    closed = Signal()
    went = Signal(str, object)
    """An event was followed: key of the page, what it is handed."""

    def __init__(
        self,
        look: Look,
        name: str,
        *,
        facts: str = "",
        place: str = "",
        kind: str | Chip = "",
        acts: Sequence[Act] = (),
    ) -> None:
        super().__init__("drawer")
        self.setAccessibleName(name)
        self._look = look
        self._tabs, self._stack, self._group = TabLines(), QStackedWidget(), QButtonGroup(self)
        self._late: dict[int, Callable[[], QWidget]] = {}
        shut = IconButton(look, "x", "关上（Esc）")
        shut.clicked.connect(lambda _checked: self.closed.emit())
        top = row((level(look, words(name, "page"), words(facts, "second")), 1), shut, gap=10)
        where = [*([words(place, "note")] if place else []), *_chips(kind)]
        named = column(top, *([row(*where, None)] if where else []), gap=4)
        head = column(named, self._tabs, rule(), gap=10, pad=(18, 12, 14, 0))
        self._main: Button | None = None
        foot = block(row((self._foot(acts), 1)), "foot")
        self.setLayout(column(head, (self._stack, 1), *([foot] if acts else []), gap=0))
        self._group.idClicked.connect(self.open_tab)
        self._take: Take | None = None
        self._taking = 0

    def give_to(self, take: Take, number: int) -> None:
        """Open this tab for what is dropped here or pasted, then hand it on."""
        self._take, self._taking = take, number
        self.setAcceptDrops(True)

    def paste(self) -> None:
        """Hand on what lies on the clipboard, when it is files or a picture."""
        mime = QGuiApplication.clipboard().mimeData()
        if self._take is not None and takes(mime):
            self.open_tab(self._taking)
            self._take(mime)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files and pictures, and show the tab they will lie under."""
        if self._take is not None and takes(event.mimeData()):
            self.open_tab(self._taking)
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand on what was dropped."""
        if self._take is not None:
            event.acceptProposedAction()
            self._take(event.mimeData())

    def showEvent(self, event: QShowEvent) -> None:
        """Let Tab go through the drawer as it is laid out."""
        super().showEvent(event)
        in_reading_order(self)

    def take_focus(self) -> None:
        """Let the keys go to what is mostly done here, else to the open tab."""
        first = self._main or self._group.checkedButton()
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def tab(self) -> int:
        """Which tab is open, from 0."""
        return self._stack.currentIndex()

    def open_tab(self, number: int) -> None:
        """Open a tab, if there is one of this number; one that waited is made now."""
        button = self._group.button(number)
        if button is None:
            return
        if number in self._late:
            body = column(self._late.pop(number)(), None, gap=10, pad=(18, 10, 14, 8))
            self._fill(number, body)
        button.setChecked(True)
        self._stack.setCurrentIndex(number)

    @property
    def tabs(self) -> int:
        """How many tabs there are."""
        return self._stack.count()

    def add_tab(self, title: str, *items: Item) -> Button:
        """Add a tab and what is seen under it."""
        button = self._add_button(title)
        body = column(*items, None, gap=10, pad=(18, 10, 14, 8))
        self._stack.addWidget(scrolled(block(body)))
        return button

    def add_late_tab(self, title: str, make: Callable[[], QWidget]) -> Button:
        """Add a tab whose content is made when it is first opened."""
        button = self._add_button(title)
        self._late[self._stack.count()] = make
        self._stack.addWidget(scrolled(block(column())))
        if self._stack.count() == 1:
            self.open_tab(0)
        return button

    def _fill(self, number: int, body: QVBoxLayout) -> None:
        area = self._stack.widget(number)
        assert isinstance(area, QScrollArea)
        area.setWidget(block(body))

    def _add_button(self, title: str) -> Button:
        button = Button(self._look, title, "", "tab", checked=self._stack.count() == 0)
        self._group.addButton(button, self._stack.count())
        self._tabs.add(button)
        return button

    def _foot(self, acts: Sequence[Act]) -> FittingRow:
        line = FittingRow(IconButton(self._look, "ellipsis", "更多"), pad=(16, 8, 12, 8), most=MOST_BUTTONS)
        for act in acts:
            made = Button(self._look, act.text, act.icon, act.kind, tip=act.keys)
            made.clicked.connect(lambda _checked, run=act.run: run())
            line.add(made)
            self._main = self._main or made
        return line


def _chips(kind: str | Chip) -> list[QWidget]:
    state = kind if isinstance(kind, Chip) else Chip(kind)
    return [chip(state.text, state.tone)] if state.text else []
