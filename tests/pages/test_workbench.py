"""The workbench: true numbers, doors, the heat table, first steps."""

from datetime import timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from gridcenter.desk.desk import Changes, Desk
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.jobs import Jobs
from gridcenter.desk.memory import Memory
from gridcenter.ledgers.library import month_scope
from gridcenter.ledgers.making import body_rows
from gridcenter.matters.services import solve_matter
from gridcenter.office import found, open_office
from gridcenter.supervision.services import (
    InspectionEntry,
    ProblemEntry,
    ScoreEntry,
    record_inspection,
)
from gridcenter.wings import LEDGERS, WINGS
from gridcenter.workbench import pages as workbench_pages
from tests.pages.conftest import DIVISION, MONTH, TODAY


@pytest.fixture
def bench(no_posts, shell, qtbot):
    page = shell.page("workbench")
    with qtbot.waitSignal(page.status):
        shell.go("workbench")
    return page


def numbers(page):
    return {key: (t._number.text(), t._note.text()) for key, t in page.tiles.items()}


def lines(page):
    model = page.todo._list.model_
    return [[model.index(r, c).data() for c in range(1, 6)] for r in range(model.rowCount())]


def test_the_numbers_are_true(bench):
    late = bench.todo.shown[0].days
    assert numbers(bench) == {
        "due": ("0", ""), "late": ("1", f"最久 {late} 天"), "needs": ("1", ""),
        "inspections": ("0 / 2", f"{MONTH.month}月"), "packages": ("0", ""),
    }  # fmt: skip
    waiting = f"{MONTH.month}月还没督查"
    assert lines(bench) == [
        [f"逾期 {late} 天", "12345热线", "路灯不亮", "后街", ""],
        ["待办", "督查", waiting, "前街", "马建国"],
        ["待办", "督查", waiting, "后街", ""],
        ["待办", "诉求", "屋后排水沟堵塞", "前街", "马建国"],
    ]
    assert [point.value for point in bench.trend.visits.points][-1] == 2


def test_a_change_elsewhere_changes_the_numbers(bench, qtbot, office, ids):
    with qtbot.waitSignal(bench.status), office.database.write(office.actor) as session:
        solve_matter(session, office.actor, ids["late"], on=TODAY, result="已换灯")
    assert numbers(bench)["late"] == ("0", "")
    assert "12345热线" not in [line[1] for line in lines(bench)]


def test_a_problem_past_its_day_leads_into_its_month(bench, shell, qtbot, office, ids):
    before = MONTH.shift(-1)
    problem = ProblemEntry("公示牌褪色", before.first + timedelta(days=1), "马建国")
    score = ScoreEntry("report", Decimal(18))
    entry = InspectionEntry(ids["front"], before, before.first, (score,), (problem,))
    with qtbot.waitSignal(bench.status), office.database.write(office.actor) as session:
        record_inspection(session, office.actor, entry)
    page = shell.page("inspections")
    bench.todo._list.opened.emit(next(one.id for one in bench.todo.shown if one.kind == "整改"))
    qtbot.waitUntil(lambda: page.table.current == ids["front"] and page.model.rowCount() == 2)
    assert shell.month == before


def test_late_things_alone_fill_the_page_and_give_it_back(bench, qtbot):
    qtbot.mouseClick(bench.tiles["late"], Qt.MouseButton.LeftButton)
    assert [line[1] for line in lines(bench)] == ["12345热线"]
    assert not bench.heat.isVisible()
    qtbot.mouseClick(bench.todo.door, Qt.MouseButton.LeftButton)
    assert len(lines(bench)) == 4
    assert bench.heat.isVisible()


def test_a_line_opens_its_record_by_enter(bench, shell, qtbot, ids):
    page = shell.page("matters")
    bench.todo._list.selectRow(0)
    with qtbot.waitSignal(page.shown):
        qtbot.keyClick(bench.todo._list, Qt.Key.Key_Return)
    assert shell.here == "matters"
    qtbot.waitUntil(lambda: page.table.current == ids["late"])


@pytest.mark.parametrize(("tile", "key", "count"), [("needs", "visits", 1), ("inspections", "inspections", 2)])
def test_tiles_lead_to_lists_of_as_many(bench, shell, qtbot, tile, key, count):
    page = shell.page(key)
    with qtbot.waitSignal(page.shown):
        qtbot.keyClick(bench.tiles[tile], Qt.Key.Key_Return)
    assert shell.here == key
    assert len(page.model.ids) == count


def test_the_heat_table_is_walked_by_keys_and_read_aloud(bench, shell, qtbot, ids):
    heat = bench.heat.heat
    heat.setFocus()
    said = Qt.ItemDataRole.AccessibleTextRole
    assert heat.currentIndex().data(said) == "前街网格，走访户数覆盖率 100%"
    assert heat.currentIndex().data() == "100"
    for key in (Qt.Key.Key_Right, *[Qt.Key.Key_Down] * 3):
        qtbot.keyClick(heat, key)
    assert heat.currentIndex().data(said) == "后街网格，事项按期办结率 没有数据"
    page = shell.page("matters")
    with qtbot.waitSignal(page.shown):
        qtbot.keyClick(heat, Qt.Key.Key_Return)
    assert shell.here == "matters"
    qtbot.waitUntil(lambda: page.wish.filters.get("area") == ids["back"])
    assert page.wish.filters["period"] == (MONTH.first, MONTH.last)


def test_a_month_of_the_chart_leads_into_it(bench, shell, qtbot):
    chart = bench.trend.visits
    assert chart.accessibleName() == f"走访次数，{MONTH.month}月 2次"
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    before = MONTH.shift(-1)
    assert chart.accessibleName() == f"走访次数，{before.month}月 0次"
    with qtbot.waitSignal(shell.page("visits").shown):
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert (shell.here, shell.month) == ("visits", before)


def test_an_empty_township_is_told_what_to_do_first(look, qtbot, tmp_path):
    found(tmp_path / "bare", division=DIVISION, password="demo", admin="周敏")
    with open_office(tmp_path / "bare", "", "demo", "窗口") as office:
        jobs, memory = Jobs(), Memory(tmp_path / "memory.ini")
        desk = Desk(look, jobs, office.database, Changes(office.database), memory)
        page = workbench_pages.nav_items(desk, office.actor, WINGS)[0].make_page()
        qtbot.addWidget(page)
        page.show()
        with qtbot.waitSignal(page.status):
            page.enter(None)
        assert page.beginning.isVisible()
        assert not page.todo.isVisible()
        with qtbot.waitSignal(page.went) as went:
            qtbot.mouseClick(page.beginning._doors[0], Qt.MouseButton.LeftButton)
        assert went.args == ["import", "grids"]
        assert not page.beginning._doors[2].isEnabled()
        jobs.shutdown()


def test_ledgers_are_counted_as_they_are_built(office):
    with office.database.read() as session:
        scope = month_scope(MONTH, None, TODAY)
        for one in LEDGERS:
            if one.count is not None:
                assert one.count(session, MONTH) == body_rows(one.build(session, scope)), one.title


def test_the_acts_begin_forms(bench, shell):
    bench.buttons[1].click()
    assert shell.here == "matters"
    forms = [form for form in shell.findChildren(FormDialog) if form.isVisible()]
    assert [form.windowTitle() for form in forms] == ["登记事项"]
