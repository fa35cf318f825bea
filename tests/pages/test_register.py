"""Residents and grids, as the clerk works on them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from sqlalchemy import func, select

from gridcenter.access.actors import ROLES, Actor
from gridcenter.access.log import read_log
from gridcenter.base.errors import NotAllowed
from gridcenter.desk.fields import Unclear
from gridcenter.desk.messages import Box
from gridcenter.register.pages.pickers import HouseholdField
from gridcenter.register.pages.residents import ResidentsPage
from gridcenter.register.records import GridLevel, Person, Unit
from gridcenter.register.services.grids import name_with_village
from gridcenter.register.services.homes import find_homes, reveal
from gridcenter.register.services.people import (
    PersonEntry,
    ResidentEntry,
    enter_household,
    enter_resident,
)
from gridcenter.store.finding import find
from gridcenter.store.search import SearchIndex
from gridcenter.wings import SEARCH_SOURCES
from tests.desk.typing_in import type_in
from tests.pages.conftest import MONTH, NUMBER, PHONE, unit, unstation

CHILD = "37142319900101997X"


def said(widget):
    return [label.text() for label in widget.findChildren(QLabel)]


def test_the_list_shows_everybody_masked(go, cells):
    page = go("residents")
    rows = {row[0]: row for row in cells(page)}
    assert set(rows) == {"李秀梅", "李晓敏", "王德福"}
    assert rows["李秀梅"][1] == "女"
    assert rows["李秀梅"][3:] == ["前街一组", "户主", "100****5678", "0041", "独居老人户"]
    assert page.note.text() == "3 人　2 户"


def test_initials_narrow_the_list(go, qtbot, cells):
    page = go("residents")
    with qtbot.waitSignal(page.shown):
        type_in(page.filter_bar.search, "lxm")
    assert {row[0] for row in cells(page)} == {"李秀梅", "李晓敏"}


def test_an_area_keeps_those_who_live_in_it(go, qtbot, cells, ids):
    page = go("residents")
    choice = page.filter_bar.choices["area"]
    qtbot.waitUntil(lambda: len(choice._nodes) > 0)
    popup = choice.open()
    with qtbot.waitSignal(page.shown):
        type_in(popup.search, "qj")
        qtbot.keyClick(popup.search, Qt.Key.Key_Return)
    assert choice.currentText() == "前街网格"
    assert {row[0] for row in cells(page)} == {"李秀梅", "李晓敏"}
    for area, lines in ((ids["station"], 3), (ids["two"], 0), (ids["village"], 2)):
        with qtbot.waitSignal(page.shown):
            choice.choose(area)
        assert len(cells(page)) == lines


def test_a_new_resident_is_entered_by_the_identity_number(go, qtbot, fill, cells, ids):
    page = go("residents")
    form = page.enter_new()
    type_in(form._slots["id_number"].field, CHILD)
    assert form._slots["birth"].field.text() == "1990-01-01"
    assert form._slots["sex"].field.words() == "男"
    with qtbot.waitSignal(page.shown):
        done = fill(form, name="李雪茂", relation="son", household_id=ids["home"])
    assert done.result == "李雪茂"
    assert [row[1] for row in cells(page) if row[0] == "李雪茂"] == ["男"]


def test_a_doubtful_number_is_remarked_and_kept(go, fill, office, ids):
    form = go("residents").enter_new()
    type_in(form._slots["id_number"].field, CHILD[:-1] + "1")
    assert "证件号码校验位不对，请核对证件。确实如此也可以保存" in said(form)
    assert fill(form, name="李雪茂", relation="son", household_id=ids["home"]).result
    with office.database.read() as session:
        assert session.scalar(select(Person.id_number).where(Person.name == "李雪茂")) == CHILD[:-1] + "1"


def test_a_number_known_already_is_remarked(go, qtbot):
    form = go("residents").enter_new()
    type_in(form._slots["id_number"].field, NUMBER)
    told = "可能已经登记过：李秀梅（前街一组　0041 户，证件号码相同、出生日期相同）"
    qtbot.waitUntil(lambda: told in said(form))


def test_what_is_missing_is_said_at_the_field(go, fill, ids):
    page = go("residents")
    done = fill(page.enter_new(), relation="son")
    assert set(done.errors) == {"name", "household_id"}
    assert done.foot == "还有 2 处要改"
    second = fill(page.enter_new(), name="李雪茂", relation="head", household_id=ids["home"])
    assert "已经有户主" in second.errors["relation"]
    phone = fill(page.enter_new(), name="李雪茂", relation="son", household_id=ids["home"], phone="12")
    assert set(phone.errors) == {"phone"}


def test_a_household_is_found_by_initials_of_its_head(desk, qtbot, ids):
    field = HouseholdField(desk)
    qtbot.addWidget(field)
    type_in(field, "wdf")
    qtbot.waitUntil(lambda: field.chosen is not None)
    assert field.value() == ids["other"]
    assert field.text() == "王德福户　后街网格　0042"


def test_words_that_mean_no_household_are_refused(desk, qtbot):
    field = HouseholdField(desk)
    qtbot.addWidget(field)
    type_in(field, "zzz")
    qtbot.waitUntil(lambda: not field._newest.waiting)
    with pytest.raises(Unclear, match="没有找到“zzz”是哪一户"):
        field.value()


def test_a_draft_brings_the_household_back(desk, qtbot, ids):
    field, other = HouseholdField(desk), HouseholdField(desk)
    for each in (field, other):
        qtbot.addWidget(each)
    field.put(ids["home"])
    other.put_words(field.words())
    assert other.value() == ids["home"]


def test_a_new_household_needs_a_number_of_its_own(go, fill, ids):
    page = go("households")
    taken = fill(page.enter_new(), unit_id=ids["two"], number="0041")
    assert "已经有户号 0041" in taken.errors["number"]
    assert fill(page.enter_new(), unit_id=ids["two"], number="0043").result == "0043"


def test_the_drawer_shows_household_visits_and_matters(go, shell, ids):
    page = go("residents")
    page.open_record(ids["李秀梅"])
    drawer = shell._drawers["residents"]
    words = said(drawer)
    assert f"{NUMBER[0]}{'*' * 16}{NUMBER[-1]}" in words
    assert NUMBER not in words
    assert "李晓敏" in words
    assert any("屋后排水沟堵塞" in text for text in words)


def test_whole_numbers_are_shown_for_a_reason_and_logged(go, fill, shell, office, ids):
    page = go("residents")
    page.open_record(ids["李秀梅"])
    assert set(fill(page._reveal(ids["李秀梅"])).errors) == {"reason"}
    fill(page._reveal(ids["李秀梅"]), reason="核对低保材料")
    words = said(shell._drawers["residents"])
    assert NUMBER in words
    assert PHONE in words
    with office.database.read() as session:
        line = read_log(session, office.actor)[-1]
    assert (line.what, line.reason) == ("显示李秀梅的证件号码和电话", "核对低保材料")
    page.open_record(ids["李秀梅"])
    assert NUMBER not in said(shell._drawers["residents"])


def test_changes_are_saved_and_told_in_the_history(go, fill, shell, qtbot, ids):
    page = go("residents")
    page.table.go_to(ids["李秀梅"])
    with qtbot.waitSignal(page.shown):
        fill(page.edit(ids["李秀梅"]), phone="10099998888")
    page.open_record(ids["李秀梅"])
    drawer = shell._drawers["residents"]
    drawer.open_tab(drawer.tabs - 1)
    words = said(drawer)
    assert "100****8888" in words
    assert any("联系电话：100****5678 → 100****8888" in text for text in words)
    refused = fill(page.edit(ids["李晓敏"]), relation="head")
    assert "已经有户主" in refused.errors["relation"]


def test_one_who_is_gone_is_told_of_in_a_box(go, qtbot):
    page = go("residents")
    page.open_record(bytes(16))
    box = page.findChild(Box)
    assert "已经不在名册里" in box.accessibleName()
    box.reject()


def test_the_tree_of_the_month_with_its_vacancies(go, cells, qtbot):
    page = go("grids")
    rows = cells(page)
    assert [row[0].strip("　") for row in rows][1:] == [
        "城关站", "前街网格", "前街一组", "前街二组", "后街网格",
    ]  # fmt: skip
    by_name = {row[0].strip("　"): row[1:6] for row in rows}
    assert by_name["前街网格"] == ["基本网格", "马建国", "10011112222", "1", "2"]
    assert "缺党建指导员" in rows[2]
    assert by_name["后街网格"][1:] == ["缺网格长、党建指导员", "", "1", "1"]
    assert by_name["城关站"][3:] == ["2", "3"]
    choice = page.filter_bar.choices["vacant"]
    with qtbot.waitSignal(page.shown):
        choice.choose(True)
    assert {row[0].strip("　") for row in cells(page)} == {"前街网格", "后街网格", "前街一组", "前街二组"}


def test_the_tree_is_that_of_the_month_chosen_above(go, shell, qtbot, office, cells, ids):
    with office.database.write(office.actor) as session:
        session.get_one(Unit, ids["two"]).since = MONTH.first
    page = go("grids")
    assert "　　　　　　前街二组" in [row[0] for row in cells(page)]
    with qtbot.waitSignal(page.shown):
        shell.topbar.month.set_month(MONTH.shift(-1))
    assert page.note.text().startswith(MONTH.shift(-1).words)
    assert "　　　　　　前街二组" not in [row[0] for row in cells(page)]


def test_the_areas_offered_follow_the_tree(go, qtbot, office, cells, ids):
    page = go("grids")
    choice = page.filter_bar.choices["area"]
    names = ["城关站", "前街网格", "前街一组", "前街二组", "后街网格", "行政村", "前街村", "后街村"]
    qtbot.waitUntil(lambda: [node.name for node in choice._nodes] == names)
    with qtbot.waitSignal(page.shown):
        choice.choose(ids["station"])
    assert len(cells(page)) == 5
    with office.database.write(office.actor) as session:
        unstation(session, ids)
    qtbot.waitUntil(lambda: cells(page)[0][1] == "乡镇" and not page.filter_bar.narrows)
    assert len(cells(page)) == 5


@pytest.fixture
def namesake(office, ids):
    """A grid whose name other villages have too, and a household in it."""
    with office.database.write(office.actor) as session:
        session.scalar(select(GridLevel).where(GridLevel.key == "subgrid")).name = "微网格"
        made = unit(session, "subgrid", "第二微网格", ids["back"], 3, session.get_one(Unit, ids["back"]).village_id)
        home = enter_household(session, office.actor, unit_id=made, number="0077").id
        entry = ResidentEntry(PersonEntry("周大壮"), home, "head")
        return made, enter_resident(session, office.actor, entry).person_id


def test_a_grid_of_a_common_name_is_told_by_its_village(go, shell, qtbot, desk, cells, namesake):
    page = go("residents")
    assert [row[3] for row in cells(page) if row[0] == "周大壮"] == ["后街村第二微网格"]
    page.open_record(namesake[1])
    assert "后街村第二微网格" in said(shell._drawers["residents"])
    field = HouseholdField(desk)
    qtbot.addWidget(field)
    type_in(field, "zdz")
    qtbot.waitUntil(lambda: field.chosen is not None)
    assert field.text() == "周大壮户　后街村第二微网格　0077"
    choice = go("households").enter_new()._slots["unit_id"].field
    choice.put(namesake[0])
    assert choice.choice.currentText() == "后街村第二微网格"


def test_the_search_tells_the_village_of_a_grid(office, namesake):
    index = SearchIndex(SEARCH_SOURCES)
    with office.database.read() as session:
        hits = [(hit.title, hit.place) for kind in find(session, index.sources, "zdz") for hit in kind.hits]
    assert hits == [
        ("周大壮", "后街村第二微网格"), ("周大壮户", "后街村第二微网格"), ("邻里纠纷 JF2026-0001", "前街网格"),
    ]  # fmt: skip


def test_levels_are_called_what_the_office_calls_them(go, cells, namesake):
    page = go("grids")
    rows = {row[0].strip("　"): row[1] for row in cells(page)}
    assert rows["后街村第二微网格"] == "微网格"
    assert rows["前街网格"] == "基本网格"
    assert "3 个微网格" in page.note.text()


@pytest.mark.parametrize(
    ("name", "village", "told"),
    [("第二网格", "严务村", "严务村第二网格"), ("严务村第一网格", "严务村", "严务村第一网格"),
     ("严务第一网格", "严务村", "严务第一网格"), ("第三联合网格", "", "第三联合网格"), ("", "", "")],
)  # fmt: skip
def test_a_name_tells_its_village_once(name, village, told):
    assert name_with_village(name, village) == told


def test_the_drawer_of_a_grid_says_which_post_is_vacant(go, shell, ids):
    page = go("grids")
    page.open_record(ids["back"])
    words = said(shell._drawers["grids"])
    assert "空缺" in words
    assert "网格长" in words
    page.open_record(ids["front"])
    assert "马建国　10011112222" in said(shell._drawers["grids"])


def test_a_vacant_post_is_filled(go, fill, qtbot, cells, office, ids):
    page = go("grids")
    form = page.hand_over(ids["back"])
    assert form._slots["post"].field.words() == "网格长"
    assert set(fill(form).errors) == {"person_id"}
    with qtbot.waitSignal(page.shown):
        assert fill(form, person_id=ids["王德福"]).result == "王德福"
    row = next(row for row in cells(page) if row[0].endswith("后街网格"))
    assert row[2:4] == ["王德福", "10087654321"]
    with office.database.read() as session:
        assert session.scalar(select(func.count(Person.id)).where(Person.name == "王德福")) == 1


def test_a_successor_takes_over_and_last_month_keeps_its_own(go, fill, shell, qtbot, cells, ids):
    page = go("grids")
    with qtbot.waitSignal(page.shown):
        fill(page.hand_over(ids["front"]), person_id="孙志强", phone="10055556666", since=MONTH.first)
    named = {row[0].strip("　"): row[2] for row in cells(page)}
    assert named["前街网格"] == "孙志强"
    with qtbot.waitSignal(page.shown):
        shell.topbar.month.set_month(MONTH.shift(-1))
    named = {row[0].strip("　"): row[2] for row in cells(page)}
    assert named["前街网格"] == "马建国"
    shell.topbar.month.set_month(MONTH)
    again = fill(page.hand_over(ids["front"]), person_id="周大壮", since=MONTH.first)
    assert set(again.errors) == {"since"}


def test_enter_opens_and_the_drawer_follows(go, shell, qtbot):
    page = go("residents")
    page.table.selectRow(0)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    first = shell._drawers["residents"].accessibleName()
    page.table.selectRow(1)
    assert shell._drawers["residents"].accessibleName() != first
    shell.close_drawer()
    page.table.selectRow(0)
    assert "residents" not in shell._drawers


def test_an_auditor_may_not_see_whole_numbers(desk, ids):
    auditor = Actor("shen", "审计员", ROLES["auditor"])
    with pytest.raises(NotAllowed), desk.database.write(auditor) as session:
        reveal(session, auditor, ids["李秀梅"], reason="看看")


def test_households_are_found_by_number_and_telephone_words(desk):
    with desk.database.read() as session:
        assert [home.head for home in find_homes(session, "0042")] == ["王德福"]
        assert find_homes(session, "  ") == []


def test_one_who_may_not_enter_may_not_edit(desk, qtbot, ids):
    page = ResidentsPage(desk, Actor("shen", "审计员", ROLES["auditor"]))
    qtbot.addWidget(page)
    assert page.edit(ids["李秀梅"]) is None
    box = page.findChild(Box)
    assert "不能登记业务数据" in box.accessibleName()
    box.reject()


def test_an_account_without_the_right_is_told_in_the_form(desk, qtbot, fill, ids):
    page = ResidentsPage(desk, Actor("shen", "审计员", ROLES["auditor"]))
    qtbot.addWidget(page)
    done = fill(page.enter_new(), name="李雪茂", relation="son", household_id=ids["home"])
    assert "审计员账号不能登记业务数据" in done.foot
