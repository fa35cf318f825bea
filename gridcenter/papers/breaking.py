"""Breaking lines by 禁则 (GB/T 15834, JLREQ 3.1.7): no mark begins or ends a line that must not."""

import re
from collections.abc import Callable, Iterator

NOT_FIRST = "，。、；：？！）〕】》〉」』”’…—·％%℃,.;:?!)]}"
NOT_LAST = "（〔【《〈「『“‘([{￥¥"
HANGING = "，。、；：）〕】》」”"
"""Marks whose right half is white: they may stand half an em over the edge."""

LONELY = 4
"""A line of more units than this gives its last one to a last line of one character."""

_UNIT = re.compile(
    r"[0-9A-Za-z](?:[0-9A-Za-z,.\-/%:]*[0-9A-Za-z%])?[年月日时分元亩户次个条件人岁号组]?|……|——|.",
    re.DOTALL,
)
_CHARACTER = re.compile(".", re.DOTALL)

Measure = Callable[[str], float]


def units(text: str, piece: re.Pattern[str] = _UNIT) -> list[str]:
    """Cut a text into what stays together: numbers with 年月日, words, a mark and its neighbour."""
    found: list[str] = []
    for part in piece.findall(text):
        if found and (part[0] in NOT_FIRST or found[-1][-1] in NOT_LAST):
            found[-1] += part
        else:
            found.append(part)
    return found


def break_lines(
    text: str, measure: Measure, limit: float, em: float, first: float = 0.0
) -> list[str]:
    """Return the lines of a text, none wider than `limit` but for half an `em` of a hanging mark.

    `measure`, `limit`, `em` and `first` (indent of a paragraph's first line) share one unit. The
    lines joined are the text without its line feeds. A word wider than a line is torn.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _Paragraph(measure, limit, em, first).break_up(paragraph)
    return lines


class _Paragraph:
    """Fills the lines of one paragraph."""

    def __init__(self, measure: Measure, limit: float, em: float, first: float) -> None:
        self._measure, self._limit, self._em = measure, limit, em
        self._room = limit - first
        self._lines: list[str] = []
        self._line: list[str] = []
        self._used = 0.0

    def break_up(self, paragraph: str) -> list[str]:
        for unit in units(paragraph):
            for part in self._torn(unit):
                self._add(part)
        self._close()
        self._comfort_last()
        return self._lines

    def _wide(self, text: str) -> float:
        """Width that must lie inside the edge."""
        return self._measure(text) - (self._em / 2 if text[-1] in HANGING else 0.0)

    def _torn(self, unit: str) -> Iterator[str]:
        """Yield a unit, or what it falls into when it is wider than a line."""
        if self._wide(unit) <= self._limit or len(unit) == 1:
            yield unit
            return
        for part in units(unit, _CHARACTER):
            if self._wide(part) <= self._limit:
                yield part
            else:
                yield from part

    def _add(self, unit: str) -> None:
        if self._line and self._used + self._wide(unit) > self._room + 0.01:
            self._close()
        self._line.append(unit)
        self._used += self._measure(unit)

    def _close(self) -> None:
        self._lines.append("".join(self._line))
        self._line, self._used, self._room = [], 0.0, self._limit

    def _comfort_last(self) -> None:
        """Leave no character alone on the last line."""
        if len(self._lines) == 1 or len(self._lines[-1].rstrip(NOT_FIRST)) != 1:
            return
        before = units(self._lines[-2])
        last = before[-1] + self._lines[-1]
        if len(before) > LONELY and self._wide(last) <= self._limit:
            self._lines[-2:] = ["".join(before[:-1]), last]
