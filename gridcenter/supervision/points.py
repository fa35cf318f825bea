"""The columns of an inspection sheet that hold points: which method each is, and its full mark."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from gridcenter.base.texts import fold, squeeze
from gridcenter.codes.tables import Codes
from gridcenter.sheets import parsers
from gridcenter.sheets.cells import Cell, words
from gridcenter.sheets.columns import Doubt, Head, Line, Table, plain
from gridcenter.sheets.shapes import Reading
from gridcenter.supervision.codes import FULL_MARKS, ONLY_TOTAL
from gridcenter.supervision.rules import WHOLE, points_fault

METHODS = re.compile(
    r"^(?!满)(?!.*(?:总|合计|平均))[^()]+\((?:满分|共)?:?\d+(?:\.\d+)?[分%]?(?:满分)?\)(?:得分)?$"
    r"|^(?!.*(?:总|合计|平均|备注|说明|签|盖章|电话|手机|号码|编号|姓名|名称|网格|站$|日期|时间|时限"
    r"|名次|排名|排序|序号|照片|附件|意见|等[级次]|档次|[组站]长|书记|户数|户号|人口|人数|身份证|性别))"
    r"[^\d()]{2,12}(?:\d+(?:\.\d+)?[分%]?|\([^()]*\))?(?:得分)?$"
)
"""Headers that may hold points; whether they do, is seen from where they stand and what they hold."""

_MARK = re.compile(
    r"\((?:满分|共)?:?(\d+(?:\.\d+)?)[分%]?(?:满分)?\)|(\d+(?:\.\d+)?)分|(\d{2,3})%?$"
)
_SPELLINGS = (
    (re.compile(r"听(取)?汇报|工作汇报|汇报(工作|情况)?"), "听汇报"),
    (re.compile(r"看(工作)?实绩|(工作)?实绩"), "看实绩"),
    (re.compile(r"评(议)?责任|履职(情况|尽责)|责任(评议|落实)"), "评责任"),
    (re.compile(r"查(看|阅)?台账|台账(资料|检查|记录)?"), "查台账"),
)
_SURE = re.compile(r"电话抽查|入户核实")
_GROUP = re.compile(r"得分|打分|评分|分值|督查方式|督查项目|考核(项目|内容)")
_EXTRA = re.compile(r"加分|奖励分|附加分")
_LESS = re.compile(r"扣分|减分")
_NOUGHT = Decimal(0)


@dataclass(frozen=True, slots=True)
class PointsColumn:
    """A column of points."""

    head: str
    key: str
    """Its key in the values of a line."""
    method: str
    """Code of the method; "" for a column that is not taken for points."""
    full: Decimal
    """100 when nobody says, 0 of points added or taken away beside the marks."""
    less: bool
    sure: bool
    """False where only the place of the column says that it holds points."""

    def points(self, value: object) -> Decimal:
        """Return what a cell adds to the total."""
        points = Decimal(str(value))
        return -abs(points) if self.less else points

    def fault(self, points: Decimal) -> str:
        """Say in words what is wrong with points, "" when nothing is."""
        return points_fault(-points if self.less else points, self.full or WHOLE)


@dataclass(frozen=True, slots=True)
class PointsTable:
    """The columns of points of a table, and the full mark of its total."""

    columns: tuple[PointsColumn, ...]
    total_full: Decimal

    @property
    def any_sure(self) -> bool:
        """Whether a column surely holds points."""
        return any(column.method and column.sure for column in self.columns)


def points_parser() -> Any:  # noqa: ANN401
    """Make a parser of points → float, None when empty, or the words of a cell that is no number."""
    number = parsers.number()

    def parse(cell: Cell) -> object:
        read = number(cell)
        return words(cell) if isinstance(read, Doubt) else read

    return parse


def points_tables(reading: Reading, methods: Codes) -> dict[str, PointsTable]:
    """Return the columns of points by sheet; new methods are added to `methods`."""
    return {
        table.sheet: _table(table, [line for line in reading.lines if line.sheet == table.sheet], methods)
        for table in reading.tables
    }  # fmt: skip


def _table(table: Table, lines: list[Line], methods: Codes) -> PointsTable:
    heads = table.heads_of("scores")
    sure = {head.index for head in heads if _is_sure(head)}
    groups = {head.group for head in heads if head.group and head.index in sure}
    start = max(
        (head.index for head in (*table.heads_of("village"), *table.heads_of("grid"))), default=-1
    )
    end = max((head.index for head in table.heads_of("total")), default=-1)
    columns = []
    for head in heads:
        near = start < head.index < end or head.group in groups or bool(_GROUP.search(head.group))
        taken = head.index in sure or (near and _holds_numbers(head, lines))
        columns.append(_column(head, methods, taken=taken, sure=head.index in sure))
    said = [mark for head in table.heads_of("total") if (mark := _mark(head)) is not None]
    marks = sum((column.full for column in columns if column.method), _NOUGHT)
    known = bool(marks) and all(column.full < WHOLE for column in columns if column.method)
    full = Decimal(str(said[0])) if said else marks if known else WHOLE
    return PointsTable(tuple(columns), full)


def _is_sure(head: Head) -> bool:
    name = _name(head)
    return _mark(head) is not None or _standard(name) is not None or bool(
        _SURE.fullmatch(name) or _EXTRA.search(name) or _LESS.search(name) or name == "得分"
    )  # fmt: skip


def _holds_numbers(head: Head, lines: Iterable[Line]) -> bool:
    values = [_value(line, head.plain) for line in lines]
    return any(isinstance(v, float) for v in values) and not any(isinstance(v, str) for v in values)


def _value(line: Line, key: str) -> object:
    scores: Any = line.values["scores"]
    return scores.get(key)


def _column(head: Head, methods: Codes, *, taken: bool, sure: bool) -> PointsColumn:
    name, mark = _name(head), _mark(head)
    beside, less = bool(_EXTRA.search(name) or _LESS.search(name)), bool(_LESS.search(name))
    word = ONLY_TOTAL if name == "得分" else _standard(name) or name
    method = methods.take(word) if taken else ""
    full = Decimal(str(mark)) if mark is not None else FULL_MARKS.get(method, WHOLE)
    return PointsColumn(head.text, head.plain, method, _NOUGHT if beside else full, less, sure)


def _standard(name: str) -> str | None:
    return next((word for spelt, word in _SPELLINGS if spelt.fullmatch(name)), None)


def _name(head: Head) -> str:
    """Return a header without its mark: 看实绩40, 看实绩（满分40分）, 看实绩得分 → 看实绩."""
    text = _MARK.sub("", squeeze(fold(head.text)))
    return plain(text).removesuffix("得分") or head.plain


def _mark(head: Head) -> float | None:
    found = _MARK.search(squeeze(fold(head.text)))
    return float(next(filter(None, found.groups()))) if found else None
