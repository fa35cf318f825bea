from dataclasses import replace

import pytest
from people import id_of, people, people_list
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from typing_in import type_in

from gridcenter.desk.list_page import ListPage
from gridcenter.desk.list_parts import RowAct
from gridcenter.desk.messages import Box
from gridcenter.store.listing import Wish


@pytest.fixture
def log():
    return []


@pytest.fixture
def desk(make_desk):
    return make_desk(people())


@pytest.fixture
def page(qtbot, desk, log):
    page = ListPage(desk, people_list(log))
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    with qtbot.waitSignal(page.shown) as shown:
        page.enter(None)
    assert shown.args == [15]
    return page


def test_typing_in_the_search_line_narrows_the_list(qtbot, page):
    said = []
    page.status.connect(said.append)
    with qtbot.waitSignal(page.shown) as shown:
        type_in(page.filter_bar.search, "李晓")
    assert shown.args == [1]
    assert page.model.index(0, 1).data() == "李晓敏"
    assert page._hint.text() == "按“李晓”找到 1 人"
    assert said[-1] == "全部 15 人　筛选后 1 人"


def test_a_choice_narrows_at_once_and_a_door_sets_all(qtbot, page):
    with qtbot.waitSignal(page.shown) as shown:
        page.filter_bar.choices["grid"].choose("前街网格")
    assert shown.args == [3]
    with qtbot.waitSignal(page.shown) as shown:
        page.enter(Wish("敏", filters={"grid": "前街网格"}))
    assert shown.args == [1]
    assert page.wish.words == "敏"


def test_a_press_on_a_head_sorts(qtbot, page):
    head = page.table.horizontalHeader()
    at = head.sectionViewportPosition(3) + 10
    for first in ("李新苗", "李祥茂"):
        with qtbot.waitSignal(page.shown):
            qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at, 10))
        assert page.model.index(0, 1).data() == first


def test_ticked_rows_get_their_bar_and_acts(qtbot, page, log):
    assert not page.ticked_bar.isVisible()
    page.table.selectRow(1)
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    assert page.ticked_bar.isVisible()
    assert page.ticked_bar.accessibleName() == "已选 1 人"
    qtbot.keyClick(page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert log == [("print", [id_of(1)])]
    qtbot.keyClick(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(page.model.ticked) == 15


def test_nothing_found_offers_to_clear(qtbot, page):
    with qtbot.waitSignal(page.shown) as shown:
        page.filter_bar.put("查无此人")
    assert shown.args == [0]
    assert page.empty.isVisible()
    assert page.empty.accessibleName() == "没有符合条件的"
    with qtbot.waitSignal(page.shown) as shown:
        qtbot.mouseClick(page.empty.button, Qt.MouseButton.LeftButton)
    assert shown.args == [15]
    assert page.table.isVisible()


def test_an_empty_list_says_what_to_do_next(qtbot, make_desk, log):
    page = ListPage(make_desk({}), people_list(log))
    qtbot.addWidget(page)
    page.show()
    with qtbot.waitSignal(page.shown):
        page.enter(None)
    assert page.empty.accessibleName() == "还没有登记居民"
    qtbot.mouseClick(page.empty.button, Qt.MouseButton.LeftButton)
    assert log == [("new", [])]


def test_a_commit_elsewhere_refreshes_and_keeps_the_place(qtbot, desk, page):
    page.table.selectRow(3)
    del desk.database.rows[id_of(0)]
    with qtbot.waitSignal(page.shown) as shown:
        desk.database.tell("person")
    assert shown.args == [14]
    assert page.table.current == id_of(3)
    with qtbot.assertNotEmitted(page.shown, wait=50):
        desk.database.tell("visit")


def test_only_rows_on_the_screen_are_read(qtbot, make_desk, log):
    some = people()
    many = {id_of(n): some[id_of(n % 15)] for n in range(20_000)}
    desk = make_desk(many)
    page = ListPage(desk, people_list(log))
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    with qtbot.waitSignal(page.shown) as shown:
        page.enter(None)
    page.grab()
    assert shown.args == [20_000]
    assert desk.database.loaded <= 128


def test_columns_left_out_and_widths_are_remembered(qtbot, desk, page):
    declared = page.table.columnWidth(1)
    page.table.setColumnWidth(1, declared + 45)
    page.columns._choose(4, False)
    again = ListPage(desk, people_list([]))
    qtbot.addWidget(again)
    assert again.table.isColumnHidden(4)
    assert not again.table.isColumnHidden(3)
    assert again.table.columnWidth(1) == page.table.columnWidth(1) > declared


def test_an_id_handed_over_is_found_in_the_whole_list(qtbot, page):
    with qtbot.waitSignal(page.shown):
        page.filter_bar.put("查无此人")
    with qtbot.waitSignal(page.shown):
        page.enter(id_of(12))
    assert page.table.current == id_of(12)
    assert page.model.index(page.table.currentIndex().row(), 1).data() == "李祥茂"


def test_a_refresh_keeps_place_ticks_and_current_row(qtbot, make_desk):
    some = people()
    desk = make_desk({id_of(n): some[id_of(n % 15)] for n in range(5_000)})
    page = ListPage(desk, people_list([]))
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    with qtbot.waitSignal(page.shown):
        page.enter(None)
    page.table.selectRow(3_000)
    page.model.tick([id_of(3_001)], on=True)
    QApplication.processEvents()
    before = page.table.rowViewportPosition(3_000)
    for gone in (0, 1, 2, 4_000):
        del desk.database.rows[id_of(gone)]
    with qtbot.waitSignal(page.shown):
        desk.database.tell("person")
    assert page.table.current == id_of(3_000)
    assert page.table.rowViewportPosition(2_997) == before
    assert page.model.ticked == [id_of(3_001)]


def test_what_is_not_easily_undone_asks_and_names_the_row(qtbot, desk):
    gone = []
    act = RowAct("删除", gone.extend, "trash-2", keys="Delete", asks=True)
    page = ListPage(desk, replace(people_list([]), row_acts=(act,)))
    qtbot.addWidget(page)
    page.show()
    with qtbot.waitSignal(page.shown):
        page.enter(None)
    page.table.selectRow(2)
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    box = page.findChild(Box)
    assert box.accessibleName() == "要删除“李晓敏”吗？"
    assert (box.yes.accessibleName(), box.no.accessibleName()) == ("删除", "留着")
    box.reject()
    assert gone == []
    qtbot.keyClick(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    box = page.findChildren(Box)[-1]
    assert box.accessibleName() == "要删除选中的 15 人吗？"
    box.accept()
    assert len(gone) == 15


def test_whole_words_are_told_only_where_they_are_cut(qtbot, page, monkeypatch):
    told = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, *_rest: told.append(text))
    for column, width in ((5, 50), (5, 112)):
        page.table.setColumnWidth(column, width)
        index = page.model.index(0, 6)
        page.table.setColumnWidth(6, width)
        at = page.table.visualRect(index).center()
        event = QHelpEvent(QHelpEvent.Type.ToolTip, at, page.table.viewport().mapToGlobal(at))
        QApplication.sendEvent(page.table.viewport(), event)
    assert told == ["138****2217", ""]
