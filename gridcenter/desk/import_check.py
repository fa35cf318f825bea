"""Middle steps of an import: the columns against the fields, a verdict for each row."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from gridcenter.desk.buttons import Button
from gridcenter.desk.cards import Card
from gridcenter.desk.chips import chip
from gridcenter.desk.choices import Choice
from gridcenter.desk.empty_state import EmptyState
from gridcenter.desk.import_changes import ChangeSeen
from gridcenter.desk.import_view import (
    ALL,
    CHANGES,
    FirstRows,
    Match,
    RowSeen,
    choices,
    head_options,
    heeded,
    options,
    rows_seen,
    shown_columns,
)
from gridcenter.desk.layouts import FillingStack, block, cells, column, row, scrolled
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.short_list import ShortList
from gridcenter.desk.theme import Look
from gridcenter.desk.words import IconLabel, words
from gridcenter.sheets.columns import Shape
from gridcenter.sheets.imports import Imported
from gridcenter.sheets.verdicts import Outcome, Tally

_HIGH = 34
_LEFT, _SLIM_LEFT = 404, 300
_CHOICE, _SLIM_CHOICE = 152, 116
_SAID = 38
"""Two lines of words below the rows, in pixels."""


class ColumnCard(Card):
    """A combo box a header; tells when another field is chosen."""

    changed = Signal(str, str)
    """Header, key ("" leaves the column out)."""
    head_changed = Signal(object)
    """HeadRows, or None where it is to be found."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "列对应", pad=(16, 10, 8, 12), gap=8)
        self._look = look
        self._choices: dict[str, Choice] = {}
        self._marks: dict[str, IconLabel] = {}
        self._samples: dict[str, QLabel] = {}
        self._area = scrolled(block(column(gap=0)))
        self.again = Button(look, "按改过的对应重新核对", "check")
        self.head = Choice("表头在哪一行", head_options(), width=132)
        self.head.chosen.connect(self.head_changed)
        self.add(row(words("表头在", "second"), self.head, None), (self._area, 1), self.again)
        self.setFixedWidth(_LEFT)
        self.show_matches([], None)

    def show_matches(self, found: Sequence[Match], shape: Shape | None) -> None:
        """Show the headers of a file and the fields they go to."""
        self.note.setText(f"{len(found)} 列" if found else "")
        self.again.setVisible(False)
        if [match.head for match in found] == list(self._choices) and self._choices:
            self._renew(found)
            return
        self._choices, self._marks, self._samples = {}, {}, {}
        lines = [[words(title, "note") for title in ("表里的列", "", "登记的栏", "样例")]]
        body = [self._line(match, options(shape)) for match in found] if shape else []
        grid = cells([*lines, *body], {3: 1}, 10, 8)
        self._area.setWidget(block(column(grid, None, pad=(0, 0, 8, 0))))

    def _renew(self, found: Sequence[Match]) -> None:
        """Show other fields for the same headers."""
        for match in found:
            self._choices[match.head].choose(match.key)
            self._marks[match.head].show_icon(*_mark(match))
            self._samples[match.head].setText(match.sample)

    def choice_of(self, head: str) -> Choice:
        """Return the combo box of a header; raises KeyError."""
        return self._choices[head]

    def offer_again(self) -> None:
        """Offer to check anew by the fields as they are chosen now."""
        self.again.setVisible(True)

    def _line(self, match: Match, fields: Sequence[tuple[object, str]]) -> list[QWidget]:
        mark = IconLabel(self._look, *_mark(match), 16)
        head = words(match.shown)
        head.setToolTip(match.head)
        head.setMaximumWidth(96)
        choice = Choice(f"{match.head} 对应", fields, width=132)
        choice.choose(match.key)
        self._choices[match.head] = choice
        choice.chosen.connect(lambda key: self.changed.emit(match.head, str(key)))
        arrow = IconLabel(self._look, "arrow-right", "text3", 16)
        sample = words(match.sample, "note")
        self._marks[match.head], self._samples[match.head] = mark, sample
        return [block(row(mark, head, None, gap=6)), arrow, choice, sample]


class VerdictCard(Card):
    """Counts as chips, a choice of which rows to see, the rows, what is said of the current one."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "逐行核对", pad=(8, 8, 8, 8), inset=8)
        self._look = look
        self._rows: list[RowSeen] = []
        self._changes: list[ChangeSeen] = []
        self.choice = Choice("看哪些行", [(ALL, "全部行")], width=_CHOICE)
        self._sums = row(gap=6)
        self._stack = FillingStack(160)
        self.said = words("", "second", wrap=True)
        self.said.setMinimumHeight(_SAID)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.view = _table(look, ("", ""))
        self.changes = _changes_table(look)
        self.first: ShortList[tuple[str, ...]] = _first_table(look, ())
        self.waiting = EmptyState(look, "正在核对")
        self._stack.addWidget(self.waiting)
        for view in (self.view, self.changes, self.first):
            self._stack.addWidget(view)
        self.choice.chosen.connect(lambda _key: self._narrow())
        words_below = row(8, (self.said, 1), 8, gap=0)
        self.add(row(8, (self._sums, 1), self.choice, gap=6), (self._stack, 1), words_below)
        self.wait("")

    def wait(self, sentence: str) -> None:
        """Show a sentence in place of the rows."""
        self.waiting.say(sentence, icon="file-spreadsheet")
        self._stack.setCurrentWidget(self.waiting)
        self.choice.setVisible(False)
        self.said.setVisible(False)
        self.note.setText("")
        self._clear_sums()

    def show_first(self, first: FirstRows) -> None:
        """Show how the first rows are read by the columns as they are chosen now."""
        self._stack.removeWidget(self.first)
        self.first.deleteLater()
        self.first = _first_table(self._look, first.titles)
        self._stack.addWidget(self.first)
        self.first.show_rows({n.to_bytes(4, "big"): one for n, one in enumerate(first.rows)})
        self._stack.setCurrentWidget(self.first)
        self.choice.setVisible(False)
        self.note.setText("前几行照现在的列对应会这样读")
        self._clear_sums()
        self.said.setVisible(bool(first.missing))
        self.said.setText(f"还缺这些列：{'、'.join(first.missing)}。请在左边选出来" if first.missing else "")

    def show_result(self, done: Imported, changes: Sequence[ChangeSeen] = ()) -> None:
        """Show the verdicts, those to mend first in view when there are any."""
        self._changes = list(changes)
        self._rows = rows_seen(done)
        counted, heed = done.tally, heeded(self._rows)
        self.note.setText(f"共 {counted.rows:,} 行")
        self._show_sums(counted, heed)
        titles = [col.title for col in shown_columns(done.reading)]
        self._replace_table((*titles, "", "")[:2])
        self.choice.set_options(choices(counted, heed, len(self._rows) - counted.rows, len(done.changes)))
        self.choice.setVisible(True)
        self.choice.choose(str(Outcome.REJECTED) if counted.rejected else ALL)
        self._narrow()

    def shown(self) -> list[RowSeen]:
        """Return the rows that the choice lets through."""
        wanted = self.choice.value
        return [one for one in self._rows if wanted in one.kinds or not wanted]

    def _narrow(self) -> None:
        if self.choice.value == CHANGES:
            self.changes.show_rows({n.to_bytes(4, "big"): one for n, one in enumerate(self._changes)})
            self.said.setVisible(False)
            self._stack.setCurrentWidget(self.changes)
            return
        rows = {n.to_bytes(4, "big"): one for n, one in enumerate(self.shown())}
        self.view.show_rows(rows)
        self.view.go_to(next(iter(rows), None))
        self._say(self.view.current)
        self.said.setVisible(any(one.why for one in self._rows))
        self._stack.setCurrentWidget(self.view)

    def _say(self, current: object) -> None:
        """Write out what is said of a row, too long for its cell."""
        at = int.from_bytes(current, "big") if isinstance(current, bytes) else -1
        shown = self.shown()
        one = shown[at] if 0 <= at < len(shown) else None
        self.said.setText(f"第 {one.row} 行　{one.why}" if one and one.why else "")

    def _replace_table(self, titles: Sequence[str]) -> None:
        self._stack.removeWidget(self.view)
        self.view.deleteLater()
        self.view = _table(self._look, titles)
        self.view.current_changed.connect(self._say)
        self._stack.addWidget(self.view)

    def _clear_sums(self) -> None:
        while (item := self._sums.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()

    def _show_sums(self, counted: Tally, heed: int) -> None:
        self._clear_sums()
        for made in (
            chip(f"新增 {counted.created:,}", "done"),
            chip(f"更新 {counted.updated:,}", "info"),
            chip(f"不变 {counted.unchanged:,}"),
            chip(f"留意 {heed:,}", "due"),
            chip(f"退回 {counted.rejected:,}", "error"),
        ):
            self._sums.addWidget(made)
        self._sums.addStretch(1)


class ImportCheck(QWidget):
    """Left the columns, right the rows."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.mapping, self.verdicts = ColumnCard(look), VerdictCard(look)
        self.setLayout(row(self.mapping, (self.verdicts, 1), gap=12))

    def set_slim(self, slim: bool) -> None:
        """Leave the rows their room in a narrow window."""
        self.mapping.setFixedWidth(_SLIM_LEFT if slim else _LEFT)
        self.verdicts.choice.setFixedWidth(_SLIM_CHOICE if slim else _CHOICE)


def _mark(match: Match) -> tuple[str, str]:
    return ("circle-check", "done") if match.key else ("minus", "text3")


def _changes_table(look: Look) -> ShortList[ChangeSeen]:
    columns: list[Column[ChangeSeen]] = [
        Column("whose", "谁的", lambda c: c.whose, 150),
        Column("label", "哪一栏", lambda c: c.label, 110),
        Column("before", "原来", lambda c: c.before, 190),
        Column("after", "改成", lambda c: c.after, 0),
    ]
    return ShortList(look, "逐项改动", columns, height=_HIGH, scrolls=True)


def _first_table(look: Look, titles: Sequence[str]) -> ShortList[tuple[str, ...]]:
    columns: list[Column[tuple[str, ...]]] = [
        Column(f"c{n}", title, partial(_cell, n), 0 if n + 1 == len(titles) else 150, sorts=False)
        for n, title in enumerate(titles or ("",))
    ]
    return ShortList(look, "前几行", columns, height=_HIGH, scrolls=True)


def _cell(place: int, cells_: tuple[str, ...]) -> str:
    return cells_[place] if place < len(cells_) else ""


def _table(look: Look, titles: Sequence[str]) -> ShortList[RowSeen]:
    first, second = titles
    many: list[Column[RowSeen]] = [
        Column("row", "行", lambda r: f"{r.row}", 70, number=True),
        Column("first", first, lambda r: r.cells[0], 100),
        Column("second", second, lambda r: r.cells[1], 120, wide_only=True),
        Column("verdict", "结论", lambda r: r.chips, 108),
        Column("why", "说明", lambda r: r.why, 0),
    ]
    return ShortList(look, "逐行核对", many, height=_HIGH, scrolls=True)
