"""The drawer at the right: one record's facts, what is due, what happened, and what can be done."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QWidget

from gridcenter.desk.buttons import Button, IconButton
from gridcenter.desk.chips import Tone, chip
from gridcenter.desk.layouts import (
    LEFT,
    Ground,
    Item,
    add_part,
    block,
    cells,
    column,
    row,
    rule,
    scrolled,
)
from gridcenter.desk.page import Act
from gridcenter.desk.theme import Look
from gridcenter.desk.words import IconLabel, level, words


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value; a masked one carries the act that shows it (and logs that)."""

    label: str
    value: str
    reveal: Act | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened."""

    icon: str
    day: str
    text: str


class Drawer(Ground):
    """Name, place, tabs, a body a tab, acts in a fixed foot."""

    closed = Signal()

    def __init__(
        self,
        look: Look,
        name: str,
        *,
        facts: str = "",
        place: str = "",
        kind: str = "",
        acts: Sequence[Act] = (),
    ) -> None:
        super().__init__("drawer")
        self.setAccessibleName(name)
        self._look = look
        self._tabs, self._stack, self._group = row(gap=10), QStackedWidget(), QButtonGroup(self)
        self._tabs.addStretch(1)
        shut = IconButton(look, "x", "关上（Esc）")
        shut.clicked.connect(lambda _checked: self.closed.emit())
        top = row((level(look, words(name, "page"), words(facts, "second")), 1), shut, gap=10)
        where = row(words(place, "note"), *([chip(kind)] if kind else []), None)
        head = column(column(top, where, gap=4), self._tabs, rule(), gap=10, pad=(18, 12, 14, 0))
        foot = block(_foot(look, acts), "foot")
        self.setLayout(column(head, (self._stack, 1), *([foot] if acts else []), gap=0))
        self._group.idClicked.connect(self._stack.setCurrentIndex)

    @property
    def tab(self) -> int:
        """Which tab is open, from 0."""
        return self._stack.currentIndex()

    def open_tab(self, number: int) -> None:
        """Open a tab, if there is one of this number."""
        button = self._group.button(number)
        if button is not None:
            button.setChecked(True)
            self._stack.setCurrentIndex(number)

    def add_tab(self, title: str, *items: Item) -> None:
        """Add a tab and what is seen under it."""
        button = Button(self._look, title, "", "tab", checked=self._stack.count() == 0)
        self._group.addButton(button, self._stack.count())
        self._tabs.insertWidget(self._stack.count(), button)
        body = column(*items, None, gap=10, pad=(18, 10, 14, 8))
        self._stack.addWidget(scrolled(block(body)))


def fact_list(look: Look, facts: Sequence[Fact], label: int = 70) -> QWidget:
    """Lay out facts as label and value, 25 pixels a line."""
    lines = [[_label(f.label, label), _value(look, f)] for f in facts]
    return block(cells(lines, stretch={1: 1}, across=12, down=3))


def event_list(look: Look, title: str, events: Sequence[Event]) -> QWidget:
    """Lay out what happened, newest first."""
    lines = [
        row(
            IconLabel(look, e.icon, "text3", 16), words(e.day, "note", width=62), (words(e.text), 1)
        )
        for e in events
    ]
    return block(column(words(title, "strong"), *lines, gap=5))


def due_box(state: str, tone: Tone, title: str, who: str, text: str) -> QWidget:
    """Frame the one thing that is due."""
    head = row(chip(state, tone), words(title, "strong"), None, words(who, "note"))
    return block(column(head, words(text, "second", wrap=True), gap=6, pad=12), "sunken")


def _label(text: str, width: int) -> QWidget:
    made = words(text, "second", align=LEFT, width=width)
    made.setFixedHeight(25)
    return made


def _value(look: Look, fact: Fact) -> QWidget:
    value = words(fact.value, wrap=len(fact.value) > 18)  # noqa: PLR2004  (fits one line)
    value.setMinimumHeight(25)
    line = row((value, 1))
    if fact.reveal is not None:
        act = fact.reveal
        button = Button(look, act.text, act.icon, "link", tip="显示完整内容，会记入查看日志")
        button.clicked.connect(lambda _checked: act.run())
        add_part(line, button)
    return block(line)


def _foot(look: Look, acts: Sequence[Act]) -> QHBoxLayout:
    line = row(pad=(16, 8, 12, 8))
    for act in acts:
        made = Button(look, act.text, act.icon, act.kind, tip=act.keys)
        made.clicked.connect(lambda _checked, run=act.run: run())
        line.addWidget(made)
    line.addStretch(1)
    return line
