"""The bar above: township, search, month, what waits, sync, account."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QMenu, QSizePolicy, QWidget

from gridcenter.base.periods import Month
from gridcenter.desk.buttons import Door, IconButton
from gridcenter.desk.chips import chip
from gridcenter.desk.enter_key import is_enter
from gridcenter.desk.layouts import Ground, row, rule
from gridcenter.desk.page import Act
from gridcenter.desk.theme import Look
from gridcenter.desk.words import IconLabel, words

WIDE, SLIM = 52, 44
_FIELD, _SLIM_FIELD, _LEAST_FIELD = 430, 250, 150
_LONG_HINT_FROM = 380
"""From this width on the field has room for its long hint, in pixels."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who is logged in."""

    name: str
    role: str


class SearchDoor(QLineEdit):
    """Looks like a field; a click or a key opens the search, where words are typed.

    It is the part of the bar that gives way when township, month and counts need the room.
    """

    opened = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setProperty("flat", True)
        self.setAccessibleName("查找，按 Ctrl+K")
        self.setToolTip("查找：姓名、拼音首字母、电话、证件尾号、地址（Ctrl+K）")
        glass = look.icon("search", "text3")
        self.addAction(glass, QLineEdit.ActionPosition.LeadingPosition).setToolTip("查找")
        self.setTextMargins(0, 0, 66, 0)
        self.setLayout(row(None, chip("Ctrl+K", "key"), pad=(0, 0, 8, 0)))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(_LEAST_FIELD)

    def set_slim(self, slim: bool) -> None:
        """Shorten the field."""
        self.setMaximumWidth(_SLIM_FIELD if slim else _FIELD)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Be as wide as is allowed when there is room."""
        return QSize(self.maximumWidth(), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the hint with the field."""
        super().resizeEvent(event)
        long = self.width() >= _LONG_HINT_FROM
        self.setPlaceholderText(
            "姓名、拼音首字母、电话、证件尾号、地址" if long else "找人、找事、找网格"
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the search."""
        super().mousePressEvent(event)
        self.opened.emit("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the search with what was typed; Tab goes on."""
        text = event.text()
        if is_enter(event):
            self.opened.emit("")
        elif text.isprintable() and text:
            self.opened.emit(text)
        else:
            super().keyPressEvent(event)


class MonthChooser(QFrame):
    """The month that ledgers and figures speak of."""

    changed = Signal(object)
    """Month."""

    def __init__(self, look: Look, month: Month) -> None:
        super().__init__()
        self._month = month
        self._words = words(month.words, "strong")
        earlier = IconButton(look, "chevron-left", "上个月", width=30)
        later = IconButton(look, "chevron-right", "下个月", width=30)
        earlier.clicked.connect(lambda _checked: self.set_month(self._month.shift(-1)))
        later.clicked.connect(lambda _checked: self.set_month(self._month.shift(1)))
        self.setLayout(row(earlier, self._words, later, gap=2))
        self.setAccessibleName("月份")

    @property
    def month(self) -> Month:
        """The month chosen."""
        return self._month

    def set_month(self, month: Month) -> None:
        """Choose a month."""
        if month != self._month:
            self._month = month
            self._words.setText(month.words)
            self.changed.emit(month)


class TopBar(Ground):
    """One line of 52 pixels (44 slim)."""

    search_requested = Signal(str)
    month_changed = Signal(object)
    pending_opened = Signal()
    sync_opened = Signal()

    def __init__(
        self, look: Look, township: str, account: Account, month: Month, menu: Sequence[Act] = ()
    ) -> None:
        super().__init__("topbar")
        self._slim, self._long_sync, self._short_sync = False, "", ""
        self._town, self._office = words(township, "strong"), words("网格化服务管理中心", "note")
        self.search, self.month = SearchDoor(look), MonthChooser(look, month)
        self._pending, self._sync = chip("0", "accent"), words("", "second")
        self._role = words(account.role, "note")
        pending = Door(IconLabel(look, "bell"), words("待办", "second"), self._pending, tip="待办")
        sync = Door(IconLabel(look, "usb"), self._sync, tip="数据交换")
        name = words(account.name, "strong")
        who = Door(chip(account.name[:1], "accent"), name, self._role, tip=f"账户：{account.name}")
        self.doors = {"pending": pending, "sync": sync, "account": who}
        bar = row(
            self._town,
            self._office,
            8,
            self.search,
            None,
            self.month,
            rule(upright=True),
            pending,
            rule(upright=True),
            sync,
            rule(upright=True),
            who,
            gap=8,
            pad=(16, 0, 12, 0),
        )
        self.setLayout(bar)
        self.search.opened.connect(self.search_requested)
        self.month.changed.connect(self.month_changed)
        pending.clicked.connect(lambda _checked: self.pending_opened.emit())
        sync.clicked.connect(lambda _checked: self.sync_opened.emit())
        who.clicked.connect(lambda _checked: self._pop(who, menu))
        self.show_pending(0)
        self.show_sync("没有待交换的包", 0)
        self.set_slim(False)

    def show_pending(self, count: int) -> None:
        """Show how many things wait."""
        self._pending.setText(f"{count:,}")
        self.doors["pending"].setAccessibleName(f"待办 {count} 件")

    def show_sync(self, text: str, count: int) -> None:
        """Show the state of the exchange in words; narrow windows show the number of packages."""
        self._long_sync, self._short_sync = text, str(count)
        self.doors["sync"].setAccessibleName(f"数据交换：{text}")
        self.doors["sync"].setToolTip(f"数据交换：{text}")
        self._sync.setText(self._short_sync if self._slim else text)

    def set_slim(self, slim: bool) -> None:
        """Shorten what can be shorter."""
        self._slim = slim
        self.setFixedHeight(SLIM if slim else WIDE)
        self.search.set_slim(slim)
        self._office.setVisible(not slim)
        self._role.setVisible(not slim)
        self._sync.setText(self._short_sync if slim else self._long_sync)

    def _pop(self, at: QWidget, acts: Sequence[Act]) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for act in acts:
            text = f"{act.text}\t{act.keys}" if act.keys else act.text
            menu.addAction(text).triggered.connect(lambda _checked, run=act.run: run())
        menu.popup(at.mapToGlobal(at.rect().bottomLeft()))
