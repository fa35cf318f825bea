"""What became of every row of an import: counted, and written into a workbook to work on.

The rows to mend stand on the first sheet under their own headers: corrected in place, the workbook
is fed in again as it is; the columns 结论 and 说明 are passed over.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from gridcenter.base.errors import StorageFailed
from gridcenter.base.texts import shorten
from gridcenter.sheets.cells import Raw
from gridcenter.sheets.columns import Line, Remark, Table
from gridcenter.sheets.heads import VERDICT_COLUMNS, VERDICT_SHEETS
from gridcenter.sheets.shapes import Reading

_LONGEST_NUMBER = 10**11
_LONGEST_TEXT = 32_767
_FIRST_YEAR = 1901
_WIDEST = 30
_SAMPLE = 200


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
    by_row = {(verdict.sheet, verdict.row): verdict for verdict in verdicts}
    try:
        with TemporaryDirectory(dir=path.parent, prefix=".verdicts") as folder:
            draft = Path(folder, "draft.xlsx")
            _write(draft, reading, by_row)
            draft.replace(path)
    except (OSError, xlsxwriter.exceptions.FileCreateError) as error:
        words = f"“{path}”写不进去。如果它正在 WPS 里打开，请先关闭；再看看磁盘是否已满或不能写"
        raise StorageFailed(words) from error


def _write(draft: Path, reading: Reading, by_row: dict[tuple[str, int], Verdict]) -> None:
    parts = _parts(reading)
    with xlsxwriter.Workbook(draft, {"in_memory": True}) as book:
        styles = _Styles(
            book.add_format({"bold": True, "bg_color": "#EFE3E1", "text_wrap": True, "border": 1}),
            book.add_format({"num_format": "yyyy-mm-dd"}),
            book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        )
        for title, wanted in zip(VERDICT_SHEETS, (True, False), strict=True):
            for number, (heads, lines) in enumerate(parts, 1):
                sheet = book.add_worksheet(title if number == 1 else f"{title}{number}")
                rows = [
                    (line, by_row.get((line.sheet, line.row)))
                    for line in lines
                    if _is_rejected(by_row.get((line.sheet, line.row))) == wanted
                ]
                _fill(sheet, heads, rows, styles)


class _Styles(NamedTuple):
    head: Format
    day: Format
    moment: Format


def _is_rejected(verdict: Verdict | None) -> bool:
    return verdict is not None and verdict.outcome == Outcome.REJECTED


def _parts(reading: Reading) -> list[tuple[dict[int, str], list[Line]]]:
    """Gather the lines of sheets with equal headers."""
    by_sheet: dict[str, list[Line]] = {table.sheet: [] for table in reading.tables}
    for line in reading.lines:
        by_sheet[line.sheet].append(line)
    parts: dict[tuple[tuple[int, str], ...], list[Line]] = {}
    for table in reading.tables:
        parts.setdefault(_heads(table), []).extend(by_sheet[table.sheet])
    return [(dict(heads), lines) for heads, lines in parts.items()]


def _heads(table: Table) -> tuple[tuple[int, str], ...]:
    """Return (column, header); a grouped header that is said twice gets its group before it."""
    said = Counter(head.text for head in table.heads)
    return tuple(
        (head.index, head.group + head.text if said[head.text] > 1 else head.text)
        for head in table.heads
    )


def _fill(
    sheet: Worksheet,
    heads: dict[int, str],
    rows: list[tuple[Line, Verdict | None]],
    styles: _Styles,
) -> None:
    titles = [*heads.values(), *VERDICT_COLUMNS]
    for column, title in enumerate(titles):
        sheet.write_string(0, column, title, styles.head)
    for row, (line, verdict) in enumerate(rows, 1):
        for column, index in enumerate(heads):
            _put(sheet, row, column, line.raw[index], styles)
        spoken = _SPOKEN[verdict.outcome] if verdict else ""
        sheet.write_string(row, len(heads), spoken)
        sheet.write_string(row, len(heads) + 1, _explain(line, verdict))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(titles) - 1)
    for column, index in enumerate(heads):
        sample = [str(line.raw[index]) for line, _ in rows[:_SAMPLE]]
        sheet.set_column(column, column, _width([heads[index], *sample]))
    sheet.set_column(len(heads), len(heads), 10)
    sheet.set_column(len(heads) + 1, len(heads) + 1, 60)


def _put(sheet: Worksheet, row: int, column: int, raw: Raw, styles: _Styles) -> None:
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
