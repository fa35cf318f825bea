"""From the rows of a sheet to parsed lines; each different text of a column is parsed once."""

from collections.abc import Iterator

from gridcenter.base.progress import Progress
from gridcenter.sheets.cells import Raw, is_error, is_formula, tidy
from gridcenter.sheets.columns import Col, Doubt, Head, Line, Remark, Shape, Skipped, Table
from gridcenter.sheets.filling import Rows, fill_down
from gridcenter.sheets.footing import Footing
from gridcenter.sheets.reading import Sheet

_REPORT = 500
_REMEMBERED = 20_000

_Outcome = tuple[object, Remark | None]


def read_lines(
    sheet: Sheet, table: Table, shape: Shape, skipped: list[Skipped], progress: Progress
) -> Iterator[Line]:
    """Yield the records of a table in order; other rows go to `skipped`. Raises Stopped."""
    readers = [
        _Reader(head, shape.by_key[table.used[head.index]])
        for head in table.heads
        if head.index in table.used
    ]
    required = [reader.index for reader in readers if reader.col.required]
    rows = [*Footing(sheet, table, shape, required).split(skipped)]
    filled = fill_down(sheet, table, shape, rows)
    yield from _lines(sheet.name, filled, readers, _absent(table, shape), progress)


def _absent(table: Table, shape: Shape) -> dict[str, object]:
    """Return the empty values of the columns the sheet does not have."""
    there = set(table.used.values())
    return {
        col.key: {} if col.pattern else _split(col.parse(""))[0]
        for col in shape.columns
        if col.key not in there
    }


def _lines(
    sheet: str,
    rows: Rows,
    readers: "list[_Reader]",
    absent: dict[str, object],
    progress: Progress,
) -> Iterator[Line]:
    single = [reader for reader in readers if not reader.col.pattern]
    bound = [(reader.index, reader.col.key, reader.memory, reader.look) for reader in single]
    groups = _groups(readers)
    for index, row in progress.each(rows, len(rows), sheet, every=_REPORT):
        values = absent.copy()
        remarks = []
        for column, key, memory, look in bound:
            raw = row[column]
            values[key], remark = memory[raw] if type(raw) is str else look(raw)
            if remark is not None:
                remarks.append(remark)
        for key, members in groups.items():
            values[key] = _gather(members, row, remarks)
        yield Line(sheet, index + 1, values, row, tuple(remarks))


def _groups(readers: "list[_Reader]") -> "dict[str, list[_Reader]]":
    groups: dict[str, list[_Reader]] = {}
    for reader in readers:
        if reader.col.pattern:
            groups.setdefault(reader.col.key, []).append(reader)
    return groups


def _gather(members: "list[_Reader]", row: list[Raw], remarks: list[Remark]) -> dict[str, object]:
    gathered = {}
    for reader in members:
        gathered[reader.plain], remark = reader.look(row[reader.index])
        if remark is not None:
            remarks.append(remark)
    return gathered


class _Reader:
    """Parses one column of one table."""

    def __init__(self, head: Head, col: Col) -> None:
        self.index = head.index
        self.title = head.text
        self.plain = head.plain
        self.col = col
        self.memory = _Memory(self)

    def look(self, raw: Raw) -> _Outcome:
        """Parse a cell."""
        cell = tidy(raw)
        required = self.col.required
        if cell == "":
            return self._empty("没有填", f"no_{self.col.key}") if required else self._blank()
        if isinstance(cell, str) and cell[0] in "=#":
            if is_formula(cell):
                return self._empty("是公式，不能用，请改成文字", "formula_text")
            if is_error(cell):
                return self._empty(f"是出错的公式（{cell}），请改成文字", "error_cell")
        value, doubt = _split(self.col.parse(cell))
        nothing = required and value in (None, "")
        if doubt is None:
            return self._empty("没有填", f"no_{self.col.key}") if nothing else (value, None)
        fatal = doubt.fatal or nothing
        return value, Remark(self.title, doubt.words, doubt.reason, fatal)

    def _blank(self) -> _Outcome:
        return _split(self.col.parse(""))[0], None

    def _empty(self, words: str, reason: str) -> _Outcome:
        return self._blank()[0], Remark(self.title, words, reason, self.col.required)


class _Memory(dict[str, _Outcome]):
    """What came of each text of a column."""

    def __init__(self, reader: _Reader) -> None:
        super().__init__()
        self._look = reader.look

    def __missing__(self, text: str) -> _Outcome:
        if len(self) >= _REMEMBERED:
            self.clear()
        outcome = self[text] = self._look(text)
        return outcome


def _split(parsed: object) -> tuple[object, Doubt | None]:
    return (parsed.value, parsed) if isinstance(parsed, Doubt) else (parsed, None)
