"""Cells that hold for several rows: merged ones, or written in the first row only."""

from gridcenter.sheets.cells import Raw
from gridcenter.sheets.columns import Shape, Table
from gridcenter.sheets.reading import Sheet

_OFTEN = 4
"""A column counts as written once a group when at least every fourth cell is blank."""

Rows = list[tuple[int, list[Raw]]]


def fill_down(sheet: Sheet, table: Table, shape: Shape, rows: Rows) -> Rows:
    """Fill the columns the shape says so, merged ones by their ranges, others from above.

    What is filled from above ends where a coarser column (earlier in the shape) begins a new group:
    a grid without a leader does not get the leader of the grid before.
    """
    places = {key: index for index, key in table.used.items()}
    columns = [places[col.key] for col in shape.columns if col.fill_down and col.key in places]
    if not columns:
        return rows
    merged = {column for column in columns if _merges(sheet, table, column)}
    blank = [column for column in columns if column not in merged and _often(rows, column)]
    if not merged and not blank:
        return rows
    filled = [(index, list(row)) for index, row in rows]
    for column in merged:
        _fill_merged(sheet, column, dict(filled))
    for column in blank:
        _carry(filled, rows, column, columns[: columns.index(column)])
    return filled


def _merges(sheet: Sheet, table: Table, column: int) -> bool:
    first = table.row - 1 + table.depth
    return any(
        top >= first and bottom > top and left <= column <= right
        for top, left, bottom, right in sheet.merged
    )


def _fill_merged(sheet: Sheet, column: int, rows: dict[int, list[Raw]]) -> None:
    for top, left, bottom, right in sheet.merged:
        if left <= column <= right:
            for index in range(top, bottom + 1):
                if index in rows:
                    rows[index][column] = sheet.rows[top][left]


def _often(rows: Rows, column: int) -> bool:
    values = [row[column] for _, row in rows]
    return bool(values) and values[0] != "" and values.count("") * _OFTEN >= len(values)


def _carry(filled: Rows, own: Rows, column: int, coarser: list[int]) -> None:
    carried: Raw = ""
    for (_, row), (_, values) in zip(filled, own, strict=True):
        if values[column] != "" or any(values[other] != "" for other in coarser):
            carried = values[column]
        row[column] = carried
