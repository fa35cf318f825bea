"""The front door: a spreadsheet and a shape go in, parsed lines come out."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gridcenter.base.errors import RuleBroken
from gridcenter.base.periods import Month
from gridcenter.base.progress import Progress
from gridcenter.sheets.columns import Col, Doubt, Head, Line, Parse, Remark, Shape, Skipped, Table
from gridcenter.sheets.heads import (
    HeadRows,
    check_mapping,
    find_table,
    fits,
    likely_heads,
    load_mapping,
    missing,
)
from gridcenter.sheets.lines import read_lines
from gridcenter.sheets.reading import Book, Sheet, open_book
from gridcenter.sheets.titles import stated_month

__all__ = [
    "Col", "Doubt", "Head", "HeadRows", "Line", "Parse", "Reading", "Remark", "Shape", "Skipped", "Table",
    "find_tables", "load_mapping", "read", "read_book",
]  # fmt: skip


_FULL = frozenset({65_536, 1_048_576})
"""So many rows xls and xlsx can hold."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A spreadsheet read by a shape."""

    path: Path
    shape: Shape
    tables: tuple[Table, ...]
    """The sheets that were read."""
    lines: list[Line]
    skipped: list[Skipped]
    """The rows that are no records, and why."""
    notes: tuple[str, ...] = ()
    """Sheets left out, and why."""
    month: Month | None = None
    """The month that a title or the file's name states."""

    @property
    def mapping(self) -> dict[str, str]:
        """Header → key, as it was used; may be kept and given to the next reading."""
        return {head: key for table in self.tables for head, key in table.mapping.items()}

    @property
    def unmatched(self) -> tuple[str, ...]:
        """Headers nothing was found for."""
        return tuple(dict.fromkeys(text for table in self.tables for text in table.unmatched))


def read(
    path: Path,
    shape: Shape,
    mapping: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    head: HeadRows | None = None,
) -> Reading:
    """Read a spreadsheet file by a shape.

    `mapping` is {header: key or title} and goes before what is found by itself, `head` says where
    the header stands. Raises what
    open_book raises, RuleBroken("columns") when no sheet has the needed columns,
    RuleBroken("mapping"), Stopped.
    """
    return read_book(open_book(path), shape, mapping, progress, head)


def read_book(
    book: Book,
    shape: Shape,
    mapping: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    head: HeadRows | None = None,
) -> Reading:
    """Read an opened spreadsheet; see read."""
    tables, notes = find_tables(book, shape, mapping, head)
    sheets = {sheet.name: sheet for sheet in book.sheets}
    skipped: list[Skipped] = []
    lines: list[Line] = []
    for table in tables:
        lines += read_lines(sheets[table.sheet], table, shape, skipped, progress or Progress())
    return Reading(book.path, shape, tables, lines, skipped, notes, stated_month(book))


def find_tables(
    book: Book,
    shape: Shape,
    mapping: Mapping[str, str] | None = None,
    head: HeadRows | None = None,
) -> tuple[tuple[Table, ...], tuple[str, ...]]:
    """Find the sheets a shape fits, and say in words which others were left out.

    Raises RuleBroken("columns") when there is none, RuleBroken("mapping").
    """
    wanted = check_mapping(mapping or {}, shape)
    found = {
        sheet.name: find_table(sheet, shape, wanted, head)
        for sheet in book.sheets
        if sheet.rows and not sheet.hidden
    }
    good = tuple(table for table in found.values() if table and fits(table, shape))
    if not good:
        raise _no_table(book, shape, [table for table in found.values() if table])
    read_ones = {table.sheet for table in good}
    notes = [_left_out(sheet) for sheet in book.sheets if sheet.name not in read_ones]
    notes += [_cut_off(sheet) for sheet in book.sheets if sheet.name in read_ones]
    return good, tuple(filter(None, notes))


def _cut_off(sheet: Sheet) -> str:
    if len(sheet.rows) not in _FULL:
        return ""
    return f"工作表“{sheet.name}”正好到了格式的最后一行，后面的行可能已经丢失，请核对"


def _left_out(sheet: Sheet) -> str:
    if not sheet.rows:
        return ""
    why = "是隐藏的" if sheet.hidden else "没有认出表头"
    return f"工作表“{sheet.name}”{why}，没有读"


def _no_table(book: Book, shape: Shape, tables: list[Table]) -> RuleBroken:
    needed = _needed(shape)
    name = book.path.name
    if not tables:
        heads = "、".join(text for sheet in book.sheets[:1] for text in likely_heads(sheet))
        return RuleBroken(
            "columns",
            f"“{name}”里没有找到{shape.title}的表头。{needed}。看到的是：{heads or '空表'}。"
            "请改表头，或指定哪一列是它",
        )
    best = max(tables, key=lambda table: len(table.used))
    absent = "、".join(col.title for col in missing(best, shape)) or "（认出的列太少）"
    heads = "、".join(best.labels.values())
    return RuleBroken(
        "columns",
        f"“{name}”的工作表“{best.sheet}”缺少这些列：{absent}。第 {best.row} 行的表头是：{heads}。"
        f"{needed}。请改表头，或指定哪一列是它",
    )


def _needed(shape: Shape) -> str:
    required = [col.title for col in shape.columns if col.required]
    if required:
        return f"必须有的列：{'、'.join(required)}"
    return f"至少要有其中两列：{'、'.join(col.title for col in shape.columns)}"
