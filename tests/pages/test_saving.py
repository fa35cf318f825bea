"""What follows a saved form: its row, a toast that names it, a door; and drafts whose record is gone."""

import io
from dataclasses import replace
from threading import Event, Thread

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QLabel
from reportlab.pdfgen import canvas

from gridcenter.access.attachments import attach, prepare
from gridcenter.access.log import note_access
from gridcenter.access.patience import Patience
from gridcenter.app.opening import password_dialog
from gridcenter.base.periods import day_words, today
from gridcenter.desk.drafts import Drafts, Spot
from gridcenter.desk.history_tab import HistoryTab
from gridcenter.desk.messages import Box, Toast
from gridcenter.desk.picking import Name
from gridcenter.desk.printing import print_noted
from gridcenter.matters.pages import MattersPage
from gridcenter.register.pages.grids import GridsPage
from gridcenter.store.listing import Wish
from gridcenter.supervision.pages.inspections import InspectionsPage
from gridcenter.visits.pages import VisitsPage
from gridcenter.visits.records import Visit


@pytest.fixture
def saved(go, fill, ids, qtbot, office):
    """Saves a visit from the page and returns the page and the id of the visit."""

    def saver(wish):
        page = go("visits")
        with qtbot.waitSignal(page.shown):
            page.enter(wish)
        with qtbot.waitSignal(page.shown):
            fill(page.enter_new(), household_id=ids["home"])
        with office.database.read() as session:
            return page, max(session.scalars(session.query(Visit.id).statement))

    return saver


def test_a_new_record_is_the_current_row_and_the_toast_names_it(saved, shell, qtbot):
    page, made = saved(Wish())
    qtbot.waitUntil(lambda: page.table.current == made)
    [toast] = shell.findChildren(Toast)
    assert toast.accessibleName() == f"已登记{day_words(today())}走访李秀梅户"


def test_the_toast_leads_to_a_record_that_the_list_leaves_out(saved, shell, qtbot):
    page, made = saved(Wish(words="王德福"))
    assert page.table.current != made
    [toast] = shell.findChildren(Toast)
    next(act for act in toast.doors if act.accessibleName() == "打开").click()
    qtbot.waitUntil(lambda: page.table.current == made)
    assert shell._drawers["visits"].accessibleName().startswith("李秀梅")


@pytest.mark.parametrize(
    ("make", "title", "about"),
    [
        (InspectionsPage, "复查", "00" * 16),
        (InspectionsPage, "月度督查打分", f"{'00' * 16} {today():%Y-%m}"),
        (GridsPage, "安排岗位", "00" * 16),
        (MattersPage, "办结事项", "00" * 16),
        (VisitsPage, "改过名字的表单", ""),
    ],
)
def test_a_draft_whose_record_is_gone_is_thrown_away_when_asked(desk, office, qtbot, make, title, about):
    drafts = Drafts(desk.jobs, office.database, office.actor)
    page = make(replace(desk, drafts=drafts), office.actor)
    qtbot.addWidget(page)
    spot = Spot(page._spec.key, title, about)
    drafts.save(spot.key, title, {"words": "还差一点"})
    page.enter(spot)
    box = page.findChild(Box)
    assert title in box.accessibleName()
    assert drafts.load(spot.key)
    box.yes.click()
    assert drafts.load(spot.key) is None
    drafts.flush()


def test_printing_waits_for_the_log_beside_the_window(desk, office, qtbot, tmp_path):
    """While something else is being written the window goes on; nothing is printed that is not logged."""
    out, free, told, writing = tmp_path / "单.pdf", Event(), [], Event()

    def write():
        with office.database.write(office.actor):
            writing.set()
            free.wait(20)

    def note():
        with office.database.write(office.actor) as session:
            note_access(session, office.actor, what="打印 走访清单（纸）", count=2)

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(out))
    other = Thread(target=write)
    other.start()
    assert writing.wait(20)
    print_noted(desk.jobs, note, (sheet(), printer), told.append, told.append)
    qtbot.wait(50)
    assert not out.exists()
    free.set()
    qtbot.waitUntil(lambda: told == ["1 页已经交给打印机"])
    other.join()
    assert out.exists()


def sheet():
    stream = io.BytesIO()
    paper = canvas.Canvas(stream)
    paper.showPage()
    paper.save()
    return stream.getvalue()


def test_names_of_those_who_act_are_names(go, fill, ids):
    visit = fill(go("visits").enter_new(), household_id=ids["home"], visitor=Name("1007", None))
    assert "请只填姓名" in visit.errors["visitor"]


def test_guessing_the_old_password_takes_as_long_as_logging_in(shell, desk, office, fill):
    login, patience = office.actor.login, Patience(desk.memory.of)
    form = password_dialog(shell, desk.look, desk.jobs, office.folder, login, patience)
    new = dict.fromkeys(set(form._slots) - {"old"}, "another-one-2026")
    form.open()
    for _ in range(4):
        patience.wrong(login)
    assert "请过 10 秒" in fill(form, old="guessed", **new).errors["old"]
    assert "再试" in fill(form, old="demo", **new).errors["old"]
    form.reject()


def test_the_open_history_tells_of_a_file_just_added(go, shell, office, ids):
    go("visits").open_record(ids["visit"])
    drawer = shell._drawers["visits"]
    next(b for b in drawer._group.buttons() if b.text() == "历史").click()
    tab = drawer.findChild(HistoryTab)

    def told():
        return any("证明.txt" in label.text() for label in tab.findChildren(QLabel) if not label.isHidden())

    assert not told()
    with office.database.write(office.actor) as session:
        files = [prepare("证明.txt", "已告知".encode())]
        attach(session, office.database.media, office.actor, "visit", ids["visit"], files, on=today())
    assert told()
