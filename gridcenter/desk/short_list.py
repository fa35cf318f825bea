"""A short list inside a card: rows at hand, whole ones where it does not scroll; a door leads to all."""

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent

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
        whole: bool = False,
    ) -> None:
        self._kept: dict[bytes, Row] = {}
        self._whole = False
        plain = [_unsorted(column) for column in columns]
        self.model_: LazyTable[Row] = LazyTable(plain, self._take)
        super().__init__(look, self.model_, name, ticks=ticks, height=height)
        if not scrolls:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.show_whole(whole)

    def show_rows(self, rows: Mapping[bytes, Row]) -> None:
        """Show these rows, in their order."""
        self._kept = dict(rows)
        self._fill()

    def show_whole(self, whole: bool) -> None:
        """Show only the first rows, as many as have room, or all of them to be scrolled through."""
        self._whole = whole
        self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many rows as have room now."""
        super().resizeEvent(event)
        if self._whole:
            self._fill()

    def _fill(self) -> None:
        high = self.verticalHeader().defaultSectionSize()
        fits = max(self.viewport().height() // high, 1)
        ids = list(self._kept)[: fits if self._whole else None]
        if ids != list(self.model_.ids) or not self._whole:
            self.model_.show_ids(ids)

    def _take(self, ids: Sequence[bytes]) -> dict[bytes, Row]:
        return {i: self._kept[i] for i in ids}


def _unsorted(column: Column[Row]) -> Column[Row]:
    return Column(
        column.key, column.title, column.show, column.width,
        number=column.number, sorts=False, wide_only=column.wide_only, spare=column.spare,
    )  # fmt: skip
