"""What the import page shows of a file: its columns against the fields, a verdict a row."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gridcenter.access.masking import mask_identity, mask_phone
from gridcenter.desk.chips import Chip
from gridcenter.sheets.cells import Raw, tidy, words
from gridcenter.sheets.columns import Col, Line, Shape, Table
from gridcenter.sheets.heads import HeadRows, likely_heads
from gridcenter.sheets.imports import Imported
from gridcenter.sheets.reading import Book
from gridcenter.sheets.shapes import Reading
from gridcenter.sheets.verdicts import Outcome, Tally, Verdict

ALL, HEED, PASSED_OVER, CHANGES = "", "heed", "skipped", "changes"
CHIPS = {
    Outcome.CREATED: Chip("新增", "done", "plus"),
    Outcome.UPDATED: Chip("更新", "info", "pencil"),
    Outcome.UNCHANGED: Chip("不变", "plain", "minus"),
    Outcome.REJECTED: Chip("退回", "error", "x"),
}
_HEED, _SKIPPED = Chip("留意", "due", "triangle-alert"), Chip("不算", "plain", "minus")
_IDENTITY, _PHONE = re.compile(r"\d{14,17}[\dXx]"), re.compile(r"1\d{10}")
_NOTHING = frozenset({"空行", "只有序号"})
_WHO = ("name", "number", "id_number", "content", "need")
_SAMPLE = 12
_SHOWN = 2
_FIELDS, _ROWS = 4, 12
_TOPS, _DEPTHS = 8, 3


@dataclass(frozen=True, slots=True)
class Match:
    """A header of the file, the field it goes to ("" none), a value that stands below it."""

    head: str
    """With its group: the name it is mapped by."""
    key: str
    sample: str
    required: bool = False
    shown: str = ""
    """Without its group where that is enough."""


@dataclass(frozen=True, slots=True)
class RowSeen:
    """One row of the file and what becomes of it."""

    sheet: str
    row: int
    cells: tuple[str, ...]
    """What tells the row apart from others, full numbers masked."""
    chips: tuple[Chip, ...]
    why: str
    kinds: frozenset[str]
    """By what choices it is seen: an Outcome, HEED, PASSED_OVER."""


def masked(text: str) -> str:
    """Hide the middle of what looks like an identity number or a telephone."""
    if _IDENTITY.fullmatch(text):
        return mask_identity(text)
    return mask_phone(text) if _PHONE.fullmatch(text) else text


def options(shape: Shape) -> list[tuple[object, str]]:
    """Return the fields a header can go to."""
    return [("", "不导入"), *((col.key, col.title) for col in shape.columns)]


def matches(reading: Reading) -> list[Match]:
    """Return every header of the sheets that were read, in their order."""
    found: dict[str, Match] = {}
    for table in reading.tables:
        labels = table.labels
        for head in table.heads:
            key = table.taken.get(head.index, "")
            sample = _sample(reading.lines, table.sheet, head.index)
            required = bool(key) and reading.shape.by_key[key].required
            made = Match(head.name, key, sample, required, labels[head.index])
            if head.name not in found or (key and not found[head.name].key):
                found[head.name] = made
    return list(found.values())


@dataclass(frozen=True, slots=True)
class FirstRows:
    """The beginning of a file by a layout: titles of the fields, rows of their values, what is missing."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    missing: tuple[str, ...]


def first_rows(reading: Reading) -> FirstRows:
    """Return how the first rows of a file are read: the required fields first, numbers masked."""
    used = {key for table in reading.tables for key in table.taken.values()}
    cols = [col for col in reading.shape.columns if col.key in used and not col.pattern]
    shown = sorted(cols, key=lambda col: not col.required)[:_FIELDS]
    places = {table.sheet: _places(table) for table in reading.tables}
    rows = [
        tuple(_text(line.raw[at[col.key]]) if col.key in at else "" for col in shown)
        for line in reading.lines[:_ROWS]
        for at in [places[line.sheet] | _columns(line)]
    ]
    absent = tuple(col.title for col in reading.shape.columns if col.required and col.key not in used)
    return FirstRows(tuple(col.title for col in shown), tuple(rows), absent)


def head_options() -> list[tuple[object, str]]:
    """Return where the header of a file may stand."""
    places: list[tuple[object, str]] = [
        (HeadRows(top, depth), f"第 {top} 行" if depth == 1 else f"第 {top}—{top + depth - 1} 行")
        for top in range(1, _TOPS + 1)
        for depth in range(1, _DEPTHS + 1)
    ]
    return [(None, "自动找到"), *places]


def guessed(book: Book) -> list[Match]:
    """Return the headers a file without a known header probably has."""
    heads = [head for sheet in book.sheets if not sheet.hidden for head in likely_heads(sheet)[:30]]
    return [Match(head, "", "", shown=head) for head in dict.fromkeys(heads)]


def shown_columns(reading: Reading) -> tuple[Col, ...]:
    """Return the two columns that best tell rows apart."""
    used = {key for table in reading.tables for key in table.taken.values()}
    cols = [col for col in reading.shape.columns if col.key in used and not col.pattern]
    first = [col for key in _WHO for col in cols if col.key == key]
    rest = [col for col in cols if col.required] + cols
    return tuple(dict.fromkeys([*first, *rest]))[:_SHOWN]


def rows_seen(done: Imported) -> list[RowSeen]:
    """Return the verdicts in the order of the file, with the rows that are no records."""
    reading = done.reading
    show = _cells(reading)
    seen = [_row(*pair, show) for pair in zip(done.verdicts, reading.lines, strict=True)]
    seen += [
        RowSeen(s.sheet, s.row, ("",) * _SHOWN, (_SKIPPED,), s.why, frozenset({PASSED_OVER}))
        for s in reading.skipped
        if s.why not in _NOTHING
    ]
    order = {table.sheet: n for n, table in enumerate(reading.tables)}
    return sorted(seen, key=lambda one: (order.get(one.sheet, 0), one.row))


def heeded(rows: Sequence[RowSeen]) -> int:
    """Count the rows that are taken in though something was noticed."""
    return sum(HEED in row.kinds for row in rows)


def choices(tally: Tally, heed: int, skipped: int, changes: int = 0) -> list[tuple[object, str]]:
    """Return which rows can be looked at, with their numbers."""
    counts = (
        (ALL, "全部行", tally.rows + skipped),
        (str(Outcome.CREATED), "新增", tally.created),
        (str(Outcome.UPDATED), "更新", tally.updated),
        (str(Outcome.UNCHANGED), "不变", tally.unchanged),
        (CHANGES, "逐项改动", changes),
        (HEED, "留意", heed),
        (str(Outcome.REJECTED), "退回", tally.rejected),
        (PASSED_OVER, "不算", skipped),
    )
    return [(key, f"{name} {count:,}") for key, name, count in counts if count or key == ALL]


def _row(verdict: Verdict, line: Line, show: Callable[[Line], tuple[str, ...]]) -> RowSeen:
    heed = bool(verdict.remarks) and verdict.outcome is not Outcome.REJECTED
    return RowSeen(
        verdict.sheet,
        verdict.row,
        show(line),
        (CHIPS[verdict.outcome], *((_HEED,) if heed else ())),
        "；".join(_said(remark.column, remark.words) for remark in verdict.remarks),
        frozenset({str(verdict.outcome), *((HEED,) if heed else ())}),
    )


def _said(column: str, sentence: str) -> str:
    return f"{column}：{sentence}" if column else sentence


def _cells(reading: Reading) -> Callable[[Line], tuple[str, ...]]:
    keys = [col.key for col in shown_columns(reading)]
    places = {table.sheet: _places(table) for table in reading.tables}

    def show(line: Line) -> tuple[str, ...]:
        where = places[line.sheet] | _columns(line)
        found = [_text(line.raw[where[key]]) if key in where else "" for key in keys]
        return tuple(found) + ("",) * (_SHOWN - len(found))

    return show


def _places(table: Table) -> dict[str, int]:
    return {key: index for index, key in reversed(list(table.used.items()))}


def _columns(line: Line) -> dict[str, int]:
    """Return where what a line says of a further person of the row stands."""
    return {key: index for index, key in line.member.columns.items()} if line.member else {}


def _sample(lines: Sequence[Line], sheet: str, index: int) -> str:
    for line in lines:
        if line.sheet == sheet and line.raw[index] != "":
            return _fitting(_text(line.raw[index]))
    return ""


def _fitting(text: str) -> str:
    """Cut a text to what fits beside its field: a Han character is two figures wide."""
    wide = 0
    for place, char in enumerate(text):
        wide += 1 if char.isascii() else 2
        if wide > _SAMPLE:
            return f"{text[:place]}…"
    return text


def _text(raw: Raw) -> str:
    return masked(words(tidy(raw)).replace("\n", " "))
