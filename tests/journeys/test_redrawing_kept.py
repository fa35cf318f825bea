"""Whatever is redrawn, nobody is lost and nobody is counted twice."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from gridcenter.base.errors import RuleBroken
from gridcenter.base.periods import Month
from gridcenter.register.records import Household, Placement
from gridcenter.register.services.redraw_preview import preview
from gridcenter.register.services.redraw_wish import Filing, Merge, Move, Open, Part, Rename, Split
from gridcenter.register.services.redrawing import redraw
from gridcenter.register.services.structure import Tree, existing
from gridcenter.wings import MOVES
from tests.journeys.hamlet import build, rows

FIRST = date(2026, 9, 25)
MONTHS = [Month(2026, 9), Month(2026, 10), Month(2026, 11)]
DAYS = [FIRST + timedelta(days=n) for n in range(0, 60, 3)]
HOMES = {
    "严务村01子网格": 3, "严务村02子网格": 2, "前庄科村01子网格": 2, "张辛村01子网格": 1, "冯桥村网格": 2,
}  # fmt: skip


@pytest.fixture
def village(hamlet):
    """Ten households, each visited on the first days of every month."""
    number = 0
    for unit, count in HOMES.items():
        for _ in range(count):
            number += 1
            home = hamlet.household(unit, str(number), "赵大")
            for month in MONTHS:
                hamlet.visit(home, month.first.replace(day=2 * number))
    return hamlet


def any_wish(draw, session, day):
    """Return some redrawing of units that are there on a day."""
    tree = Tree.load(session, day)
    units = [unit for unit in tree.units if unit.level in {"grid", "subgrid"}]
    unit = units[draw(st.integers(0, 99)) % len(units)]
    other = tree.units[draw(st.integers(0, 99)) % len(tree.units)]
    placed = select(Placement.household_id).where(Placement.unit_id == unit.id, Placement.until.is_(None))
    homes = list(session.scalars(placed.order_by(Placement.household_id)))
    children = [child.id for child in tree.children(unit.id)]
    name = f"新{draw(st.integers(1, 999))}网格"
    way = draw(st.sampled_from(["split", "merge", "fresh", "move", "rename", "open"]))
    if way == "split":
        return Split(unit.id, [Part(name, frozenset(children[:1]), frozenset(homes[:1]))], goes_on=True)
    if way == "fresh":
        return Merge([unit.id, other.id], None, name)
    ways = {
        "merge": Merge([unit.id], other.id), "move": Move([unit.id], other.id),
        "rename": Rename(unit.id, name), "open": Open(unit.id, "subgrid", name),
    }  # fmt: skip
    return ways[way]


def check(session):
    homes = set(session.scalars(select(Household.id)))
    places = session.execute(select(Placement.household_id, Placement.unit_id, Placement.since, Placement.until)).all()
    for day in DAYS:
        there = {unit.id for unit in Tree.load(session, day).units}
        lying = [(home, unit) for home, unit, since, until in places if existing(day, since, until)]
        assert Counter(home for home, _unit in lying) == Counter(homes), day
        assert {unit for _home, unit in lying} <= there, day
    for month in MONTHS:
        [total] = rows(build(session, "grid-roster", month), kind="total")
        assert total[-2:] == (10, 10), month
        assert len(rows(build(session, "visits", month))) == 10, month


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_every_household_lies_in_one_unit_each_day(village, data):
    with village.database.write(village.actor, keep=False) as session:
        for day in sorted(data.draw(st.lists(st.sampled_from(DAYS[1:]), min_size=1, max_size=5))):
            wish, filing = any_wish(data.draw, session, day), Filing(effective=day, reason="other")
            try:
                preview(session, wish, filing, MOVES)
            except RuleBroken:
                continue
            redraw(session, village.actor, wish, filing, MOVES)
        check(session)
