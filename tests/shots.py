"""Pictures of every page and dialog, for the manual and for looking at: make shots [NAME …].

A sample township is set up once under build/shots and kept.
"""

import os
import shutil
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

from PIL import Image
from PySide6.QtCore import QBuffer, QCoreApplication, QEvent, QIODevice, QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from gridcenter.app import dress
from gridcenter.app.opening import password_dialog, reset_dialog
from gridcenter.app.program import Program
from gridcenter.base.ids import new_id
from gridcenter.base.periods import Month
from gridcenter.commands.demo_files import sample_files
from gridcenter.desk.attach_sources import Source
from gridcenter.desk.attach_tab import AttachTab
from gridcenter.desk.drafts import Spot
from gridcenter.desk.left_forms import LeftForms
from gridcenter.desk.messages import Box
from gridcenter.desk.record_page import RecordPage
from gridcenter.desk.search_popup import SearchPopup
from gridcenter.desk.shots import HIGH, WIDE, photograph
from gridcenter.desk.tokens import DARK, LIGHT
from gridcenter.exchange.nodes import trust_card, write_card
from gridcenter.exchange.outbox import export_delta
from gridcenter.ledgers.library import month_scope
from gridcenter.ledgers.making import draft
from gridcenter.office import Office, add_account, exists, found, open_office
from gridcenter.papers.preview import render
from gridcenter.register.services.grids import places
from gridcenter.sheets.imports import run_import
from gridcenter.sheets.verdicts import Tally
from gridcenter.store.acts import Act
from gridcenter.store.lock import Holder
from gridcenter.wings import IMPORTS, LEDGERS

ROOT = Path(__file__).resolve().parent.parent
SAMPLES, PICTURES = ROOT / "resources" / "samples" / "yanwu", ROOT / "docs" / "pictures"
SCRATCH = ROOT / "build" / "shots"
FOLDER, EMPTY, COUNTY = SCRATCH / "yanwu", SCRATCH / "empty", SCRATCH / "county"
TODAY = date(2026, 11, 3)
LOGIN, PASSWORD = "周敏", "demo"
COLOURS = 256
FORMS = ("enter_new", "inspect_current")
"""What opens the form of a page."""
PATIENCE = 60
NARROW = (911, 512)
"""1366 × 768 at 150 %, in logical pixels."""
PAPER_DPI = 90


def township() -> None:
    """Set the sample township up, unless that was done before."""
    if exists(FOLDER) and (FOLDER / "ready").exists():
        return
    shutil.rmtree(FOLDER, ignore_errors=True)
    found(FOLDER, division="371423200", password=PASSWORD, admin=LOGIN, program="窗口")
    kinds = {kind.name: kind for kind in IMPORTS}
    with open_office(FOLDER, LOGIN, PASSWORD, "窗口") as office:
        for file in sample_files():
            run_import(office.database, office.actor, kinds[file.kind], file.path, today=TODAY)
        exchange(office)
        colleagues(office)
    (FOLDER / "ready").write_text("", encoding="utf-8")


def colleagues(office: Office) -> None:
    """Give some of those who share this PC their accounts."""
    with office.database.read() as session:
        station = places(session, "station", "grid")[0]
    for name, role, area in (
        ("李晓敏", "clerk", None), ("马建国", "station" if station.level == "station" else "grid", station.id),
        ("刘芳", "party", None), ("孙建勇", "auditor", None),
    ):  # fmt: skip
        add_account(office, login=name, name=name, role=role, password=PASSWORD, area=area)


def exchange(office: Office) -> None:
    """Trust the county's computer, and let it trust this one; seal a package for it."""
    stick = FOLDER.parent / "stick"
    for folder in (COUNTY, stick):
        shutil.rmtree(folder, ignore_errors=True)
    stick.mkdir(parents=True)
    found(COUNTY, division="371423", password=PASSWORD, admin=LOGIN, name="庆云县网格中心", county=True)
    write_card(office.database, office.actor, stick / "乡.gccard")
    with open_office(COUNTY, LOGIN, PASSWORD, "窗口") as county:
        write_card(county.database, county.actor, stick / "县.gccard")
        trust_card(county.database, county.actor, stick / "乡.gccard")
    trust_card(office.database, office.actor, stick / "县.gccard")
    export_delta(office.database, office.actor, office.folder, stick)


class Camera:
    """Takes pictures of the program by name; with names given, of those alone."""

    def __init__(self, app, wanted):
        self.app, self.wanted = app, wanted
        self.program = None

    def take(self, name, widget):
        if self.wants(name):
            widget.showNormal()
            self.keep(photograph(widget, PICTURES / f"{name}.png"))

    def wants(self, name):
        return not self.wanted or any(name.startswith(one) for one in self.wanted)

    def keep(self, path):
        """Keep 256 colours: the pictures of a calm page lose nothing."""
        plain = Image.open(path).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        plain.save(path, optimize=True)
        print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1024} kB")  # noqa: T201

    def over(self, name, dialog):
        """Take a dialog where it stands, over its window."""
        self.settle()
        if not self.wants(name):
            return
        window = dialog.parentWidget().window()
        picture = window.grab()
        painter = QPainter(picture)
        if not isinstance(dialog, SearchPopup):
            painter.fillRect(picture.rect(), self.program.look.colour("scrim"))
        free = QPoint(window.width() - dialog.width(), window.height() - dialog.height()) / 2
        top = free if not isinstance(dialog, SearchPopup) else QPoint(free.x(), 64)
        painter.drawPixmap(top, dialog.grab())
        painter.end()
        path = PICTURES / f"{name}.png"
        picture.save(str(path))
        self.keep(path)

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


def log_in(camera, theme):
    program = Program(camera.app, FOLDER)
    camera.program = program
    program.machine.wear(theme.name)
    program.begin()
    return program


def opened(camera, program):
    program.shown.submitted.emit(LOGIN, PASSWORD)
    camera.settle()
    program.window.shell.resize(WIDE, HIGH)
    program.window.shell.topbar.month.set_month(Month.of(TODAY).shift(-1))
    camera.settle()
    return program.window


def pages(camera, theme):
    program = log_in(camera, theme)
    tail = "" if theme is LIGHT else "-dark"
    camera.take(f"login{tail}", program.shown)
    window = opened(camera, program)
    shell = window.shell
    shell.resize(WIDE, HIGH)
    for item in window._items:
        shell.go(item.key)
        camera.settle()
        camera.take(f"{item.key}{tail}", shell)
        if theme is LIGHT:
            records(camera, shell, item.key)
    attachments(camera, shell, tail)
    importing(camera, shell, tail)
    search(camera, window, tail)
    second_thoughts(camera, program, tail)
    guarding(camera, program, tail)
    grids(camera, shell, tail)
    if theme is LIGHT:
        dialogs(camera, program)
    program.end()


def grids(camera, shell, tail):
    """Photograph the three views of the grid tree, and the workbench as 150 % shows it."""
    shell.go("grids")
    page = shell.page("grids")
    for view, name in enumerate(("grids-chart", "grids-area", "grids-list")):
        page.views.go(view)
        camera.settle()
        camera.take(f"{name}{tail}", shell)
    page.views.go(0)
    shell.go("workbench")
    camera.settle()
    if camera.wants(f"workbench-narrow{tail}"):
        camera.keep(photograph(shell, PICTURES / f"workbench-narrow{tail}.png", *NARROW))


def records(camera, shell, key):
    """Photograph the drawer of the first record, and the empty form."""
    page = shell.page(key)
    if isinstance(page, RecordPage) and page.model.rowCount():
        page.table.selectRow(0)
        page.open_record(page.table.current)
        camera.settle()
        camera.take(f"{key}-drawer", shell)
        history(camera, shell, key)
        shell.close_drawer()
    make = next((getattr(page, name) for name in FORMS if hasattr(page, name)), None)
    form = make() if make and page.model.rowCount() else None
    if form is not None:
        camera.over(f"{key}-form", form)
        form._leave()


def history(camera, shell, key):
    """Photograph the tab 历史 of the drawer that is open, its last one."""
    drawer = shell._drawers[key]
    if camera.wants(f"{key}-history"):
        drawer.open_tab(drawer.tabs - 1)
        camera.take(f"{key}-history", shell)


def attachments(camera, shell, tail):
    """Photograph a matter's attachments, and one of them looked at."""
    if not camera.wants("attach"):
        return
    page = shell.page("matters")
    shell.go("matters")
    camera.settle()
    page.table.selectRow(0)
    page.open_record(page.table.current)
    shell._drawers["matters"].open_tab(2)
    tab = shell._drawers["matters"].findChild(AttachTab)
    if not tab._held:
        tab.add_files([drain("屋后排水沟.png", 0.4), drain("清淤之后.png", 0.7), note()])
        camera.settle()
    camera.settle()
    camera.take(f"attach-drawer{tail}", shell)
    viewer = tab.look_at(tab._held[0])
    camera.settle()
    camera.over(f"attach-viewer{tail}", viewer)
    viewer.reject()
    shell.close_drawer()


def drain(name, water):
    """Paint a picture of a drain behind a house."""
    picture = QImage(1400, 1050, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    painter.setPen(Qt.PenStyle.NoPen)
    shapes = (
        ("#c9d6df", (0, 0, 1400, 420)), ("#8d8272", (0, 420, 1400, 630)),
        ("#b98d6a", (120, 140, 620, 400)), ("#7d3f33", (80, 90, 700, 80)),
        ("#e8e2d6", (220, 260, 130, 160)), ("#4f5d52", (0, 700, 1400, int(200 * water))),
    )  # fmt: skip
    for colour, box in shapes:
        painter.setBrush(QColor(colour))
        painter.drawRect(*box)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    return Source(name, data=bytes(buffer.data().data()))


def note():
    return Source("现场记录.txt", data="清淤 40 米，现场已恢复".encode())


def guarding(camera, program, tail):
    """Photograph the form of an account that needs an area, and the lock."""
    shell = program.window.shell
    shell.go("accounts")
    form = shell.page("accounts").enter_new()
    for key, value in (("name", "李晓敏"), ("role", "station"), ("password", "demo"), ("again", "demo")):
        form._slots[key].field.put(value)
    form.submit()
    camera.over(f"accounts-new{tail}", form)
    form._leave()
    program.guard.lock()
    camera.settle()
    page = program.guard.cover.page
    camera.take(f"lock{tail}", page)
    program.guard.cover.take_off()


def dialogs(camera, program):
    """Photograph the boxes over the log-in and the shell."""
    window, look, jobs = program.window, program.look, program.jobs
    window.shell.go("import")
    page = window.shell.page("import")
    page.start_view.undo.click()
    camera.over("import-undo", page.findChildren(Box)[-1])
    page.findChildren(Box)[-1].reject()
    form = password_dialog(window.shell, look, jobs, FOLDER, LOGIN)
    form.open()
    camera.over("password", form)
    form._leave()
    program.log_out()
    camera.settle()
    program.shown.resize(WIDE, HIGH)
    program.shown.submitted.emit(LOGIN, "wrong")
    camera.settle()
    camera.take("login-refused", program.shown)
    form = reset_dialog(program.shown, look, program.jobs, FOLDER)
    form.open()
    camera.over("login-forgot", form)
    form._leave()


def second_thoughts(camera, program, tail):
    """Photograph the question of Ctrl+Z, what is offered after a sudden end, and a fault."""
    window, office = program.window, program.opened.office
    at, txn = datetime.now(UTC).isoformat(), new_id()
    with office.database.write(office.actor) as session:
        words = "登记走访　贾连峰户"
        session.add(Act(txn=txn, at=at, login=LOGIN, role="head", words=words, spent=False))
    window.undoing.undo()
    camera.settle()
    box = window.shell.findChildren(Box)[-1]
    camera.over(f"undo{tail}", box)
    box.reject()
    typed = (("visits", "登记走访"), ("matters", "登记事项"))
    for page, title in typed:
        program.drafts.save(Spot(page, title).key, title, {})
    window.tell_left(Holder.here("窗口", LOGIN))
    offer = window.shell.findChildren(LeftForms)[-1]
    camera.over(f"drafts-left{tail}", offer)
    offer.reject()
    for page, title in typed:
        program.drafts.drop(Spot(page, title).key)
    program.say_fault(ZeroDivisionError(tail))
    camera.over(f"fault{tail}", program.faulting.box)
    program.faulting.box.reject()


def importing(camera, shell, tail):
    shell.go("import", "residents")
    page = shell.page("import")
    page.take_file(SAMPLES / "严务乡农户花名册.xlsx")
    camera.settle()
    camera.take(f"import-check{tail}", shell)
    page.result_view.show_written("农户花名册", "严务乡农户花名册.xlsx", Tally(24_853, 60, 0, 20))
    page._show(2, 3)
    camera.take(f"import-result{tail}", shell)
    page._leave()
    odd = SCRATCH / "外乡花名册.csv"
    odd.write_text("谁,哪个村,号码\n李晓敏,严务村,10013800001\n", encoding="utf-8")
    page.take_file(odd)
    camera.settle()
    camera.take(f"import-refused{tail}", shell)
    page._leave()


def search(camera, window, tail):
    window.shell.go("residents")
    window.finding.open("lxm")
    camera.settle()
    camera.over(f"search{tail}", window.finding.popup)
    window.finding.popup.close()


def first_run(camera, theme):
    shutil.rmtree(EMPTY, ignore_errors=True)
    program = Program(camera.app, EMPTY)
    camera.program = program
    program.machine.wear(theme.name)
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


def empty_pages(camera):
    """Photograph every page of a township where nothing has been entered yet."""
    program = Program(camera.app, EMPTY)
    camera.program = program
    program.begin()
    window = opened(camera, program)
    for item in window._items:
        window.shell.go(item.key)
        camera.settle()
        camera.take(f"empty-{item.key}", window.shell)
    program.end()


def papers(camera):
    """The first sheet of every ledger, as printed."""
    with open_office(FOLDER, LOGIN, PASSWORD, "窗口", writing=False) as office:
        for definition in LEDGERS:
            name = f"paper-{definition.name}"
            if not camera.wants(name):
                continue
            scope = month_scope(Month(2026, 10), None, TODAY)
            drawn = draft(office.database, office.actor, definition, scope)
            sheet = render(drawn.pdf, 0, PAPER_DPI)
            size = (sheet.width, sheet.height)
            picture = Image.frombuffer("RGB", size, sheet.pixels, "raw", "BGRX", 0, 1)
            path = PICTURES / f"{name}.png"
            picture.save(path)
            camera.keep(path)


def main() -> None:
    app = QApplication([])
    dress(app)
    camera = Camera(app, sys.argv[1:])
    township()
    pages(camera, LIGHT)
    pages(camera, DARK)
    first_run(camera, LIGHT)
    empty_pages(camera)
    papers(camera)


if __name__ == "__main__":
    main()
