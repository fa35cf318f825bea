"""Pictures of every page and dialog, for the manual and for looking at: make shots [NAME …].

A sample township is set up once under build/shots and kept.
"""

import os
import shutil
import sys
import time
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QDialog

from gridcenter.app import dress
from gridcenter.app.opened import Opened
from gridcenter.app.program import Program
from gridcenter.base.periods import Month
from gridcenter.desk.shots import photograph
from gridcenter.desk.tokens import DARK, LIGHT
from gridcenter.office import exists, found, open_office
from gridcenter.sheets.imports import run_import
from gridcenter.wings import IMPORTS

ROOT = Path(__file__).resolve().parent.parent
SAMPLES, PICTURES = ROOT / "resources" / "samples" / "yanwu", ROOT / "docs" / "pictures"
FOLDER, EMPTY = ROOT / "build" / "shots" / "yanwu", ROOT / "build" / "shots" / "empty"
TODAY = date(2026, 11, 3)
LOGIN, PASSWORD = "周敏", "demo"
FILES = (
    ("grids", "严务乡网格划分表.xlsx"), ("residents", "严务乡农户花名册.xlsx"),
    ("members", "严务乡党员花名册.xls"), ("hotline", "12345热线转办单.csv"),
    ("visits", "10月走访登记表.xlsx"), ("inspections", "8月督查打分表.xlsx"),
    ("inspections", "9月督查打分表.xlsx"), ("inspections", "10月督查打分表.xlsx"),
    ("disputes", "矛盾纠纷登记表.xlsx"),
)  # fmt: skip
COLOURS = 128
PATIENCE = 60


def township() -> None:
    """Set the sample township up, unless that was done before."""
    if exists(FOLDER) and (FOLDER / "ready").exists():
        return
    shutil.rmtree(FOLDER, ignore_errors=True)
    found(FOLDER, division="371423200", password=PASSWORD, admin=LOGIN, program="窗口")
    kinds = {kind.name: kind for kind in IMPORTS}
    with open_office(FOLDER, LOGIN, PASSWORD, "窗口") as office:
        for name, file in FILES:
            run_import(office.database, office.actor, kinds[name], SAMPLES / file, today=TODAY)
    (FOLDER / "ready").write_text("", encoding="utf-8")


class Camera:
    """Takes pictures of the program by name; with names given, of those alone."""

    def __init__(self, app, wanted):
        self.app, self.wanted = app, wanted
        self.program = None

    def take(self, name, widget):
        if self.wanted and not any(name.startswith(one) for one in self.wanted):
            return
        path = photograph(widget, PICTURES / f"{name}.png")
        shrink(path)
        print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1024} kB")

    def over(self, name, dialog):
        """Take a dialog where it stands, over its window."""
        window = dialog.parentWidget().window()
        self.settle()
        if self.wanted and not any(name.startswith(one) for one in self.wanted):
            return
        picture = window.grab()
        from PySide6.QtCore import QPoint, Qt
        from PySide6.QtGui import QPainter

        painter = QPainter(picture)
        painter.fillRect(picture.rect(), Qt.GlobalColor.transparent)
        place = dialog.mapToGlobal(QPoint(0, 0)) - window.mapToGlobal(QPoint(0, 0))
        painter.drawPixmap(place, dialog.grab())
        painter.end()
        path = PICTURES / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        picture.save(str(path))
        shrink(path)
        print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1024} kB")

    def settle(self):
        """Let the worker finish and the window show it."""
        end = time.monotonic() + PATIENCE
        jobs = self.program.jobs
        while time.monotonic() < end:
            self.app.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            if not jobs._live:
                self.app.processEvents()
                if not jobs._live:
                    return
        raise SystemExit("worker did not come to rest")


def shrink(path):
    """Keep 128 colours: the pictures of a calm page lose nothing."""
    Image.open(path).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def log_in(camera, theme):
    program = Program(camera.app, FOLDER)
    camera.program = program
    program.memory.keep("theme", {"name": theme.name})
    program._wear()
    program.begin()
    return program


def opened(camera, program):
    program.shown.submitted.emit(LOGIN, PASSWORD)
    camera.settle()
    program.window.shell.topbar.month.set_month(Month.of(TODAY).shift(-1))
    camera.settle()
    return program.window


def pages(camera, theme):
    program = log_in(camera, theme)
    tail = "" if theme is LIGHT else "-dark"
    camera.take(f"login{tail}", program.shown)
    window = opened(camera, program)
    shell = window.shell
    for item in window._items:
        shell.go(item.key)
        camera.settle()
        camera.take(f"{item.key}{tail}", shell)
        camera.settle()
        camera.take(f"{item.key}{tail}", shell)
    importing(camera, shell, tail)
    search(camera, window, tail)
    program.end()


def importing(camera, shell, tail):
    shell.go("import", "residents")
    page = shell.page("import")
    page.take_file(SAMPLES / "严务乡农户花名册.xlsx")
    camera.settle()
    page.check_view.verdicts.choice.choose("")
    camera.take(f"import-check{tail}", shell)
    page._leave()
    page.take_file(ROOT / "README.md")
    camera.settle()
    camera.take(f"import-refused{tail}", shell)
    page._leave()


def search(camera, window, tail):
    window.shell.go("residents")
    window.search("lxm")
    camera.settle()
    camera.over(f"search{tail}", window.popup)
    window.popup.close()


def first_run(camera, theme):
    shutil.rmtree(EMPTY, ignore_errors=True)
    program = Program(camera.app, EMPTY)
    camera.program = program
    program.memory.keep("theme", {"name": theme.name})
    program._wear()
    program.begin()
    guide = program.shown
    guide.where.code.setText("371423200")
    guide.where.code.editingFinished.emit()
    camera.settle()
    camera.take("first-run-1", guide)
    guide.next.click()
    camera.take("first-run-2", guide)
    guide.next.click()
    guide.account.login.setText(LOGIN)
    guide.account.password.setText("demo")
    guide.account.again.setText("demo2")
    guide.next.click()
    camera.take("first-run-3", guide)
    guide.account.again.setText("demo")
    guide.next.click()
    camera.settle()
    guide.recovery.show_code("严务乡", "7K3QW-9D2FM-HX4PA-0T6VB-1RJ8C-5ENYG")
    camera.take("first-run-4", guide)
    guide.recovery.copied.setChecked(True)
    guide.next.click()
    camera.take("first-run-5", guide)
    program.end()


def main() -> None:
    app = QApplication([])
    dress(app)
    camera = Camera(app, sys.argv[1:])
    township()
    pages(camera, LIGHT)
    pages(camera, DARK)
    first_run(camera, LIGHT)


if __name__ == "__main__":
    main()
