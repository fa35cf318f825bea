"""The pages that share a place in the sidebar, as tabs above them."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from gridcenter.desk.buttons import Button
from gridcenter.desk.layouts import Ground, empty, row
from gridcenter.desk.sidebar import NavItem
from gridcenter.desk.theme import Look

_PAD = (20, 0, 20, 0)


class Siblings(Ground):
    """Shown where a page has others beside it: a page and those that name it as `under`."""

    chosen = Signal(str)

    def __init__(self, look: Look, items: Sequence[NavItem]) -> None:
        super().__init__("siblings")
        self.setAccessibleName("本栏目的页面")
        self._look = look
        self._family: tuple[str, ...] = ()
        self._items = {item.key: item for item in items}
        self._buttons: dict[str, Button] = {}
        self._line: QHBoxLayout = row(gap=4, pad=_PAD)
        self.setLayout(self._line)

    def show_for(self, key: str) -> None:
        """Show the family of a page, its own tab marked; nothing where it stands alone."""
        item = self._items[key]
        head = item.under or key
        family = tuple(
            each for each, other in self._items.items() if head in {each, other.under}
        )
        if family != self._family:
            self._fill(family)
        for each, button in self._buttons.items():
            button.setChecked(each == key)
        self.setVisible(len(family) > 1)

    def neighbour(self, step: int) -> str:
        """Return the key of the tab so many to the right of the one marked, round the corner; "" for none."""
        marked = next((n for n, each in enumerate(self._family) if self._buttons[each].isChecked()), None)
        if marked is None or len(self._family) == 1:
            return ""
        return self._family[(marked + step) % len(self._family)]

    def _fill(self, family: tuple[str, ...]) -> None:
        empty(self._line)
        self._family, self._buttons = family, {}
        for key in family:
            item = self._items[key]
            button = Button(self._look, item.tab or item.title, kind="tab")
            button.setCheckable(True)
            button.clicked.connect(lambda _checked, key=key: self.chosen.emit(key))
            self._buttons[key] = button
            self._line.addWidget(button)
        self._line.addStretch(1)
