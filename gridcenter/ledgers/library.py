"""What the ledgers of all wings have in common: finding one, rows of sums, rates, marks of order."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from gridcenter.base.errors import NotFound
from gridcenter.base.periods import Month
from gridcenter.ledgers.model import Cell, Column, LedgerDef, Row, RowKind, Scope, Value


def find_ledger(definitions: Iterable[LedgerDef], name: str) -> LedgerDef:
    """Return the ledger of a name or title; raises NotFound naming those there are."""
    known = list(definitions)
    for definition in known:
        if name in {definition.name, definition.title}:
            return definition
    titles = "、".join(f"{one.title}（{one.name}）" for one in known)
    raise NotFound(f"没有名为“{name}”的台账，可以选：{titles}")


def month_scope(month: Month, area: bytes | None, today: date) -> Scope:
    """Return the scope of a month: filled on its last day, or today while it still runs."""
    return Scope(month, area, min(month.last, today))


def ledger_number(code: str, letters: str, month: Month, area: str = "") -> str:
    """Return the number of a ledger, such as 371423200-DC-2026-10 or 371423200-ZF-2026-10-S1."""
    return "-".join(part for part in (code, letters, str(month), area) if part)


def band(columns: Sequence[Column], words: str) -> Row:
    """Return the title row of a group."""
    return Row((Cell(words, len(columns), "l"),), "band")


def summing(
    columns: Sequence[Column], label: str, words: str, kind: RowKind = "sub", lead: int = 2
) -> Row:
    """Return a row of sums in words: the label over the first `lead` columns, the words after."""
    return Row((Cell(label, lead, "c"), Cell(words, len(columns) - lead, "l")), kind)


def rate(part: int, whole: int) -> str:
    """Write a share in percent to one place, halves up; — of nothing."""
    if not whole:
        return "—"
    share = Decimal(100 * part) / whole
    return f"{share.quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


def listed(values: Sequence[Value]) -> Value:
    """Return one value for a cell that has several: the common one, else numbered lines."""
    if len(set(values)) <= 1:
        return values[0] if values else None
    return "\n".join(f"{place}. {_plain(value)}" for place, value in enumerate(values, 1))


def _plain(value: Value) -> str:
    if isinstance(value, date):
        return f"{value.month}月{value.day}日"
    return "—" if value is None else str(value)
