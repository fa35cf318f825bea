"""Times a long ledger against a bare ReportLab LongTable of the same rows.

Run as: python tests/bench/bench_papers.py. Both write binary streams (the faster setting).
"""

import random
import sys
from collections.abc import Callable
from datetime import date
from io import BytesIO
from time import perf_counter

from reportlab import rl_config
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import LongTable, SimpleDocTemplate, TableStyle

from gridcenter.ledgers.model import Column, Ledger, Part, Row
from gridcenter.ledgers.pdf import print_ledger
from gridcenter.ledgers.xlsx import write_ledger
from gridcenter.papers.faces import font_of

SIZES = (2_000, 10_000)
TURNS = 5
COLUMNS = (
    Column("no", "序号", 10, "c", "int"),
    Column("grid", "所属网格", 22),
    Column("name", "姓名", 15, "c"),
    Column("sex", "性别", 9, "c"),
    Column("born", "出生日期", 22, "c", "date", full_dates=True),
    Column("idn", "身份证号码", 32, "c", "code"),
    Column("phone", "联系电话", 20, "c", "code"),
    Column("area", "面积", 12, "r", "decimal", decimals=2),
    Column("note", "备注", 25),
)
FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华"
GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂春梅建国志文玉红林海山云龙凤"
NOTES = ("", "外出务工", "低保户", "新迁入", "独居老人", "党员户", "退役军人")


def people(count: int) -> list[tuple[object, ...]]:
    """Return fictional rows, the same on every run."""
    dice = random.Random(7)
    return [
        (
            number,
            f"第{dice.randrange(1, 23)}网格",
            dice.choice(FAMILY) + "".join(dice.choices(GIVEN, k=dice.randrange(1, 3))),
            dice.choice("男女"),
            date(dice.randrange(1940, 2010), dice.randrange(1, 13), dice.randrange(1, 29)),
            f"{dice.randrange(10**13, 10**14)}997{dice.randrange(10)}",
            f"100{dice.randrange(10**7, 10**8)}",
            round(dice.uniform(0.5, 12), 2),
            dice.choice(NOTES),
        )
        for number in range(1, count + 1)
    ]


def ours(rows: list[tuple[object, ...]]) -> Ledger:
    """Return the rows as a ledger."""
    part = Part(COLUMNS, tuple(Row(row) for row in rows))
    return Ledger("名册", "严务乡农户名册", "严务乡", "YW-MC", date(2026, 10, 31), (part,))


def bare(rows: list[tuple[object, ...]]) -> bytes:
    """Return the rows as ReportLab's LongTable prints them: plain strings, 9 pt, one rule style."""
    out = BytesIO()
    rl_config.useA85 = 0
    data = [[column.title for column in COLUMNS]]
    data += [
        [f"{v.year}年{v.month}月{v.day}日" if isinstance(v, date) else str(v) for v in row]
        for row in rows
    ]
    style = TableStyle(
        [
            ("FONT", (0, 0), (-1, -1), "song", 9),
            ("GRID", (0, 0), (-1, -1), 0.35, colors.black),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ]
    )
    widths = [column.width * mm for column in COLUMNS]
    table = LongTable(data, colWidths=widths, repeatRows=1, style=style)
    document = SimpleDocTemplate(out, pagesize=A4, leftMargin=20 * mm, rightMargin=18 * mm)
    document.build([table])
    return out.getvalue()


def best(work: Callable[[], object]) -> float:
    """Return the shortest of a few runs, seconds."""
    times = []
    for _ in range(TURNS):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return min(times)


def main() -> None:
    """Print the times."""
    for face in ("song", "bold", "hei"):
        start = perf_counter()
        font_of(face)
        sys.stdout.write(f"register {face}: {perf_counter() - start:.2f} s\n")
    for size in SIZES:
        rows = people(size)
        ledger = ours(rows)
        theirs = best(lambda rows=rows: bare(rows))
        mine = best(lambda ledger=ledger: print_ledger(ledger, BytesIO()))
        sheet = best(lambda ledger=ledger: write_ledger(ledger, BytesIO()))
        sys.stdout.write(
            f"{size} rows x {len(COLUMNS)}: LongTable {theirs:.2f} s, ledger {mine:.2f} s, "
            f"ratio {mine / theirs:.2f}; xlsx {sheet:.2f} s\n"
        )


if __name__ == "__main__":
    main()
