"""From the rows of a sheet to parsed lines; each different text of a column is parsed once."""

from collections.abc import Iterator, Mapping

from gridcenter.base.progress import Progress
from gridcenter.base.texts import clean
from gridcenter.sheets.cells import Raw, is_error, is_formula, tidy
from gridcenter.sheets.columns import Col, Doubt, Head, Line, Member, Remark, Shape, Skipped, Table
from gridcenter.sheets.filling import Rows, fill_down
from gridcenter.sheets.footing import Footing
from gridcenter.sheets.reading import Sheet
from gridcenter.sheets.unfolding import ReadPerson, unfold

_REPORT = 500
_REMEMBERED = 20_000
_AMBIGUOUS = frozenset({0, 1})

_Outcome = tuple[object, Remark | None]


def read_lines(
    sheet: Sheet, table: Table, shape: Shape, skipped: list[Skipped], progress: Progress
) -> Iterator[Line]:
    """Yield the records of a table in order; other rows go to `skipped`. Raises Stopped."""
    readers = _readers(table, table.used, shape)
    required = [reader.index for reader in readers if reader.col.required]
    rows = [*Footing(sheet, table, shape, required or _named_by(table, shape)).split(skipped)]
    filled = fill_down(sheet, table, shape, rows)
    lines = _lines(sheet.name, filled, readers, _absent(table.used, shape), progress)
    if not table.members or shape.persons is None:
        yield from lines
        return
    parsers = [_person_reader(table, one, shape) for one in table.members]
    yield from unfold(list(lines), table, shape.persons, parsers)


def _person_reader(table: Table, member: Member, shape: Shape) -> ReadPerson:
    """Make what reads the cells of one further person of a row."""
    readers = _readers(table, member.columns, shape)
    keys = shape.persons.keys if shape.persons else frozenset[str]()
    absent = {k: v for k, v in _absent(member.columns, shape).items() if k in keys}

    def read(row: list[Raw]) -> tuple[dict[str, object], tuple[Remark, ...]]:
        values = absent | {reader.col.key: reader[row[reader.index]] for reader in readers}
        found = [r.remarks[row[r.index]] for r in readers if row[r.index] in r.remarks]
        return values, tuple(found)

    return read


def _named_by(table: Table, shape: Shape) -> list[int]:
    """Return the name's column of the first person, where no column of the row itself is required."""
    first = table.members[0].columns if table.members else {}
    return [index for index, key in first.items() if shape.by_key[key].required]


def _readers(table: Table, columns: Mapping[int, str], shape: Shape) -> "list[Reader]":
    labels = table.labels
    return [
        Reader(head, shape.by_key[columns[head.index]], labels[head.index])
        for head in table.heads
        if head.index in columns
    ]


def _absent(used: Mapping[int, str], shape: Shape) -> dict[str, object]:
    """Return the empty values of the columns the sheet does not have."""
    there = set(used.values())
    return {
        col.key: {} if col.pattern else _split(col.parse(""))[0]
        for col in shape.columns
        if col.key not in there
    }


def _lines(
    sheet: str,
    rows: Rows,
    readers: "list[Reader]",
    absent: dict[str, object],
    progress: Progress,
) -> Iterator[Line]:
    single = [
        (reader.index, reader.col.key, reader) for reader in readers if not reader.col.pattern
    ]
    groups = _groups(readers)
    doubts = [(reader.index, reader.remarks) for reader in readers]
    for index, row in progress.each(rows, len(rows), sheet, every=_REPORT):
        values = {key: values_of[row[column]] for column, key, values_of in single}
        values.update(absent)
        for key, members in groups.items():
            values[key] = {reader.plain: reader[row[reader.index]] for reader in members}
        found = [
            remarks[row[column]] for column, remarks in doubts if remarks and row[column] in remarks
        ]
        yield Line(sheet, index + 1, values, row, tuple(found))


def _groups(readers: "list[Reader]") -> "dict[str, list[Reader]]":
    groups: dict[str, list[Reader]] = {}
    for reader in readers:
        if reader.col.pattern:
            groups.setdefault(reader.col.key, []).append(reader)
    return groups


class Reader(dict[Raw, object]):
    """Parses the cells of one column of one table: raw cell → value.

    What is wrong with the cell looked at last is in `remarks`. True, 1 and 1.0 are one key to a
    dict but not one cell, so they are looked at every time.
    """

    def __init__(self, head: Head, col: Col, title: str) -> None:
        super().__init__()
        self.index = head.index
        self.title = title
        self.plain = head.plain
        self.col = col
        self.remarks: dict[Raw, Remark] = {}
        self._nothing = _split(col.parse(""))[0]

    def __missing__(self, raw: Raw) -> object:
        if len(self) >= _REMEMBERED:
            self.clear()
            self.remarks.clear()
        value, remark = self._look(raw)
        if remark is not None:
            self.remarks[raw] = remark
        elif self.remarks:
            self.remarks.pop(raw, None)
        if raw not in _AMBIGUOUS:
            self[raw] = value
        return value

    def _look(self, raw: Raw) -> _Outcome:
        cell = clean(raw) if isinstance(raw, str) else tidy(raw)
        if cell == "":
            return self._required() if self.col.required else (self._nothing, None)
        if isinstance(cell, str) and cell[0] in "=#":
            if is_formula(cell):
                return self._without("是公式，不能用，请改成文字", "formula_text")
            if is_error(cell):
                return self._without(f"是出错的公式（{cell}），请改成文字", "error_cell")
        value, doubt = _split(self.col.parse(cell))
        nothing = self.col.required and self._is_nothing(value)
        if doubt is None:
            return self._required() if nothing else (value, None)
        fatal = doubt.fatal or nothing
        return value, Remark(self.title, doubt.words, doubt.reason, fatal)

    def _is_nothing(self, value: object) -> bool:
        """无 in an identity column is an empty Identity; False is an answer."""
        return value in (None, "") or (isinstance(value, tuple) and value == self._nothing)

    def _required(self) -> _Outcome:
        return self._without("没有填", f"no_{self.col.key}")

    def _without(self, words: str, reason: str) -> _Outcome:
        return self._nothing, Remark(self.title, words, reason, self.col.required)


def _split(parsed: object) -> tuple[object, Doubt | None]:
    return (parsed.value, parsed) if isinstance(parsed, Doubt) else (parsed, None)
