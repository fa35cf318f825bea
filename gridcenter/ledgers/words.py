"""How a ledger writes its values and its lines of text, the same on screen, paper and sheet."""

from datetime import date
from decimal import Decimal

from gridcenter.base.periods import day_words, short_day
from gridcenter.ledgers.model import Column, Ledger, Value

NOTHING = "—"
EMPTY_TABLE = "（本期没有记录）"
PERSONAL = "含个人信息，仅限网格工作使用"
CONTINUED = "（续）"


def value_words(value: Value, column: Column) -> str:
    """Write a value as the column has it: 10月7日, 92.50; None is —."""
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return day_words(value) if column.full_dates else short_day(value)
    if column.kind == "decimal":
        return f"{value:.{column.decimals}f}"
    return str(value) if isinstance(value, int) else format(Decimal(str(value)), "f")


def heading_words(ledger: Ledger) -> tuple[str, str, str]:
    """Return the line above the table: 填报单位, period, 填报日期; each may be empty."""
    unit = f"填报单位：{ledger.unit}" if ledger.unit else ""
    period = f"{ledger.period_label}：{ledger.period}" if ledger.period_label else ledger.period
    return unit, period, f"填报日期：{day_words(ledger.filled_on)}"


def note_words(notes: tuple[str, ...]) -> str:
    """Join the notes into one paragraph, numbered if there are several (说明：1. …；2. …)."""
    said = [note.rstrip("。；;") for note in notes]
    if len(said) > 1:
        said = [f"{number}. {note}" for number, note in enumerate(said, 1)]
    return f"说明：{'；'.join(said)}。" if said else ""
