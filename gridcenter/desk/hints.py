"""One sentence at first use that says what a page is for; it goes away by itself."""

from PySide6.QtCore import Signal

from gridcenter.desk.buttons import Button
from gridcenter.desk.layouts import Ground, row
from gridcenter.desk.memory import Memory
from gridcenter.desk.theme import Look
from gridcenter.desk.words import IconLabel, words

_TIMES = 3
"""How often a hint is shown to somebody who never puts it away."""


class Hint(Ground):
    """A bar with a sentence, the way to the manual, and 知道了."""

    help_wanted = Signal()
    settled = Signal()

    def __init__(self, look: Look, sentence: str) -> None:
        super().__init__("hint")
        self.setAccessibleName(f"提示：{sentence}")
        more, settle = Button(look, "看手册", "", "link"), Button(look, "知道了", "", "link")
        more.clicked.connect(lambda _checked: self.help_wanted.emit())
        settle.clicked.connect(lambda _checked: self.settled.emit())
        icon = IconLabel(look, "lightbulb", "info")
        self.setLayout(
            row(icon, (words(sentence, "second", wrap=True), 1), more, settle, gap=10, pad=(14, 6, 8, 6))
        )


class Hints:
    """Knows which hints somebody has seen."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def wants(self, key: str) -> bool:
        """Tell whether the hint of a page is still shown, and count this time."""
        seen = int(self._memory.recall(f"hint/{key}").get("seen", "0"))
        if seen < _TIMES:
            self._memory.keep(f"hint/{key}", {"seen": str(seen + 1)})
        return seen < _TIMES

    def settle(self, key: str) -> None:
        """Never show this hint again."""
        self._memory.keep(f"hint/{key}", {"seen": str(_TIMES)})
