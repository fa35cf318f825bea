"""The grids as tree, organisation picture, areas and list: one choice for all."""

import pytest
from PySide6.QtCore import QPoint, Qt

from gridcenter.register import pages as register_pages
from gridcenter.register.pages.grid_views import AREA, CHART, LIST
from gridcenter.store.listing import Wish
from gridcenter.wings import INDICATORS
from tests.desk.typing_in import type_in


@pytest.fixture
def page(go):
    return go("grids")


def place(picture, record):
    block = next(b for b in picture.sheet.drawing.blocks if b.id == record and b.kind != "label")
    x, y = block.middle
    return QPoint(round(x * picture.scale), round(y * picture.scale))


def test_the_vacancy_stands_on_the_box_in_words(page, ids):
    boxes = {b.id: b for b in page.views.chart.sheet.drawing.blocks}
    assert (boxes[ids["back"]].note, boxes[ids["back"]].kind) == ("缺网格长、党建指导员", "gap")
    assert (boxes[ids["front"]].note, boxes[ids["front"]].kind) == ("缺党建指导员", "gap")


def test_a_click_on_a_box_chooses_it_everywhere_and_opens_it(page, shell, qtbot, ids):
    picture = page.views.chart
    qtbot.mouseClick(picture.sheet, Qt.MouseButton.LeftButton, pos=place(picture, ids["front"]))
    assert page.table.current == ids["front"]
    assert page.views.tree.tree.currentIndex().data(Qt.ItemDataRole.UserRole) == ids["front"]
    assert picture.sheet.accessibleName() == "组织图，前街网格　缺党建指导员"
    assert shell._drawers["grids"].accessibleName() == "前街网格"


def test_arrows_walk_the_boxes_and_enter_goes_into_a_station(page, shell, qtbot, ids):
    sheet = page.views.chart.sheet
    sheet.setFocus()
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
        qtbot.keyClick(sheet, key)
    assert sheet.current.id == ids["station"]
    qtbot.keyClick(sheet, Qt.Key.Key_Return)
    assert {b.title for b in sheet.drawing.blocks} == {
        "城关站", "前街网格", "后街网格", "一组", "二组",
    }  # fmt: skip
    assert page.views.back.isVisible()
    page.views.back.click()
    assert len(sheet.drawing.blocks) == 4


def test_the_tree_is_narrowed_by_initials_and_leads(page, qtbot, ids):
    tree = page.views.tree
    tree.search.setFocus()
    type_in(tree.search, "hjw")
    assert set(tree._items) & set(ids.values()) == {ids["station"], ids["back"]}
    index = tree._items[ids["back"]].index()
    qtbot.mouseClick(
        tree.tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.tree.visualRect(index).center()
    )
    assert page.table.current == ids["back"]


def test_what_is_seen_is_printed(page, qtbot):
    page.views.print_wanted.disconnect()
    page.views.go(CHART)
    sheet = page.views.chart.sheet
    sheet.setFocus()
    with qtbot.waitSignal(page.views.print_wanted) as wanted:
        qtbot.keyClick(sheet, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert wanted.args[1] == "网格组织图"
    page.views.go(LIST)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.output.shown is not None)
    page.output.shown.reject()


def test_a_door_with_conditions_leads_to_the_list(page, shell, qtbot):
    page.views.go(CHART)
    with qtbot.waitSignal(page.shown):
        shell.go("grids", Wish(filters={"vacant": True}))
    assert page.views.view == LIST
    assert page.table.isVisible()


def test_areas_are_coloured_by_the_measure_chosen(desk, office, qtbot, ids):
    items = register_pages.nav_items(desk, office.actor, (), INDICATORS)
    page = items[0].make_page()
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    with qtbot.waitSignal(page.shown):
        page.enter(None)
    page.views.go(AREA)

    def kinds():
        blocks = page.views.area.sheet.drawing.blocks
        return {b.id: (b.kind, b.note) for b in blocks if b.kind != "label"}

    qtbot.waitUntil(lambda: kinds().get(ids["front"]) == ("heat4", "100%"))
    page.views.measure.choose("score")
    page.views.measure_wanted.emit()
    qtbot.waitUntil(lambda: kinds()[ids["front"]] == ("none", "1 户"))
