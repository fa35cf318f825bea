"""A ruled table that breaks across sheets and repeats its head. Millimetres; type in points."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor
from typing import Literal

from gridcenter.papers.faces import Face, Shaped
from gridcenter.papers.paper import CENTRE, HEAD, INNER, MM, Align, Paper

Kind = Literal["body", "band", "sub", "total"]
SLACK = 2.6
"""White above and below the lines of a cell, together."""
CONTINUED = "（续）"
FEW = 3
"""A row that flows over sheets does not leave fewer lines on one."""


@dataclass(frozen=True, slots=True)
class Style:
    """Least height of a row and of a level of the head; size of type, leading, padding."""

    low: float
    head_low: float
    size: float = 9.0
    lead: float = 1.3
    pad: float = 1.3

    @property
    def pitch(self) -> float:
        """From one line to the next, mm."""
        return self.size * self.lead / MM


@dataclass(frozen=True, slots=True)
class Field:
    """A cell: its paragraphs and the columns `at` to `at + span - 1` it stands in."""

    paragraphs: tuple[Shaped, ...]
    at: int
    span: int
    align: Align


@dataclass(frozen=True, slots=True)
class HeadField:
    """A cell of the head over `span` columns and `levels` levels."""

    text: str
    at: int
    level: int
    span: int
    levels: int


@dataclass(frozen=True, slots=True)
class Line:
    """A row to be set; a band stays with the next row, sums with the one before.

    `low` raises its least height.
    """

    kind: Kind
    fields: tuple[Field, ...]
    low: float = 0.0


@dataclass(frozen=True, slots=True)
class Laid:
    """A row with its lines broken and its height known."""

    kind: Kind
    height: float
    cells: tuple[tuple[Field, Sequence[Shaped]], ...]

    @property
    def inner_edges(self) -> frozenset[int]:
        """The columns at whose left a rule stands."""
        return frozenset(field.at for field, _ in self.cells if field.at)


class Table:
    """Draws rows at the cursor of a paper, over as many sheets as they need."""

    def __init__(
        self, paper: Paper, widths: Sequence[float], head: Iterable[HeadField], style: Style
    ) -> None:
        self._paper, self._style = paper, style
        self._edges = [paper.sheet.left]
        for width in widths:
            self._edges.append(self._edges[-1] + width)
        self._head = [(cell, self._head_lines(cell)) for cell in head]
        self._levels = self._level_heights()
        self._start = paper.y
        self._fresh = True
        self._band: Laid | None = None
        self._open: dict[int, float] = {}

    @property
    def least_height(self) -> float:
        """Height of the head and the least that must follow it on a sheet, mm."""
        few = FEW * self._style.pitch + SLACK
        return sum(self._levels) + max(self._style.low, few)

    def draw(self, lines: Sequence[Line], tail: float, each: Callable[[int, int], object]) -> None:
        """Draw all rows, with `tail` mm below the last on its sheet; `each` is told row, rows."""
        self._draw_head()
        done = 0
        for block, is_last in _blocks(lines):
            each(done, len(lines))
            self._draw_block([self._lay(line) for line in block], tail if is_last else 0.0)
            done += len(block)
        self._close()

    def _draw_block(self, rows: Sequence[Laid], tail: float) -> None:
        """Draw rows that belong together, on one sheet if one can hold them."""
        if rows and rows[0].kind in {"band", "total"}:
            self._band = None
        need = sum(row.height for row in rows) + tail
        if self._left < need <= self._capacity and not self._fresh:
            self._turn()
        for row in rows:
            self._draw_row(row)
            self._band = row if row.kind == "band" else self._band

    @property
    def _left(self) -> float:
        return self._paper.sheet.bottom - self._paper.y

    @property
    def _lines_left(self) -> int:
        return floor((self._left - SLACK) / self._style.pitch)

    @property
    def _capacity(self) -> float:
        """Height for rows on a continued sheet."""
        paper, band = self._paper, self._band.height if self._band else 0.0
        high = paper.sheet.bottom - paper.sheet.top - paper.continued_height
        return high - sum(self._levels) - band

    def _turn(self) -> None:
        """Go on upon the next sheet, under the head and the title of the group."""
        self._close()
        self._paper.new_page()
        self._draw_head()
        if self._band:
            self._draw_on_sheet(self._continued(self._band))

    def _continued(self, band: Laid) -> Laid:
        """Return the title of a group with （续） behind its last words."""
        field, lines = band.cells[0]
        last = self._paper.faces.shape(lines[-1].text + CONTINUED, lines[-1].face)
        return Laid(band.kind, band.height, ((field, [*lines[:-1], last]), *band.cells[1:]))

    def _flow(self, row: Laid) -> None:
        """Draw a row in pieces, each as high as its sheet allows."""
        longest, done = max(len(lines) for _, lines in row.cells), 0
        while done < longest:
            if not self._fresh and self._lines_left < min(FEW, longest - done):
                self._turn()
            count = max(self._lines_left, 1)
            cells = tuple((field, lines[done : done + count]) for field, lines in row.cells)
            deep = max(len(lines) for _, lines in cells)
            self._draw_on_sheet(Laid(row.kind, deep * self._style.pitch + SLACK, cells))
            done += count

    def _lay(self, line: Line) -> Laid:
        cells = tuple([(field, self._field_lines(field)) for field in line.fields])
        deep = max([len(lines) for _, lines in cells], default=1)
        height = deep * self._style.pitch + SLACK if deep > 1 else 0.0
        return Laid(line.kind, max(height, line.low, self._style.low), cells)

    def _field_lines(self, field: Field) -> Sequence[Shaped]:
        size, edges = self._style.size, self._edges
        room = edges[field.at + field.span] - edges[field.at] - 2 * self._style.pad
        if all(paragraph.em * size <= room * MM + 0.01 for paragraph in field.paragraphs):
            return field.paragraphs
        return [
            line
            for paragraph in field.paragraphs
            for line in self._paper.broken(paragraph.text, paragraph.face, size, room)
        ]

    def _draw_row(self, row: Laid) -> None:
        """Draw a row on this sheet or the next; one that no sheet can hold flows over several."""
        if self._left < row.height <= self._capacity and not self._fresh:
            self._turn()
        if row.height > self._left:
            self._flow(row)
        else:
            self._draw_on_sheet(row)

    def _draw_on_sheet(self, row: Laid) -> None:
        paper, top = self._paper, self._paper.y
        if not self._fresh:
            weight = HEAD if row.kind == "total" else INNER
            paper.rule(self._edges[0], top, self._edges[-1], top, weight)
        self._set_edges(row.inner_edges, top)
        for field, lines in row.cells:
            if lines:
                self._set_field(field, lines, top + row.height / 2)
        paper.y = top + row.height
        self._fresh = False

    def _set_field(self, field: Field, lines: Sequence[Shaped], middle: float) -> None:
        style = self._style
        left = self._edges[field.at] + style.pad
        right = self._edges[field.at + field.span] - style.pad
        base = middle - style.pitch * (len(lines) - 1) / 2 + style.size * CENTRE / MM
        for line in lines:
            x = left
            if field.align != "l":
                spare = right - left - line.em * style.size / MM
                x += spare / 2 if field.align == "c" else spare
            if line.runs:
                self._paper.set_shaped(x, base, line, style.size)
            base += style.pitch

    def _set_edges(self, edges: frozenset[int], y: float) -> None:
        """End the upright rules that stop at y and begin those that start there."""
        for edge in [edge for edge in self._open if edge not in edges]:
            self._paper.rule(self._edges[edge], self._open.pop(edge), self._edges[edge], y)
        for edge in edges:
            self._open.setdefault(edge, y)

    def _close(self) -> None:
        """Draw the outer rule round the part on this sheet."""
        paper = self._paper
        self._set_edges(frozenset(), paper.y)
        width = self._edges[-1] - self._edges[0]
        paper.frame(self._edges[0], self._start, width, paper.y - self._start)

    def _head_lines(self, cell: HeadField) -> list[Shaped]:
        room = self._edges[cell.at + cell.span] - self._edges[cell.at] - 1.2
        return self._paper.broken(cell.text, "hei", self._style.size, room)

    def _level_heights(self) -> list[float]:
        levels = max(cell.level + cell.levels for cell, _ in self._head)
        heights = [self._style.head_low] * levels
        for cell, lines in self._head:
            high = (len(lines) * self._style.pitch + 1.4) / cell.levels
            for level in range(cell.level, cell.level + cell.levels):
                heights[level] = max(heights[level], high)
        return heights

    def _draw_head(self) -> None:
        """Draw the head with its stronger rule below."""
        paper = self._paper
        self._start = paper.y
        tops = [paper.y + sum(self._levels[:level]) for level in range(len(self._levels) + 1)]
        for cell, lines in self._head:
            top, bottom = tops[cell.level], tops[cell.level + cell.levels]
            left, right = self._edges[cell.at], self._edges[cell.at + cell.span]
            self._set_field(_head_field(cell), lines, (top + bottom) / 2)
            if cell.at:
                paper.rule(left, top, left, bottom)
            if cell.level:
                paper.rule(left, top, right, top)
        paper.y = tops[-1]
        paper.rule(self._edges[0], paper.y, self._edges[-1], paper.y, HEAD)
        self._fresh = True


def _head_field(cell: HeadField) -> Field:
    return Field((), cell.at, cell.span, "c")


def _blocks(lines: Sequence[Line]) -> Iterator[tuple[list[Line], bool]]:
    """Yield rows that stay together (see Line), telling each time whether they are the last."""
    starts = [0]
    for index, (before, line) in enumerate(pairwise(lines), 1):
        if before.kind != "band" and line.kind not in {"sub", "total"}:
            starts.append(index)
    ends = [*starts[1:], len(lines)]
    for start, end in zip(starts, ends, strict=True):
        yield list(lines[start:end]), end == len(lines)


def paragraphs(paper: Paper, text: str, face: Face) -> tuple[Shaped, ...]:
    """Return the paragraphs of a cell's text, shaped."""
    if "\n" not in text and "\r" not in text:
        return (paper.faces.shape(text, face),)
    return tuple(paper.faces.shape(part, face) for part in text.splitlines())
