"""What a ledger is: titles, columns, rows, notes, signatures. Plain data, no library behind it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO, Literal, TypeAlias

from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor
from gridcenter.base.periods import Month
from gridcenter.base.progress import Progress
from gridcenter.store.capture import WriteSession

Align = Literal["l", "c", "r"]
ColumnKind = Literal["text", "int", "decimal", "date", "code"]
RowKind = Literal["body", "band", "sub", "total"]
Value = str | int | float | Decimal | date | None
"""None prints as a centred —; an empty text leaves the cell empty, for ink."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a ledger; `width` is the least width in mm and the share of what is left over.

    Neighbours with the same `group` stand under one common head. `code` is text that looks like
    a number (identity numbers, telephones, household numbers). `decimals` serves `decimal`.
    """

    key: str
    title: str
    width: float
    align: Align = "l"
    kind: ColumnKind = "text"
    group: str = ""
    decimals: int = 0
    full_dates: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with its looks; `align` empty means as the column has it."""

    value: Value
    span: int = 1
    align: Align | Literal[""] = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a band is the title of a group and stays with the next row.

    Subtotals and totals (sub, total) stay with the row before.
    """

    cells: tuple[Cell | Value, ...]
    kind: RowKind = "body"


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell and where it stands: columns `at` to `at + cell.span - 1`."""

    at: int
    cell: Cell


@dataclass(frozen=True, slots=True)
class Part:
    """One table of a ledger, with a heading if it is not the first.

    `row_height` raises the least height of its rows, mm: 11 leaves room to write by hand.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    heading: str = ""
    row_height: float = 0.0

    def placed(self, row: Row) -> Iterator[Placed]:
        """Yield the cells of a row with their columns; raises ValueError if they do not fill it."""
        at = 0
        for value in row.cells:
            cell = value if isinstance(value, Cell) else Cell(value)
            yield Placed(at, cell)
            at += cell.span
        if at != len(self.columns):
            raise ValueError(f"row of {at} columns in a table of {len(self.columns)}: {row.cells}")


@dataclass(frozen=True, slots=True)
class Ledger:
    """A filled ledger, ready for screen, paper and spreadsheet.

    `unit` is the 填报单位; `period_label` and `period` read "督查月份", "2026年10月". A signature
    that ends with a colon gets a line for ink. `personal` puts the 含个人信息 line on every sheet;
    `logged` notes that it went out though it is public: it names people in posts;
    `signed_rows` makes rows high enough to be signed.
    """

    name: str
    title: str
    unit: str
    number: str
    filled_on: date
    parts: tuple[Part, ...]
    period_label: str = ""
    period: str = ""
    notes: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    wide: bool = False
    personal: bool = False
    logged: bool = False
    author: str = ""
    signed_rows: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """What a ledger is asked for: a month, an area of the tree (None: all of it), its date."""

    month: Month
    area: bytes | None
    filled_on: date


@dataclass(frozen=True, slots=True, order=True)
class Missing:
    """A character no face has, printed as 〓, and where it stands."""

    char: str
    where: str


@dataclass(frozen=True, slots=True)
class Printed:
    """What was printed: pages, SHA-256 of the file, the check code in its foot, the 缺字."""

    pages: int
    sha256: str
    check: str
    missing: tuple[Missing, ...]


Noted: TypeAlias = Callable[[WriteSession, Actor, Any], None]
"""Notes that a ledger has gone out on paper or as PDF."""
Draw: TypeAlias = Callable[[Any, BinaryIO, Progress], Printed]
"""Draws a ledger that is no table (its own kind of `Ledger`) as PDF into a stream; raises Stopped."""


@dataclass(frozen=True, slots=True)
class LedgerDef:
    """A ledger the program can make; `kind` is the sort of paper: 台账, 名册, 报表."""

    name: str
    title: str
    kind: str
    build: Callable[[Session, Scope], Ledger]
    count: Callable[[Session, Month], int] | None = None
    """How many rows the ledger of a month has, without building it."""
    draw: Draw | None = None
    """How it is drawn when it is not a table: a notice board, a card. It builds a kind of `Ledger` of its own."""
    noted: Noted | None = None
    """What is noted once it has gone out on paper or as PDF, by whatever way."""
    about: str = ""
    """The class of records whose purpose and ground (用途、依据) stand below it where it names people."""
