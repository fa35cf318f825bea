"""The main window: wings, the bar above, one page, its drawer, the line below."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QWidget

from gridcenter.base.periods import Month
from gridcenter.desk.drawer import Drawer
from gridcenter.desk.layouts import block, column, row
from gridcenter.desk.page import Act, InMonth, Key, Page
from gridcenter.desk.siblings import Siblings
from gridcenter.desk.sidebar import NavItem, Sidebar
from gridcenter.desk.theme import Look
from gridcenter.desk.topbar import Account, TopBar
from gridcenter.desk.words import words

NARROW = 1100
"""Below this many logical pixels everything goes slim: 1366 at 125 % and 150 %."""
LEAST = (900, 480)
DRAWER, SLIM_DRAWER = 372, 330


class Shell(QMainWindow):
    """Shows one page at a time; pages are made when they are first gone to."""

    search_requested = Signal(str)
    month_changed = Signal(object)
    """Month."""
    page_shown = Signal(str)
    """Key of the page."""

    def __init__(
        self,
        look: Look,
        township: str,
        account: Account,
        month: Month,
        items: Sequence[NavItem],
        account_menu: Sequence[Act] = (),
    ) -> None:
        super().__init__()
        self.setWindowTitle(f"网格中心　{township}")
        self._items = {item.key: item for item in items}
        self._pages: dict[str, Page] = {}
        self._drawers: dict[str, Drawer] = {}
        self._said: dict[str, str] = {}
        self._here = ""
        self.bound: list[Key] = []
        """What the keys do wherever one is."""
        self._folded, self._slim = False, False
        self.sidebar = Sidebar(look, items)
        self.siblings = Siblings(look, items)
        self.topbar = TopBar(look, township, account, month, account_menu)
        self._stack = QStackedWidget()
        self._status, self._keys = words("", "small"), words("", "small")
        self._lay_out()
        self._wire()
        self.setMinimumSize(*LEAST)

    @property
    def here(self) -> str:
        """Key of the page shown."""
        return self._here

    @property
    def month(self) -> Month:
        """The month chosen above."""
        return self.topbar.month.month

    def page(self, key: str) -> Page:
        """Return the page of a wing, made now if nobody has gone there yet; KeyError if unknown."""
        if key not in self._pages:
            self._pages[key] = self._adopt(key, self._items[key].make_page())
        return self._pages[key]

    def go(self, key: str, argument: object = None) -> None:
        """Show the page of a wing and hand it what the door gave along."""
        page = self.page(key)
        self._here = key
        self.setProperty("help", key)
        if isinstance(argument, InMonth):
            self.topbar.month.set_month(argument.month)
            argument = argument.argument
        self.sidebar.mark(key)
        self.siblings.show_for(key)
        self._stack.setCurrentWidget(page)
        self._keys.setText(page.keys)
        self._status.setText(self._said.get(key, ""))
        self._place_drawer()
        self._focus_page()
        page.enter(argument)
        self.page_shown.emit(key)

    @property
    def folded(self) -> bool:
        """Whether the navigation was folded by hand."""
        return self._folded

    def fold(self, folded: bool) -> None:
        """Fold the navigation, or unfold it."""
        self._folded = folded
        self._dress()

    def say(self, text: str, key: str = "") -> None:
        """Write the left half of the line below, for the page shown or for that of a key."""
        self._said[key or self._here] = text
        self._status.setText(self._said.get(self._here, ""))

    def bind(self, keys: str, run: Callable[[], object], text: str = "") -> None:
        """Let a key work anywhere in the window; with words it stands in the sheet of keys."""
        if text:
            self.bound.append(Key(keys, text))
        QShortcut(QKeySequence(keys), self).activated.connect(run)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Go slim in a narrow window."""
        super().resizeEvent(event)
        self._dress()

    def _lay_out(self) -> None:
        self._slot = QHBoxLayout()
        self._slot.setContentsMargins(0, 0, 0, 0)
        foot = block(row(self._status, None, self._keys, pad=(16, 0, 16, 0)), "foot", height=26)
        pages = column(self.siblings, (self._stack, 1), gap=0)
        middle = row((pages, 1), self._slot, gap=0)
        right = column(self.topbar, (middle, 1), foot, gap=0)
        self.setCentralWidget(block(row(self.sidebar, (right, 1), gap=0), "canvas"))

    def _wire(self) -> None:
        self.sidebar.chosen.connect(self.go)
        self.siblings.chosen.connect(self.go)
        self.sidebar.folded.connect(lambda: self.fold(not self.folded))
        self.topbar.search_requested.connect(self.search_requested)
        self.topbar.month_changed.connect(self._tell_month)
        self.bind("Ctrl+K", lambda: self.search_requested.emit(""), "找人、找事、找网格")
        self.bind("Esc", self.close_drawer, "关上右边的栏")
        for digit, key in self.sidebar.numbered.items():
            self.bind(f"Alt+{digit}", partial(self.go, key))
        self.bound.append(Key("Alt+1 至 Alt+0", "到左边第几页"))
        for keys, step, text in (("Ctrl+Tab", 1, "下一个页签"), ("Ctrl+Shift+Tab", -1, "上一个页签")):
            self.bind(keys, partial(self._go_beside, step), text)
        self.bind("F6", self._cross_over, "到右边的栏里，再按回到列表")
        month = self.topbar.month
        self.bind("Ctrl+PgUp", lambda: month.set_month(month.month.shift(-1)), "上个月")
        self.bind("Ctrl+PgDown", lambda: month.set_month(month.month.shift(1)), "下个月")

    def _adopt(self, key: str, page: Page) -> Page:
        self._stack.addWidget(page)
        page.status.connect(lambda text: self.say(text, key))
        page.drawer_wanted.connect(lambda drawer: self._take_drawer(key, drawer))
        page.went.connect(self.go)
        page.set_slim(self._slim)
        page.show_month(self.month)
        return page

    def _tell_month(self, month: Month) -> None:
        for page in self._pages.values():
            page.show_month(month)
        self.month_changed.emit(month)

    def close_drawer(self) -> None:
        """Shut the drawer of the page shown."""
        self._take_drawer(self._here, None)

    def _take_drawer(self, key: str, drawer: Drawer | None) -> None:
        old = self._drawers.pop(key, None)
        within = old is not None and _holds(old, self.focusWidget())
        if old is not None and old is not drawer:
            self._slot.removeWidget(old)
            old.hide()
            old.deleteLater()
        if drawer is not None:
            self._drawers[key] = drawer
            drawer.setFixedWidth(SLIM_DRAWER if self._slim else DRAWER)
            self._slot.addWidget(drawer)
        self._place_drawer()
        if within:
            self._focus_page() if drawer is None else drawer.take_focus()

    def _focus_page(self) -> None:
        self.page(self._here).begins_at.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_beside(self, step: int) -> None:
        key = self.siblings.neighbour(step)
        if key:
            self.go(key)

    def _cross_over(self) -> None:
        """Go with the keys from the page to its drawer, or back."""
        drawer = self._drawers.get(self._here)
        if drawer is None or _holds(drawer, self.focusWidget()):
            self._focus_page()
        else:
            drawer.take_focus()

    def _place_drawer(self) -> None:
        for key, drawer in self._drawers.items():
            drawer.setVisible(key == self._here)

    def _dress(self) -> None:
        slim = self.width() < NARROW
        self.sidebar.set_slim(slim or self._folded)
        if slim == self._slim:
            return
        self._slim = slim
        self.topbar.set_slim(slim)
        for drawer in self._drawers.values():
            drawer.setFixedWidth(SLIM_DRAWER if slim else DRAWER)
        for page in self._pages.values():
            page.set_slim(slim)


def _holds(widget: QWidget, inner: QWidget | None) -> bool:
    return inner is not None and widget.isAncestorOf(inner)
