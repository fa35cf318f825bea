"""Grids drawn anew in the middle of a month: every month and every day keeps its own tree."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from gridcenter.access.accounts import create_account
from gridcenter.base.errors import RuleBroken
from gridcenter.base.periods import Month
from gridcenter.matters.records import Matter
from gridcenter.matters.services import MatterEntry, register_matter, solve_matter
from gridcenter.register.records import Placement, PostHolding, Redrawing, Unit
from gridcenter.register.services.grids import grid_rows
from gridcenter.register.services.party_cover import (
    PartyEntry,
    cover,
    covers,
    enter_party_unit,
)
from gridcenter.register.services.people import appoint
from gridcenter.register.services.redraw_preview import preview
from gridcenter.register.services.redraw_wish import (
    Close,
    Filing,
    Merge,
    Move,
    Open,
    Part,
    Rename,
    Split,
)
from gridcenter.register.services.redrawing import redraw
from gridcenter.register.services.structure import Tree, find_area
from gridcenter.staff.records import AllowanceChange
from gridcenter.staff.services.checks import CheckEntry, checks_to_do, record_check
from gridcenter.store.acts import last_act, note_act
from gridcenter.store.undo import take_back
from gridcenter.supervision.details import problems_to_do
from gridcenter.supervision.services import (
    InspectionEntry,
    ProblemEntry,
    inspections_of,
    record_inspection,
)
from gridcenter.visits.records import VisitPlan
from gridcenter.visits.services.coverage import asked
from gridcenter.visits.services.dues import next_visit
from gridcenter.visits.services.plans import PlanEntry, make_plan
from gridcenter.wings import MOVES
from tests.journeys.hamlet import OCTOBER, column, printed, rows

SEPTEMBER, NOVEMBER = Month(2026, 9), Month(2026, 11)
DAY = date(2026, 10, 15)
FILING = Filing(effective=DAY, reason="population")


@pytest.fixture
def lived_in(hamlet):
    """Two households in each of the first grid's sub-grids."""
    for number, unit in (("1", "严务村01子网格"), ("2", "严务村01子网格"), ("3", "严务村02子网格")):
        hamlet.household(unit, number, "赵大", "钱二")
    hamlet.household("前庄科村01子网格", "4", "孙四")
    return hamlet


def carry_out(hamlet, wish, filing=FILING):
    with hamlet.write() as session:
        record = redraw(session, hamlet.actor, wish, filing, MOVES)
        note_act(session, hamlet.actor.login, hamlet.actor.role.key, session.act)
        return record.id


def undo(hamlet):
    with hamlet.write() as session:
        take_back(session, last_act(session, hamlet.actor.login).txn)


def outline(hamlet, when):
    """Return name → (name above, households) of a month or a day."""
    with hamlet.database.read() as session:
        tree = Tree.load(session, when)
        month = when if isinstance(when, Month) else Month.of(when)
        sizes = {one: row.households for one, row in grid_rows(session, month).items()}
        above = {unit.id: unit.name for unit in tree.units}
        return {
            unit.name: (above.get(unit.parent_id, ""), sizes.get(unit.id))
            for unit in tree.units
            if unit.level in {"grid", "subgrid"}
        }


def refusal(hamlet, wish, filing=FILING):
    with hamlet.database.read() as session, pytest.raises(RuleBroken) as refused:
        preview(session, wish, filing, MOVES)
    return str(refused.value)


def everything(hamlet):
    """Return what the file says of units, places and posts."""
    with hamlet.database.read() as session:
        return {
            kind: {
                (one.id, one.since, one.until, getattr(one, "unit_id", None), getattr(one, "name", None),
                 getattr(one, "parent_id", None))
                for one in session.scalars(select(kind))
            }
            for kind in (Unit, Placement, PostHolding)
        }  # fmt: skip


def test_a_sub_grid_becomes_a_grid_of_its_own_in_mid_october(lived_in):
    old, second = lived_in.unit("严务村网格"), lived_in.unit("严务村02子网格")
    before = everything(lived_in)
    carry_out(lived_in, Split(old, [Part("严务村东网格", frozenset({second}))], goes_on=True))
    assert outline(lived_in, SEPTEMBER)["严务村02子网格"] == ("严务村网格", 1)
    assert outline(lived_in, SEPTEMBER)["严务村网格"][1] == 3
    assert "严务村东网格" not in outline(lived_in, SEPTEMBER)
    assert outline(lived_in, NOVEMBER)["严务村02子网格"] == ("严务村东网格", 1)
    assert outline(lived_in, NOVEMBER)["严务村网格"][1] == 2
    assert outline(lived_in, date(2026, 10, 14))["严务村02子网格"][0] == "严务村网格"
    assert outline(lived_in, DAY)["严务村02子网格"][0] == "严务村东网格"
    undo(lived_in)
    assert everything(lived_in) == before


def test_a_grid_ends_and_its_head_goes_on_to_one_of_the_new(lived_in):
    old, first, second = map(lived_in.unit, ("严务村网格", "严务村01子网格", "严务村02子网格"))
    west, east = Part("严务村西网格", frozenset({first})), Part("严务村东网格", frozenset({second}))
    with lived_in.database.read() as session:
        shown = preview(session, Split(old, [west, east], goes_on=False), FILING)
        head = next(one for one in shown.posts if one.person == "谭树礼")
    assert (shown.households, shown.people) == (3, 6)
    assert "将有 2 户，一般为" in "".join(shown.notes)
    filing = Filing(effective=DAY, reason="population", posts={head.id: east.id})
    carry_out(lived_in, Split(old, [west, east], goes_on=False), filing)
    with lived_in.database.read() as session:
        rows = grid_rows(session, NOVEMBER)
        assert rows[east.id].head == "谭树礼"
        assert rows[west.id].vacancy.startswith("缺网格长")
        assert old not in rows
        assert find_area(session, "严务村网格", SEPTEMBER) == old


def test_households_dealt_by_hand_change_their_place_from_the_day_on(lived_in):
    unit = lived_in.unit("严务村01子网格")
    with lived_in.database.read() as session:
        [first, _second] = session.scalars(
            select(Placement.household_id).where(Placement.unit_id == unit)
        )
    carry_out(lived_in, Split(unit, [Part("严务村03子网格", homes=frozenset({first}))], goes_on=True))
    assert outline(lived_in, SEPTEMBER)["严务村01子网格"][1] == 2
    assert outline(lived_in, NOVEMBER)["严务村01子网格"][1] == 1
    assert outline(lived_in, NOVEMBER)["严务村03子网格"] == ("严务村网格", 1)


def test_merge_move_rename_open_close_and_back_again(lived_in):
    ids = {name: lived_in.unit(name) for name in outline(lived_in, OCTOBER)}
    states = [everything(lived_in)]
    for wish, day in (
        (Merge([ids["前庄科村网格"]], ids["严务村网格"]), DAY),
        (Move([ids["前庄科村01子网格"]], ids["冯桥村网格"]), date(2026, 11, 1)),
        (Rename(ids["冯桥村网格"], "冯桥村联合网格"), date(2026, 11, 5)),
        (Open(ids["冯桥村网格"], "subgrid", "冯桥村01子网格"), date(2026, 11, 6)),
        (Close(ids["张辛村网格"]), date(2026, 11, 7)),
    ):
        carry_out(lived_in, wish, Filing(effective=day, reason="village_size"))
        states.append(everything(lived_in))
    assert outline(lived_in, SEPTEMBER)["前庄科村01子网格"] == ("前庄科村网格", 1)
    assert outline(lived_in, OCTOBER)["前庄科村01子网格"] == ("严务村网格", 1)
    assert outline(lived_in, NOVEMBER)["前庄科村01子网格"] == ("冯桥村联合网格", 1)
    assert outline(lived_in, date(2026, 11, 4))["前庄科村01子网格"][0] == "冯桥村网格"
    assert "张辛村网格" not in outline(lived_in, Month(2026, 12))
    for before in reversed(states[:-1]):
        undo(lived_in)
        assert everything(lived_in) == before


def test_what_cannot_be_is_refused_in_words(lived_in):
    old, first, second = map(lived_in.unit, ("严务村网格", "严务村01子网格", "严务村02子网格"))
    one = Part("新网格", frozenset({second}))
    assert "还是空的" in refusal(lived_in, Split(old, [one, Part("又一个")], goes_on=False))
    assert "至少要有两个网格" in refusal(lived_in, Split(old, [one], goes_on=False))
    assert "什么都没有留下" in refusal(
        lived_in, Split(old, [Part("新网格", frozenset({first, second}))], goes_on=True)
    )
    assert "已经有" in refusal(lived_in, Rename(first, "严务村02子网格"))
    assert "里还有 2 户" in refusal(lived_in, Close(first))
    assert "不能移到它自己下面" in refusal(lived_in, Move([old], first))
    assert "只能并入同一层" in refusal(lived_in, Merge([first], lived_in.unit("冯桥村网格")))
    carry_out(lived_in, Rename(first, "严务村甲子网格"))
    assert "之后已经调整过" in refusal(
        lived_in, Rename(first, "严务村乙子网格"), Filing(effective=date(2026, 10, 1), reason="other")
    )
    fresh = Open(old, "subgrid", "严务村05子网格")
    carry_out(lived_in, fresh)
    assert "没有设立" in refusal(
        lived_in, Close(fresh.id), Filing(effective=date(2026, 10, 1), reason="other")
    )


def test_a_post_begun_after_the_day_must_go_on(lived_in):
    unit, other = lived_in.unit("前庄科村网格"), lived_in.unit("严务村网格")
    with lived_in.write() as session:
        person = lived_in.person(session, "何莲娟")
        holding = appoint(
            session, lived_in.actor, person_id=person, unit_id=unit, post="guide", since=date(2026, 10, 20)
        ).id
    with pytest.raises(RuleBroken, match="何莲娟2026年10月20日才任党建指导员"):
        carry_out(lived_in, Merge([unit], other))
    carry_out(
        lived_in, Merge([unit], other),
        Filing(effective=DAY, reason="other", posts={holding: other}),
    )  # fmt: skip
    with lived_in.database.read() as session:
        assert session.get(PostHolding, holding).unit_id == other
        assert session.scalar(select(Redrawing.title)) == "前庄科村网格并入严务村网格"


def roster(hamlet, month, *keys):
    """Return what stands in the columns of the roster of a month."""
    ledger = hamlet.ledger("grid-roster", month)
    shown = [one.key for one in ledger.parts[0].columns]
    return [tuple(row[shown.index(key)] for key in keys if key in shown) for row in rows(ledger)]


def test_octobers_roster_shows_old_and_new_with_their_days(lived_in):
    old, first, second = map(lived_in.unit, ("严务村网格", "严务村01子网格", "严务村02子网格"))
    west, east = Part("严务村西网格", frozenset({first})), Part("严务村东网格", frozenset({second}))
    carry_out(lived_in, Split(old, [west, east], goes_on=False))
    keys = ("grid", "subgrid", "days", "head", "households")
    assert roster(lived_in, SEPTEMBER, *keys)[:2] == [
        ("严务村网格", "严务村01子网格", "谭树礼", 2), ("严务村网格", "严务村02子网格", "谭树礼", 1),
    ]  # fmt: skip
    october = roster(lived_in, OCTOBER, *keys)
    assert [line for line in october if line[0].startswith("严务村")] == [
        ("严务村网格", "严务村01子网格", "10月1日—14日", "谭树礼", None),
        ("严务村网格", "严务村02子网格", "10月1日—14日", "谭树礼", None),
        ("严务村西网格", "严务村01子网格", "10月15日起", None, 2),
        ("严务村东网格", "严务村02子网格", "10月15日起", None, 1),
    ]
    assert sum(line[4] or 0 for line in october) == 4
    november = roster(lived_in, NOVEMBER, *keys)
    assert [line[0] for line in november][:2] == ["严务村西网格", "严务村东网格"]
    assert "10月15日起严务村网格拆分为 2 个网格（3 户）" in printed(lived_in.ledger("grid-roster"))


def test_a_renamed_grid_stands_under_both_names(lived_in):
    carry_out(lived_in, Rename(lived_in.unit("冯桥村网格"), "冯桥村联合网格"))
    shown = [line for line in roster(lived_in, OCTOBER, "grid", "days") if "冯桥" in line[0]]
    assert shown == [("冯桥村网格", "10月1日—14日"), ("冯桥村联合网格", "10月15日起")]
    assert roster(lived_in, SEPTEMBER, "grid")[-1] == ("冯桥村网格",)


def test_visits_stand_under_the_grid_of_their_day(lived_in):
    old, second = lived_in.unit("严务村网格"), lived_in.unit("严务村02子网格")
    with lived_in.database.read() as session:
        home = session.scalar(select(Placement.household_id).where(Placement.unit_id == second))
    for day in (date(2026, 9, 20), date(2026, 10, 5), date(2026, 10, 20)):
        lived_in.visit(home, day)
    east = Part("严务村东网格", frozenset({second}))
    carry_out(lived_in, Split(old, [east], goes_on=True))

    def bands(month, area=""):
        found, name = {}, ""
        for row in lived_in.ledger("visits", month, area).parts[0].rows:
            if row.kind == "band":
                name = row.cells[0].value.partition("　")[0]
            elif row.kind == "body":
                found.setdefault(name, []).append(row.cells[1])
        return found

    assert bands(SEPTEMBER) == {"严务村网格": [date(2026, 9, 20)]}
    assert bands(OCTOBER) == {
        "严务村网格": [date(2026, 10, 5)], "严务村东网格（10月15日起）": [date(2026, 10, 20)],
    }  # fmt: skip
    assert bands(OCTOBER, "严务村网格") == {"严务村网格": [date(2026, 10, 5)]}
    assert "走访 2 次，1 户，应走访 4 户" in printed(lived_in.ledger("visits"))


def test_open_matters_go_along_and_septembers_ledger_keeps_the_old_grid(lived_in):
    old, other = lived_in.unit("前庄科村网格"), lived_in.unit("严务村网格")
    with lived_in.write() as session:
        ids = [
            register_matter(
                session, lived_in.actor, MatterEntry(what, date(2026, 9, 9), unit_id=old)
            ).id
            for what in ("路灯不亮", "井盖破损")
        ]
        solve_matter(session, lived_in.actor, ids[1], on=date(2026, 9, 20), result="已换")
    with lived_in.database.read() as session:
        shown = preview(session, Merge([old], other), FILING, MOVES)
    assert [thing.words for thing in shown.things] == ["未办结的事项 1 件（转到新网格）"]
    carry_out(lived_in, Merge([old], other))
    with lived_in.database.read() as session:
        assert [session.get(Matter, one).unit_id for one in ids] == [other, old]
    assert column(lived_in.ledger("matters", SEPTEMBER), "place") == ["前庄科村网格", "前庄科村网格"]
    assert column(lived_in.ledger("matters", OCTOBER), "place") == ["严务村网格"]
    undo(lived_in)
    with lived_in.database.read() as session:
        assert session.get(Matter, ids[0]).unit_id == old


def things(hamlet, wish):
    with hamlet.database.read() as session:
        return [(one.title, list(one.names)) for one in preview(session, wish, FILING, MOVES).things]


def test_plans_go_on_in_the_new_grids_and_ask_for_no_visit_twice(lived_in):
    old, first, second = map(lived_in.unit, ("严务村网格", "严务村01子网格", "严务村02子网格"))
    with lived_in.database.read() as session:
        home = session.scalar(select(Placement.household_id).where(Placement.unit_id == second))
    with lived_in.write() as session:
        made = make_plan(session, lived_in.actor, PlanEntry("每月走访", "monthly", date(2026, 9, 1), unit_id=old))
        plan = made.id
    lived_in.visit(home, date(2026, 10, 5))
    west, east = Part("严务村西网格", frozenset({first})), Part("严务村东网格", frozenset({second}))
    split = Split(old, [west, east], goes_on=False)

    def asked_for(month):
        with lived_in.database.read() as session:
            found = asked(session, month)
            return len(found.dues), home in found.seen

    before = asked_for(SEPTEMBER)
    assert things(lived_in, split) == [("走访计划", ["每月走访"])]
    carry_out(lived_in, split)
    with lived_in.database.read() as session:
        assert session.get(VisitPlan, plan).until == date(2026, 10, 14)
        running = session.scalars(select(VisitPlan.unit_id).where(VisitPlan.until.is_(None))).all()
        assert set(running) == {west.id, east.id}
        assert next_visit(session, home, date(2026, 10, 20))[0].turn.first == date(2026, 11, 1)
    assert before == asked_for(SEPTEMBER) == (3, False)
    assert asked_for(OCTOBER) == (3, True)
    undo(lived_in)
    with lived_in.database.read() as session:
        assert [one.until for one in session.scalars(select(VisitPlan))] == [None]


def test_party_units_are_laid_over_the_new_grid_and_the_past_keeps_its_own(lived_in):
    old, second = lived_in.unit("严务村网格"), lived_in.unit("严务村02子网格")
    with lived_in.write() as session:
        party = enter_party_unit(session, lived_in.actor, PartyEntry("branch", "严务村党支部")).id
        cover(session, lived_in.actor, [old], party, None)
    east = Part("严务村东网格", frozenset({second}))
    split = Split(old, [east], goes_on=True)
    assert things(lived_in, split) == [("网格党组织", ["严务村党支部"])]
    carry_out(lived_in, split)
    with lived_in.database.read() as session:
        assert set(covers(session, SEPTEMBER)) == {old}
        assert set(covers(session, NOVEMBER)) == {old, east.id}
    carry_out(lived_in, Merge([old], east.id), Filing(effective=date(2026, 11, 10), reason="other"))
    with lived_in.database.read() as session:
        assert set(covers(session, Month(2026, 12))) == {east.id}
        assert set(covers(session, OCTOBER)) == {old, east.id}


def test_problems_and_checks_are_followed_up_by_the_grid_that_takes_over(lived_in):
    old, other = lived_in.unit("前庄科村网格"), lived_in.unit("严务村网格")
    with lived_in.write() as session:
        record_inspection(session, lived_in.actor, InspectionEntry(
            old, SEPTEMBER, date(2026, 9, 20), (), (ProblemEntry("台账缺签名", date(2026, 9, 28)),)
        ))  # fmt: skip
        person = lived_in.person(session, "于兴丽")
        record_check(
            session, lived_in.actor,
            CheckEntry(date(2026, 9, 22), "周敏", person, old, "走访记录缺日期", agreed="补记", deadline=DAY),
            today=DAY,
        )  # fmt: skip
        for month in (SEPTEMBER, NOVEMBER):
            amount = {"month": str(month), "amount": Decimal(50), "reason": "通讯补助"}
            session.add(AllowanceChange(person_id=person, unit_id=old, **amount))
    create_watcher(lived_in, old)
    merge = Merge([old], other)
    assert things(lived_in, merge) == [
        ("负责原网格的账号", ["前庄科看"]), ("要跟进的工作检查", ["于兴丽　9月22日"]),
        ("以后月份的补贴增减", ["于兴丽　2026年11月"]), ("待整改的督查问题", ["台账缺签名"]),
    ]  # fmt: skip
    carry_out(lived_in, merge)
    with lived_in.database.read() as session:
        assert [one.unit_id for one in problems_to_do(session, DAY)] == [other]
        assert [one.unit_id for one in checks_to_do(session, DAY)] == [other]
        paid = dict(session.execute(select(AllowanceChange.month, AllowanceChange.unit_id)).all())
        assert paid == {"2026-09": old, "2026-11": other}
        assert set(inspections_of(session, SEPTEMBER)) == {old}
    assert "前庄科村网格" in column(lived_in.ledger("work-checks", SEPTEMBER), "grid")
    assert "前庄科村网格" in column(lived_in.ledger("inspection", SEPTEMBER), "grid")


def create_watcher(hamlet, area):
    with hamlet.write() as session:
        create_account(session, hamlet.actor, login="kan", name="前庄科看", role="grid", area=area)


def test_a_closed_grid_hands_its_plan_to_nobody(lived_in):
    empty = lived_in.unit("张辛村网格")
    with lived_in.write() as session:
        make_plan(session, lived_in.actor, PlanEntry("每月走访", "monthly", date(2026, 9, 1), unit_id=empty))
    carry_out(lived_in, Close(empty))
    with lived_in.database.read() as session:
        assert [(one.unit_id, one.until) for one in session.scalars(select(VisitPlan))] == [
            (empty, date(2026, 10, 14))
        ]
