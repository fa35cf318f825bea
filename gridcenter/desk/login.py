"""The log-in: who, and the password."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from gridcenter.base.periods import day_words, today
from gridcenter.desk.buttons import Button
from gridcenter.desk.choices import Choice, Option
from gridcenter.desk.emblem import Emblem
from gridcenter.desk.layouts import Ground, Item, block, column, row, rule
from gridcenter.desk.password_box import PasswordBox
from gridcenter.desk.theme import Look
from gridcenter.desk.words import IconLabel, Role, words

_WEEK = "一二三四五六日"
_STRENGTHS = (0.02, 0.05, 0.11, 0.03, 0.07)
WALL, SIDE = 520, 480


class Wall(QWidget):
    """A quiet red ground of grids, thinning out to the right."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the grids."""
        p = QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        p.fillRect(self.rect(), self._look.colour("banner"))
        p.setPen(Qt.PenStyle.NoPen)
        for x in range(12):
            for y in range(self.height() // 52 + 2):
                p.setBrush(self._tone(x, y))
                p.drawRoundedRect(x * 52 - 14, y * 52 - 14, 48, 48, 8, 8)

    def _tone(self, x: int, y: int) -> QColor:
        tone = self._look.colour("on_accent")
        fade = max(0.0, min(1.0, (abs(y - 7.2) - 2.2) / 4 + (x - 5) / 8))
        tone.setAlphaF(_STRENGTHS[(x * 7 + y * 5 + x * y) % 5] * fade)
        return tone


class LoginPage(Ground):
    """Emits what was entered; whoever listens checks it and answers with `refuse`."""

    submitted = Signal(str, str)
    """Account and password."""
    forgot = Signal()
    restore_wanted = Signal()
    theme_wanted = Signal()

    def __init__(
        self, look: Look, township: str, machine: str, version: str, accounts: Sequence[Option]
    ) -> None:
        super().__init__("canvas")
        self._look = look
        forgot = Button(look, "忘了口令", "", "link", tip="用打印的恢复码")
        forgot.clicked.connect(lambda _checked: self.forgot.emit())
        self.account, self.box = Choice("姓名", accounts), PasswordBox(look, forgot)
        self.password = self.box.field
        self.box.submitted.connect(lambda text: self.submitted.emit(str(self.account.value), text))
        self._last = words("", "small", wrap=True)
        self.enter = Button(look, "登录", "", "primary")
        self.enter.clicked.connect(lambda _checked: self.box.submit())
        self._theme = Button(look, "", "sun", "quiet")
        look.changed.connect(self._name_theme)
        self._lay_out(township, machine, version)
        self._name_theme()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the wall give way in a narrow window."""
        super().resizeEvent(event)
        self._wall.setFixedWidth(max(0, min(WALL, self.width() - SIDE)))

    def showEvent(self, event: QShowEvent) -> None:
        """Start with the password: the name is mostly the last one's."""
        super().showEvent(event)
        self.password.setFocus()

    def refuse(self, sentence: str) -> None:
        """Say why nobody was let in, beneath the password."""
        self.box.refuse(sentence)

    def tell(self, sentence: str) -> None:
        """Say that something went well, beneath the password."""
        self.box.tell(sentence)

    @property
    def said(self) -> str:
        """The sentence beneath the password."""
        return self.box.said

    def busy(self, busy: bool) -> None:
        """Show that the password is being checked (the key takes a second to make)."""
        self.enter.setEnabled(not busy)
        self.enter.say("正在打开…" if busy else "登录")

    def show_last(self, sentence: str) -> None:
        """Show the last log-in and the last backup."""
        self._last.setText(sentence)

    def _name_theme(self) -> None:
        self._theme.show_icon("sun" if self._look.dark else "moon")
        self._theme.say("亮色" if self._look.dark else "暗色")

    def _lay_out(self, township: str, machine: str, version: str) -> None:
        restore = Button(self._look, "从备份恢复", "undo-2", "quiet")
        restore.clicked.connect(lambda _checked: self.restore_wanted.emit())
        self._theme.clicked.connect(lambda _checked: self.theme_wanted.emit())
        card = self._card()
        foot = words(f"版本 {version}　{machine}", "small")
        low = row(foot, None, restore, self._theme, pad=(24, 8, 16, 8))
        right = column(None, row(None, card, None), None, low, gap=0)
        self._wall = banner(self._look, township)
        self.setLayout(row(self._wall, (right, 1), gap=0))

    def _card(self) -> QWidget:
        day = today()
        last = row(IconLabel(self._look, "history", "text3", 16), (self._last, 1), gap=6)
        box = column(
            words("登录", "page"),
            words(f"今天是 {day_words(day)}　星期{_WEEK[day.weekday()]}", "note"), 14,
            words("姓名", "second"), self.account, 4,
            words("口令", "second"), self.box, 8,
            self.enter, 12, rule(), 6, last,
            gap=6, pad=(32, 28, 32, 24),
        )  # fmt: skip
        return block(box, "card", width=400)


def banner(look: Look, township: str) -> QWidget:
    """Return the red wall with the name of the program and of the office."""
    wall = Wall(look)
    lines: list[Item] = [
        _on_red("网格中心", "title"), _on_red(f"{township}网格化服务管理中心", "head"), 10,
        _on_red("一次登记，处处可用；不连网，也不丢。", ""),
    ]  # fmt: skip
    foot = _on_red("数据只在这台电脑里，全部加密", "note")
    emblem = row(Emblem(look, 48, turned=True), None)
    wall.setLayout(column(None, emblem, 14, *lines, None, foot, gap=6, pad=(56, 48, 48, 40)))
    return wall


def _on_red(text: str, role: Role) -> QWidget:
    label = words(text, role, wrap=True)
    label.setObjectName("onaccent")
    return label
