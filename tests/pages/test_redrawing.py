"""Grids redrawn at the screen: the menu, the form with its preview, dragging, the page of what was done."""

import pytest
from PySide6.QtCore import QPoint, Qt
from sqlalchemy import select

from gridcenter.desk.forms import FormDialog
from gridcenter.register.records import Redrawing, Unit
from gridcenter.register.services.structure import Tree
from tests.desk.typing_in import type_in
from tests.pages.conftest import TODAY


@pytest.fixture
def page(go):
    return go("grids")


def field(form, key):
    return next(slot.field for slot in form.fields if slot.key == key)


def pane(form):
    return next(w for w in form.findChildren(object) if type(w).__name__ == "PreviewPane")


def give_reason(form):
    field(form, "reason").put("population")


def submit(form, qtbot):
    with qtbot.waitSignal(form.saved, timeout=5000):
        form.submit()


def names(office, day=TODAY):
    with office.database.read() as session:
        tree = Tree.load(session, day)
        above = {unit.id: unit.name for unit in tree.units}
        return {unit.name: above.get(unit.parent_id, "") for unit in tree.units}


def test_a_sub_grid_is_dealt_to_a_new_grid_after_a_look_at_what_it_does(page, office, qtbot, ids):
    form = page.redraw.split(ids["front"])
    type_in(field(form, "name"), "前街东网格")
    give_reason(form)
    deal = field(form, "parts")
    deal.list.go_to(ids["two"])
    deal.list.model_.tick([ids["two"]], on=True)
    deal.deal.click()
    qtbot.waitUntil(lambda: pane(form).shown is not None, timeout=5000)
    assert pane(form).shown.title == "前街网格拆分为 2 个网格"
    assert names(office)["前街二组"] == "前街网格"
    submit(form, qtbot)
    assert names(office)["前街二组"] == "前街东网格"


def test_what_cannot_be_is_said_before_and_at_the_field(page, office, qtbot, ids):
    form = page.redraw.close(ids["front"])
    give_reason(form)
    qtbot.waitUntil(lambda: pane(form).findChildren(object) and "不能停用" in words_of(pane(form)), timeout=5000)
    form.submit()
    qtbot.waitUntil(lambda: "不能停用" in form._said.text(), timeout=5000)
    with office.database.read() as session:
        assert session.scalar(select(Redrawing.id)) is None
    form._leave()


def words_of(widget):
    from PySide6.QtWidgets import QLabel  # noqa: PLC0415  (only here)

    return "".join(label.text() for label in widget.findChildren(QLabel))


def test_a_box_dragged_onto_another_opens_the_form_and_moves_nothing_yet(page, office, qtbot, ids):
    sheet = page.views.chart.sheet
    page.views.enter(ids["station"])
    blocks = {block.id: block for block in sheet.drawing.blocks}

    def place(record):
        x, y = blocks[record].middle
        return QPoint(round(x * page.views.chart.scale), round(y * page.views.chart.scale))

    qtbot.mousePress(sheet, Qt.MouseButton.LeftButton, pos=place(ids["one"]))
    qtbot.mouseRelease(sheet, Qt.MouseButton.LeftButton, pos=place(ids["back"]))
    [form] = page.window().findChildren(FormDialog)
    assert (form.windowTitle(), field(form, "parent_id").value()) == ("移动网格", ids["back"])
    assert names(office)["前街一组"] == "前街网格"
    give_reason(form)
    submit(form, qtbot)
    assert names(office)["前街一组"] == "后街网格"


def test_the_menu_of_the_tree_has_every_way(page, ids):
    menu = page.redraw.open_menu(ids["front"], QPoint(5, 5))
    assert [act.text() for act in menu.actions()] == [
        "拆分…", "合并…", "移动…", "改名…", "新增下级…", "停用…",
    ]  # fmt: skip
    menu.close()


def test_the_page_lists_it_and_shows_the_tree_of_the_day_before(page, go, office, qtbot, ids):
    form = page.redraw.rename(ids["back"])
    type_in(field(form, "name"), "后街北网格")
    give_reason(form)
    submit(form, qtbot)
    listed = go("redrawings")
    qtbot.waitUntil(lambda: len(listed.table.rows.ids) == 1, timeout=5000)
    [record] = listed.table.rows.ids
    listed.open_record(record)
    with office.database.read() as session:
        told = listed.describe(session, record)
        assert session.get_one(Unit, ids["back"]).name == "后街北网格"
    dialog = told.acts[0].run()
    qtbot.waitUntil(lambda: "后街网格" in str([i.text() for i in dialog.tree._items.values()]), timeout=5000)
    dialog.accept()
