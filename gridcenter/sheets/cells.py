"""What stands in a cell, raw and tidied."""

import math
import re
from datetime import date, datetime, time, timedelta

from gridcenter.base.texts import clean

Raw = str | int | float | bool | date | datetime | time | timedelta
"""A cell as the file has it; an empty one is ""."""

Cell = str | int | float | date | datetime
"""A tidied cell: what a parser is given; an empty one is ""."""

_EXACT = 2**53
_ERROR = re.compile(r"#(?:REF!|DIV/0!|VALUE!|N/A|NAME\?|NULL!|NUM!|SPILL!|CALC!|未计算)")


def tidy(raw: Raw) -> Cell:
    """Tidy a cell: text trimmed, 20100001.0 → 20100001, yes and no in words, midnight cut off."""
    if isinstance(raw, str):
        return clean(raw)
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, float):
        return _number(raw)
    if isinstance(raw, datetime):
        return raw if raw.time() != time() else raw.date()
    if isinstance(raw, time | timedelta):
        return str(raw)
    return raw


def _number(raw: float) -> Cell:
    """A spreadsheet keeps fifteen digits; what a float adds beyond them is noise."""
    if not math.isfinite(raw):
        return str(raw)
    if raw != int(raw):
        return raw
    return int(raw) if abs(raw) < _EXACT else _rounded(raw)


def _rounded(raw: float) -> Cell:
    digits, _, power = f"{raw:.14e}".partition("e")
    if int(power) > 20:  # noqa: PLR2004
        return f"{raw:.15g}"
    return int(digits.replace(".", "") + "0" * (int(power) - 14))


def words(cell: Cell) -> str:
    """Write a tidied cell as text."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return cell.isoformat(" ") if isinstance(cell, datetime) else str(cell)


def is_formula(text: str) -> bool:
    """Tell whether a text is a formula somebody put in; it is never trusted."""
    return text.startswith("=") and len(text) > 1


def is_error(text: str) -> bool:
    """Tell whether a cell holds an error such as #REF!."""
    return _ERROR.fullmatch(text) is not None
