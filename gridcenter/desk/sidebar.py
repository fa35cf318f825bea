"""The wings at the left: icon and name, or icons alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from gridcenter.desk.buttons import GAP, Button
from gridcenter.desk.emblem import Emblem
from gridcenter.desk.layouts import Ground, column, row, rule, scrolled
from gridcenter.desk.page import Page
from gridcenter.desk.theme import Look
from gridcenter.desk.words import words

WIDE, SLIM = 168, 56
_DIGITS = "1234567890"


@dataclass(frozen=True, slots=True)
class Errand:
    """An act of a page that the search offers by its words, before the page is made."""

    text: str
    icon: str
    keys: str = ""


@dataclass(frozen=True, slots=True)
class NavItem:
    """A wing of the program; its page is made when it is first gone to.

    Group 0 and up stand above in this order, parted by hairlines; a negative group at the bottom.
    """

    key: str
    title: str
    icon: str
    group: int
    make_page: Callable[[], Page]
    hint: str = ""
    """One sentence at first use."""
    errands: Sequence[Errand] = ()
    under: str = ""
    """Key of the page it stands beside, when it has no place of its own here: both become tabs above the page."""
    tab: str = ""
    """What its tab says, when that is not its title."""
    behind: int = 0
    """The higher, the further right among the tabs; equal ones stand as they were listed."""


class Sidebar(Ground):
    """Tells which wing was chosen; slim by itself in a narrow window, or when folded."""

    chosen = Signal(str)
    folded = Signal()

    def __init__(self, look: Look, items: Sequence[NavItem]) -> None:
        super().__init__("sidebar")
        self.setAccessibleName("功能导航")
        self._look = look
        self._buttons: dict[str, Button] = {}
        self._titles = {item.key: item.title for item in items}
        self._under = {item.key: item.under for item in items if item.under}
        self._name = words("网格中心", "head")
        self._fold = self._button("收起", "panel-left", "收起或展开左边的导航")
        self._fold.clicked.connect(lambda _checked: self.folded.emit())
        placed = [item for item in items if item.group >= 0 and not item.under]
        ordered = sorted(placed, key=lambda item: item.group)
        self.numbered = {digit: item.key for digit, item in zip(_DIGITS, ordered, strict=False)}
        """The pages that Alt and a digit lead to."""
        self._build(items)
        self.set_slim(False)

    def mark(self, key: str) -> None:
        """Show which wing is open."""
        for each, button in self._buttons.items():
            button.setChecked(each == self._under.get(key, key))

    def set_slim(self, slim: bool) -> None:
        """Show icons alone, or icons and names."""
        self.setFixedWidth(SLIM if slim else WIDE)
        side = 6 if slim else 8
        self._column.setContentsMargins(side, 8 if slim else 12, side, 6)
        self._list.setSpacing(0 if slim else 1)
        for parting in self._partings:
            parting.setContentsMargins(0, 1 if slim else 4, 0, 1 if slim else 4)
        self._name.setVisible(not slim)
        for key, button in self._buttons.items():
            self._squeeze(button, self._titles[key], slim, self._keys(key))
        self._squeeze(self._fold, "收起", slim)

    def _keys(self, key: str) -> str:
        return next((f"Alt+{n}" for n, each in self.numbered.items() if each == key), "")

    def _squeeze(self, button: Button, title: str, slim: bool, keys: str = "") -> None:
        button.setProperty("slim", slim)
        button.style().polish(button)
        button.setText("" if slim else f"{GAP}{GAP}{title}")
        button.setToolTip(f"{title}　{keys}".strip() if slim else keys)

    def _build(self, items: Sequence[NavItem]) -> None:
        upper = sorted((i for i in items if i.group >= 0 and not i.under), key=lambda i: i.group)
        lower = [i for i in items if i.group < 0 and not i.under]
        self._list = column(gap=1)
        self._partings: list[QVBoxLayout] = []
        last = upper[0].group if upper else 0
        for item in upper:
            if item.group != last:
                parting = column(rule(), gap=0)
                self._partings.append(parting)
                self._list.addLayout(parting)
            last = item.group
            self._list.addWidget(self._entry(item))
        self._list.addStretch(1)
        inner = QFrame()
        inner.setLayout(self._list)
        head = row(Emblem(self._look), self._name, None, gap=10, pad=(12, 0, 0, 0))
        self._column = column(
            head, 12, (scrolled(inner), 1), *[self._entry(i) for i in lower], self._fold, gap=1
        )
        self.setLayout(self._column)

    def _entry(self, item: NavItem) -> Button:
        made = self._button(item.title, item.icon, "")
        made.setCheckable(True)
        made.clicked.connect(lambda _checked: self.chosen.emit(item.key))
        self._buttons[item.key] = made
        return made

    def _button(self, title: str, icon: str, tip: str) -> Button:
        return Button(self._look, title, icon, "nav", tip=tip)
