"""What the title rows of a spreadsheet say: the month it is about."""

import re
from collections.abc import Sequence

from gridcenter.base.errors import RuleBroken
from gridcenter.base.periods import Month
from gridcenter.base.texts import fold
from gridcenter.sheets.cells import Raw
from gridcenter.sheets.reading import Book

_MONTH = re.compile(r"(20\d\d)\s*[年./-]\s*(1[0-2]|0?[1-9])(?:\s*月|(?!\d))")
_TITLE_ROWS = 6


def stated_month(book: Book) -> Month | None:
    """Return the month named in the first rows of a sheet, or in the file's name; None if none is."""
    found = (month_above(sheet.rows) for sheet in book.sheets)
    return next(filter(None, found), None) or _find(book.path.stem)


def month_above(rows: Sequence[Sequence[Raw]]) -> Month | None:
    """Return the month named in the title rows that a sheet begins with; None if none is."""
    for row in rows[:_TITLE_ROWS]:
        filled = [cell for cell in row if isinstance(cell, str) and cell.strip()]
        if len(filled) > 2:  # noqa: PLR2004  (a title row holds a cell or two; this is data)
            return None
        for text in filled:
            if found := _find(text):
                return found
    return None


def _find(text: str) -> Month | None:
    found = _MONTH.search(fold(text))
    if not found:
        return None
    try:
        return Month.parse(f"{found[1]}-{found[2]}")
    except RuleBroken:
        return None
