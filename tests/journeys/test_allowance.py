"""A month's allowances: from rates and days served to the sheet that is signed."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from gridcenter.access.actors import ROLES, Actor
from gridcenter.base.errors import NotAllowed, RuleBroken
from gridcenter.base.periods import Month
from gridcenter.ledgers.xlsx import write_ledger
from gridcenter.register.services.people import appoint
from gridcenter.register.services.terms import PostTerms
from gridcenter.staff.records import AllowanceRate
from gridcenter.staff.services.allowance import AbsenceEntry, change_allowance, note_absence
from gridcenter.staff.services.allowance_rates import (
    RateEntry,
    RuleEntry,
    correct_rate,
    raise_rate,
    remove_rate,
    set_rate,
    set_rule,
)
from gridcenter.staff.services.allowance_sheet import sheet
from tests.journeys.hamlet import OCTOBER, TODAY, column, printed, rows

SEPTEMBER = OCTOBER.shift(-1)


@pytest.fixture
def paid(hamlet):
    """Three in paid posts of two stations: a whole month, from the 16th on, away on three days."""
    with hamlet.write() as session:
        set_rate(session, hamlet.actor, RateEntry(
            "full", Decimal(620), "month", date(2026, 1, 1), document="严政办发〔2026〕3号"
        ))  # fmt: skip
        hamlet.people = {}
        for name, unit, since in (
            ("白春生", "严务村网格", date(2026, 1, 1)), ("曹玉兰", "严务村网格", date(2026, 10, 16)),
            ("丁世昌", "张辛村网格", date(2026, 3, 1)),
        ):  # fmt: skip
            person = hamlet.people[name] = hamlet.person(session, name)
            appoint(
                session, hamlet.actor, person_id=person, unit_id=hamlet.unit(unit), post="worker",
                since=since, terms=PostTerms(allowance="full"),
            )  # fmt: skip
        note_absence(session, hamlet.actor, AbsenceEntry(
            hamlet.people["丁世昌"], date(2026, 10, 8), date(2026, 10, 10), "personal"
        ))  # fmt: skip
    return hamlet


def due(hamlet, month=OCTOBER):
    with hamlet.database.read() as session:
        return {pay.name: pay.due for pay in sheet(session, month)}


def test_the_sheet_of_october_by_station_with_capitals_and_how_it_came_about(paid):
    ledger = paid.ledger("allowance")
    assert column(ledger, "name") == ["白春生", "曹玉兰", "丁世昌"]
    assert column(ledger, "due") == [Decimal(620), Decimal(320), Decimal(560)]
    assert column(ledger, "days") == ["31", "16", "28"]
    assert [row[1] for row in rows(ledger, kind="sub")] == [Decimal(940), Decimal(560)]
    text = printed(ledger).replace("\n", "")
    for said in (
        "人民币壹仟伍佰元整", "10月16日至10月31日，16天", "事假10月8日至10月10日，不计发", "领款人签名",
        "严政办发〔2026〕3号", "当月日历天数", "四舍五入到分",
    ):  # fmt: skip
        assert said in text.replace(" ", ""), said


def test_the_spreadsheet_holds_figures_and_no_formulas(paid):
    out = BytesIO()
    write_ledger(paid.ledger("allowance"), out)
    cells = [
        cell
        for line in load_workbook(out).active.iter_rows()
        for cell in line
        if cell.value is not None
    ]
    assert [cell for cell in cells if cell.data_type == "f"] == []
    assert 1500 in [cell.value for cell in cells if cell.data_type == "n"]
    assert any("壹仟伍佰元整" in str(cell.value) for cell in cells)


def test_a_past_month_keeps_its_rates(paid):
    before = due(paid, SEPTEMBER)
    with paid.write() as session:
        rate = session.query(AllowanceRate).one()
        raise_rate(session, paid.actor, rate.id, amount=Decimal(930), since=date(2026, 10, 1))
        set_rule(session, paid.actor, RuleEntry(date(2026, 11, 1), "working", "each"))
    assert due(paid, SEPTEMBER) == before == {"白春生": Decimal(620), "丁世昌": Decimal(620)}
    assert due(paid)["白春生"] == Decimal(930)
    assert due(paid)["曹玉兰"] == Decimal(480)
    with paid.write() as session:
        old = session.query(AllowanceRate).order_by(AllowanceRate.since).first()
        with pytest.raises(RuleBroken, match="不能删"):
            remove_rate(session, paid.actor, old.id, today=TODAY)
        entry = RateEntry("full", Decimal(1), "month", old.since, until=old.until)
        with pytest.raises(RuleBroken, match="不能改"):
            correct_rate(session, paid.actor, old.id, entry, today=TODAY)


def test_amounts_by_hand_have_a_reason_and_stand_on_the_sheet(paid):
    person = paid.people["白春生"]
    with paid.write() as session:
        with pytest.raises(RuleBroken, match="缘由"):
            change_allowance(
                session, paid.actor, person_id=person, month=OCTOBER, amount=Decimal(-50), reason=" "
            )  # fmt: skip
        change_allowance(
            session, paid.actor, person_id=person, month=OCTOBER, amount=Decimal("-50.50"),
            reason="九月多发，中心主任批",
        )  # fmt: skip
    ledger = paid.ledger("allowance")
    assert column(ledger, "changed")[0] == Decimal("-50.50")
    assert column(ledger, "due")[0] == Decimal("569.50")
    assert "减50.50：九月多发" in printed(ledger).replace("\n", "").replace(" ", "")
    assert due(paid, SEPTEMBER)["白春生"] == Decimal(620)


def test_one_person_several_posts_by_rule(paid):
    with paid.write() as session:
        appoint(
            session, paid.actor, person_id=paid.people["白春生"], unit_id=paid.unit("张辛村网格"),
            post="part_time", since=date(2026, 10, 1), terms=PostTerms(allowance="full"),
        )  # fmt: skip
    assert due(paid)["白春生"] == Decimal(620)
    with paid.write() as session:
        set_rule(session, paid.actor, RuleEntry(date(2026, 10, 1), "calendar", "each", kind="full"))
    assert due(paid)["白春生"] == Decimal(1240)
    ledger = paid.ledger("allowance", area="第二服务管理站")
    assert dict(zip(column(ledger, "name"), column(ledger, "due"), strict=True)) == {
        "白春生": Decimal(620), "丁世昌": Decimal(560)
    }  # fmt: skip


def test_two_rates_of_the_same_posts_never_lie_over_each_other(paid):
    entry = RateEntry("full", Decimal(700), "month", date(2026, 6, 1))
    with paid.write() as session, pytest.raises(RuleBroken, match="不能重着执行"):
        set_rate(session, paid.actor, entry)


def test_only_who_keeps_the_posts_keeps_the_allowances(paid):
    clerk = Actor("clerk", "录入员", ROLES["clerk"])
    with paid.write() as session:
        for refused in (
            lambda: set_rate(session, clerk, RateEntry("head", Decimal(1), "month", date(2026, 1, 1))),
            lambda: change_allowance(
                session, clerk, person_id=paid.people["白春生"], month=OCTOBER, amount=Decimal(1), reason="x"
            ),
        ):  # fmt: skip
            with pytest.raises(NotAllowed):
                refused()


def test_a_month_nobody_is_paid_for_has_an_empty_sheet(hamlet):
    assert rows(hamlet.ledger("allowance", Month(2026, 9))) == []
