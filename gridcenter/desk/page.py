"""What every page of the shell is: a title, acts at its right, a body, word to the shell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gridcenter.access.actors import Right
from gridcenter.base.periods import Month
from gridcenter.desk.buttons import Button, Kind
from gridcenter.desk.layouts import Item, add_part, block, column, row, scrolled
from gridcenter.desk.tab_order import in_reading_order
from gridcenter.desk.theme import Look
from gridcenter.desk.words import Elided, level, words

_KEY_NAMES = {
    "Return": "回车", "Delete": "Delete 键", "Space": "空格", "Left": "←", "Right": "→", "Up": "↑", "Down": "↓",
}  # fmt: skip


def key_words(keys: str) -> str:
    """Write a shortcut as the office reads it: Ctrl+↓, 回车."""
    return "+".join(_KEY_NAMES.get(part, part) for part in keys.split("+"))


@dataclass(frozen=True, slots=True)
class Key:
    """A key and what it does, for the sheet of keys."""

    keys: str
    """As Qt writes it: Ctrl+N."""
    text: str


@dataclass(frozen=True, slots=True)
class Act:
    """Something the page can do; its key works anywhere on the page."""

    text: str
    run: Callable[[], object]
    icon: str = ""
    kind: Kind = ""
    keys: str = ""
    """A shortcut as Qt writes it: Ctrl+N."""
    right: Right | None = None
    """What an account must be allowed to be offered this; None: nothing."""


@dataclass(frozen=True, slots=True)
class InMonth:
    """What a door hands along that leads into a month: it is chosen above before the page is shown."""

    month: Month
    argument: object = None


class Page(QWidget):
    """One page; the shell listens to its signals and knows nothing else of it."""

    status = Signal(str)
    drawer_wanted = Signal(object)
    """The QWidget to show at the right, or None to shut the drawer."""
    went = Signal(str, object)
    """Go to the page of this key and hand it this."""

    keys = "F1 帮助　Ctrl+K 查找　F5 刷新"
    """Written at the right of the status line."""

    def __init__(self, look: Look, title: str, note: str = "", acts: Sequence[Act] = ()) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.look = look
        self.title, self.note = words(title, "page"), Elided(note, "note")
        self.setAccessibleName(title)
        self.bound: list[Key] = []
        """What the keys of this page do, as far as they have words."""
        self.tail = row()
        self.acts = tuple(acts)
        self.buttons = [self._button(act) for act in acts]
        self.note.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        head = row((level(look, self.title, self.note), 1), self.tail)
        self.body = column(head, gap=12, pad=(20, 14, 20, 14))
        inner = block(self.body, "page")
        area = scrolled(inner)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._outer = column((area, 1), gap=0)
        self.setLayout(self._outer)

    def add(self, *items: Item) -> None:
        """Add parts below what is there."""
        for item in items:
            add_part(self.body, item)

    def show_hint(self, hint: QWidget) -> None:
        """Show a bar between the title and the body."""
        self.body.insertWidget(1, hint)

    def set_foot(self, *items: Item) -> QWidget:
        """Put a fixed line of acts below the part that scrolls; returns it."""
        foot = block(row(*items, pad=(20, 10, 20, 10)), "foot")
        self._outer.addWidget(foot)
        return foot

    def bind(self, keys: str, run: Callable[[], object], text: str = "") -> None:
        """Let a key work while the page is shown, wherever the focus is; with words it is listed."""
        if text:
            self.bound.append(Key(keys, text))
        QShortcut(QKeySequence(keys), self).activated.connect(run)

    @property
    def begins_at(self) -> QWidget:
        """Where the keys go when the page is gone to: the main act, else the first thing there is."""
        main = [b for act, b in zip(self.acts, self.buttons, strict=True) if act.kind == "primary"]
        return next(iter([*main, *self.buttons]), self)

    def enter(self, argument: object) -> None:
        """Be told that the shell has gone here, with what the door handed over (None: nothing)."""

    def do(self, text: str) -> None:
        """Do the act of these words; nothing where the page has it not."""
        for act in self.acts:
            if act.text == text:
                act.run()

    def show_month(self, month: Month) -> None:
        """Be told which month is chosen above."""

    def showEvent(self, event: QShowEvent) -> None:
        """Let Tab go through the page as it is laid out."""
        super().showEvent(event)
        in_reading_order(self)

    def set_slim(self, slim: bool) -> None:
        """Be told whether the window is narrow (below 1100 logical pixels)."""

    def _button(self, act: Act) -> Button:
        made = Button(self.look, act.text, act.icon, act.kind, tip=key_words(act.keys))
        made.clicked.connect(lambda _checked: act.run())
        self.tail.addWidget(made)
        if act.keys:
            self.bind(act.keys, act.run, act.text)
        return made
