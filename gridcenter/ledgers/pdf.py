"""A ledger on paper: A4 sheets in the house's style, the same bytes from the same ledger."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from gridcenter.base.progress import Progress
from gridcenter.ledgers.delivery import deliver
from gridcenter.ledgers.heads import head_levels, heads
from gridcenter.ledgers.model import Column, Ledger, Missing, Part, Placed, Printed, Row
from gridcenter.ledgers.words import (
    CONTINUED,
    EMPTY_TABLE,
    PERSONAL,
    heading_words,
    note_words,
    value_words,
)
from gridcenter.papers.breaking import units
from gridcenter.papers.columns import Want, share
from gridcenter.papers.faces import Face
from gridcenter.papers.foot import Closing, draw_feet
from gridcenter.papers.heading import LINE_HEIGHT, draw_line, draw_part_heading, draw_title
from gridcenter.papers.paper import MM, UPRIGHT, WIDE, Imprint, Paper
from gridcenter.papers.table import Field, HeadField, Line, Style, Table, paragraphs

READ_LOW, SIGNED_LOW = 6.7, 8.8
"""Least height of a row that is read, and of one that is signed, mm."""
SUM_EXTRA, TOTAL_EXTRA = 0.7, 1.0
"""How much higher bands and sums are, and totals above that, mm."""
HEAD_LOW, HEAD_LOW_GROUPED = 8.4, 9.2
SHORT_TITLE, FEW_CHARACTERS = 2.0, 4.0
"""A column's title stands whole up to so many em; its words get at least so many em a line."""
INK_SHARE = 0.7
"""An empty column keeps so much of its declared width, for ink."""
EVERY = 100
"""Progress is told every so many rows."""


def print_ledger(
    ledger: Ledger, target: Path | BinaryIO, progress: Progress | None = None
) -> Printed:
    """Print a ledger as PDF into a file (atomically) or a stream.

    Raises StorageFailed when it cannot be written, Stopped when the progress says so.
    """
    printer = _Printer(ledger, progress or Progress())
    content, check = printer.draw()
    deliver(content, target)
    missing = tuple(printer.missing)
    return Printed(len(printer.paper.pages), hashlib.sha256(content).hexdigest(), check, missing)


class _Printer:
    """Lays one ledger out."""

    def __init__(self, ledger: Ledger, progress: Progress) -> None:
        self._ledger, self._progress = ledger, progress
        notice = PERSONAL if ledger.personal else ""
        imprint = Imprint(ledger.title, ledger.number, ledger.author or ledger.unit, notice)
        self.paper = Paper(WIDE if ledger.wide else UPRIGHT, imprint)
        self.paper.on_new_page = self._continue
        self.paper.continued_height = LINE_HEIGHT
        self.missing: dict[Missing, None] = {}
        self._rows = sum(len(part.rows) for part in ledger.parts)
        self._done = 0

    def draw(self) -> tuple[bytes, str]:
        """Return the file and its check code."""
        ledger, paper = self._ledger, self.paper
        note = note_words(ledger.notes)
        self._check_texts(note)
        closing = Closing(paper, note, ledger.signatures)
        draw_title(paper, ledger.title, 1.5 if ledger.wide else 2.0)
        draw_line(paper, *heading_words(ledger))
        for part in ledger.parts:
            self._draw_part(part, closing.height if part is ledger.parts[-1] else 0.0)
        closing.draw()
        check, stamp = draw_feet(paper)
        content = paper.pdf(stamp, lambda page, pages: self._progress.step(page, pages, "写成页面"))
        return content, check

    def _continue(self) -> None:
        unit = heading_words(self._ledger)[0]
        draw_line(self.paper, self._ledger.title + CONTINUED, "", unit)

    def _draw_part(self, part: Part, tail: float) -> None:
        lines = self._lines(part)
        style = self._style(part)
        widths = _widths(part.columns, lines, style, self.paper)
        head = [HeadField(h.text, h.at, h.level, h.span, h.levels) for h in heads(part.columns)]
        table = Table(self.paper, widths, head, style)
        if part.heading or part is not self._ledger.parts[0]:
            draw_part_heading(self.paper, part.heading, table.least_height)
        table.draw(lines, tail, self._tell)
        self._done += len(part.rows)

    def _tell(self, row: int, _rows: int) -> None:
        if row % EVERY == 0:
            self._progress.step(self._done + row, self._rows, "排版")

    def _style(self, part: Part) -> Style:
        low = SIGNED_LOW if self._ledger.signed_rows else READ_LOW
        grouped = head_levels(part.columns) > 1
        return Style(low, HEAD_LOW_GROUPED if grouped else HEAD_LOW)

    def _lines(self, part: Part) -> list[Line]:
        if not part.rows:
            empty = paragraphs(self.paper, EMPTY_TABLE, "song")
            return [Line("body", (Field(empty, 0, len(part.columns), "c"),))]
        return [self._line(part, row, number) for number, row in enumerate(part.rows, 1)]

    def _line(self, part: Part, row: Row, number: int) -> Line:
        fields = tuple([self._field(part, row, number, placed) for placed in part.placed(row)])
        low = part.row_height if row.kind == "body" else READ_LOW + SUM_EXTRA
        return Line(row.kind, fields, low + (TOTAL_EXTRA if row.kind == "total" else 0.0))

    def _field(self, part: Part, row: Row, number: int, placed: Placed) -> Field:
        cell, column = placed.cell, part.columns[placed.at]
        text = value_words(cell.value, column)
        said = paragraphs(self.paper, text, _face(row, strong=cell.strong))
        for paragraph in said:
            if paragraph.missing:
                self._miss(paragraph.missing, f"第{number}行“{column.title}”：{text}")
        align = "c" if cell.value is None else cell.align or column.align
        return Field(said, placed.at, cell.span, align)

    def _check_texts(self, note: str) -> None:
        """Look for missing characters outside the rows."""
        ledger = self._ledger
        texts = {"标题": ledger.title, "表头行": "".join(heading_words(ledger)), "说明": note}
        texts["签名栏"] = "".join(ledger.signatures)
        for part in ledger.parts:
            texts[f"附表“{part.heading}”"] = part.heading
            texts.update({f"列名“{c.title}”": c.title + c.group for c in part.columns})
        for where, text in texts.items():
            self._miss(self.paper.faces.shape(text, "song").missing, where)

    def _miss(self, chars: str, where: str) -> None:
        self.missing.update({Missing(char, where): None for char in chars})


def _face(row: Row, *, strong: bool) -> Face:
    if row.kind == "body":
        return "bold" if strong else "song"
    return "heavy" if strong else "hei"


def _widths(
    columns: Sequence[Column], lines: Sequence[Line], style: Style, paper: Paper
) -> list[float]:
    """Share the sheet's width by what the columns hold, mm; empty columns keep theirs for ink."""
    content = [0.0] * len(columns)
    for line in lines:
        for field in line.fields:
            if field.span == 1:
                for paragraph in field.paragraphs:
                    content[field.at] = max(content[field.at], paragraph.em)
    wants = [_want(c, em, style, paper) for c, em in zip(columns, content, strict=True)]
    return share(wants, paper.sheet.room)


def _want(column: Column, em: float, style: Style, paper: Paper) -> Want:
    """Return what a column asks for whose widest content is `em` wide; figures are not torn."""
    scale = style.size / MM
    title = [paper.faces.width(unit, "hei") for unit in units(column.title.replace("\n", ""))]
    head = max([*title, min(sum(title), SHORT_TITLE)]) * scale + 1.3
    if not em:
        return Want(column.width, max(head, column.width * INK_SHARE), max(head, column.width))
    full = em * scale + 2 * style.pad + 0.1
    words = column.kind == "text" and em > FEW_CHARACTERS
    least = max(head, FEW_CHARACTERS * scale + 2 * style.pad if words else full)
    return Want(column.width, least, max(full, least))
