"""Which rows of a sheet are no records: empty ones, totals, notes, headers said again."""

import re
from collections.abc import Iterator

from gridcenter.base.texts import fold, squeeze
from gridcenter.sheets.cells import Raw, tidy, words
from gridcenter.sheets.columns import Shape, Skipped, Table
from gridcenter.sheets.heads import is_serial
from gridcenter.sheets.reading import Sheet

_COUNT = r"[:：]?(?:\d+(?:人|名|户|个|件|条)?)?"
_TOTAL = re.compile(
    rf"(?:(?:本页)?(?:合计|总计|小计|共计|累计|平均分?|平均值)|[^\d:：]{{0,4}}总(?:数|人数|户数)){_COUNT}|总平均分?"
    rf"|[^\d:：]{{1,12}}(?:小计|合计){_COUNT}"
)
_NOTE = re.compile(
    r"(?:注|备注|说明|填表说明|填报说明|附注)(?:\(.*?\))?[:：]|注\d*[.、]|[(]盖章[)]"
)
_CLERK = (
    r"填[表报]单位|填[表报]人|填[表报](?:日期|时间)|制表人|制表(?:日期|时间)|审核人|审批人|经办人"
    r"|报送单位|报送人|报送时间|打印日期|统计人|统计时间"
)
_SIGNED = re.compile(
    rf"(?:{_CLERK}|制表|审核|审批|(?:单位|主要)?负责人|分管领导|联系人|联系电话|单位盖章|盖章"
    r"|[^\d:：]{0,10}(?:签字|签名|签章))(?:\(.*?\))?[:：]"
)
_UNMARKED = re.compile(
    rf"(?:{_CLERK})[^:：]{{0,20}}|[^\d:：]{{0,10}}(?:签字|签名|签章)|[^:：]{{2,30}}[(](?:盖章|公章)[)]"
)
"""What closes a sheet though no colon says so: 填表人 张三, 督查组长签字, 某某村委会（盖章）."""
_EXAMPLE = re.compile(r"示例|样例|例如?[:：]?|填写示例|范例")
_FEW = 2
_WIDE = 3


class Footing:
    """Tells records from other rows of one table."""

    def __init__(self, sheet: Sheet, table: Table, shape: Shape, required: list[int]) -> None:
        self._sheet = sheet
        self._first = table.row - 1 + table.depth
        self._heads = {head.index: head.text for head in table.heads}
        self._serials = {head.index for head in table.heads if is_serial(head)}
        self._required = required
        self._used = table.used.keys()
        self._above = {tuple(_filled(row).values()) for row in sheet.rows[: self._first]}
        self._words = shape.footers
        self._starts: dict[Raw, bool] = {}
        self._heads_said = {squeeze(fold(text)) for row in self._above for text in row}
        self._wide = {
            top for top, left, _, right in sheet.merged if right - left + 1 >= _WIDE
        }  # fmt: skip

    def split(self, skipped: list[Skipped]) -> Iterator[tuple[int, list[Raw]]]:
        """Yield (index, row) of records; tell of every other row why it is none."""
        blank: list[Raw] = [""] * len(self._sheet.rows[0])
        for index in range(self._first, len(self._sheet.rows)):
            row = self._sheet.rows[index]
            if row == blank:
                skipped.append(Skipped(self._sheet.name, index + 1, "空行"))
            elif index > self._first and self._is_plain(row):
                yield index, row
            elif why := self._why(index, row):
                skipped.append(Skipped(self._sheet.name, index + 1, why))
            else:
                yield index, row

    def _is_plain(self, row: list[Raw]) -> bool:
        """Tell at a glance that a row is a record: what is required is there, and no odd start."""
        if not self._required or any(row[index] == "" for index in self._required):
            return False
        start = row[0]
        if type(start) is float:
            return self._required != [0]
        if start not in self._starts:
            self._starts[start] = self._is_innocent(start)
        return self._starts[start]

    def _is_innocent(self, start: Raw) -> bool:
        text = squeeze(fold(words(tidy(start))))
        odd = _TOTAL.fullmatch(text) or _SIGNED.match(text) or _EXAMPLE.fullmatch(text)
        return bool(text) and not odd and text not in self._heads_said

    def _why(self, index: int, row: list[Raw]) -> str:
        filled = _filled(row)
        if not filled:
            return "空行"
        if filled.keys() <= self._serials and _first(filled).isdecimal():
            return "只有序号"
        if self._repeats(filled):
            return "重复的表头"
        return self._closing(index, filled) or self._numbers(index, filled)

    def _repeats(self, filled: dict[int, str]) -> bool:
        same = sum(self._heads.get(index) == text for index, text in filled.items())
        if same >= _FEW and same * 2 > len(filled):
            return True
        return tuple(filled.values()) in self._above

    def _closing(self, index: int, filled: dict[int, str]) -> str:
        first = _first(filled)
        if _TOTAL.fullmatch(first):
            return "合计"
        if _SIGNED.fullmatch(first) or self._is_signed(filled):
            return "表尾说明"
        if not self._is_complete(filled) or len(filled) == 1:
            if self._is_note(first):
                return "表尾说明"
            if len(filled) == 1 and index in self._wide:
                return "小标题"
            if len(filled) == 1 and not filled.keys() & self._used:
                return "表尾说明"
        return "示例" if _EXAMPLE.fullmatch(first) else ""

    def _is_signed(self, filled: dict[int, str]) -> bool:
        """填表人：张三, 审核人： side by side are no record, whatever columns they stand in."""
        signed = [bool(_SIGNED.match(squeeze(fold(text)))) for text in filled.values()]
        return len(signed) >= _FEW and all(signed)

    def _is_complete(self, filled: dict[int, str]) -> bool:
        """Where no column is required nothing tells a record from a note but its words."""
        return bool(self._required) and all(column in filled for column in self._required)

    def _is_note(self, first: str) -> bool:
        if _NOTE.match(first) or _SIGNED.match(first) or _UNMARKED.fullmatch(first):
            return True
        return first.startswith(self._words or ("\0",))

    def _numbers(self, index: int, filled: dict[int, str]) -> str:
        """Under the header of statistical forms stands a row counting the columns."""
        texts = [text for text in filled.values() if text.isdecimal()]
        counted = [str(int(texts[0]) + step) for step in range(len(texts))] if texts else []
        enough = len(texts) > _WIDE and len(texts) + _FEW >= len(filled)
        return "列号" if index == self._first and enough and texts == counted else ""


def _filled(row: list[Raw]) -> dict[int, str]:
    texts = {index: words(tidy(raw)) for index, raw in enumerate(row) if raw != ""}
    return {index: text for index, text in texts.items() if text}


def _first(filled: dict[int, str]) -> str:
    return squeeze(fold(next(iter(filled.values()))))
