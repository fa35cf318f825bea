"""Citizen identity numbers (公民身份号码, GB 11643-1999) as offices type them.

A doubtful number is never changed, only described: the paper it came from decides.
"""

import re
from datetime import date
from typing import NamedTuple

from stdnum.cn.ric import calc_check_digit

from gridcenter.base.texts import clean, fold, squeeze

_LENGTH = 18
_GOOD = re.compile(r"\d{17}[\dX]", re.ASCII)
_OLD = re.compile(r"\d{15}", re.ASCII)
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+", re.ASCII)
_EARLIEST = 1850
_PROVINCES = frozenset(
    str(code)
    for codes in ((11, 16), (21, 24), (31, 38), (41, 47), (50, 55), (61, 66), (71, 72), (81, 84))
    for code in range(*codes)
)
"""First two figures: provinces (GB/T 2260) and residence permits of 港澳台居民."""


class Identity(NamedTuple):
    """A number as entered (folded), what is wrong with it, and what it tells."""

    text: str
    problem: str = ""
    """Words for people; empty when nothing is wrong."""
    reason: str = ""
    """The same as a code for counting."""
    birth: date | None = None
    sex: str = ""
    """男, 女 or empty."""


def fold_identity(text: str) -> str:
    """Write a number in its usual form: half-width, no spaces or quotes, capital X."""
    if text.isascii() and text.isalnum():
        return text.upper()
    return squeeze(fold(clean(text))).strip("'’‘`\"").replace("-", "").replace("×", "X").upper()


def check(text: str, *, numeric: bool = False) -> Identity:
    """Look at a number as it was typed.

    `numeric` says that it stood in a cell as a number, which keeps only fifteen digits.
    """
    number = fold_identity(text)
    if _GOOD.fullmatch(number):
        return _modern(number, numeric)
    if _OLD.fullmatch(number):
        return _old(number)
    if not number:
        return Identity("")
    problem, reason = _misfit(number)
    return Identity(number, problem, reason)


def _modern(number: str, numeric: bool) -> Identity:
    birth = _day(number[6:14])
    problem, reason = _fault(number, birth, numeric)
    if reason == "rounded_id":
        return Identity(number, problem, reason, birth)
    return Identity(number, problem, reason, birth, "男" if number[16] in "13579" else "女")


def _fault(number: str, birth: date | None, numeric: bool) -> tuple[str, str]:
    right = calc_check_digit(number) == number[-1]
    if number.endswith("000") and (numeric or not right):
        return "末三位被表格软件改成了000，请按证件重填，并把单元格设为文本", "rounded_id"
    if birth is None:
        return "号码中的出生日期不存在，请核对证件", "bad_birth_date"
    return ("", "") if right else ("校验位不对，请核对证件", "bad_check_digit")


def _old(number: str) -> Identity:
    birth = _day("19" + number[6:12])
    if birth is None:
        return Identity(number, "只有15位，长度不对，应为18位", "short_id")
    words = "是15位旧号码，请换成18位新号码"
    return Identity(number, words, "old_id", birth, "男" if number[14] in "13579" else "女")


def _misfit(number: str) -> tuple[str, str]:
    if _SCIENTIFIC.fullmatch(number):
        return "被表格软件改成了科学计数，请按证件重填，并把单元格设为文本", "rounded_id"
    if "*" in number:
        return "中间打了星号，不是完整的号码", "masked_id"
    if not re.fullmatch(r"\d+X?", number, re.ASCII):
        return "有不该出现的字符，应为18位数字（末位可为X）", "bad_id"
    size = len(number)
    if size == _LENGTH:
        return "有不该出现的字符，应为18位数字（末位可为X）", "bad_id"
    return f"有{size}位，长度不对，应为18位", "short_id" if size < _LENGTH else "long_id"


def _day(digits: str) -> date | None:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return day if day.year >= _EARLIEST else None


def area_problem(number: str) -> str:
    """Say in words when the first figures of a number name no province; "" when they do."""
    if number[:2] in _PROVINCES:
        return ""
    return f"开头的{number[:2]}不是哪个省的代码，请核对证件"


def upgrade(number: str) -> str:
    """Turn a 15-digit number into the 18-digit one (GB 11643-1999); others stay as they are."""
    if not _OLD.fullmatch(number):
        return number
    body = number[:6] + "19" + number[6:]
    return body + calc_check_digit(body + "0")
