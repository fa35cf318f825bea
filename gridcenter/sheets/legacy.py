"""Old binary spreadsheets (xls, et) by xlrd.

Not by calamine: one wrong byte in such a file makes it ask for 50 GB and ends the whole program,
which no `except` can catch (measured on damaged copies of a real file).
"""

from datetime import datetime, time
from io import StringIO
from typing import Literal

import xlrd
from xlrd.sheet import Cell as OldCell
from xlrd.sheet import Sheet as OldSheet

from gridcenter.base.errors import RuleBroken
from gridcenter.sheets.cells import Raw
from gridcenter.sheets.packed import damaged

Merge = tuple[int, int, int, int]
OldTable = tuple[str, list[list[Raw]], tuple[Merge, ...], bool]
"""Name, rows, merged ranges (top, left, bottom, right), hidden."""


def read_old(data: bytes, name: str) -> list[OldTable]:
    """Read all sheets; raises Damaged, RuleBroken("file") when there is a password."""
    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=False, logfile=StringIO()
        )
        return [_table(sheet, book.datemode) for sheet in book.sheets()]
    except Exception as error:  # a broken file breaks xlrd in any way there is
        if "encrypted" in str(error):
            words = f"“{name}”加了密码，请用 WPS 打开、去掉密码后另存，再导入"
            raise RuleBroken("file", words) from error
        raise damaged(name) from error


def _table(sheet: OldSheet, datemode: Literal[0, 1]) -> OldTable:
    rows = [[_value(cell, datemode) for cell in sheet.row(row)] for row in range(sheet.nrows)]
    merged = tuple(
        (top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells
    )
    return sheet.name, rows, merged, sheet.visibility != 0


def _value(cell: OldCell, datemode: Literal[0, 1]) -> Raw:
    kind, value = cell.ctype, cell.value
    if isinstance(value, str):
        return value
    if kind == xlrd.XL_CELL_DATE:
        return _moment(value, datemode)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(int(value), "#N/A"))
    return value


def _moment(value: float, datemode: Literal[0, 1]) -> Raw:
    try:
        moment: datetime = xlrd.xldate.xldate_as_datetime(value, datemode)
    except (xlrd.xldate.XLDateError, OverflowError, ValueError):
        return value
    if value < 1:
        return moment.time()
    return moment if moment.time() != time() else moment.date()
