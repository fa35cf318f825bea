"""What lies around the work: log-in, first run, search, undo, drafts, faults, help, lock."""

import shutil

from PIL import Image

from gridcenter.access.patience import Patience
from gridcenter.app.opening import password_dialog, reset_dialog, restore_dialog
from gridcenter.base.periods import Month
from gridcenter.desk.drafts import Spot
from gridcenter.ledgers.library import month_scope
from gridcenter.ledgers.making import draft
from gridcenter.office import open_office
from gridcenter.papers.preview import render
from gridcenter.register.services.grids import places
from gridcenter.store.lock import Holder
from gridcenter.wings import LEDGERS
from tests.scenes.camera import top_dialog
from tests.scenes.day import TODAY
from tests.scenes.township import EMPTY, FOLDER, LOGIN, PASSWORD

PAPER_DPI = 90


def entrance(camera):
    """Take the log-in: calm, refused, and the ways round a forgotten password."""
    if not camera.wants("login"):
        return
    page = camera.begin(FOLDER)
    camera.take("login")
    page.submitted.emit(LOGIN, "wrong")
    camera.take("login-refused")
    reset_dialog(page, camera.program.look, camera.program.jobs, FOLDER).open()
    camera.take("login-forgot")
    camera.leave()
    restore_dialog(page, camera.program.look, camera.program.jobs, FOLDER).open()
    camera.take("login-restore")
    camera.leave()
    camera.end()


def first_run(camera):
    """Take the guide that sets a township up."""
    shutil.rmtree(EMPTY, ignore_errors=True)
    guide = camera.begin(EMPTY)
    guide.where.code.setText("371423200")
    guide.where.code.editingFinished.emit()
    camera.take("first-run-1")
    guide.next.click()
    camera.take("first-run-2")
    guide.next.click()
    guide.account.login.setText(LOGIN)
    guide.account.password.setText(PASSWORD)
    guide.account.again.setText("demo2")
    guide.next.click()
    camera.take("first-run-3")
    guide.account.again.setText(PASSWORD)
    guide.next.click()
    camera.settle()
    guide.recovery.show_code("严务乡", "7K3QW-9D2FM-HX4PA-0T6VB-1RJ8C-5ENYG")
    camera.take("first-run-4")
    guide.recovery.copied.setChecked(True)
    guide.next.click()
    camera.take("first-run-5")
    camera.end()


def hint(camera):
    """Take a page as one sees it for the first time."""
    if camera.wants("hint"):
        camera.open(hints=True)
        camera.go("visits")
        camera.take("hint")
        camera.end()


def search(camera):
    """Take the search: before a word, by initials, and with nothing found."""
    if not camera.wants("search"):
        return
    camera.go("residents")
    for name, typed in (("search-open", ""), ("search", "lxm"), ("search-nothing", "qqqqqq")):
        camera.window.finding.open(typed)
        camera.take(name)
        camera.leave()


def second_thoughts(camera):
    """Take a visit saved, the question of Ctrl+Z, the visit undone."""
    if not camera.wants("undo"):
        return
    camera.press(camera.drawer("visits"), "再访这一户")
    top_dialog(camera.shell).submit()
    camera.take("undo-saved")
    camera.shell.close_drawer()
    camera.window.undoing.undo()
    camera.take("undo")
    top_dialog(camera.shell).accept()
    camera.take("undo-done")


def left_forms(camera):
    """Take what is offered of half-filled forms: after a sudden end, and in the form itself."""
    if not camera.wants("drafts"):
        return
    program, typed = camera.program, (("visits", "登记走访"), ("matters", "登记事项"))
    for page, title in typed:
        program.drafts.save(Spot(page, title).key, title, {"need": "路灯不亮", "content": "路灯不亮"})
    camera.window.tell_left(Holder.here("窗口", LOGIN))
    camera.take("drafts-left")
    camera.leave()
    camera.go("visits").enter_new()
    camera.take("drafts-form")
    top_dialog(camera.shell).reject()
    camera.leave()
    for page, title in typed:
        program.drafts.drop(Spot(page, title).key)
    camera.settle()


def boxes(camera):
    """Take the boxes that any page may put up: a fault, unsaved work, keys, the own password."""
    if not any(map(camera.wants, ("fault", "unsaved", "keys", "password"))):
        return
    program, shell = camera.program, camera.shell
    camera.go("matters")
    program.say_fault(ZeroDivisionError(camera.tail))
    camera.take("fault")
    camera.leave()
    form = camera.go("visits").enter_new()
    camera.settle()
    form._slots["need"].field.put("路灯不亮")
    form.reject()
    camera.take("unsaved")
    camera.leave()
    camera.leave()
    camera.window.show_keys()
    camera.take("keys")
    camera.leave()
    password_dialog(
        shell, program.look, program.jobs, FOLDER, LOGIN, Patience(program.memory.of)
    ).open()
    camera.take("password")
    camera.leave()


def guarding(camera):
    """Take the form of an account that needs an area, and the lock."""
    if not (camera.wants("accounts-new") or camera.wants("lock")):
        return
    form = camera.go("accounts").enter_new()
    for key, value in (("name", "王丽华"), ("role", "station"), ("password", "demo"), ("again", "demo")):
        form._slots[key].field.put(value)
    form.submit()
    camera.take("accounts-new")
    camera.leave()
    guard = camera.program.guard
    guard.lock()
    camera.settle()
    page = guard.cover.page
    page.resize(camera.wide, camera.high)
    camera.take("lock", page)
    guard.cover.take_off()
    camera.settle()


def manual(camera):
    """Take the manual as F1 opens it."""
    if camera.wants("help"):
        camera.program.show_help("visits")
        camera.settle()
        camera.take("help", camera.program.help)
        camera.program.help.close()


def papers(camera):
    """Take the first sheet of every ledger, as printed."""
    with open_office(FOLDER, LOGIN, PASSWORD, "窗口", writing=False) as office, office.database.read() as session:
        for definition in LEDGERS:
            name = f"paper-{definition.name}"
            if camera.wants(name):
                grid = places(session, "grid")[0].id if definition.name == "household-card" else None
                scope = month_scope(Month(2026, 10), grid, TODAY)
                drawn = draft(office.database, office.actor, definition, scope)
                sheet = render(drawn.pdf, 0, PAPER_DPI)
                size = (sheet.width, sheet.height)
                path = camera.folder / f"{name}.png"
                Image.frombuffer("RGB", size, sheet.pixels, "raw", "BGRX", 0, 1).save(path)
                camera.keep(path)
