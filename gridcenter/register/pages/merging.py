"""The form that makes two records one: where they differ, one of both is chosen."""

import re
from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from gridcenter.desk.buttons import Button
from gridcenter.desk.either_field import EitherField
from gridcenter.desk.form_grid import FormGrid
from gridcenter.desk.layouts import block, cells, column, row
from gridcenter.desk.saving import Filled
from gridcenter.desk.theme import Look
from gridcenter.desk.words import words
from gridcenter.register.services.duplicates.compare import FIRST, SECOND, Comparison

HOME = "home"
_MASKED = frozenset({"id_number", "phone"})
_LABEL = 64
_LONG_MASK = re.compile(r"\*{5,}")


class MergeForm:
    """The fields in which two records differ; numbers masked until `reveal` was answered."""

    def __init__(self, look: Look, found: Comparison, reveal: Callable[[], object]) -> None:
        self._found = found
        self.grid = FormGrid(look, columns=1, label=84)
        self.grid.add_row(words(
            "选好以后两条并成一条：走访、事项、任职、附件和历史都归到留下的这一条，90 天内可以拆开。",
            "note", wrap=True,
        ))  # fmt: skip
        for line in found.lines:
            if line.choice:
                field = EitherField((FIRST, line.first), (SECOND, line.second))
                field.put(line.better)
                self.grid.add(line.field, line.label, field, required=True)
                if line.note:
                    self.grid.add_row(words(f"{line.label}：{line.note}。留哪个，以证件为准。", "due", wrap=True))
        if found.homes:
            one, other = found.homes[:2]
            home = EitherField(one, other, stacked=True)
            self.grid.add(HOME, "现在住在", home, required=True, missing="请选现在住在哪一户")
            self.grid.add_row(words("没选的那一户，从今天起不再算那一户的人。", "note", wrap=True))
        if not self.grid.slots:
            self.grid.add_row(words("两条没有互相矛盾的地方，直接合并就行。", "second", wrap=True))
        if any(line.choice and line.field in _MASKED for line in found.lines):
            see = Button(look, "显示完整号码", "eye", "link", tip="显示完整号码，会记入查看记录")
            see.clicked.connect(lambda _checked: reveal())
            self.grid.add_row(block(row(see, None)))

    def show_whole(self, whole: Comparison) -> None:
        """Write the numbers whole beside the buttons."""
        for line in whole.lines:
            slot = self.grid.slots.get(line.field)
            if slot is not None and isinstance(slot.field, EitherField):
                slot.field.say(line.first, line.second)

    def sides(self, filled: Filled) -> dict[str, str]:
        """Return which side was chosen, by field."""
        return {line.field: filled.text(line.field) for line in self._found.lines if line.choice}


def _narrow(text: str) -> str:
    """Shorten a mask: two of them stand side by side."""
    return _LONG_MASK.sub("****", text)


def side_by_side(found: Comparison) -> QWidget:
    """Lay two records out side by side; where they differ the label says so."""
    lines: list[list[QWidget]] = [
        [words("", width=_LABEL), *(words(name, "strong", wrap=True) for name in found.names)]
    ]
    rows = [("在哪里", *found.places, found.places[0] != found.places[1])]
    rows += [(line.label, line.first, line.second, line.differs) for line in found.lines]
    rows += [("名下登记", *found.held, False)]
    for label, one, other, differs in rows:
        caption = words(label, "due" if differs else "second", wrap=True, width=_LABEL)
        caption.setAccessibleName(f"{label}，两边不同" if differs else label)
        sides = [words(_narrow(text) or "—", wrap=True) for text in (one, other)]
        lines.append([caption, *sides])
    notes = [words(f"{line.label}：{line.note}", "due", wrap=True) for line in found.lines if line.note]
    return block(column(cells(lines, stretch={1: 1, 2: 1}, across=10, down=6), *notes, gap=8))
