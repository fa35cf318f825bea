"""Whole import of the resident roster against openpyxl merely iterating it. Goal: at most 1.5 times."""

import shutil
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import openpyxl

from gridcenter.base.paths import shipped
from gridcenter.office import found, open_office
from gridcenter.register.imports.grids import GRIDS
from gridcenter.register.imports.residents import RESIDENTS
from gridcenter.sheets.imports import run_import

SAMPLES = shipped("resources/samples/yanwu")
ROSTER = SAMPLES / "严务乡农户花名册.xlsx"
ROUNDS = 2


def iterate() -> float:
    start = time.perf_counter()
    book = openpyxl.load_workbook(ROSTER, read_only=True)
    rows = sum(1 for sheet in book for _row in sheet.iter_rows(values_only=True))
    book.close()
    assert rows == 24_946
    return time.perf_counter() - start


def take_in(folder: Path) -> float:
    shutil.rmtree(folder, ignore_errors=True)
    found(folder, division="371423200", password="bench")
    today = date(2026, 11, 22)
    with open_office(folder, "", "bench", "命令行") as office:
        run_import(office.database, office.actor, GRIDS, SAMPLES / "严务乡网格划分表.xlsx", today=today)
        start = time.perf_counter()
        done = run_import(office.database, office.actor, RESIDENTS, ROSTER, today=today)
        spent = time.perf_counter() - start
    assert done.tally.created == 24_853
    return spent


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        peers, ours = zip(*((iterate(), take_in(Path(folder, "data"))) for _ in range(ROUNDS)), strict=True)
    peer, our = min(peers), min(ours)
    print(f"openpyxl iterates {peer:.2f} s, whole import {our:.2f} s, ratio {our / peer:.2f} (goal 1.5)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
