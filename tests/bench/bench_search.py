"""The search over a township: every way of asking. Goal: 0.1 s, the first time and of this process."""

import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from gridcenter.commands.demo_files import sample_files
from gridcenter.office import found, open_office
from gridcenter.sheets.imports import run_import
from gridcenter.store.finding import find, understood
from gridcenter.wings import IMPORTS

SEARCHES = (
    "l", "lx", "lxm", "lixiaomin", "李", "李秀", "王建国", "1", "100", "1234", "10012345678", "0041",
    "前街", "严务", "yw", "dyw", "SX", "2026", "路灯", "ld", "李 严务", "lxm 1234", "dj", "王 村",
)  # fmt: skip
GOAL = 0.1


def main() -> int:
    slow = 0
    with tempfile.TemporaryDirectory() as folder:
        home = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder, "data")
        if len(sys.argv) == 1:
            found(home, division="371423200", password="demo", admin="demo")
        with open_office(home, "demo", "demo", "命令行") as office:
            for file in sample_files() if len(sys.argv) == 1 else ():
                kind = next(kind for kind in IMPORTS if kind.name == file.kind)
                run_import(office.database, office.actor, kind, file.path, today=date(2026, 11, 22))
            with office.database.read() as session:
                find(session, office.index.sources, "y")
            for words in SEARCHES:
                with office.database.read() as session:
                    took = []
                    for _ in range(3):
                        start = time.process_time()
                        answer = find(session, office.index.sources, words)
                        took.append(time.process_time() - start)
                slow += took[0] > GOAL
                counts = "、".join(f"{one.source.title} {one.total:,}" for one in answer)
                print(f"{words:12} {took[0]:.3f} {min(took):.3f} s　{understood(answer)}　{counts}")
    return slow


if __name__ == "__main__":
    sys.exit(main())
