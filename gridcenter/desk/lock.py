"""The lock: one page in place of every window of the program, until the password is given."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from gridcenter.desk.buttons import Button
from gridcenter.desk.chips import chip
from gridcenter.desk.layouts import Ground, block, column, row, rule
from gridcenter.desk.login import SIDE, WALL, banner
from gridcenter.desk.password_box import PasswordBox
from gridcenter.desk.theme import Look
from gridcenter.desk.topbar import Account
from gridcenter.desk.words import IconLabel, words

_PASSING = {Qt.WindowType.ToolTip, Qt.WindowType.Popup}


class LockPage(Ground):
    """Says who is at work here and asks for the password of that account."""

    submitted = Signal(str)
    other_wanted = Signal()

    def __init__(self, look: Look, township: str, account: Account) -> None:
        super().__init__("canvas")
        self.setWindowTitle("网格中心　已锁屏")
        self.setAccessibleName("已锁屏")
        self.setProperty("help", "lock")
        self.box = PasswordBox(look)
        self.box.submitted.connect(self.submitted)
        self.enter = Button(look, "解锁", "lock-open", "primary")
        self.enter.clicked.connect(lambda _checked: self.box.submit())
        self.other = Button(look, "换个账号", "users", "quiet", tip="退出这个账号，回到登录")
        self.other.clicked.connect(lambda _checked: self.other_wanted.emit())
        self._wall = banner(look, township)
        card = self._card(look, account)
        right = column(None, row(None, card, None), None, row(None, self.other, pad=(24, 8, 16, 8)), gap=0)
        self.setLayout(row(self._wall, (right, 1), gap=0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the wall give way in a narrow window."""
        super().resizeEvent(event)
        self._wall.setFixedWidth(max(0, min(WALL, self.width() - SIDE)))

    def showEvent(self, event: QShowEvent) -> None:
        """Start with an empty password."""
        super().showEvent(event)
        self.box.field.clear()
        self.box.refuse("")
        self.box.field.setFocus()

    def busy(self, busy: bool) -> None:
        """Show that the password is being checked."""
        self.enter.setEnabled(not busy)
        self.enter.say("正在核对…" if busy else "解锁")

    def _card(self, look: Look, account: Account) -> QWidget:
        name = words(account.name, "page")
        who = row(chip(account.name[:1], "accent"), name, words(account.role, "note"), None)
        kept = "打开的页面和填了一半的表都还在，解锁后接着做。"
        box = column(
            row(IconLabel(look, "lock", "text3"), words("已锁屏", "note"), None), 6, who, 14,
            words("口令", "second"), self.box, 8, self.enter, 12, rule(), 6,
            words(kept, "small", wrap=True),
            gap=6, pad=(32, 28, 32, 24),
        )  # fmt: skip
        return block(box, "card", width=400)


class Lock(QObject):
    """Puts the page in place of all windows, and takes it away again; nothing beneath is closed."""

    def __init__(self, app: QApplication, page: LockPage) -> None:
        super().__init__()
        self._app, self.page = app, page
        self._hidden: list[QWidget] = []

    @property
    def on(self) -> bool:
        """Whether the program is locked."""
        return self.page.isVisible()

    @property
    def beneath(self) -> list[QWidget]:
        """The windows that come back when the lock is taken away."""
        return [window for window in self._hidden if isValid(window)]

    def put_on(self, main: QWidget) -> None:
        """Show the page where the main window stands and hide all others."""
        tops = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
        for window in sorted(tops, key=_depth):
            if window.windowType() in _PASSING:
                window.close()
            elif not _belongs(window, self.page):
                self._note(window)
        self.page.restoreGeometry(main.saveGeometry())
        self.page.show()
        self._hide()
        self._app.installEventFilter(self)

    def take_off(self) -> None:
        """Bring the windows back as they were."""
        self._app.removeEventFilter(self)
        for window in self.beneath:
            window.show()
        self.page.hide()
        self._hidden = []

    def drop(self) -> None:
        """Let the page go; the windows beneath stay hidden, whoever logs out destroys them."""
        self._app.removeEventFilter(self)
        self.page.hide()
        self.page.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep windows that work in the background opens beneath the page."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget):
            late = watched.isWindow() and watched.windowType() not in _PASSING
            if late and not _belongs(watched, self.page):
                self._note(watched)
                QTimer.singleShot(0, self._hide)
        return False

    def _note(self, window: QWidget) -> None:
        self._hidden.append(window)
        if isinstance(window, QDialog):
            window.finished.connect(lambda _result: self._forget(window))

    def _forget(self, window: QWidget) -> None:
        """Let a dialog that has ended beneath the page stay away."""
        self._hidden = [one for one in self._hidden if one is not window]

    def _hide(self) -> None:
        for window in self.beneath if self.on else ():
            window.hide()


def _depth(window: QWidget) -> int:
    above = window.parentWidget()
    return 0 if above is None else 1 + _depth(above.window())


def _belongs(window: QWidget, page: QWidget) -> bool:
    above = window.parentWidget()
    return window is page or (above is not None and _belongs(above.window(), page))
