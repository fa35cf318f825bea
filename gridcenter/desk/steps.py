"""The bar of steps above a guide: done, here, to come."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from gridcenter.desk.chips import Tone, chip, set_chip
from gridcenter.desk.layouts import row
from gridcenter.desk.theme import Look
from gridcenter.desk.words import IconLabel, set_role, words


class Steps(QWidget):
    """Numbered steps; those done carry a tick."""

    def __init__(self, look: Look, names: Sequence[str]) -> None:
        super().__init__()
        self._names = tuple(names)
        self._marks = [chip(str(n + 1)) for n in range(len(names))]
        self._words = [words(name, "second") for name in names]
        parts: list[QWidget] = []
        for n, (mark, label) in enumerate(zip(self._marks, self._words, strict=True)):
            arrow = [IconLabel(look, "chevron-right", "text3", 16)] if n < len(names) - 1 else []
            parts += [mark, label, *arrow]
        self.setLayout(row(*parts, None))
        self.go(0)

    def go(self, at: int) -> None:
        """Show which step (from 0) is open."""
        for n, (mark, label) in enumerate(zip(self._marks, self._words, strict=True)):
            tone: Tone = "done" if n < at else "accent" if n == at else "plain"
            set_chip(mark, "✓" if n < at else str(n + 1), tone)
            set_role(label, "strong" if n == at else "second")
        self.setAccessibleName(f"第 {at + 1} 步，共 {len(self._names)} 步：{self._names[at]}")
