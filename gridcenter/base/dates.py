"""Days in every spelling an office uses."""

import math
import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from gridcenter.base.texts import clean, fold, shorten, squeeze

_EPOCH = date(1899, 12, 30)
_SERIALS = range(3654, 73415)
"""Day numbers of spreadsheets: 1910-01-01 to 2100-12-31."""
_YEARS = range(1850, 2201)
_HALF_A_YEAR = timedelta(days=183)
_ISO_LENGTH = 10
_NOTHING = re.compile(r"[-—–/\\.。\s]*|无|不详|未知|暂无|长期|0000-00-00")
_CLOCK = re.compile(
    r"(?<=[\d日])[T\s]+(?:[上下]午)?\d{1,2}[::时].*$"
    r"|(?<=[\d日号])\s*(?:[上下中]午|早上|晚上|傍晚|凌晨)(?:\s*\d{1,2}(?:[:时点].*)?)?$"
)
_WEEKDAY = re.compile(r"[((]?(?:星期|周)[一二三四五六日天][))]?$")
_MARK = r"[-/.年、,。_\\]+"
_FULL = re.compile(
    rf"(\d{{4}}|\d{{2}}){_MARK}(\d{{1,2}})(?:{_MARK}|月)(\d{{1,2}})[日号.]?", re.ASCII
)
_MONTH = re.compile(rf"(\d{{4}}){_MARK}(\d{{1,2}})月?(?:份)?", re.ASCII)
_SHORT = re.compile(r"(\d{1,2})(?:[-/.、]|月)(\d{1,2})[日号]?", re.ASCII)
_YEAR = re.compile(r"(\d{4})年?", re.ASCII)
_DIGITS = re.compile(r"\d+", re.ASCII)
_SHIFT = re.compile(r"[-+]\d{1,3}", re.ASCII)
_NAMED_DAY = re.compile(r"(上上|上|本|这|下)?个?(?:星期|周|礼拜)([一二三四五六日天])")
_WEEKS = {"上上": -2, "上": -1, "本": 0, "这": 0, "下": 1}
_RELATIVE = dict(
    zip(("大前天", "前天", "昨天", "今天", "明天", "后天"), range(-3, 3), strict=True)
) | dict(zip(("昨日", "今日", "明日"), range(-1, 2), strict=True))
_TENS = r"([一二三四五六七八九十]{1,3})"
_CHINESE = re.compile(rf"(?:([〇零○Oo一二三四五六七八九]{{4}})年)?{_TENS}月(?:{_TENS}[日号])?")
_NUMERALS = {word: n for n, word in enumerate("〇一二三四五六七八九十")} | dict.fromkeys("零○Oo", 0)


class Day(NamedTuple):
    """A day read from a text; `day` is None when there is none or it could not be read."""

    day: date | None
    problem: str = ""
    """Words for people; empty when nothing is wrong. A day may come with a problem (a guess)."""
    reason: str = ""
    exact: bool = True
    """False where only the month or the year was given; then `day` is its first day."""


def read_day(
    value: object, *, year: int | None = None, today: date | None = None, serials: bool = True
) -> Day:
    """Read a cell or a text as a day.

    `year` completes 10月9日, 10-9 and 1009; `today` makes sense of 昨天 and of years in two digits.
    `serials` says that numbers like 45000 may be the day numbers of a spreadsheet.
    """
    if isinstance(value, datetime):
        return _checked(value.date())
    if isinstance(value, date):
        return _checked(value)
    if isinstance(value, bool) or value is None:
        return Day(None) if value is None else _unknown(str(value))
    if isinstance(value, int | float):
        return _number(float(value), year, today, serials)
    return _text(str(value), year, today, serials)


def read_typed_day(text: str, today: date, *, past: bool = False, whole: bool = False) -> Day:
    """Read a day as typed into a form: besides the spellings of papers -1, +3, 上周五, 周三.

    A day without a year is of this year; with `past`, one of the last half year where that would
    be to come (1231 typed in January). With `whole` the year must be written.
    """
    plain = squeeze(fold(clean(text)))
    if _SHIFT.fullmatch(plain):
        return Day(today + timedelta(days=int(plain)))
    if found := _NAMED_DAY.fullmatch(plain):
        weekday = "一二三四五六日".index(found[2].replace("天", "日"))
        day = today + timedelta(days=weekday - today.weekday(), weeks=_WEEKS.get(found[1], 0))
        late = found[1] is None and day > today
        return Day(day - timedelta(weeks=1) if late else day)
    year = None if whole else today.year
    read = read_day(text, year=year, today=today, serials=False)
    if past and year and read.day and read.day > today:
        before = read_day(text, year=year - 1, today=today, serials=False)
        if before.day and today - before.day <= _HALF_A_YEAR:
            return before
    return read


def _checked(day: date) -> Day:
    if day.year in _YEARS:
        return Day(day)
    return Day(None, f"年份{day.year}不对，请核对", "bad_date")


def _unknown(text: str) -> Day:
    return Day(None, f"“{shorten(text)}”不像日期，请写成 2026-10-09 这样", "bad_date")


def _number(value: float, year: int | None, today: date | None, serials: bool) -> Day:
    if not math.isfinite(value):
        return _unknown(str(value))
    if serials and int(value) in _SERIALS and value >= _YEARS.stop:
        return Day(_EPOCH + timedelta(days=int(value)))
    read = _text(f"{value:.15g}", year, today, serials)
    if read.day and read.day.month == 1 and value != int(value):
        words = f"“{value:.10g}”分不清是1月还是10月，当作1月，请核对"
        return Day(read.day, words, "unclear_month", exact=False)
    return _unclear_day(value, read) or read


def _unclear_day(value: float, read: Day) -> Day | None:
    """Doubt 10.1 in a number cell: it may have been 10.10."""
    shown = f"{value:.10g}"
    found = _SHORT.fullmatch(shown)
    if not found or not read.day or len(found[2]) > 1 or read.problem:
        return None
    try:
        other = read.day.replace(day=read.day.day * 10)
    except ValueError:
        return None
    words = f"“{shown}”分不清是{read.day.day}日还是{other.day}日，当作{read.day.day}日，请核对"
    return Day(read.day, words, "unclear_day")


@lru_cache(maxsize=65536)
def _text(text: str, year: int | None, today: date | None, serials: bool) -> Day:
    if len(text) == _ISO_LENGTH and text[4] == "-" and text.isascii():
        try:
            return _checked(date.fromisoformat(text))
        except ValueError:
            pass
    plain = fold(clean(text)).strip("'’‘`\"")
    if _NOTHING.fullmatch(plain):
        return Day(None)
    plain = squeeze(_WEEKDAY.sub("", _CLOCK.sub("", plain).strip()))
    return _spelt(plain, year, today, serials) or _unknown(text)


def _spelt(text: str, year: int | None, today: date | None, serials: bool) -> Day | None:
    if text in _RELATIVE and today:
        return Day(today + timedelta(days=_RELATIVE[text]))
    if found := _CHINESE.fullmatch(text):
        return _chinese(found, year)
    if found := _FULL.fullmatch(text) or _MONTH.fullmatch(text):
        parts = (*found.groups(), "")
        return _make(parts[0], parts[1], parts[2], today)
    if found := _SHORT.fullmatch(text):
        return _in_year(found[1], found[2], year)
    if _DIGITS.fullmatch(text):
        return _run(text, year, today, serials)
    return _year(int(found[1])) if (found := _YEAR.fullmatch(text)) else None


def _make(year: str, month: str, day: str, today: date | None) -> Day:
    full = int(year) if len(year) > 2 else _century(int(year), today)  # noqa: PLR2004
    if full not in _YEARS:
        return Day(None, f"年份{full}不对，请核对", "bad_date")
    try:
        made = date(full, int(month), int(day or 1))
    except ValueError:
        missing = f"{full}年{int(month)}月" + (f"{int(day)}日" if day else "")
        return Day(None, f"没有{missing}这一天，请核对", "bad_date")
    if full != int(year):
        return Day(made, f"年份只写了两位，当作{full}年，请核对", "two_digit_year")
    return Day(made, exact=bool(day))


def _century(year: int, today: date | None) -> int:
    """A year in two digits is taken as the latest one that is not in the future."""
    limit = today.year % 100 if today else 30
    return 2000 + year if year <= limit else 1900 + year


def _in_year(month: str, day: str, year: int | None) -> Day:
    if year is None:
        return Day(None, f"“{month}月{day}日”没有写年份，请补上", "no_year")
    return _make(str(year), month, day, None)


def _run(digits: str, year: int | None, today: date | None, serials: bool) -> Day | None:
    """Read digits without marks: 20261009, 202610, 1009, 45000, 061009."""
    size = len(digits)
    if size == 8:  # noqa: PLR2004
        return _make(digits[:4], digits[4:6], digits[6:], today)
    if serials and size == 5 and int(digits) in _SERIALS:  # noqa: PLR2004
        return Day(_EPOCH + timedelta(days=int(digits)))
    if size == 6:  # noqa: PLR2004
        if int(digits[:4]) in _YEARS and 1 <= int(digits[4:]) <= 12:  # noqa: PLR2004
            return _make(digits[:4], digits[4:], "", today)
        return _make(digits[:2], digits[2:4], digits[4:], today)
    if size in {3, 4}:
        return _short_run(digits.zfill(4), year)
    return None


def _short_run(digits: str, year: int | None) -> Day | None:
    if year is not None and 1 <= int(digits[:2]) <= 12:  # noqa: PLR2004
        return _in_year(str(int(digits[:2])), str(int(digits[2:])), year)
    return _year(int(digits))


def _year(year: int) -> Day | None:
    return Day(date(year, 1, 1), exact=False) if year in _YEARS else None


def _chinese(found: re.Match[str], year: int | None) -> Day | None:
    month, day = str(_tens(found[2])), str(_tens(found[3])) if found[3] else ""
    if not found[1]:
        return _in_year(month, day, year) if day else None
    return _make("".join(str(_NUMERALS[word]) for word in found[1]), month, day, None)


def _tens(words: str) -> int:
    """Read 九, 十, 十二, 二十, 三十一."""
    if "十" not in words:
        return int("".join(str(_NUMERALS[word]) for word in words))
    tens, ones = words.split("十", 1)
    return (_NUMERALS[tens] if tens else 1) * 10 + (_NUMERALS[ones] if ones else 0)
