from datetime import date

import pytest

from gridcenter.ledgers.model import Cell, Column, Ledger, Part, Row

GROUP = "得　分"
COLUMNS = (
    Column("no", "序号", 10, "c", "int"),
    Column("name", "姓名", 20, "c"),
    Column("day", "走访日期", 20, "c", "date"),
    Column("idn", "身份证号码", 35, "c", "code"),
    Column("score", "实绩", 12, "c", "int", GROUP),
    Column("rate", "得分率", 14, "r", "decimal", GROUP, 2),
    Column("note", "备注", 30),
)


def person(number: int, **changes: object) -> Row:
    values = {
        "no": number,
        "name": f"王{chr(0x4E00 + number)}",
        "day": date(2026, 10, 1 + number % 28),
        "idn": f"1101011990010{number % 9}{997}X",
        "score": 80 + number % 20,
        "rate": 0.5,
        "note": None,
    } | changes
    return Row(tuple(values.values()))


def ledger(*rows: Row, **changes: object) -> Ledger:
    values = {
        "name": "走访台账",
        "title": "严务乡2026年10月走访台账",
        "unit": "严务乡网格化服务管理中心",
        "number": "YW-ZF-2026-10",
        "filled_on": date(2026, 10, 31),
        "parts": (Part(COLUMNS, rows),),
        "period_label": "走访月份",
        "period": "2026年10月",
        "notes": ("备注栏由走访人填写",),
        "signatures": ("填报人：", "审核人：", "填报单位（盖章）"),
        "author": "严务乡",
    } | changes
    return Ledger(**values)


def total(words: str) -> Row:
    return Row((Cell("合　计", 2, "c"), Cell(words, 5, "l")), "total")


def band(words: str) -> Row:
    return Row((Cell(words, 7),), "band")


@pytest.fixture
def make():
    """Give what makes ledgers for tests: make.ledger, make.person, make.total, make.band."""

    class Make:
        pass

    made = Make()
    made.ledger, made.person, made.total, made.band = ledger, person, total, band
    made.columns = COLUMNS
    return made
