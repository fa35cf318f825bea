"""Spreadsheets as text: CSV and TSV in the encodings offices produce."""

import codecs
import csv
import re
from io import StringIO

from gridcenter.base.errors import Damaged
from gridcenter.sheets.cells import Raw

_MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATORS = ",\t;|，"
_SAMPLE = 30
_PROTECTED = re.compile(r'="([^"]*)"')
_BREAK = re.compile(r"[\n\t,]")
"""Any bytes pass for UTF-16; a table in it holds one of these."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f]")


def decode(data: bytes, name: str) -> str:
    """Decode a text in UTF-8, UTF-16 or GB18030; raises Damaged when it is no text."""
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text) and (encoding[-2:] not in {"le", "be"} or _BREAK.search(text)):
            return text
    raise Damaged(f"“{name}”不是表格文件。能导入的有 xlsx、xls、et、ods 和 csv")


def _encodings(data: bytes) -> list[str]:
    for mark, encoding in _MARKED:
        if data.startswith(mark):
            return [encoding]
    zeros = data[:4096].count(0)
    if zeros:
        return ["utf-16-le", "utf-16-be"]
    return ["utf-8", "gb18030"]


def read_text(data: bytes, name: str) -> list[list[Raw]]:
    """Read a CSV or TSV, whatever parts its columns; rows are filled up to equal length."""
    text = decode(data, name)
    if text[:4].lower() == "sep=":
        text = text.partition("\n")[2]
    reader = csv.reader(StringIO(text, newline=""), delimiter=_separator(text))
    try:
        rows = [[_unprotect(value) for value in row] for row in reader]
    except csv.Error as error:
        raise Damaged(f"“{name}”第 {reader.line_num} 行读不下去，请用 WPS 另存后再导入") from error
    width = max(map(len, rows), default=0)
    return [[*row, *[""] * (width - len(row))] for row in rows]


def _unprotect(value: str) -> Raw:
    """Systems write ="0123" so that spreadsheets keep the zero."""
    if value.startswith('="') and (inner := _PROTECTED.fullmatch(value)):
        return inner[1]
    return value


def _separator(text: str) -> str:
    """Choose the mark that parts most lines into the same number of pieces."""
    lines = [line for line in text[:65536].splitlines()[:_SAMPLE] if line.strip()]

    def fitness(mark: str) -> tuple[int, int]:
        counts = [line.count(mark) for line in lines if mark in line]
        usual = max(set(counts), key=counts.count) if counts else 0
        return counts.count(usual) * min(usual, 3), usual

    return max(_SEPARATORS, key=fitness)
