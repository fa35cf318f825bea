"""Ready parsers for the columns of shapes; each call makes one.

A parser takes a tidied cell, returns a value or a Doubt about it, and raises nothing.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from gridcenter.base.dates import read_day
from gridcenter.base.identity import Identity, check
from gridcenter.base.names import is_no_name, name_problem, tidy_name
from gridcenter.base.phones import tidy_phone
from gridcenter.base.texts import fold, shorten, squeeze
from gridcenter.sheets.cells import Cell, words
from gridcenter.sheets.columns import Doubt, Parse

_NONE = frozenset({"-", "--", "—", "——", "/", "\\", "无", "暂无", "空"})
_YES = frozenset(["是", "有", "对", "√", "✓", "✔", "☑", "v", "y", "yes", "true", "1", "○"])
_NO = frozenset(
    ["否", "无", "不是", "没有", "×", "✗", "x", "n", "no", "false", "0", "-", "--", "/"]
)
_LONG_NUMBER = 15


def text(longest: int = 500, *, blanks: Sequence[str] = ()) -> Parse:
    """Make a parser of free text → str, cut (with a remark) at `longest` characters.

    Texts among `blanks` count as empty.
    """
    empty = frozenset(blanks)

    def parse(cell: Cell) -> object:
        read = words(cell)
        if read in empty:
            return ""
        if len(read) <= longest:
            return read
        said = f"有{len(read)}个字，超过{longest}个字，后面的没有收"
        return Doubt(read[:longest], said, "too_long")

    return parse


def code(longest: int = 40) -> Parse:
    """Make a parser of codes and numbers of things (户号, 工单编号) → str without spaces."""

    def parse(cell: Cell) -> object:
        read = squeeze(fold(words(cell))).strip("'’‘`")
        if read in _NONE:
            return ""
        if isinstance(cell, int) and len(read) > _LONG_NUMBER:
            return Doubt(read, "超过15位，末尾被表格软件改成了0，请重填，单元格设为文本", "rounded")
        if len(read) > longest:
            return Doubt(read[:longest], f"超过{longest}个字，请核对", "too_long")
        return read

    return parse


def name() -> Parse:
    """Make a parser of a person's name → str; 无, 不详 and -- are no name."""

    def parse(cell: Cell) -> object:
        read = tidy_name(words(cell))
        if is_no_name(read):
            return ""
        problem = name_problem(read)
        return Doubt(read, problem, "odd_name") if problem else read

    return parse


def identity() -> Parse:
    """Make a parser of identity numbers → Identity (base.identity), kept as entered."""
    nothing = Identity("")

    def parse(cell: Cell) -> object:
        if cell == "" or cell in _NONE:
            return nothing
        read = check(words(cell), numeric=not isinstance(cell, str))
        return Doubt(read, read.problem, read.reason) if read.problem else read

    return parse


def day(
    year: int | None = None,
    *,
    today: date | None = None,
    earliest: date | None = None,
    latest: date | None = None,
    past: bool = False,
    strict: bool = False,
) -> Parse:
    """Make a parser of days → date or None.

    `year` completes 10月9日; where nobody stated it (`past`), a day so completed that is after
    `latest` is of the year before. Days outside `earliest`…`latest` are kept with a remark, or
    reject the row (`strict`).
    """

    def parse(cell: Cell) -> object:
        if cell == "":
            return None
        read = read_day(cell, year=year, today=today)
        if past and year and latest and read.day and read.day > latest:
            before = read_day(cell, year=year - 1, today=today)
            if before.day and before.day.year == year - 1:
                also = f"；{before.problem}" if before.problem else ""
                said = f"没有写年份，当作{before.day}，请核对{also}"
                return Doubt(before.day, said, "guessed_year")
        found = read.day
        if found and ((latest and found > latest) or (earliest and found < earliest)):
            late = (
                f"{found}在今天以后" if latest == today and latest else f"{found}不在合理的范围内"
            )
            return Doubt(found, f"{late}，请核对", "odd_date", strict)
        return Doubt(found, read.problem, read.reason) if read.problem else found

    return parse


def number(low: float | None = None, high: float | None = None, *, whole: bool = False) -> Parse:
    """Make a parser of numbers → float (int when `whole`) or None; 15分, 3人 and 1,200 are read."""

    def parse(cell: Cell) -> object:
        if cell == "" or cell in _NONE:
            return None
        value = _figure(words(cell))
        if value is None:
            return Doubt(None, f"“{shorten(words(cell))}”不是数字", "not_a_number")
        if (low is not None and value < low) or (high is not None and value > high):
            return Doubt(value, f"{value:g}不在{_span(low, high)}之内", "out_of_range")
        if not whole:
            return value
        if value != int(value):
            return Doubt(round(value), f"{value:g}应是整数，当作{round(value)}", "not_whole")
        return int(value)

    return parse


@lru_cache(maxsize=4096)
def _figure(written: str) -> float | None:
    plain = squeeze(fold(written)).replace(",", "").rstrip("分人户元个次名天%亩岁件起")
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if abs(value) < 1e15 else None  # noqa: PLR2004


def _span(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return f"{low:g}到{high:g}"
    return f"{low:g}以上" if low is not None else f"{high:g}以下"


def choice(
    known: Mapping[str, Sequence[str]] | Sequence[str],
    *,
    default: str = "",
    strict: bool = False,
    keep: bool = False,
) -> Parse:
    """Make a parser of one of several words → the word (or key), `default` when empty.

    `known` maps what is kept to other ways of writing it. An unknown word gives a remark and
    `default`, or itself when `keep`; the row is rejected when `strict`.
    """
    spellings = known if isinstance(known, Mapping) else dict.fromkeys(known, ())
    table = {_bare(way): kept for kept, ways in spellings.items() for way in (kept, *ways)}
    listed = "、".join(list(spellings)[:12])

    def parse(cell: Cell) -> object:
        read = words(cell)
        found = table.get(read) or table.get(_bare(read))
        if found is not None:
            return found
        if not read or read in _NONE:
            return default
        said = f"“{shorten(read)}”认不出来，可填：{listed}"
        return Doubt(read if keep else default, said, "unknown_word", strict)

    return parse


def _bare(word: str) -> str:
    return squeeze(fold(word)).casefold()


def yes_no(*, default: bool = False) -> Parse:
    """Make a parser of 是/否, √/×, 有/无, 1/0 → bool."""

    def parse(cell: Cell) -> object:
        read = _bare(words(cell))
        if not read:
            return default
        if read in _YES:
            return True
        if read in _NO:
            return False
        return Doubt(default, f"“{shorten(read)}”认不出来，请填是或否", "unknown_word")

    return parse


def phone() -> Parse:
    """Make a parser of telephone numbers → str, several parted by 、."""

    def parse(cell: Cell) -> object:
        if cell == "":
            return ""
        read, problem = tidy_phone(words(cell))
        return Doubt(read, problem, "bad_phone") if problem else read

    return parse


def place(longest: int = 60) -> Parse:
    """Make a parser of names of villages and grids → str without spaces, half-width.

    Look villages up by base.names.village_key.
    """

    def parse(cell: Cell) -> object:
        read = squeeze(fold(words(cell)))
        if read in _NONE:
            return ""
        if len(read) > longest:
            return Doubt(read[:longest], f"超过{longest}个字，请核对", "too_long")
        return read

    return parse
