"""Slips that would rewrite every month, and posts for the dead: refused in words."""

from datetime import date

import pytest
from sqlalchemy import select

from gridcenter.base.errors import RuleBroken
from gridcenter.register.records import Person, PostHolding
from gridcenter.register.services.household_life import note_death
from gridcenter.register.services.people import appoint
from gridcenter.register.services.redraw_wish import Filing, Rename
from gridcenter.register.services.redrawing import redraw
from gridcenter.staff.services.handing_over import Fate, HandoverEntry, hand_all_over
from gridcenter.wings import HOLDINGS
from tests.journeys.hamlet import TODAY

DAY = date(2026, 11, 10)


@pytest.fixture
def two(hamlet):
    """Who holds a post, and who died before the day of the handover."""
    with hamlet.write() as session:
        worker = session.scalars(select(PostHolding.person_id).order_by(PostHolding.id)).first()
        dead = hamlet.person(session, "何莲娟")
        note_death(session, hamlet.actor, dead, {}, died=date(2026, 11, 1), today=TODAY)
    return worker, dead


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2006, 10, 15), date(2999, 1, 1)])
def test_a_slip_of_the_year_redraws_and_hands_over_nothing(hamlet, two, day):
    grid = hamlet.unit("严务村网格")
    with hamlet.write() as session:
        with pytest.raises(RuleBroken, match="核对年份"):
            redraw(session, hamlet.actor, Rename(grid, "新名"), Filing(effective=day, reason="population"))
        with pytest.raises(RuleBroken, match="核对年份"):
            hand_all_over(session, hamlet.actor, HOLDINGS, HandoverEntry(two[0], day, Fate(two[1])))


def test_the_reason_of_a_redrawing_is_one_of_its_table(hamlet):
    grid = hamlet.unit("严务村网格")
    with hamlet.write() as session, pytest.raises(RuleBroken, match="调整原因"):
        redraw(session, hamlet.actor, Rename(grid, "新名"), Filing(effective=DAY, reason="nonsense"))


def test_nobody_dead_takes_over_or_is_appointed(hamlet, two):
    worker, dead = two
    grid = hamlet.unit("严务村网格")
    with hamlet.write() as session:
        with pytest.raises(RuleBroken, match="去世，不能接手"):
            hand_all_over(session, hamlet.actor, HOLDINGS, HandoverEntry(worker, DAY, Fate(dead)))
        for until in (None, date(2026, 11, 2)):
            with pytest.raises(RuleBroken, match="去世，不能再任职"):
                appoint(session, hamlet.actor, person_id=dead, unit_id=grid, post="worker", since=DAY, until=until)
        past = date(2026, 3, 1), date(2026, 11, 1)
        appoint(session, hamlet.actor, person_id=dead, unit_id=grid, post="worker", since=past[0], until=past[1])
        assert session.get_one(Person, dead).name == "何莲娟"
