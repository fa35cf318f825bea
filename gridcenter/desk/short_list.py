"""A short list inside a card: rows at hand, no scrolling; a door leads to the long list."""

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Qt

from gridcenter.desk.lazy_table import Column, LazyTable
from gridcenter.desk.table import Table
from gridcenter.desk.theme import Look

Row = TypeVar("Row")
LOW = 31
"""Height of a row on the workbench, in pixels."""


class ShortList(Table, Generic[Row]):
    """Rows kept in memory, shown with the same cells and keys as every list."""

    def __init__(
        self,
        look: Look,
        name: str,
        columns: Sequence[Column[Row]],
        *,
        ticks: bool = False,
        height: int = LOW,
        scrolls: bool = False,
    ) -> None:
        self._kept: dict[bytes, Row] = {}
        plain = [_unsorted(column) for column in columns]
        self.model_: LazyTable[Row] = LazyTable(plain, self._take)
        super().__init__(look, self.model_, name, ticks=ticks, height=height)
        if not scrolls:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_rows(self, rows: Mapping[bytes, Row]) -> None:
        """Show these rows, in their order."""
        self._kept = dict(rows)
        self.model_.show_ids(list(rows))

    def _take(self, ids: Sequence[bytes]) -> dict[bytes, Row]:
        return {i: self._kept[i] for i in ids}


def _unsorted(column: Column[Row]) -> Column[Row]:
    return Column(
        column.key, column.title, column.show, column.width,
        number=column.number, sorts=False, wide_only=column.wide_only,
    )  # fmt: skip
