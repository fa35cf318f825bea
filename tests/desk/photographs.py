# ruff: noqa: E402  (Qt reads the scale when it is loaded)
"""Paint every demo page to a file, to be put beside the target pictures.

python tests/desk/photographs.py FOLDER [--theme light|dark] [--scale 1.5]
"""

import argparse
import io
import os
import sys
from pathlib import Path

ask_for = argparse.ArgumentParser()
ask_for.add_argument("folder", type=Path)
ask_for.add_argument("--theme", choices=("light", "dark"), default="light")
ask_for.add_argument("--scale", type=float, default=1.0)
wanted = ask_for.parse_args()
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_SCALE_FACTOR"] = str(wanted.scale)
sys.path.insert(0, str(Path(__file__).parent))

import demo
from conftest import People
from people import id_of, people
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication
from reportlab.pdfgen import canvas

from gridcenter.desk.desk import Changes, Desk
from gridcenter.desk.jobs import Jobs
from gridcenter.desk.memory import Memory
from gridcenter.desk.messages import Question, Toast, ask
from gridcenter.desk.search_popup import SearchPopup
from gridcenter.desk.shots import HIGH, WIDE, photograph
from gridcenter.desk.theme import Look, load_fonts
from gridcenter.desk.tokens import DARK, LIGHT

SIZE = (round(WIDE / wanted.scale), round(HIGH / wanted.scale))
MARK = wanted.theme + (f"-{round(wanted.scale * 100)}" if wanted.scale != 1 else "")


def target(name):
    return wanted.folder / f"{name}-{MARK}.png"


def blank_paper():
    stream = io.BytesIO()
    sheet = canvas.Canvas(stream, pagesize=(842, 595))
    sheet.rect(60, 60, 720, 400)
    sheet.showPage()
    sheet.save()
    return stream.getvalue()


def narrowed(page):
    """The list as in b-residents: words typed, three ticked, one current, its drawer open."""
    loop = QEventLoop()
    page.shown.connect(lambda _count: loop.quit())
    page.filter_bar.put("李")
    loop.exec()
    page.model.tick([id_of(n) for n in (1, 2, 5)], on=True)
    page.table.selectRow(2)
    page.drawer_wanted.emit(demo.drawer(page.look))


def pages(desk):
    look = desk.look
    shell = demo.demo_shell(desk, {"ledgers": lambda: demo.ledger(look, blank_paper())})
    shell.resize(*SIZE)
    shell.show()
    for key, name in (
        ("desk", "a"),
        ("people", "b"),
        ("ledgers", "d"),
        ("import", "f"),
        ("settings", "j"),
    ):
        shell.go(key)
        if key == "people":
            narrowed(shell.page(key))
        photograph(shell, target(name), *SIZE)
    guide = demo.first_run(look)
    guide.next.click()
    photograph(demo.login(look), target("g1"), *SIZE)
    photograph(guide, target("g2"), *SIZE)
    return shell


def dialogs(desk, shell):
    form = demo.inspection(shell, desk, print)
    form.show()
    form.show_error("limit1", "整改期限不能早于督查日期 10月28日。可填 11-04（五个工作日后）。")
    found = SearchPopup(shell, desk.look, "lxm")
    found.show()
    found.show_groups(demo.FOUND, "拼音首字母")
    box = ask(shell, desk.look, Question("“李晓敏”要删除吗？", "删除", "可在历史里找回。"), print)
    toast = Toast(shell, desk.look, "已登记李晓敏的走访", demo.Act("撤销", print, "undo-2"))
    for widget, name in ((form, "c"), (found, "h"), (box, "k"), (toast, "t")):
        QApplication.processEvents()
        photograph(widget, target(name), widget.width(), widget.height())


def main():
    app = QApplication([])
    load_fonts()
    look, jobs, data = Look(), Jobs(), People(people())
    look.wear(app, {"light": LIGHT, "dark": DARK}[wanted.theme])
    memory = Memory(wanted.folder / "window.ini")
    desk = Desk(look, jobs, data, Changes(data), memory)
    dialogs(desk, pages(desk))
    jobs.shutdown()


if __name__ == "__main__":
    main()
