"""Plans of visits: who is due, who goes, what a month asked for; handed on when somebody leaves."""

from datetime import date, timedelta

import pytest

from gridcenter.base.errors import RuleBroken
from gridcenter.base.periods import Month, today
from gridcenter.register.land import load_land
from gridcenter.register.records import Household
from gridcenter.register.services.people import appoint
from gridcenter.store.listing import Wish
from gridcenter.visits.records import VisitPlan
from gridcenter.visits.services import VisitEntry, record_visit
from gridcenter.visits.services.coverage import asked
from gridcenter.visits.services.due_list import DUES, due_visitors
from gridcenter.visits.services.dues import Plans, dues, next_visit
from gridcenter.visits.services.passing import PLANS_HELD
from gridcenter.visits.services.plans import PlanEntry, make_plan
from gridcenter.visits.services.waiting import visits_to_do
from gridcenter.wing.holdings import Passing
from gridcenter.wings import INDICATORS
from tests.journeys.hamlet import OCTOBER, TODAY, printed, rows

DAY = timedelta(days=1)


@pytest.fixture
def homes(hamlet):
    """Three households, of which the second is of an old person living alone."""
    made = [
        hamlet.household("严务村01子网格", "001", "王一"),
        hamlet.household("严务村02子网格", "002", "王二"),
        hamlet.household("冯桥村网格", "003", "冯三"),
    ]
    with hamlet.write() as session:
        session.get_one(Household, made[1]).kind = "elder_alone"
    return made


def plan(hamlet, name, rhythm="monthly", since=date(2026, 9, 1), **more):
    with hamlet.write() as session:
        return make_plan(session, hamlet.actor, PlanEntry(name, rhythm, since, **more)).id


def found(hamlet, **filters):
    with hamlet.database.read() as session:
        return list(DUES.find(session, Wish(filters=filters)))


def test_a_visit_takes_a_household_off_the_list(hamlet, homes):
    assert found(hamlet) == []
    plan(hamlet, "每月走访", since=today().replace(day=1))
    assert set(found(hamlet)) == set(homes)
    with hamlet.write() as session:
        entry = VisitEntry(today(), homes[0], "司马国伟", result="nobody")
        record_visit(session, hamlet.actor, entry, today=today())
    assert set(found(hamlet)) == set(homes[1:])
    assert found(hamlet, area=hamlet.unit("严务村网格")) == [homes[1]]
    assert found(hamlet, kind="elder_alone") == [homes[1]]
    assert found(hamlet, due="late") == []
    assert len(found(hamlet, due="month")) == 2


def test_of_several_plans_the_stricter_counts(hamlet, homes):
    plan(hamlet, "每季走访", "quarterly", date(2026, 7, 1))
    strict = plan(hamlet, "独居老人每周走访", "weekly", date(2026, 11, 16), household_kind="elder_alone")
    hamlet.visit(homes[0], date(2026, 10, 8))
    hamlet.visit(homes[1], date(2026, 10, 8))
    with hamlet.database.read() as session:
        known = {due.household_id: due for due in dues(session, TODAY, Plans(session, TODAY))}
        assert set(known) == {homes[1], homes[2]}
        assert (known[homes[1]].plan.id, known[homes[1]].turn.last) == (strict, TODAY)
        assert known[homes[2]].late(TODAY)
        due, _who = next_visit(session, homes[0], TODAY)
        assert due.turn.first == date(2027, 1, 1)


def test_the_visitor_is_who_holds_the_post_that_day(hamlet, homes):
    plan(hamlet, "网格员每月走访", post="worker")
    head = plan(hamlet, "网格长走访", "yearly", date(2026, 1, 1), post="grid_head", until=date(2026, 12, 31))
    with hamlet.write() as session:
        plans = Plans(session, TODAY)
        names = {
            due.household_id: [one.name for one in plans.visitors(due)]
            for due in dues(session, TODAY, plans)
        }
        assert names[homes[0]] == ["司马国伟"]
        assert names[homes[1]] == ["钱洪萍"]
        assert next(p for p in plans.plans if p.id == head).post == "grid_head"
        person = hamlet.person(session, "周新来")
        where = hamlet.unit("严务村01子网格")
        appoint(session, hamlet.actor, person_id=person, unit_id=where, post="worker", since=TODAY)
    with hamlet.database.read() as session:
        plans = Plans(session, TODAY)
        due = next(one for one in dues(session, TODAY, plans) if one.household_id == homes[0])
        assert {one.name for one in plans.visitors(due)} == {"司马国伟", "周新来"}


def test_the_month_says_what_was_asked_for_and_what_was_left(hamlet, homes):
    plan(hamlet, "每月走访", until=date(2026, 10, 31))
    hamlet.visit(homes[0], date(2026, 10, 8))
    with hamlet.database.read() as session:
        month = asked(session, OCTOBER)
        assert set(month.dues) == set(homes)
        assert [due.household_id for due in month.open] == sorted(homes[1:])
        assert not asked(session, Month(2026, 11)).dues
        coverage = next(one for one in INDICATORS if one.key == "coverage")
        said = coverage.compute(session, load_land(session, OCTOBER, TODAY))
        assert said[hamlet.unit("严务村网格")] == 50
        assert said[hamlet.unit("冯桥村网格")] == 0
    paper = hamlet.ledger("visit-list", today=date(2026, 10, 31))
    assert [(row[1], row[6:]) for row in rows(paper)] == [("王二", ("", "", "")), ("冯三", ("", "", ""))]
    assert paper.parts[0].row_height >= 11


def test_the_workbench_has_a_line_for_each_plan(hamlet, homes):
    late = plan(hamlet, "每月走访")
    with hamlet.database.read() as session:
        (line,) = visits_to_do(session, Month.of(TODAY), TODAY)
    assert (line.what, line.count, line.state(TODAY)) == ("每月走访：3 户已过期", 3, "late")
    assert line.target.filters == {"plan": late, "due": "late"}


def test_plans_of_somebody_who_leaves_go_to_the_successor(hamlet, homes):
    with hamlet.write() as session:
        leaver, taker = hamlet.person(session, "周学明"), hamlet.person(session, "贾连峰")
    first = plan(hamlet, "包户走访", taken_by="person", visitor_id=leaver)
    assert found(hamlet, visitor=leaver)
    with hamlet.write() as session:
        (held,) = PLANS_HELD.load(session, PLANS_HELD.find(session, [leaver], TODAY)[leaver])
        assert (held.id, held.words) == (first, "包户走访")
        PLANS_HELD.pass_on(session, hamlet.actor, Passing(leaver, taker, TODAY, [first]))
    with hamlet.database.read() as session:
        assert not PLANS_HELD.find(session, [leaver], TODAY)
        assert session.get_one(VisitPlan, first).until == TODAY - DAY
        assert [one.name for one in due_visitors(session)] == ["贾连峰"]


@pytest.mark.parametrize(("field", "entry"), [
    ("name", PlanEntry(" ", "monthly", TODAY)),
    ("every_days", PlanEntry("隔日走访", "days", TODAY)),
    ("until", PlanEntry("走访", "monthly", TODAY, until=TODAY - DAY)),
    ("visitor_id", PlanEntry("走访", "monthly", TODAY, taken_by="person")),
])  # fmt: skip
def test_a_plan_that_cannot_be_is_refused_at_its_field(hamlet, field, entry):
    with pytest.raises(RuleBroken) as refused, hamlet.write() as session:
        make_plan(session, hamlet.actor, entry)
    assert refused.value.field == field


def test_the_ledger_lists_who_was_not_gone_to(hamlet, homes):
    hamlet.visit(homes[0], date(2026, 10, 8))
    assert len(hamlet.ledger("visits").parts) == 1
    plan(hamlet, "每月走访", taken_by="post", post="worker")
    with hamlet.write() as session:
        entry = VisitEntry(date(2026, 10, 9), homes[1], "钱洪萍", result="refused")
        record_visit(session, hamlet.actor, entry, today=TODAY)
    ledger = hamlet.ledger("visits")
    assert ledger.parts[1].heading == "未走访户清单（1户）"
    assert [row[1:] for row in rows(ledger, 1)] == [
        ("冯桥村网格", "冯三", "003", "每月走访", "夏景峰", date(2026, 9, 30))
    ]
    assert rows(ledger, kind="sub")[0][1].split("\n")[1] == (
        "按计划应走访 2 户，去过 2 户（其中没见到人 1 户）；计划覆盖率 100.0%"
    )
    assert "未走访户清单（1户）" in printed(ledger)
