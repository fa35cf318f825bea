"""What became of every row of an import: counted, and written into a workbook to work on.

The rows to mend stand on the first sheets under their own titles and headers: corrected in place,
the workbook is fed in again as it is; the columns 结论 and 说明 are passed over.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from gridcenter.base.errors import StorageFailed
from gridcenter.base.texts import shorten
from gridcenter.sheets.cells import Raw
from gridcenter.sheets.columns import Head, Line, Remark, Shape, Table
from gridcenter.sheets.heads import VERDICT_COLUMNS, VERDICT_SHEETS, match, own_name
from gridcenter.sheets.shapes import Reading
from gridcenter.sheets.titles import month_above

if TYPE_CHECKING:  # start-up: XlsxWriter is loaded with the first workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_LONGEST_NUMBER = 10**11
_LONGEST_TEXT = 32_767
_FIRST_YEAR = 1901
_WIDEST = 30
_SAMPLE = 200
_LONGEST_NAME = 22
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_DULL = re.compile(r"(?:sheet|工作表)?\d*", re.IGNORECASE)


class Outcome(StrEnum):
    """What became of a row."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


_SPOKEN = {
    Outcome.CREATED: "新增",
    Outcome.UPDATED: "更新",
    Outcome.UNCHANGED: "没有变化",
    Outcome.REJECTED: "没有导入",
}

_WORST_FIRST = (Outcome.REJECTED, Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED)


class Verdict(NamedTuple):
    """What became of one row; `row` counts from 1, as in Line."""

    sheet: str
    row: int
    outcome: Outcome
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """Verdicts counted; rows = created + updated + unchanged + rejected."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    warnings: int = 0
    """Remarks that did not reject their row."""
    reasons: Mapping[str, int] = field(default_factory=dict)
    """Reason code → how many remarks, warnings and others."""

    @property
    def rows(self) -> int:
        """All rows."""
        return self.created + self.updated + self.unchanged + self.rejected


_Rows = list[tuple[Line, Verdict | None]]


def tally(verdicts: Iterable[Verdict]) -> Tally:
    """Count verdicts."""
    outcomes: Counter[Outcome] = Counter()
    reasons: Counter[str] = Counter()
    warnings = 0
    for verdict in verdicts:
        outcomes[verdict.outcome] += 1
        reasons.update(remark.reason for remark in verdict.remarks)
        warnings += sum(not remark.fatal for remark in verdict.remarks)
    counts = {outcome.value: outcomes[outcome] for outcome in Outcome}
    return Tally(**counts, warnings=warnings, reasons=dict(reasons.most_common()))


def write_verdicts(path: Path, reading: Reading, verdicts: Sequence[Verdict]) -> None:
    """Write the workbook: 要改的行 (rejected) and 全部行 (the rest), original columns and values.

    The file appears whole or not at all. Raises StorageFailed.
    """
    from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415  (start-up: only a written sheet needs it)

    by_row = _by_row(verdicts)
    try:
        with TemporaryDirectory(dir=path.parent, prefix=".verdicts") as folder:
            draft = Path(folder, "draft.xlsx")
            _write(draft, reading, by_row)
            draft.replace(path)
    except (OSError, FileCreateError) as error:
        words = f"“{path}”写不进去。如果它正在 WPS 里打开，请先关闭；再看看磁盘是否已满或不能写"
        raise StorageFailed(words) from error


def _by_row(verdicts: Iterable[Verdict]) -> dict[tuple[str, int], Verdict]:
    """Return a verdict a row; where a row tells of several people, the worst, with all that was said."""
    found: dict[tuple[str, int], Verdict] = {}
    for verdict in verdicts:
        known = found.get((verdict.sheet, verdict.row))
        if known is not None:
            worst = min(known.outcome, verdict.outcome, key=_WORST_FIRST.index)
            remarks = dict.fromkeys((*known.remarks, *verdict.remarks))
            verdict = verdict._replace(outcome=worst, remarks=tuple(remarks))  # noqa: PLW2901
        found[verdict.sheet, verdict.row] = verdict
    return found


def _write(draft: Path, reading: Reading, by_row: dict[tuple[str, int], Verdict]) -> None:
    from xlsxwriter import Workbook  # noqa: PLC0415  (likewise)

    with Workbook(draft, {"in_memory": True}) as book:
        styles = _Styles(
            book.add_format({"bold": True, "bg_color": "#EFE3E1", "text_wrap": True, "border": 1}),
            book.add_format({"num_format": "yyyy-mm-dd"}),
            book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        )
        for name, part, rows in _pages(_parts(reading), by_row):
            _fill(book.add_worksheet(name), part, rows, styles)


class _Styles(NamedTuple):
    head: "Format"
    day: "Format"
    moment: "Format"


def _is_rejected(verdict: Verdict | None) -> bool:
    return verdict is not None and verdict.outcome == Outcome.REJECTED


def _pages(
    parts: dict["_Part", list[Line]], by_row: dict[tuple[str, int], Verdict]
) -> Iterator[tuple[str, "_Part", _Rows]]:
    """Yield the name and the rows of each sheet; of several sheets the empty ones are left out."""
    taken: set[str] = set()
    for title, wanted in zip(VERDICT_SHEETS, (True, False), strict=True):
        for part, lines in parts.items():
            verdicts = ((line, by_row.get((line.sheet, line.row))) for line in lines)
            rows = [each for each in verdicts if _is_rejected(each[1]) == wanted]
            if rows or len(parts) == 1:
                yield _name(title, part.own, taken), part, rows


def _name(title: str, own: str, taken: set[str]) -> str:
    """Return 甲村（要改的行）: a village may be said by nothing but the name of the sheet."""
    bare = _FORBIDDEN.sub(" ", own).strip("' ")[:_LONGEST_NAME]
    numbered = (f"{bare}{n}（{title}）" if bare else f"{title}{n}" for n in ("", *range(2, 1000)))
    name = next(name for name in numbered if name.lower() not in taken)
    taken.add(name.lower())
    return name


class _Part(NamedTuple):
    """Sheets that are written as one: their own name, their title rows, (column, header)."""

    own: str
    above: tuple[tuple[Raw, ...], ...]
    heads: tuple[tuple[int, str], ...]


def _parts(reading: Reading) -> dict[_Part, list[Line]]:
    by_sheet: dict[str, list[Line]] = {table.sheet: [] for table in reading.tables}
    for line in {(line.sheet, line.row): line for line in reading.lines}.values():
        by_sheet[line.sheet].append(line)
    parts: dict[_Part, list[Line]] = {}
    for table in reading.tables:
        own = own_name(table.sheet)
        part = _Part(
            "" if _DULL.fullmatch(own) else own,
            _above(table, reading),
            _heads(table, reading.shape),
        )
        parts.setdefault(part, []).extend(by_sheet[table.sheet])
    return parts


def _above(table: Table, reading: Reading) -> tuple[tuple[Raw, ...], ...]:
    """Return the title rows, with the month where another sheet or the file's name says it."""
    month = reading.month
    if month is None or month_above(table.above) == month:
        return table.above
    return (f"{month.year}年{month.month}月",), *table.above


def _heads(table: Table, shape: Shape) -> tuple[tuple[int, str], ...]:
    """Return (column, header); a group goes before its header where that alone says another thing."""
    labels = table.labels
    alone = match([Head(index, label) for index, label in labels.items()], shape, {})
    for head in table.heads:
        if alone.get(head.index) != table.taken.get(head.index):
            labels[head.index] = head.name
    return tuple(labels.items())


def _fill(sheet: "Worksheet", part: _Part, rows: _Rows, styles: _Styles) -> None:
    for row, cells in enumerate(part.above):
        for column, raw in enumerate(cells):
            _put(sheet, row, column, raw, styles)
    top, heads = len(part.above), dict(part.heads)
    titles = [*heads.values(), *VERDICT_COLUMNS]
    for column, title in enumerate(titles):
        sheet.write_string(top, column, title, styles.head)
    for row, (line, verdict) in enumerate(rows, top + 1):
        for column, index in enumerate(heads):
            _put(sheet, row, column, line.raw[index], styles)
        spoken = _SPOKEN[verdict.outcome] if verdict else ""
        sheet.write_string(row, len(heads), spoken)
        sheet.write_string(row, len(heads) + 1, _explain(line, verdict))
    sheet.freeze_panes(top + 1, 0)
    sheet.autofilter(top, 0, top + max(len(rows), 1), len(titles) - 1)
    _set_widths(sheet, heads, rows)


def _set_widths(sheet: "Worksheet", heads: dict[int, str], rows: _Rows) -> None:
    for column, index in enumerate(heads):
        sample = [str(line.raw[index]) for line, _ in rows[:_SAMPLE]]
        sheet.set_column(column, column, _width([heads[index], *sample]))
    sheet.set_column(len(heads), len(heads), 10)
    sheet.set_column(len(heads) + 1, len(heads) + 1, 60)


def _put(sheet: "Worksheet", row: int, column: int, raw: Raw, styles: _Styles) -> None:
    """Write a value as it was; text stays text, even where it looks like a formula."""
    if isinstance(raw, str):
        if raw:
            sheet.write_string(row, column, raw[:_LONGEST_TEXT])
    elif isinstance(raw, date) and raw.year < _FIRST_YEAR:
        sheet.write_string(row, column, raw.isoformat())
    elif isinstance(raw, bool):
        sheet.write_boolean(row, column, raw)
    elif isinstance(raw, datetime):
        sheet.write_datetime(row, column, raw, styles.moment)
    elif isinstance(raw, date):
        sheet.write_datetime(row, column, raw, styles.day)
    elif isinstance(raw, time | timedelta) or abs(raw) >= _LONGEST_NUMBER:
        sheet.write_string(row, column, f"{raw:.0f}" if isinstance(raw, float) else str(raw))
    else:
        sheet.write_number(row, column, raw)


def _explain(line: Line, verdict: Verdict | None) -> str:
    if verdict is None:
        return ""
    said = "；".join(f"{remark.column}：{remark.words}" for remark in verdict.remarks)
    return f"{said}（原表“{shorten(line.sheet)}”第 {line.row} 行）" if said else ""


def _width(texts: list[str]) -> int:
    """Chinese characters are two letters wide."""
    widest = max(sum(2 if char > "ÿ" else 1 for char in text) for text in texts)
    return min(max(widest + 2, 6), _WIDEST)
