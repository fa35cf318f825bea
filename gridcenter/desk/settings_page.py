"""The settings: how this PC looks and locks, its backup, the own password, doors to what guards the data."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from PySide6.QtWidgets import QButtonGroup, QWidget
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.access.settings import MINUTES, LastBackup, lock_after, set_lock_after
from gridcenter.base.periods import moment_words
from gridcenter.desk.buttons import Button, segments
from gridcenter.desk.cards import Card
from gridcenter.desk.choices import Choice
from gridcenter.desk.desk import Desk
from gridcenter.desk.drawer_parts import Fact, fact_list
from gridcenter.desk.layouts import Item, block, column, row
from gridcenter.desk.messages import Toast
from gridcenter.desk.page import Page
from gridcenter.desk.saving import change
from gridcenter.desk.words import words
from gridcenter.store.settings import recall

ThemeName: TypeAlias = Literal["", "light", "dark"]
"""The theme chosen; "" follows the system."""
THEMES: tuple[tuple[ThemeName, str], ...] = (("", "跟随系统"), ("light", "亮色"), ("dark", "暗色"))
_LABEL = 84


@dataclass(frozen=True)
class SettingsRoom:
    """What the page is handed: what belongs to the machine and the window, read and set."""

    theme: Callable[[], str]
    wear: Callable[[str], object]
    scale: Callable[[], int]
    scales: Sequence[int]
    """Sizes of the words, in percent, that this screen has room for."""
    set_scale: Callable[[int], object]
    locking_changed: Callable[[int], object]
    lock: Callable[[], object]
    back_up: Callable[[], object]
    change_password: Callable[[], object]
    show_hints: Callable[[], object]
    machine: Sequence[Fact]


class SettingsPage(Page):
    """Cards in two columns, one under another in a narrow window."""

    keys = "F1 帮助　Ctrl+L 锁屏　Ctrl+K 查找"

    def __init__(self, desk: Desk, actor: Actor, room: SettingsRoom) -> None:
        super().__init__(desk.look, "设置", "外观、字号和锁屏记在这台电脑上")
        self._desk, self._actor, self._room = desk, actor, room
        self._last = words("", "second")
        self.minutes = Choice("锁屏时间", [(n, f"{n} 分钟没有动静") for n in MINUTES], width=180)
        self.scale = Choice("文字大小", [(n, f"{n}%") for n in room.scales], width=120)
        self.themes = QButtonGroup(self)
        left = [self._look_card(), self._lock_card(), self._hint_card()]
        right = [self._machine_card(), self._password_card(), *self._guard_cards()]
        if actor.may(Right.ACCOUNTS):
            left.insert(2, self._backup_card())
        self._columns = row((_stacked(left), 1), (_stacked(right), 1), gap=12)
        self.add(self._columns, None)
        self._read()
        self.minutes.chosen.connect(self._settle_locking)
        self.scale.chosen.connect(self._settle_scale)
        self.themes.idClicked.connect(lambda n: room.wear(THEMES[n][0]))

    def enter(self, argument: object) -> None:
        """Show what is settled now."""
        self._read()

    def set_slim(self, slim: bool) -> None:
        """Put the cards one under another in a narrow window."""
        way = self._columns.Direction
        self._columns.setDirection(way.TopToBottom if slim else way.LeftToRight)

    def _read(self) -> None:
        with self._desk.database.read() as session:
            minutes, last = lock_after(session), recall(session, LastBackup)
        for choice, value in ((self.minutes, minutes), (self.scale, self._room.scale())):
            choice.blockSignals(True)
            choice.choose(value)
            choice.blockSignals(False)
        names = [name for name, _title in THEMES]
        worn = self._room.theme()
        self.themes.button(names.index(worn) if worn in names else 0).setChecked(True)
        self._last.setText(_backup_words(last))

    def _settle_locking(self, minutes: object) -> None:
        wanted = int(str(minutes))

        def work(session: Session) -> str:
            set_lock_after(session, self._actor, wanted)
            return f"以后 {wanted} 分钟没有动静就锁屏"

        job = change(self, self._desk, self._actor, work)
        job.succeeded.connect(lambda _said: self._room.locking_changed(wanted))

    def _settle_scale(self, percent: object) -> None:
        self._room.set_scale(int(str(percent)))
        Toast(self.window(), self.look, "下次打开程序时换成这个字号")

    def _look_card(self) -> QWidget:
        buttons = []
        for number, (_name, title) in enumerate(THEMES):
            button = Button(self.look, title, "", "segment", checked=False)
            self.themes.addButton(button, number)
            buttons.append(button)
        joined = row(segments(*buttons), None)
        return self._card(
            "外观", "sun",
            _line("明暗", joined),
            _line("文字大小", row(self.scale, words("下次打开程序时生效", "note"), None, gap=10)),
        )  # fmt: skip

    def _lock_card(self) -> QWidget:
        now = Button(self.look, "现在锁屏", "lock", "", tip="Ctrl+L")
        now.clicked.connect(lambda _checked: self._room.lock())
        may = self._actor.may(Right.ACCOUNTS)
        self.minutes.setEnabled(may)
        note = "锁上以后看不到任何内容；填了一半的表、打开的窗口都留在下面，输入口令就能接着做。"
        more = [] if may else [words("锁屏时间由能管账号的人定。", "note")]
        return self._card(
            "锁屏", "lock",
            _line("自动锁屏", row(self.minutes, None, now)),
            words(note, "note", wrap=True), *more,
        )  # fmt: skip

    def _backup_card(self) -> QWidget:
        act = self._act("备份…", "package", self._room.back_up)
        note = "备份是加密的一份文件，请存到U盘或另一块硬盘，每周至少一次。"
        return self._card(
            "备份", "package", _line("最近一次", row(self._last, None, act)), words(note, "note", wrap=True)
        )

    def _hint_card(self) -> QWidget:
        act = self._act("再次显示使用提示", "undo-2", self._show_hints)
        return self._card("提示", "bell", row(words("关掉的小提示会重新出现。", "second"), None, act))

    def _machine_card(self) -> QWidget:
        return self._card("本机", "shield-check", fact_list(self.look, self._room.machine, _LABEL))

    def _password_card(self) -> QWidget:
        act = self._act("换口令", "key-round", self._room.change_password)
        who = f"{self._actor.name}　{self._actor.role.title}"
        return self._card("我的口令", "key-round", _line("账号", row(words(who), None, act)))

    def _guard_cards(self) -> list[QWidget]:
        cards: list[QWidget] = []
        for right, key, title, icon, said in (
            (Right.READ, "codes", "代码表", "list-filter", "表单里可选的词：新增、改名、排顺序、停用。"),
            (Right.READ, "privacy", "个人信息", "shield-check", "登记哪些、为了什么，谁定的。"),
            (Right.ACCOUNTS, "accounts", "账号", "users", "谁能登录、能做什么、管哪一片。"),
            (Right.AUDIT, "access-log", "查看记录", "eye", "谁看过完整的个人信息、导出过什么。"),
        ):
            if self._actor.may(right):
                act = self._act(f"打开{title}", "chevron-right", self._goer(key))
                cards.append(self._card(title, icon, row(words(said, "second"), None, act)))
        return cards

    def _goer(self, key: str) -> Callable[[], None]:
        return lambda: self.went.emit(key, None)

    def _show_hints(self) -> None:
        self._room.show_hints()
        Toast(self.window(), self.look, "使用提示会重新出现")

    def _act(self, text: str, icon: str, run: Callable[[], object]) -> Button:
        made = Button(self.look, text, icon)
        made.clicked.connect(lambda _checked: run())
        return made

    def _card(self, title: str, icon: str, *body: Item) -> Card:
        return Card(self.look, title, *body, icon=icon, pad=(18, 10, 18, 16), gap=10)


def _line(label: str, item: Item) -> Item:
    return row(words(label, "second", width=_LABEL), item, gap=12)


def _stacked(cards: Sequence[QWidget]) -> QWidget:
    return block(column(*cards, None, gap=12))


def _backup_words(last: LastBackup) -> str:
    if not last.at:
        return "还没有备份过"
    return f"{moment_words(last.moment)}　{last.file}"
