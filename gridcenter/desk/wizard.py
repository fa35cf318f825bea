"""A guide in steps over the whole window: the first run, a restore, joining a PC."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from gridcenter.base.errors import GridCenterError
from gridcenter.desk.buttons import Button
from gridcenter.desk.emblem import Emblem
from gridcenter.desk.layouts import Ground, block, column, row, scrolled
from gridcenter.desk.page import Act
from gridcenter.desk.steps import Steps
from gridcenter.desk.theme import Look
from gridcenter.desk.words import IconLabel, words


def _nothing() -> None:
    """Check nothing."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step; `check` refuses with a GridCenterError, shown beside the buttons."""

    title: str
    widget: QWidget
    check: Callable[[], object] = _nothing
    enter: Callable[[], object] = _nothing


class Wizard(Ground):
    """Head, bar of steps, the step, and two buttons that say where they lead."""

    entered = Signal(int)
    finished = Signal()

    def __init__(
        self,
        look: Look,
        title: str,
        note: str,
        steps: Sequence[Step],
        *,
        last: str = "开始使用",
        other: Act | None = None,
    ) -> None:
        super().__init__("canvas")
        self._steps, self._last, self._at = tuple(steps), last, 0
        self._bar = Steps(look, [step.title for step in steps])
        self._stack = QStackedWidget()
        for step in steps:
            self._stack.addWidget(scrolled(step.widget))
        self.place, self._said = words("", "note"), words("", "error")
        self._mark = IconLabel(look, "circle-alert", "error", 16)
        self.back = Button(look, "上一步", "chevron-left")
        self.next = Button(look, "", "arrow-right", "primary")
        self.back.clicked.connect(lambda _checked: self._show(self._at - 1))
        self.next.clicked.connect(lambda _checked: self._go_on())
        self._lay_out(look, title, note, other)
        self._show(0)

    @property
    def at(self) -> int:
        """Which step is open, from 0."""
        return self._at

    def refuse(self, sentence: str) -> None:
        """Say beside the buttons why it does not go on; empty words take it away."""
        self._said.setText(sentence)
        self._mark.setVisible(bool(sentence))

    def _lay_out(self, look: Look, title: str, note: str, other: Act | None) -> None:
        side = [Button(look, other.text, other.icon, "quiet")] if other else []
        for button in side:
            button.clicked.connect(lambda _checked: other.run() if other else None)
        head = row(Emblem(look, 32), words(title, "page"), words(note, "note"), None, *side, gap=12)
        bar = block(row((self._bar, 1), pad=(16, 9, 16, 9)), "card")
        body = column(head, bar, (self._stack, 1), gap=14, pad=(32, 22, 32, 18))
        tail = row(
            self.place, None, self._mark, self._said, self.back, self.next, pad=(32, 12, 32, 12)
        )
        self.setLayout(column((block(body), 1), block(tail, "foot"), gap=0))

    def _go_on(self) -> None:
        try:
            self._steps[self._at].check()
        except GridCenterError as error:
            self.refuse(error.words)
            return
        if self._at == len(self._steps) - 1:
            self.finished.emit()
        else:
            self._show(self._at + 1)

    def _show(self, at: int) -> None:
        self._at = at
        self.refuse("")
        self._bar.go(at)
        self._stack.setCurrentIndex(at)
        self.back.setVisible(at > 0)
        following = self._steps[at + 1].title if at + 1 < len(self._steps) else ""
        self.next.say(f"下一步：{following}" if following else self._last)
        self._steps[at].enter()
        self.entered.emit(at)
