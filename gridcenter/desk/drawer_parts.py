"""What lies in a drawer: facts, the one thing that is due, events that are doors."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtWidgets import QWidget

from gridcenter.desk.buttons import Button, Door
from gridcenter.desk.chips import Tone, chip
from gridcenter.desk.layouts import LEFT, TOP, add_part, block, cells, column, row
from gridcenter.desk.page import Act
from gridcenter.desk.theme import Look
from gridcenter.desk.words import Elided, IconLabel, words

Go: TypeAlias = Callable[[str, object], object]
"""Goes to the page of a key and hands it something."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value; a masked one carries the act that shows it (and logs that)."""

    label: str
    value: str
    reveal: Act | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened; with `page` it is a door: there `record` is shown."""

    icon: str
    day: str
    text: str
    page: str = ""
    record: object = None


@dataclass(frozen=True, slots=True)
class Due:
    """The one thing that is due: its state, what, who sees to it, a sentence."""

    state: str
    tone: Tone
    title: str = ""
    who: str = ""
    text: str = ""


def fact_list(look: Look, facts: Sequence[Fact], label: int = 70) -> QWidget:
    """Lay out facts as label and value, 25 pixels a line."""
    lines = [[_label(f.label, label), _value(look, f)] for f in facts]
    grid = cells(lines, stretch={1: 1}, across=12, down=3)
    for line, _ in lines:
        grid.setAlignment(line, TOP)
    return block(grid)


def event_list(
    look: Look, title: str, events: Sequence[Event], go: Go, empty: str = "还没有"
) -> QWidget:
    """Lay out what happened, newest first."""
    if not events:
        return words(empty, "second")
    return block(column(words(title, "strong"), *(_event(look, one, go) for one in events), gap=0))


def due_box(due: Due) -> QWidget:
    """Frame the one thing that is due."""
    head = row(chip(due.state, due.tone), words(due.title, "strong"), None, words(due.who, "note"))
    return block(column(head, words(due.text, "second", wrap=True), gap=6, pad=12), "sunken")


def _event(look: Look, event: Event, go: Go) -> QWidget:
    text = Elided(event.text)
    parts = (IconLabel(look, event.icon, "text3", 16), words(event.day, "note", width=62))
    if not event.page:
        return block(row(*parts, (text, 1), pad=(0, 4, 0, 4)))
    door = Door(*parts, text, tip=f"看这一条：{event.day}　{event.text}", wide=True)
    door.clicked.connect(lambda _checked: go(event.page, event.record))
    return door


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
        button = Button(look, act.text, act.icon, "link", tip="显示完整内容，会记入查看记录")
        button.clicked.connect(lambda _checked: act.run())
        add_part(line, button)
    return block(line)
