"""Spreadsheets out, by XlsxWriter: values keep their kind, no text ever becomes a formula."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # start-up: XlsxWriter is loaded with the first workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Value = str | int | float | Decimal | date | None
Look = Mapping[str, object]
"""Properties of a cell's format, as XlsxWriter names them."""

PLAIN: Look = MappingProxyType({"font_name": "宋体", "font_size": 10, "valign": "vcenter"})
CELL: Look = MappingProxyType({**PLAIN, "border": 1, "text_wrap": True})
HEAD: Look = MappingProxyType({**CELL, "bold": True, "align": "center"})
TITLE: Look = MappingProxyType({**PLAIN, "bold": True, "font_size": 16, "align": "center"})

DAY = 'yyyy"年"m"月"d"日"'
SHORT_DAY = 'm"月"d"日"'
AS_TEXT = "@"

LONGEST_TEXT = 32_767
MOST_DIGITS = 15
NAME_LENGTH = 31
_CUT = "……（超出表格软件一格的上限，以下省略，全文见PDF）"
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_FORBIDDEN_IN_NAMES = str.maketrans("[]:*?/\\'", "（）：＊？／＼’")
_NOT_IN_XML = re.compile("[\x00-\x1f\ud800-\udfff\ufffe\uffff]")
_FIRST_DAY = date(1900, 3, 1)
_A4 = 9


@dataclass(frozen=True, slots=True)
class PrintSetup:
    """How a sheet prints: A4, one sheet wide, its head rows on every page."""

    wide: bool
    first_head_row: int
    last_head_row: int
    notice: str = ""


class Book:
    """A workbook in memory; the same calls give the same bytes. Rows and columns count from 0."""

    def __init__(self, title: str, author: str, made_on: date) -> None:
        import xlsxwriter  # noqa: PLC0415  (start-up: only a written sheet needs it)

        self._out = BytesIO()
        self._book = xlsxwriter.Workbook(self._out, {"in_memory": True})
        made = datetime.combine(made_on, time(), UTC)
        self._book.set_properties(
            {"title": _clean(title), "author": _clean(author), "created": made}
        )
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}
        self._names: set[str] = set()

    def add_sheet(self, name: str) -> "SheetOut":
        """Add a sheet; its name is cut to what spreadsheets allow and made unlike the others."""
        sheet = self._book.add_worksheet(self._free_name(name))
        return SheetOut(self, sheet)

    def content(self) -> bytes:
        """Finish the workbook and return the file."""
        self._book.close()
        return self._out.getvalue()

    def look(self, look: Look) -> "Format":
        """Return the format of a look, made once."""
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(dict(look))
        return self._formats[key]

    def _free_name(self, name: str) -> str:
        base = _clean(name).translate(_FORBIDDEN_IN_NAMES).strip() or "表"
        free, number = _cut(base, NAME_LENGTH), 1
        while free.casefold() in self._names:
            number += 1
            free = f"{_cut(base, NAME_LENGTH - 1 - len(str(number)))}_{number}"
        self._names.add(free.casefold())
        return free


class SheetOut:
    """A sheet being written."""

    def __init__(self, book: Book, sheet: "Worksheet") -> None:
        self._book, self._sheet = book, sheet

    def write(self, row: int, column: int, value: Value, look: Look = CELL) -> None:
        """Write one value by its kind: texts as text, numbers as numbers, days as days."""
        if isinstance(value, str):
            self._write_text(row, column, value, look)
        elif value is None:
            self._sheet.write_blank(row, column, None, self._book.look(look))
        elif isinstance(value, date):
            self._write_day(row, column, value, look)
        elif _loses_digits(value):
            self._write_text(row, column, str(value), {**look, "num_format": AS_TEXT})
        else:
            self._sheet.write_number(row, column, float(value), self._book.look(look))

    def merge(self, row: int, column: int, size: tuple[int, int], value: Value, look: Look) -> None:
        """Write a value into `size` rows and columns merged; one cell is not merged."""
        rows, columns = size
        if rows * columns > 1:
            last_row, last_column = row + rows - 1, column + columns - 1
            blank = self._book.look(look)
            self._sheet.merge_range(row, column, last_row, last_column, "", blank)
        self.write(row, column, value, look)

    def widths(self, widths: Sequence[float]) -> None:
        """Set the widths of the columns in characters of the standard font."""
        for column, width in enumerate(widths):
            self._sheet.set_column(column, column, width)

    def height(self, row: int, points: float) -> None:
        """Set the height of a row."""
        self._sheet.set_row(row, points)

    def freeze(self, row: int) -> None:
        """Keep the rows above `row` on the screen."""
        self._sheet.freeze_panes(row, 0)

    def print_as(self, setup: PrintSetup) -> None:
        """Set up printing."""
        sheet = self._sheet
        sheet.set_paper(_A4)
        if setup.wide:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(setup.first_head_row, setup.last_head_row)
        sheet.set_margins(left=0.7, right=0.6, top=0.6, bottom=0.8)
        sheet.center_horizontally()
        sheet.set_footer(f"&L{_clean(setup.notice).replace('&', '&&')}&R第 &P 页　共 &N 页")

    def _write_text(self, row: int, column: int, text: str, look: Look) -> None:
        if text.startswith(_FORMULA_SIGNS):
            look = {**look, "quote_prefix": True}
        if text != _cut(text, LONGEST_TEXT):
            text = _cut(text, LONGEST_TEXT - len(_CUT)) + _CUT
        if text:
            self._sheet.write_string(row, column, text, self._book.look(look))
        else:
            self._sheet.write_blank(row, column, None, self._book.look(look))

    def _write_day(self, row: int, column: int, day: date, look: Look) -> None:
        """Write a day; those before March 1900 as text, for spreadsheets count them wrong."""
        if day < _FIRST_DAY:
            self._write_text(row, column, day.isoformat(), look)
        else:
            dated = self._book.look({"num_format": DAY, **look})
            self._sheet.write_datetime(row, column, datetime.combine(day, time()), dated)


def _cut(text: str, length: int) -> str:
    """Return what fits into `length` units of UTF-16, as spreadsheets count."""
    if 2 * len(text) <= length:
        return text
    return text.encode("utf-16-le")[: 2 * length].decode("utf-16-le", "ignore")


def _clean(text: str) -> str:
    """Leave out characters that a workbook's names and properties cannot hold (XML 1.0, 2.2)."""
    return _NOT_IN_XML.sub("", text)


def _loses_digits(value: int | float | Decimal) -> bool:
    """Tell whether a spreadsheet would round a whole number or a decimal."""
    if isinstance(value, float):
        return False
    return sum(char.isdigit() for char in str(value)) > MOST_DIGITS
