"""What opens beneath the bell and beneath the state of the exchange."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gridcenter.desk.buttons import Button, Door
from gridcenter.desk.chips import Chip, chip
from gridcenter.desk.layouts import Item, block, column, row, rule
from gridcenter.desk.popover import Popover
from gridcenter.desk.theme import Look
from gridcenter.desk.words import Elided, words

_WIDE, _CHIP, _KIND, _PLACE = 460, 88, 44, 78
_STEPS = {Qt.Key.Key_Down: True, Qt.Key.Key_Up: False}


@dataclass(frozen=True, slots=True)
class PendingLine:
    """A thing that waits, and what its door hands along."""

    group: str
    state: Chip
    kind: str
    text: str
    place: str
    door: object

    @property
    def said(self) -> str:
        """The line as it is read aloud."""
        parts = (self.state.text, self.kind, self.text, self.place)
        return "　".join(part for part in parts if part)


class PendingPopup(Popover):
    """The first things that wait, in groups; ↑ ↓ walk, Enter opens; a door leads to all of them."""

    chosen = Signal(object)
    """The door of a line."""
    all_wanted = Signal()

    def __init__(self, parent: QWidget, look: Look, lines: Sequence[PendingLine], count: int) -> None:
        super().__init__(parent, "待办")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(_WIDE)
        self.doors: list[Door] = []
        items: list[Item] = []
        for n, line in enumerate(lines):
            if not n or line.group != lines[n - 1].group:
                items += [row(words(line.group, "note"), pad=(10, 6, 0, 0))]
            items.append(self._door(line))
        if not lines:
            items.append(row(words("没有要办的事", "second"), pad=(10, 8, 10, 8)))
        self.everything = Button(look, f"全部 {count:,} 件", "arrow-right", "link")
        self.everything.clicked.connect(lambda _checked: self._leave(None))
        foot: list[Item] = [rule(), row(None, self.everything)] if lines else []
        self.setLayout(column(*items, *foot, gap=2, pad=6))
        self.adjustSize()

    def open_under(self, control: QWidget) -> None:
        """Open beneath the bell, the first line in focus."""
        super().open_under(control)
        if self.doors:
            self.doors[0].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk the lines."""
        if event.key() in _STEPS:
            self.focusNextPrevChild(_STEPS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _door(self, line: PendingLine) -> Door:
        state = block(row(chip(line.state.text, line.state.tone), None), width=_CHIP)
        text = Elided(line.text)
        place = words(line.place, "note", width=_PLACE)
        kind = words(line.kind, "second", width=_KIND)
        door = Door(state, kind, text, place, tip=line.said)
        door.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        layout = door.layout()
        if layout is not None:
            layout.setStretch(2, 1)  # type: ignore[attr-defined]
        door.clicked.connect(partial(self._leave, line.door))
        self.doors.append(door)
        return door

    def _leave(self, door: object, _checked: bool = False) -> None:
        self.close()
        if door is None:
            self.all_wanted.emit()
        else:
            self.chosen.emit(door)


class SyncPopup(Popover):
    """What the exchange waits for, in words, and the door to its page."""

    wanted = Signal()

    def __init__(self, parent: QWidget, look: Look, facts: Sequence[tuple[str, str]]) -> None:
        super().__init__(parent, "数据交换")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        lines = [
            row(words(label, "second", width=110), (words(value, wrap=True), 1), gap=12, pad=(8, 4, 8, 4))
            for label, value in facts
        ]
        self.door = Button(look, "去数据交换", "arrow-right", "link")
        self.door.clicked.connect(lambda _checked: self._leave())
        self.setFixedWidth(380)
        self.setLayout(column(*lines, rule(), row(None, self.door), gap=2, pad=6))
        self.adjustSize()

    def open_under(self, control: QWidget) -> None:
        """Open beneath the state of the exchange, the door in focus."""
        super().open_under(control)
        self.door.setFocus()

    def _leave(self) -> None:
        self.close()
        self.wanted.emit()
