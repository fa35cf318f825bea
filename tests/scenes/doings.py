"""What is done over several pages: lists compared, records merged, a day typed in, grids redrawn."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gridcenter.register.pages.redraw_form import show_names
from gridcenter.register.pages.redraw_preview import PreviewPane
from gridcenter.store.acts import last_act
from gridcenter.store.undo import take_back
from tests.scenes.camera import top_dialog
from tests.scenes.caring import other_list
from tests.scenes.township import SCRATCH


def matching(camera):
    """Take what came of a list of another office."""
    if camera.wants("matching"):
        page = camera.go("matching")
        path = other_list(page.desk.database, SCRATCH / "低保名单.xlsx")
        page.compare(path)
        camera.settle()
        camera.take("matching-hits")
        camera.drawer("matching")
        camera.take("matching-drawer")
        camera.shell.close_drawer()


def responsible(camera):
    """Take who is in charge of a household on a day."""
    if camera.wants("responsible"):
        page = camera.go("responsible")
        page.filter_bar.put("贾连峰")
        camera.take("responsible-answers")
        page.filter_bar.put()


def mergers(camera):
    """Take a pair merged, and what can be parted again."""
    if not camera.wants("mergers"):
        return
    page = camera.go("duplicates")
    page.merge(page.model.ids[0])
    camera.settle()
    top_dialog(camera.shell).submit()
    camera.go("mergers")
    camera.drawer("mergers")
    camera.take("mergers-drawer")
    camera.shell.close_drawer()
    take_last_back(page)


def quick(camera):
    """Take a day's visits while they are typed in."""
    if not camera.wants("quick"):
        return
    page = camera.go("quick")
    page.window().activateWindow()
    camera.settle()
    lines = page.lines.lines
    day = (("jlf", "屋后排水沟堵了，下雨院里积水"), ("zhx", ""), ("wqw", "想办老年证"))
    for place, (typed, need) in enumerate(day):
        lines[place].home.field.setFocus()
        QTest.keyClicks(lines[place].home.field, typed)
        camera.settle()
        QTest.keyClick(lines[place].home.field, Qt.Key.Key_Return)
        lines[place].need.field.put(need)
    lines[0].turn_raising(on=True)
    lines[1].result.put("nobody")
    lines[3].home.field.setFocus()
    camera.settle()
    camera.take("quick")
    page.clear()
    form = camera.go("visits").enter_new()
    camera.settle()
    form._slots["checklist_id"].field.put_words("三必清")
    camera.settle()
    camera.take("quick-checklist")
    camera.leave()


def redrawing(camera):
    """Take the forms that redraw grids with what they would do, the page of redrawings, a past day."""
    if not camera.wants("redraw"):
        return
    page = camera.go("grids")
    rows = list(page._rows.values())
    grid = next(row.id for row in rows if row.key == "grid")
    below = [row for row in rows if len(row.path) > 1 and row.path[-2] == grid]
    menu = page.redraw.open_menu(grid, page.mapToGlobal(page.rect().center()))
    camera.take("redraw-menu")
    menu.close()
    form = page.redraw.split(grid)
    fields = {slot.key: slot.field for slot in form.fields}
    fields["name"].put("严务村东网格")
    fields["parts"].put({row.id: 1 for row in below[len(below) // 2 :]})
    fields["effective"].put(date(2026, 10, 15))
    fields["reason"].put("population")
    camera.take("redraw-split")
    QTest.qWait(600)
    camera.settle()
    bar = form.ui.scroll.verticalScrollBar()
    QTest.qWait(300)
    bar.setValue(bar.maximum())
    camera.settle()
    bar.setValue(bar.maximum())
    camera.take("redraw-preview")
    names = show_names(form, page, form.findChild(PreviewPane))
    camera.settle()
    camera.take("redraw-names")
    names.accept()
    form.submit()
    camera.settle()
    QTest.qWait(600)
    camera.go("redrawings")
    camera.take("redrawings")
    camera.drawer("redrawings")
    camera.take("redrawings-drawer")
    camera.shell.close_drawer()
    page = camera.go("redrawings")
    page.see_day(date(2026, 10, 14))
    camera.settle()
    camera.take("redraw-day")
    camera.leave()
    page = camera.go("grids")
    stations = [row.id for row in page._rows.values() if row.key == "station"]
    page.redraw.move([grid], stations[-1])
    QTest.qWait(600)
    camera.settle()
    camera.take("redraw-move")
    camera.leave()
    take_last_back(page)


def take_last_back(page):
    with page.desk.database.write(page.actor) as session:
        take_back(session, last_act(session, page.actor.login).txn)
