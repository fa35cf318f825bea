"""The sample township's spreadsheets as shipped, or cut down to a tenth of the households."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gridcenter.base.paths import shipped
from gridcenter.sheets.cells import Raw, tidy
from gridcenter.sheets.out import CELL, Book
from gridcenter.sheets.reading import open_book

MONTH_TITLES = "8月", "9月", "10月"
SAMPLE_DAY = date(2026, 10, 31)
"""The last day of the sample's last month."""
_EVERY = 10


@dataclass(frozen=True, slots=True)
class SampleFile:
    """A file and the kind of import it is for."""

    kind: str
    path: Path


def sample_files() -> list[SampleFile]:
    """Return the sample files in the order in which an office would take them in."""
    folder = shipped("resources/samples/yanwu")
    named = [
        ("grids", "严务乡网格划分表.xlsx"),
        ("residents", "严务乡农户花名册.xlsx"),
        ("members", "严务乡党员花名册.xls"),
        ("hotline", "12345热线转办单.csv"),
        ("visits", "10月走访登记表.xlsx"),
        *(("inspections", f"{month}督查打分表.xlsx") for month in MONTH_TITLES),
        ("disputes", "矛盾纠纷登记表.xlsx"),
    ]
    return [SampleFile(kind, folder / name) for kind, name in named]


def cut_down(files: Sequence[SampleFile], folder: Path) -> list[SampleFile]:
    """Write roster, visits and members of every tenth household into a folder; the rest stays."""
    counted = {"residents": 4, "visits": 4, "members": 0}
    return [
        _cut(file, folder, counted[file.kind]) if file.kind in counted else file for file in files
    ]


def _number(value: Raw) -> int:
    digits = "".join(char for char in str(value).removesuffix(".0") if char.isdigit())
    return int(digits) if digits else 0


def _cut(file: SampleFile, folder: Path, column: int) -> SampleFile:
    """Keep the rows whose number in a column (counted from 0) is a multiple of ten."""
    sheet = open_book(file.path).sheets[0]
    rows = [*sheet.rows[:2], *(r for r in sheet.rows[2:] if _number(r[column]) % _EVERY == 0)]
    book = Book(file.path.stem, "示例", SAMPLE_DAY)
    out = book.add_sheet(sheet.name)
    for line, row in enumerate(rows):
        for at, value in enumerate(row):
            cell = tidy(value)
            out.write(line, at, cell if isinstance(cell, (int, float, date)) else str(cell), CELL)
    target = folder / f"{file.path.stem}.xlsx"
    target.write_bytes(book.content())
    return SampleFile(file.kind, target)
