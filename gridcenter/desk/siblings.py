"""The pages that share a place in the sidebar, as tabs above them."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from gridcenter.desk.buttons import Button
from gridcenter.desk.fitting_row import FittingRow
from gridcenter.desk.layouts import Ground, row
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
        self._line = FittingRow(Button(look, "更多", "chevron-down", "tab"), gap=4, pad=_PAD)
        self.setLayout(row((self._line, 1)))

    def show_for(self, key: str) -> None:
        """Show the family of a page, its own tab marked; nothing where it stands alone."""
        item = self._items[key]
        head = item.under or key
        members = [item for item in self._items.values() if head in {item.key, item.under}]
        family = tuple(item.key for item in sorted(members, key=lambda item: item.behind))
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
        self._family = family
        self._buttons = {key: self._tab(self._items[key]) for key in family}
        self._line.fill(list(self._buttons.values()))

    def _tab(self, item: NavItem) -> Button:
        button = Button(self._look, item.tab or item.title, kind="tab", checked=False)
        button.clicked.connect(lambda _checked: self.chosen.emit(item.key))
        return button
