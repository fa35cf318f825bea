"""What a wing declares of a list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from gridcenter.access.actors import Right
from gridcenter.desk.filters import FilterSpec
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.list_parts import RowAct
from gridcenter.desk.page import Act
from gridcenter.store.listing import Listing

Row = TypeVar("Row")


@dataclass(frozen=True)
class ListDef(Generic[Row]):
    """A kind of list; search, filters, sorting, columns, printing and export come with it."""

    key: str
    title: str
    unit: str
    """Counts the rows: 人, 件, 户."""
    listing: Listing[Row]
    columns: Sequence[Column[Row]]
    tables: frozenset[str]
    """A commit that touches one of them changes the list."""
    hint: str = "查找"
    filters: Sequence[FilterSpec] = ()
    acts: Sequence[Act] = ()
    row_acts: Sequence[RowAct] = ()
    ticks: bool = True
    empty: str = "还没有登记"
    empty_act: Act | None = None
    sort_by: str = ""
    descending: bool = False
    right: Right = Right.PRINT
    """What an account must be allowed to print or export it."""
    summary: Callable[[Session], str] | None = None
    """What stands beside the title; without it the number of rows."""
    keys: str = "Ctrl+N 新增　Ctrl+F 筛选　Ctrl+P 打印　F5 刷新"
