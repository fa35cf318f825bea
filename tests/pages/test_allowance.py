"""The page of allowances and that of their rates."""

from datetime import timedelta
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QLabel

from gridcenter.access.reach import sight_in
from gridcenter.register.reach import reach_of
from gridcenter.register.services.people import PersonEntry, appoint, enter_person
from gridcenter.register.services.terms import PostTerms
from gridcenter.staff.services.allowance_sheet import sheet
from gridcenter.wings import FENCES
from tests.pages.conftest import MONTH

WHOLE = MONTH.last.day


@pytest.fixture
def worker(office, ids):
    with office.database.write(office.actor) as session:
        made = {}
        for name, unit in (("白春生", "front"), ("曹玉兰", "back")):
            made[name] = enter_person(session, office.actor, PersonEntry(name)).id
            appoint(
                session, office.actor, person_id=made[name], unit_id=ids[unit], post="worker",
                since=MONTH.first, terms=PostTerms(allowance="full"),
            )  # fmt: skip
    return made["白春生"]


@pytest.fixture
def rated(go, fill, qtbot, worker):
    page = go("allowance-rates")
    with qtbot.waitSignal(page.shown):
        done = fill(
            page.enter_new(),
            kind="full",
            amount=Decimal(600),
            since=MONTH.shift(-3).first,
            document="某文",
        )
    assert done.errors == {}
    return page


def said(page, record):
    page.open_record(record)
    return [label.text() for label in page.window().findChildren(QLabel)]


def test_a_post_without_a_rate_is_told(go, worker, cells):
    page = go("allowance")
    assert [row[-1] for row in cells(page)] == ["没有标准", "没有标准"]
    assert "请在“补贴标准”里给这一类定标准；定好了，这里自动重算。" in said(page, worker)


def test_the_drawer_says_how_it_came_about(rated, go, cells, worker, fill, qtbot):
    page = go("allowance")
    assert cells(page)[0][:4] == ["白春生", "网格员（前街网格）", "专职网格员补贴", str(WHOLE)]
    assert cells(page)[0][-2:] == ["600.00", "整月"]
    with qtbot.waitSignal(page.shown):
        fill(
            page.enter_away(worker),
            since=MONTH.first,
            until=MONTH.first + timedelta(days=2),
            reason="sick",
        )
    due = Decimal(600) * (WHOLE - 3) / WHOLE
    assert cells(page)[0][-2:] == [f"{due:.2f}", "不满一个月"]
    texts = said(page, worker)
    assert f"600.00 元 × {WHOLE - 3} ÷ {WHOLE} = {due:.2f} 元" in texts
    assert any(text.startswith("病假 ") and text.endswith("不计发") for text in texts)
    assert page.note.text().startswith(f"{MONTH.words}　2 人，实发")


def test_an_amount_taken_off_can_be_taken_back(rated, go, cells, worker, fill, qtbot):
    page = go("allowance")
    with qtbot.waitSignal(page.shown):
        fill(page.change_pay(worker), sign="-", amount=Decimal("20.5"), reason="上月多发，主任批")
    assert cells(page)[0][-2:] == ["579.50", "有增减"]
    texts = said(page, worker)
    assert "减少 20.50 元" in texts
    assert fill(page.change_pay(worker), sign="+", amount=Decimal(0), reason="试").errors == {
        "amount": "请填写增减的金额"
    }


def test_a_rate_of_months_gone_by_is_raised_from_a_day_on(rated, cells, fill, qtbot):
    record = rated.model.ids[0]
    done = fill(rated.correct(record), amount=Decimal(900))
    assert "以前的月份已经用过" in done.errors["amount"]
    with qtbot.waitSignal(rated.shown):
        fill(rated.raise_rate(record), amount=Decimal(900), since=MONTH.first)
    assert [row[3] for row in cells(rated)] == ["600", "900"]


def test_an_account_of_a_grid_sees_its_own_people(rated, office, ids):
    with office.database.read() as session:
        assert len(sheet(session, MONTH)) == 2
        office.database.sight = sight_in(reach_of(session, ids["front"]), FENCES)
    with office.database.read() as session:
        assert [pay.name for pay in sheet(session, MONTH)] == ["白春生"]
