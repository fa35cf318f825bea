"""Visits, matters, disputes, members."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from sqlalchemy import select

from gridcenter.desk.forms import FormDialog
from gridcenter.disputes.details import dispute_details
from gridcenter.matters.details import matter_details
from gridcenter.matters.records import Matter
from gridcenter.register.pages import ForHousehold
from gridcenter.register.records import Person
from gridcenter.store.listing import Wish
from gridcenter.visits.records import Visit
from tests.pages.conftest import MONTH, TODAY


def said(widget):
    return [label.text() for label in widget.findChildren(QLabel)]


def test_visits_of_the_month_chosen_above(go, shell, qtbot, cells):
    page = go("visits")
    assert {row[1] for row in cells(page)} == {"李秀梅", "王德福"}
    with qtbot.waitSignal(page.shown):
        shell.topbar.month.set_month(MONTH.shift(-1))
    assert cells(page) == []
    with qtbot.waitSignal(page.shown):
        page.filter_bar.choices["period"].choose("all")
    assert len(cells(page)) == 2


def test_a_visit_is_entered(go, fill, qtbot, cells, ids):
    page = go("visits")
    form = page.enter_new()
    assert form._slots["visitor"].field.text() == "周敏"
    with qtbot.waitSignal(page.shown):
        fill(form, household_id=ids["other"], result="phone", need="想装路灯")
    assert ["王德福", "后街网格", "周敏", "日常走访", "电话联系", "想装路灯", "未转事项"] in [
        row[1:] for row in cells(page)
    ]


def test_the_visitor_picked_from_the_register_is_kept_as_that_person(go, fill, qtbot, office, ids):
    page = go("visits")
    form = page.enter_new()
    field = form._slots["visitor"].field
    field.setFocus()
    field.clear()
    qtbot.keyClicks(field, "mjg")
    qtbot.waitUntil(lambda: field.open)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    with qtbot.waitSignal(page.shown):
        fill(form, household_id=ids["other"])
    with office.database.read() as session:
        visit = session.scalars(select(Visit).where(Visit.visitor_id.is_not(None))).one()
        assert (visit.visitor, session.get_one(Person, visit.visitor_id).name) == ("马建国", "马建国")


def test_a_visit_in_the_future_is_refused_at_the_day(go, fill, ids):
    tomorrow = TODAY + timedelta(days=1)
    done = fill(go("visits").enter_new(), household_id=ids["home"], visited_on=tomorrow)
    assert set(done.errors) == {"visited_on"}
    assert f"还没有到，可填 {TODAY.isoformat()}" in done.errors["visited_on"]


def test_a_door_begins_the_visit_of_a_household(shell, go, ids):
    go("visits")
    shell.go("visits", ForHousehold(ids["home"]))
    form = next(form for form in shell.findChildren(FormDialog) if form.isVisible())
    assert form._slots["household_id"].field.value() == ids["home"]


def test_needs_become_matters_in_one_step(go, qtbot, cells, office, ids):
    page = go("visits")
    page.model.tick([ids["visit"], ids["plain visit"]], on=True)
    with qtbot.waitSignal(page.shown):
        page.raise_matters(page.model.ticked)
    assert sorted(row[-1] for row in cells(page)) == ["", "事项办理中"]
    with office.database.read() as session:
        matter = session.get_one(Matter, session.get_one(Visit, ids["visit"]).matter_id)
        assert (matter.content, matter.unit_id, matter.asker) == ("屋后排水沟堵塞", ids["one"], "李秀梅")


def test_the_drawer_of_a_visit_shows_its_need(go, shell, ids):
    page = go("visits")
    page.open_record(ids["visit"])
    words = said(shell._drawers["visits"])
    assert "屋后排水沟堵塞" in words
    assert "未转事项" in words


def test_matters_newest_first_with_what_is_late(go, qtbot, cells):
    page = go("matters")
    assert [row[3] for row in cells(page)] == ["咨询医保", "路灯不亮"]
    assert cells(page)[1][6].startswith("逾期 ")
    with qtbot.waitSignal(page.shown):
        page.filter_bar.choices["late"].choose(True)
    assert [row[3] for row in cells(page)] == ["路灯不亮"]


def test_a_matter_is_entered(go, fill, qtbot, cells, ids):
    page = go("matters")
    with qtbot.waitSignal(page.shown):
        done = fill(
            page.enter_new(), unit_id=ids["two"], content="井盖破损", category="hazard", limit_days=3
        )
    assert done.result.startswith(f"SX{TODAY:%Y%m}-")
    assert ["前街二组", "井盖破损", "群众反映", "安全隐患"] in [row[2:6] for row in cells(page)]


def test_a_matter_without_place_or_words_is_refused_at_the_fields(go, fill, ids):
    page = go("matters")
    assert set(fill(page.enter_new()).errors) == {"unit_id", "content"}
    odd = fill(page.enter_new(), unit_id=ids["two"], content="井盖破损", asker_phone="1")
    assert set(odd.errors) == {"asker_phone"}


def test_a_matter_is_closed_with_its_result(go, fill, desk, qtbot, cells, ids):
    page = go("matters")
    with desk.database.read() as session:
        known = matter_details(session, ids["late"])
    assert set(fill(page.solve(known)).errors) == {"result"}
    early = fill(page.solve(known), result="已换灯", closed_on=TODAY - timedelta(days=90))
    assert set(early.errors) == {"closed_on"}
    with qtbot.waitSignal(page.shown):
        assert fill(page.solve(known), result="已换灯").result == known.number
    assert [row[-1] for row in cells(page) if row[3] == "路灯不亮"] == ["已办结"]
    again = fill(page.solve(known), result="再办一次")
    assert again.foot.endswith("不能再办")


def test_a_matter_is_withdrawn_for_a_reason(go, fill, desk, shell, qtbot, ids):
    page = go("matters")
    with desk.database.read() as session:
        known = matter_details(session, ids["matter"])
    with qtbot.waitSignal(page.shown):
        fill(page.withdraw(known), result="重复登记")
    page.open_record(ids["matter"])
    words = said(shell._drawers["matters"])
    assert "已撤销" in words
    assert "撤销　周敏　重复登记" in words


def test_the_asker_is_shown_for_a_reason(go, fill, shell, ids):
    page = go("matters")
    page.open_record(ids["late"])
    assert "孙**" in said(shell._drawers["matters"])
    fill(page._reveal(ids["late"]), reason="回访")
    assert "10033334444" in said(shell._drawers["matters"])


def test_a_door_opens_a_matter(go, shell, ids):
    page = go("matters", ids["late"])
    assert page.table.current == ids["late"]
    assert "路灯不亮" in said(shell._drawers["matters"])


def test_a_door_narrows_the_list(go, qtbot, cells):
    page = go("matters", Wish(filters={"status": "open", "channel": "hotline"}))
    assert [row[3] for row in cells(page)] == ["路灯不亮"]


def test_disputes_with_masked_parties(go, cells):
    assert cells(go("disputes"))[0][2:] == [
        "前街网格", "邻里纠纷", "周**、吴**", "马建国", "", "正在调解",
    ]  # fmt: skip


def test_a_dispute_is_entered(go, fill, qtbot, cells, ids):
    page = go("disputes")
    missing = fill(page.enter_new(), unit_id=ids["back"], narrative="地界不清", party_a="周大壮")
    assert set(missing.errors) == {"party_b", "kind"}
    with qtbot.waitSignal(page.shown):
        fill(
            page.enter_new(), unit_id=ids["back"], narrative="地界不清", party_a="周大壮",
            party_b="吴小满", kind="land",
        )  # fmt: skip
    assert "山林土地纠纷" in [row[3] for row in cells(page)]


def test_an_agreement_needs_its_form(go, fill, desk, qtbot, cells, ids):
    page = go("disputes")
    with desk.database.read() as session:
        known = dispute_details(session, ids["dispute"])
    refused = fill(page.settle(known), status="agreed")
    assert refused.errors == {"agreement": "调解成功的，请选协议形式：书面或口头"}
    with qtbot.waitSignal(page.shown):
        fill(page.settle(known), status="agreed", agreement="written", result="各退一步")
    assert cells(page)[0][-2:] == ["书面", "调解成功"]


def test_the_parties_are_shown_for_a_reason(go, fill, shell, ids):
    page = go("disputes")
    page.open_record(ids["dispute"])
    assert "周**" in said(shell._drawers["disputes"])
    fill(page._reveal(ids["dispute"]), reason="通知到场")
    assert "周大壮" in said(shell._drawers["disputes"])


def test_members_by_branch_and_by_initials(go, qtbot, cells, ids):
    page = go("members")
    assert [row[0] for row in cells(page)] == ["李秀梅", "王德福"]
    assert page.note.text() == "2 名　2 个党支部"
    with qtbot.waitSignal(page.shown):
        page.filter_bar.choices["branch"].choose(ids["branch"])
    assert [row[0] for row in cells(page)] == ["李秀梅"]
    with qtbot.waitSignal(page.shown):
        page.filter_bar.put("wdf", {"mobile": True})
    assert [row[0] for row in cells(page)] == ["王德福"]


def test_the_number_of_a_member_is_shown_for_a_reason(go, fill, shell, desk):
    page = go("members")
    page.open_record(page.model.ids[0])
    fill(page._reveal(page.model.ids[0]), reason="转组织关系")
    assert any(text.endswith("9967") for text in said(shell._drawers["members"]))


@pytest.mark.parametrize("key", ["residents", "visits", "matters", "disputes"])
def test_ctrl_n_begins_a_new_one(go, shell, key):
    page = go(key)
    act = page._spec.acts[-1]
    assert act.keys == "Ctrl+N"
    form = act.run()
    assert form.isVisible()
    form.reject()
