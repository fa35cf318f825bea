"""Printing and export of a list: the very columns, order and rows that are shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from gridcenter.access.actors import Actor, Right
from gridcenter.base.progress import Progress
from gridcenter.desk.desk import Desk, Keeper
from gridcenter.desk.lazy_table import Column, cell_text
from gridcenter.ledgers.making import hand_over
from gridcenter.ledgers.model import Column as LedgerColumn
from gridcenter.ledgers.model import Ledger, Part, Row, Value
from gridcenter.ledgers.pdf import print_ledger
from gridcenter.ledgers.xlsx import write_ledger
from gridcenter.store.meta import get_text

PDF, XLSX = ".pdf", ".xlsx"
_OFFICE = "网格化服务管理中心"
_PORTION = 500
_MM_PER_PIXEL = 0.2
_REST = 40.0
"""Width of the column that takes the rest, mm."""
_UPRIGHT = 150.0
"""Wider tables lie down, mm."""


@dataclass(frozen=True)
class Sheet:
    """What is to be printed or exported."""

    title: str
    unit: str
    """Counts the rows."""
    condition: str
    """What the list is narrowed to, in words."""
    columns: Sequence[Column[Any]]
    ids: Sequence[bytes]
    load: Callable[[Any, Sequence[bytes]], dict[bytes, Any]]
    day: date
    right: Right = Right.PRINT


def ledger_of(session: Any, sheet: Sheet, progress: Progress) -> Ledger:  # noqa: ANN401
    """Read the rows by portions and return them as a ledger; raises Stopped."""
    rows: list[Row] = []
    total = len(sheet.ids)
    for start in range(0, total, _PORTION):
        progress.step(start, total, "正在读取")
        ids = sheet.ids[start : start + _PORTION]
        found = sheet.load(session, ids)
        rows += [
            _row(sheet.columns, found[i], len(rows) + n) for n, i in enumerate(ids, 1) if i in found
        ]
    columns = (LedgerColumn("number", "序号", 10, "c", "int"), *map(_column, sheet.columns))
    return Ledger(
        name=sheet.title,
        title=f"{sheet.title}清单",
        unit=f"{get_text(session.connection(), 'name')}{_OFFICE}",
        number=f"{sheet.title}{sheet.day:%Y%m%d}",
        filled_on=sheet.day,
        parts=(Part(columns, tuple(rows)),),
        period_label="条件" if sheet.condition else "",
        period=sheet.condition,
        notes=(f"共{len(rows):,}{sheet.unit}",),
        wide=sum(column.width for column in columns) > _UPRIGHT,
        personal=True,
    )


@dataclass(frozen=True, slots=True)
class Drawn:
    """A list as a file in memory, not yet handed to anybody."""

    ledger: Ledger
    content: bytes
    ending: str
    right: Right
    """What an account must be allowed to hand it out."""


def drawing(desk: Desk, sheet: Sheet, ending: str) -> Callable[[Progress], Drawn]:
    """Return the work that draws a list as PDF or spreadsheet; it only reads."""

    def work(progress: Progress) -> Drawn:
        with desk.database.read() as session:
            ledger = ledger_of(session, sheet, progress)
        out = BytesIO()
        if ending == PDF:
            print_ledger(ledger, out, progress)
        else:
            write_ledger(ledger, out, progress)
        return Drawn(ledger, out.getvalue(), ending, sheet.right)

    return work


def drawing_of(desk: Desk, make: Callable[[Any], Ledger]) -> Callable[[Progress], Drawn]:
    """Return the work that reads a ledger and draws it as PDF."""

    def work(progress: Progress) -> Drawn:
        with desk.database.read() as session:
            ledger = make(session)
        out = BytesIO()
        print_ledger(ledger, out, progress)
        return Drawn(ledger, out.getvalue(), PDF, Right.PRINT)

    return work


def handing(
    database: Keeper, actor: Actor, drawn: Drawn, target: Path
) -> Callable[[Progress], Path]:
    """Return the work that logs an export and writes the file; raises StorageFailed."""

    def work(_progress: Progress) -> Path:
        hand_over(database, actor, drawn.ledger, drawn.content, target, drawn.right)
        return target

    return work


def _column(column: Column[Any]) -> LedgerColumn:
    width = column.width * _MM_PER_PIXEL if column.width else _REST
    return LedgerColumn(
        column.key,
        column.title,
        width,
        "r" if column.number else "l",
        "decimal" if column.number else "text",
    )


def _row(columns: Sequence[Column[Any]], row: object, number: int) -> Row:
    return Row((number, *(_value(column, row) for column in columns)))


def _value(column: Column[Any], row: object) -> Value:
    said = cell_text(column.show(row))
    plain = said.replace(",", "")
    if column.number and plain.replace(".", "", 1).isdecimal():
        return Decimal(plain) if "." in plain else int(plain)
    return said.strip()
