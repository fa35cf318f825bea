"""What every list can do, on the lists of the wings: narrowed, remembered, handed out as shown."""

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from gridcenter.access.actors import ROLES, Actor
from gridcenter.access.log import read_log
from gridcenter.desk.jobs import Job
from gridcenter.register.month import counts, homes, residents
from gridcenter.register.pages.residents import ResidentsPage
from gridcenter.register.records import Placement, Village
from gridcenter.store.listing import Wish
from tests.desk.typing_in import type_in
from tests.pages.conftest import MONTH, NUMBER, PHONE, TODAY


def shown_again(qtbot, desk, actor):
    page = ResidentsPage(desk, actor)
    qtbot.addWidget(page)
    page.resize(1100, 600)
    page.show()
    with qtbot.waitSignal(page.shown):
        page.enter(None)
    return page


def test_a_list_answers_while_a_long_import_writes(go, qtbot, desk, office):
    page, begun, gate = go("residents"), threading.Event(), threading.Event()

    def long_write(_progress):
        with office.database.write(office.actor) as session:
            session.add(Village(name="新村", position=901))
            session.flush()
            begun.set()
            return gate.wait(20)

    job = desk.jobs.start(Job(long_write))
    assert begun.wait(10)
    with qtbot.waitSignal(page.shown) as shown:
        type_in(page.filter_bar.search, "lxm")
    assert shown.args == [2]
    with qtbot.waitSignal(job.finished):
        gate.set()


def test_the_spreadsheet_holds_exactly_what_is_shown(go, qtbot, office, ids, tmp_path):
    page, target = go("residents"), tmp_path / "居民.xlsx"
    with qtbot.waitSignal(page.shown):
        page.filter_bar.choices["area"].choose(ids["front"])
    with qtbot.waitSignal(page.shown):
        page.table._head.sectionClicked.emit(1)
        page.table._head.sectionClicked.emit(1)
    page.columns._choose(2, False)
    page.table._head.moveSection(page.table._head.visualIndex(6), 2)
    page.output.save(page._sheet(None), target)
    qtbot.waitUntil(target.exists)
    rows = CalamineWorkbook.from_path(target).get_sheet_by_index(0).to_python()
    heads = ["序号", "姓名", "电话", "年龄", "网格", "与户主", "户号", "户类型"]
    assert rows[0][0] == "居民清单"
    assert "条件：前街网格" in rows[1][0]
    assert rows[2] == heads
    assert [row[1] for row in rows[3:5]] == ["李秀梅", "李晓敏"]
    assert rows[3][2] == "100****5678"
    assert rows[3][6] == "0041"
    assert "共2人" in rows[5][0]
    with office.database.read() as session:
        line = read_log(session, office.actor)[-1]
    assert (line.count, line.what.partition(" 居民2")[0]) == (2, "导出 居民清单")


def test_ticked_rows_are_asked_about_and_printed_alone(go, qtbot, ids):
    page = go("residents")
    page.model.tick([ids["李秀梅"]], on=True)
    button = page._output_buttons[0][0]
    menu = page.output.ask_rows(button, page.model.ticked, page.output.print_out)
    assert [act.text() for act in menu.actions()] == ["选中的 1 行", "全部 3 行"]
    menu.actions()[0].trigger()
    menu.close()
    qtbot.waitUntil(lambda: page.output.shown is not None)
    preview = page.output.shown
    assert preview.preview.pages == 1
    assert [row.cells[1] for row in preview._drawn.ledger.parts[0].rows] == ["李秀梅"]
    assert preview._drawn.ledger.period == "选中的 1 人"
    said = str(preview._drawn.ledger)
    assert NUMBER not in said
    assert PHONE not in said
    preview.reject()


def test_an_account_that_may_not_print_has_no_way_to(qtbot, desk):
    page = shown_again(qtbot, desk, Actor("审计", "审计", ROLES["auditor"]))
    assert page.output is None
    assert [act.text for act in page._row_acts] == []


def test_filters_sort_and_columns_are_remembered_by_account_and_no_words(qtbot, desk, office, ids, tmp_path):
    page = shown_again(qtbot, desk, office.actor)
    qtbot.waitUntil(lambda: len(page.filter_bar.choices["area"]._nodes) > 0)
    with qtbot.waitSignal(page.shown):
        page.filter_bar.choices["area"].choose(ids["front"])
    page.filter_bar.choices["kind"].setCurrentIndex(3)
    type_in(page.filter_bar.search, "李秀")
    with qtbot.waitSignal(page.shown):
        page.table._head.sectionClicked.emit(3)
    page.columns._choose(2, False)
    page.table._head.moveSection(page.table._head.visualIndex(6), 2)
    again = shown_again(qtbot, desk, office.actor)
    assert again.wish.filters == page.wish.filters
    assert (again.wish.words, again.wish.sort_by) == ("", "birth")
    titles = [column.title for column in again.table.columns_shown()]
    assert titles == ["姓名", "电话", "年龄", "网格", "与户主", "户号", "户类型"]
    again.columns._restore()
    assert [c.title for c in again.table.columns_shown()][:3] == ["姓名", "性别", "年龄"]
    other = shown_again(qtbot, replace(desk, memory=desk.memory.of("别人")), office.actor)
    assert not other.filter_bar.narrows
    assert "李".encode() not in (tmp_path / "memory.ini").read_bytes()


def test_a_door_is_not_remembered_and_one_click_clears(go, qtbot, shell, desk, office):
    page = go("matters", Wish(filters={"late": True}))
    assert page.filter_bar.choices["late"].widget.property("active")
    assert page._clear.isVisible()
    with qtbot.waitSignal(page.shown) as shown:
        qtbot.mouseClick(page._clear, Qt.MouseButton.LeftButton)
    assert shown.args == [2]
    assert not page._clear.isVisible()
    assert desk.memory.recall(page._place).get("filter-late") is None


def test_what_finds_no_room_stands_behind_the_button(go, shell, qtbot):
    page = go("matters")
    bar = page.filter_bar
    assert bar.more.isVisible()
    qtbot.mouseClick(bar.more, Qt.MouseButton.LeftButton)
    late = bar.choices["late"].widget
    qtbot.waitUntil(late.isVisible)
    with qtbot.waitSignal(page.shown):
        bar.choices["late"].choose(True)
    assert bar.more.accessibleName() == "更多条件，已用 1 个"
    bar._sheet.close()
    shell.resize(911, 512)
    page.open_record(page.model.ids[0])
    qtbot.waitUntil(lambda: bar.width() < 540)
    QApplication.processEvents()
    inside = [c.widget for c in bar.choices.values() if c.widget.parent() is bar]
    assert len(inside) == 1
    assert bar.search.width() >= 200


def test_escape_clears_the_words_then_shuts_the_drawer(go, shell, qtbot, ids):
    page = go("residents")
    with qtbot.waitSignal(page.shown):
        type_in(page.filter_bar.search, "李")
    page.table.go_to(ids["李秀梅"])
    page.open_record(ids["李秀梅"])
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    page.table.setFocus()
    with qtbot.waitSignal(page.shown):
        qtbot.keyClick(page.table, Qt.Key.Key_Escape)
    assert page.filter_bar.words == ""
    assert "residents" in shell._drawers
    qtbot.keyClick(page.table, Qt.Key.Key_Escape)
    assert "residents" not in shell._drawers


def test_a_row_is_copied_as_it_is_shown(go, qtbot, ids):
    page = go("residents")
    page.table.go_to(ids["李秀梅"])
    qtbot.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QApplication.clipboard().text()
    assert copied.split("\t")[0] == "李秀梅"
    assert "100****5678" in copied
    assert PHONE not in copied


@pytest.mark.parametrize(("key", "mine", "count"), [
    ("visits", "back", 1), ("matters", "back", 1), ("matters", "front", 1), ("disputes", "front", 1),
    ("members", "front", 1), ("members", "village", 1), ("inspections", "back", 1), ("grids", "front", 3),
])  # fmt: skip
def test_every_list_is_narrowed_to_an_area(go, qtbot, ids, key, mine, count):
    page = go(key)
    with qtbot.waitSignal(page.shown) as shown:
        page.filter_bar.choices["area"].choose(ids[mine])
    assert shown.args == [count]


@pytest.mark.parametrize(("key", "counts"), [("visits", (2, 2, 0)), ("matters", (1, 2, 0)), ("disputes", (1, 1, 0))])
def test_lists_of_doings_are_narrowed_to_a_span(go, qtbot, key, counts):
    page = go(key)
    period = page.filter_bar.choices["period"]
    nothing = MONTH.shift(5).first, None
    for chosen, count in zip(((TODAY, TODAY), (None, TODAY), nothing), counts, strict=True):
        with qtbot.waitSignal(page.shown) as shown:
            period.choose(chosen)
        assert shown.args == [count]


def test_grids_of_common_names_tell_their_village(go, cells):
    assert cells(go("matters"))[0][2].startswith(("前街", "后街"))


def test_the_first_column_stays_where_it_is(go):
    table = go("residents").table
    table._head.moveSection(table._head.visualIndex(4), 1)
    assert [c.key for c in table.columns_shown()][:2] == ["name", "sex"]
    assert table.indexAt(QPoint(5, 5)).column() == 0


def test_counts_of_units_agree_with_homes_and_residents(office, ids):
    with office.database.write(office.actor) as session:
        old = session.scalars(select(Placement).where(Placement.household_id == ids["home"])).one()
        old.until = TODAY
        session.add(Placement(household_id=ids["home"], unit_id=ids["two"], grid_set="main", since=TODAY))
    with office.database.read() as session:
        lived, expected = residents(session, MONTH), {}
        for home, unit in homes(session, MONTH).items():
            households, people = expected.get(unit, (0, 0))
            expected[unit] = (households + 1, people + lived.get(home, 0))
        assert counts(session, MONTH) == expected
    assert expected[ids["two"]] == (1, 2)
