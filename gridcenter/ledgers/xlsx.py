"""A ledger as a spreadsheet: one sheet for each table, values typed, ready to print on A4."""

from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from pathlib import Path
from typing import BinaryIO

from gridcenter.base.progress import Progress
from gridcenter.ledgers.delivery import deliver
from gridcenter.ledgers.heads import head_levels, heads
from gridcenter.ledgers.model import Align, Cell, Column, Ledger, Part, Placed, Row
from gridcenter.ledgers.words import (
    EMPTY_TABLE,
    NOTHING,
    PERSONAL,
    heading_words,
    note_words,
    value_words,
)
from gridcenter.sheets.out import (
    AS_TEXT,
    CELL,
    DAY,
    HEAD,
    PLAIN,
    SHORT_DAY,
    TITLE,
    Book,
    Look,
    PrintSetup,
    SheetOut,
    Value,
)

TITLE_ROW, LINE_ROW, HEAD_ROW = 0, 1, 2
EVERY = 200
MM_PER_CHARACTER = 1.9
WIDEST = 50.0
"""No column is wider, in characters of the standard font."""
_ALIGN: dict[Align, str] = {"l": "left", "c": "center", "r": "right"}


def write_ledger(ledger: Ledger, target: Path | BinaryIO, progress: Progress | None = None) -> None:
    """Write a ledger as XLSX into a file (atomically) or a stream.

    Raises StorageFailed when it cannot be written, Stopped when the progress says so.
    """
    book = Book(ledger.title, ledger.author or ledger.unit, ledger.filled_on)
    for number, part in enumerate(ledger.parts):
        name = part.heading if number else ledger.name
        writer = _PartWriter(ledger, part, book.add_sheet(name), progress or Progress())
        writer.write(closing=number == len(ledger.parts) - 1)
    deliver(book.content(), target)


@dataclass(slots=True)
class _PartWriter:
    """Writes one table onto one sheet."""

    ledger: Ledger
    part: Part
    sheet: SheetOut
    progress: Progress

    def write(self, *, closing: bool) -> None:
        """Write title, line, head, rows, and at the end of the ledger notes and signatures."""
        levels = head_levels(self.part.columns)
        first = HEAD_ROW + levels
        self.sheet.widths(_widths(self.part))
        self._write_top()
        self._write_head()
        after = self._write_rows(first)
        if closing:
            self._write_closing(after)
        self.sheet.freeze(first)
        self.sheet.print_as(PrintSetup(self.ledger.wide, HEAD_ROW, first - 1, self._notice()))

    @property
    def _span(self) -> int:
        return len(self.part.columns)

    def _notice(self) -> str:
        personal = f"　{PERSONAL}" if self.ledger.personal else ""
        return f"编号 {self.ledger.number}{personal}"

    def _write_top(self) -> None:
        title = self.part.heading or self.ledger.title
        self.sheet.merge(TITLE_ROW, 0, (1, self._span), title, TITLE)
        self.sheet.height(TITLE_ROW, 30)
        line = "　　".join(text for text in heading_words(self.ledger) if text)
        self.sheet.merge(LINE_ROW, 0, (1, self._span), line, PLAIN)

    def _write_head(self) -> None:
        for head in heads(self.part.columns):
            size = (head.levels, head.span)
            self.sheet.merge(HEAD_ROW + head.level, head.at, size, head.text, HEAD)
        if head_levels(self.part.columns) == 1:
            self.sheet.height(HEAD_ROW, 26)

    def _write_rows(self, first: int) -> int:
        """Write the rows and return the number of the row after them."""
        total = len(self.part.rows)
        for number, row in enumerate(self.part.rows):
            if number % EVERY == 0:
                self.progress.step(number, total, "写表格")
            for placed in self.part.placed(row):
                self._write_cell(first + number, row, placed)
        if not total:
            self.sheet.merge(first, 0, (1, self._span), EMPTY_TABLE, {**CELL, "align": "center"})
        return first + max(total, 1)

    def _write_cell(self, at: int, row: Row, placed: Placed) -> None:
        cell, column = placed.cell, self.part.columns[placed.at]
        value = _typed(cell, column)
        look = _look(cell, column, bold=cell.strong or row.kind != "body")
        self.sheet.merge(at, placed.at, (1, cell.span), value, look)

    def _write_closing(self, at: int) -> None:
        note = note_words(self.ledger.notes)
        if note:
            self.sheet.merge(at, 0, (1, self._span), note, {**PLAIN, "text_wrap": True})
            lines = ceil(_characters(note) / sum(_widths(self.part)))
            self.sheet.height(at, 8 + 14 * lines)
            at += 1
        signed = "　　　　　　　　".join(self.ledger.signatures)
        if signed:
            self.sheet.merge(at, 0, (1, self._span), signed, PLAIN)
            self.sheet.height(at, 36)


def _typed(cell: Cell, column: Column) -> Value:
    """Return the value to be written: codes as text, None as the — of the paper."""
    if cell.value is None:
        return NOTHING
    if column.kind == "code" and cell.span == 1:
        return value_words(cell.value, column)
    return cell.value


def _look(cell: Cell, column: Column, *, bold: bool) -> Look:
    align: Align = "c" if cell.value is None else cell.align or column.align
    look: dict[str, object] = {**CELL, "align": _ALIGN[align]}
    number = _number_format(cell, column)
    if number:
        look["num_format"] = number
    if bold:
        look["bold"] = True
    return look


def _number_format(cell: Cell, column: Column) -> str:
    if isinstance(cell.value, str) or cell.value is None or column.kind == "code":
        return AS_TEXT if column.kind in {"text", "code"} else ""
    if isinstance(cell.value, int):
        return "0" if column.kind != "decimal" else _decimals(column.decimals)
    if isinstance(cell.value, (float, Decimal)):
        words = value_words(cell.value, column)
        return _decimals(len(words.partition(".")[2]))
    return DAY if column.full_dates else SHORT_DAY


def _decimals(count: int) -> str:
    return f"0.{'0' * count}" if count else "0"


def _widths(part: Part) -> list[float]:
    """Return the widths that show most contents on one line, in characters."""
    widths = [column.width / MM_PER_CHARACTER for column in part.columns]
    for row in part.rows:
        for placed in part.placed(row):
            if placed.cell.span == 1:
                words = value_words(placed.cell.value, part.columns[placed.at])
                widths[placed.at] = max(widths[placed.at], _characters(words))
    return [min(width, WIDEST) for width in widths]


def _characters(words: str) -> float:
    """Return the width of a text: a Chinese character is as wide as two figures."""
    longest = max(words.split("\n"), key=len)
    return 1.05 * (2 * len(longest) - sum(char.isascii() for char in longest)) + 1.5
