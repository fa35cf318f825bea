"""A grid worker leaves: nothing is left without a holder, whatever wing it belongs to."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event, select

from gridcenter.base.periods import Month
from gridcenter.care.services.links import LinkEntry, link_household
from gridcenter.disputes.services import DisputeEntry, register_dispute
from gridcenter.register.records import Person, PostHolding
from gridcenter.staff.handover_paper import handover_paper
from gridcenter.staff.services.handing_over import (
    Fate,
    HandoverEntry,
    hand_all_over,
    in_hand,
)
from gridcenter.staff.todos import left_behind
from gridcenter.store.undo import take_back
from gridcenter.supervision.services import (
    InspectionEntry,
    ProblemEntry,
    ScoreEntry,
    record_inspection,
)
from gridcenter.visits.services.plans import PlanEntry, make_plan
from gridcenter.wings import HOLDINGS, STAFF
from tests.journeys.hamlet import TODAY, printed

LAST = TODAY + timedelta(days=8)
FIRST = LAST + timedelta(days=1)
KINDS = {"岗位", "联系户", "走访计划", "调解中的纠纷", "待整改的督查问题"}


@pytest.fixture
def worker(hamlet):
    """司马国伟 of 严务村01子网格, with something of every wing in hand."""
    home = hamlet.household("严务村01子网格", "001", "王一")
    grid = hamlet.unit("严务村网格")
    with hamlet.write() as session:
        worker = session.scalar(select(Person.id).where(Person.name == "司马国伟"))
        link_household(session, hamlet.actor, LinkEntry(worker, [home], "member", date(2026, 9, 1)))
        make_plan(
            session, hamlet.actor,
            PlanEntry("包户走访", "monthly", date(2026, 9, 1), taken_by="person", visitor_id=worker),
        )  # fmt: skip
        quarrel = DisputeEntry(TODAY, grid, "neighbour", "滴水纠纷", ("周大壮", "吴小满"), "司马国伟、江志军")
        register_dispute(session, hamlet.actor, quarrel)
        scores = (ScoreEntry("report", Decimal(10)),)
        found = (ProblemEntry("台账没有更新", TODAY, "司马国伟"),)
        record_inspection(
            session, hamlet.actor,
            InspectionEntry(grid, Month.of(TODAY), TODAY, scores, found),
        )  # fmt: skip
    return worker


def held(hamlet, person, day):
    with hamlet.database.read() as session:
        return {one.title: len(things) for one, things in in_hand(session, HOLDINGS, person, day)}


def waiting(hamlet, day):
    with hamlet.database.read() as session:
        return [todo.what for todos in STAFF.todos for todo in todos.find(session, Month.of(day), day)]


def test_all_of_it_goes_to_the_successor_from_one_day_on_and_comes_back_in_one_step(hamlet, worker):
    before = held(hamlet, worker, FIRST)
    assert set(before) == KINDS
    with hamlet.write() as session:
        taker = hamlet.person(session, "宋春燕")
        entry = HandoverEntry(worker, FIRST, Fate(taker), witness="周敏")
        made = hand_all_over(session, hamlet.actor, HOLDINGS, entry).id
        act = session.unit.txn
    assert held(hamlet, worker, FIRST) == {}
    assert held(hamlet, taker, FIRST) == before
    assert waiting(hamlet, FIRST) == []
    with hamlet.database.read() as session:
        paper = printed(handover_paper(session, made))
        posts = session.execute(select(PostHolding.since, PostHolding.until).where(PostHolding.person_id == worker))
        assert posts.all() == [(None, LAST)]
    for said in ("包户走访", "王一户", "JF2026-0001", "台账没有更新", "监交人："):
        assert said in paper
    with hamlet.write() as session:
        take_back(session, act)
    assert held(hamlet, worker, FIRST) == before
    assert held(hamlet, taker, FIRST) == {}


def test_whoever_only_leaves_the_post_leaves_work_on_the_workbench(hamlet, worker):
    with hamlet.write() as session:
        entry = HandoverEntry(worker, TODAY, Fate(None), of_kind={
            kind: Fate(kept=True) for kind in KINDS - {"岗位"}
        }, reason="还没有定")  # fmt: skip
        hand_all_over(session, hamlet.actor, HOLDINGS, entry)
    said = waiting(hamlet, TODAY)
    assert "司马国伟离任后还有 4 项经手事项没有交接" in said
    assert any(one.startswith("网格员没有接手人（司马国伟") for one in said)


def test_many_leavers_take_no_more_statements_than_one(hamlet, worker):
    def left():
        said = []
        with hamlet.database.read() as session:
            engine = session.get_bind()

            def note(_connection, _cursor, statement, *_rest):
                said.append(statement)

            event.listen(engine, "before_cursor_execute", note)
            found = [one.what for one in left_behind(session, HOLDINGS, FIRST)]
            event.remove(engine, "before_cursor_execute", note)
        return found, len(said)

    with hamlet.write() as session:
        for post in session.scalars(select(PostHolding).where(PostHolding.person_id == worker)):
            post.until = TODAY
    alone, statements = left()
    assert alone == ["司马国伟离任后还有 4 项经手事项没有交接"]
    homes = [hamlet.household("严务村01子网格", f"1{n:02}", f"钱{name}") for n, name in enumerate("一二三四五六七八")]
    with hamlet.write() as session:
        posts = session.scalars(select(PostHolding).where(PostHolding.until.is_(None))).all()
        for one, home in zip({one.person_id for one in posts}, homes, strict=False):
            link_household(session, hamlet.actor, LinkEntry(one, [home], "worker", date(2026, 9, 1)))
        for post in posts:
            post.until = TODAY
    many, again = left()
    assert len(many) > len(homes) / 2
    assert again == statements
