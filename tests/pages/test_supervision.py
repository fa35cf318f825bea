"""The month's inspections."""

from datetime import timedelta
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QLabel

from gridcenter.codes.tables import Codes, save_words
from gridcenter.desk.buttons import Button
from gridcenter.desk.charts import Ring
from gridcenter.desk.drafts import Spot
from gridcenter.desk.forms import FormDialog
from gridcenter.register.records import Unit
from gridcenter.supervision.codes import METHOD
from gridcenter.supervision.records import InspectionProblem
from gridcenter.supervision.services import (
    InspectionEntry,
    ScoreEntry,
    find_inspection,
    inspections_of,
    record_inspection,
)
from tests.pages.conftest import MONTH, TODAY, unstation

POINTS = {"report": "18", "results": "35", "duty": "17.5", "ledgers": "16"}
NEAR = TODAY + timedelta(days=3)


def said(widget):
    return [label.text() for label in widget.findChildren(QLabel)]


def press(form, text):
    next(b for b in form.findChildren(Button) if text in b.text() or b.accessibleName() == text).click()


def open_forms(shell):
    return [form for form in shell.findChildren(FormDialog) if form.isVisible()]


@pytest.fixture
def page(go):
    return go("inspections")


def test_every_grid_of_the_month_in_the_order_of_the_tree(page, cells):
    rows = cells(page)
    assert [row[0] for row in rows] == ["前街网格", "后街网格"]
    assert [row[2] for row in rows] == ["马建国", "空缺"]
    assert [row[-1] for row in rows] == ["未督查", "未督查"]
    assert page.note.text() == f"{MONTH.words}　2 个网格　已督查 0 个"


def test_without_stations_their_column_is_left_out(page, qtbot, office, ids):
    assert not page.table.isColumnHidden(2)
    with qtbot.waitSignal(page.shown), office.database.write(office.actor) as session:
        unstation(session, ids)
    assert page.model.columns[1].title == "管理站"
    assert page.table.isColumnHidden(2)


def test_a_grid_of_a_common_name_is_told_by_its_village(page, qtbot, cells, office, ids):
    with qtbot.waitSignal(page.shown), office.database.write(office.actor) as session:
        session.get_one(Unit, ids["back"]).name = "第一网格"
    assert [row[0] for row in cells(page)] == ["前街网格", "后街村第一网格"]
    assert page.inspect(ids["back"]).ui.note.text().startswith("后街村第一网格")


def test_points_add_up_while_typing(page, ids):
    form = page.inspect(ids["front"])
    for method, points in POINTS.items():
        form._slots[method].field.put(points)
    assert form.findChild(Ring)._value == 86.5
    form._slots["results"].field.put("20")
    assert (form.findChild(Ring)._value, form.findChild(Ring)._note) == (71.5, "80 分以下")


def test_an_inspection_is_saved_and_the_next_grid_follows(page, shell, fill, qtbot, cells, office, ids):
    form = page.inspect(ids["front"])
    press(form, "添一条")
    assert form._slots["responsible_0"].field.text() == "马建国"
    with qtbot.waitSignal(page.shown):
        done = fill(form, **POINTS, reason_report="没讲整改", problem_0="台账缺签字", deadline_0=NEAR)
    assert done.result == "前街网格"
    row = cells(page)[0]
    assert row[3:] == [f"{TODAY:%m-%d}", "18", "35", "17.5", "16", "86.5", "1", "正在整改", "已督查"]
    qtbot.waitUntil(lambda: len(open_forms(shell)) == 1)
    assert open_forms(shell)[0].ui.note.text().startswith("后街网格")
    with office.database.read() as session:
        found = inspections_of(session, MONTH)[ids["front"]]
    assert found.inspection.inspector == "周敏"
    assert found.scores["report"].reason == "没讲整改"
    assert found.problems[0].responsible == "马建国"


def test_a_deadline_before_the_inspection_is_refused_with_a_day_that_would_do(page, fill, ids):
    form = page.inspect(ids["front"])
    press(form, "添一条")
    press(form, "添一条")
    values = {"problem_0": "台账缺签字", "deadline_0": NEAR, "problem_1": "垃圾清运"}
    done = fill(form, **POINTS, **values, deadline_1=TODAY - timedelta(days=1))
    assert set(done.errors) == {"deadline_1"}
    assert "整改期限不能早于督查日期" in done.errors["deadline_1"]
    assert "可填" in done.errors["deadline_1"]
    assert done.foot == "还有 1 处要改"


def test_a_refusal_finds_its_line_after_one_was_binned(page, fill, ids):
    form = page.inspect(ids["front"])
    for _ in range(3):
        press(form, "添一条")
    press(form, "删去这一条")
    values = {"problem_1": "台账缺签字", "deadline_1": NEAR}
    done = fill(form, **POINTS, **values, deadline_2=NEAR)
    assert done.errors == {"problem_2": "请写明存在的问题，没有就删掉这一行"}


def test_points_above_the_full_mark_are_refused_at_the_method(page, fill, ids):
    done = fill(page.inspect(ids["front"]), **(POINTS | {"results": "41"}))
    assert done.errors == {"results": "看实绩得分 41 超过了满分 40"}


def test_a_day_of_another_month_is_refused(page, fill, ids):
    outside = MONTH.first - timedelta(days=1)
    done = fill(page.inspect(ids["front"]), **POINTS, inspected_on=outside)
    assert set(done.errors) == {"inspected_on"}


def test_all_points_must_be_given(page, fill, ids):
    done = fill(page.inspect(ids["front"]), report="18")
    assert set(done.errors) == {"results", "duty", "ledgers"}


@pytest.fixture
def inspected(page, fill, qtbot, shell, ids):
    form = page.inspect(ids["front"])
    press(form, "添一条")
    press(form, "添一条")
    with qtbot.waitSignal(page.shown):
        fill(form, **POINTS, problem_0="台账缺签字", deadline_0=NEAR, problem_1="垃圾清运", deadline_1=NEAR)
    qtbot.waitUntil(lambda: len(open_forms(shell)) == 1)
    open_forms(shell)[0].reject()
    return page._rows[ids["front"]]


def test_a_recheck_settles_a_problem(page, inspected, fill, qtbot, cells, shell, ids):
    assert cells(page)[0][-2] == "正在整改"
    for problem in inspected.problems:
        with qtbot.waitSignal(page.shown):
            assert fill(page.recheck(problem), words="已补齐").result == "已整改"
    assert cells(page)[0][-2] == "已整改"
    page.open_record(ids["front"])
    assert any("周敏复查：已补齐" in text for text in said(shell._drawers["inspections"]))


def test_changing_an_inspection_keeps_the_rechecks(page, inspected, fill, qtbot, office, ids):
    second = inspected.problems[1]
    with qtbot.waitSignal(page.shown):
        fill(page.recheck(second), words="已清运")
    form = page.inspect(ids["front"])
    press(form, "删去这一条")
    with qtbot.waitSignal(page.shown):
        fill(form, report="20")
    with office.database.read() as session:
        kept = find_inspection(session, ids["front"], MONTH)
        problems = session.query(InspectionProblem).filter_by(inspection_id=kept.id).all()
        assert [(p.id, p.status, p.recheck) for p in problems] == [(second.id, "done", "已清运")]


def add_method(office, word):
    with office.database.write(office.actor) as session:
        codes = Codes.load(session, METHOD)
        codes.add(word)
        save_words(session, codes)


def test_a_method_the_office_added_may_be_scored_and_emptied_again(page, fill, qtbot, office, ids):
    add_method(office, "群众评议")
    for given, total in (({"群众评议": "5"}, "91.5"), ({"群众评议": None}, "86.5")):
        with qtbot.waitSignal(page.shown):
            fill(page.inspect(ids["front"]), **POINTS, **given)
        with office.database.read() as session:
            assert inspections_of(session, MONTH)[ids["front"]].total == Decimal(total)


def test_the_methods_of_last_month_are_asked_for_with_their_full_marks(page, fill, qtbot, office, ids):
    add_method(office, "群众评议")
    before = MONTH.shift(-1)
    scores = (
        ScoreEntry("results", Decimal(60), full=Decimal(70)),
        ScoreEntry("群众评议", Decimal(25), full=Decimal(30)),
    )
    with qtbot.waitSignal(page.shown), office.database.write(office.actor) as session:
        entry = InspectionEntry(ids["back"], before, before.first, scores)
        record_inspection(session, office.actor, entry)
    form = page.inspect(ids["front"])
    assert {*POINTS, "群众评议"} & set(form._slots) == {"results", "群众评议"}
    assert set(fill(form, results="70").errors) == {"群众评议"}
    assert fill(form, 群众评议="31").errors == {"群众评议": "群众评议得分 31 超过了满分 30"}


def test_months_last_total_stands_beside_the_new_one(page, inspected, shell, qtbot, ids):
    with qtbot.waitSignal(page.shown):
        shell.topbar.month.set_month(MONTH.shift(1))
    form = page.inspect(ids["front"])
    assert "上月 86.5 分" in said(form)
    assert form._slots["inspected_on"].field.text() == ""


def test_the_list_narrows_to_what_waits(page, inspected, qtbot, cells):
    with qtbot.waitSignal(page.shown):
        page.filter_bar.choices["state"].choose("waiting")
    assert [row[0] for row in cells(page)] == ["后街网格"]
    with qtbot.waitSignal(page.shown):
        page.filter_bar.choices["state"].choose("unsettled")
    assert [row[0] for row in cells(page)] == ["前街网格"]


def test_tab_goes_down_the_form_as_on_paper(page, qtbot, ids):
    form = page.inspect(ids["front"])
    press(form, "添一条")
    press(form, "添一条")
    form._slots["inspected_on"].field.setFocus()
    seen = []
    for _ in range(40):
        seen += [key for key, slot in form._slots.items() if slot.field.widget is form.focusWidget()]
        form.focusNextChild()
    wanted = ["inspected_on", "inspector"]
    for method in POINTS:
        wanted += [method, f"reason_{method}"]
    for number in (0, 1):
        wanted += [f"problem_{number}", f"responsible_{number}", f"deadline_{number}"]
    assert seen[: len(wanted) + 1] == [*wanted, "opinion"]


def test_after_the_last_grid_no_form_follows(page, shell, fill, qtbot, cells, ids):
    fill(page.inspect(ids["front"]), **POINTS)
    qtbot.waitUntil(lambda: len(open_forms(shell)) == 1)
    last = open_forms(shell)[0]
    assert last.save.text().strip() == "保存"
    fill(last, **POINTS)
    qtbot.waitUntil(lambda: [row[-1] for row in cells(page)] == ["已督查", "已督查"])
    assert open_forms(shell) == []
    assert page.inspect(ids["front"])._slots["report"].field.text() == "18"


def test_a_draft_of_another_month_is_gone_on_with_there(page, shell, qtbot, ids):
    with qtbot.waitSignal(page.shown):
        shell.topbar.month.set_month(MONTH.shift(1))
    shell.go("inspections", Spot("inspections", "月度督查打分", f"{ids['front'].hex()} {MONTH}"))
    assert shell.month == MONTH
    [form] = open_forms(shell)
    assert form.ui.note.text() == f"前街网格　{MONTH.words}"
