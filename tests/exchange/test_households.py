"""The same household changed on two PCs: both come out alike, and what does not fit is told."""

from datetime import date

import pytest
from sqlalchemy import select

from gridcenter.app.lexicon import LEXICON
from gridcenter.exchange.conflicts import conflicts, resolve, sides_of
from gridcenter.register.records import Placement, Residence, Unit, Village
from gridcenter.register.services.household_life import NewHome, change_head, move_away, split
from gridcenter.register.services.household_places import move_homes
from gridcenter.register.services.people import (
    PersonEntry,
    ResidentEntry,
    enter_household,
    enter_resident,
)
from gridcenter.register.services.stays import living
from tests.exchange.test_merge import swap

TODAY = date(2026, 11, 3)


@pytest.fixture
def village(here, there, tmp_path):
    """Three grids, a household of three in the first one, on both PCs."""
    with here.write() as session:
        top = session.scalar(select(Unit.id).where(Unit.level == "township"))
        place = Village(name="东测村", position=900)
        session.add(place)
        session.flush()
        grids = [
            Unit(level="grid", grid_set="main", parent_id=top, village_id=place.id, name=name, position=n)
            for n, name in enumerate(("东网格", "西网格", "南网格"), 900)
        ]
        session.add_all(grids)
        session.flush()
        ids = {grid.name: grid.id for grid in grids}
        home = enter_household(session, here.actor, unit_id=ids["东网格"], number="1").id
        for name, relation in (("东方甲", "head"), ("东方乙", "spouse"), ("东方丙", "son")):
            entry = ResidentEntry(PersonEntry(name), home, relation)
            ids[name] = enter_resident(session, here.actor, entry).person_id
    swap(tmp_path, here, there)
    return ids | {"home": home}


def moved(seat, home, grid, day):
    with seat.write() as session:
        assert move_homes(session, seat.actor, [home], grid, day=day, today=TODAY) == 1


def places(seat, home):
    with seat.database.read() as session:
        query = select(Unit.name, Placement.since, Placement.until).join(Unit, Unit.id == Placement.unit_id)
        return session.execute(query.where(Placement.household_id == home).order_by(Placement.id)).all()


def told(seat):
    with seat.database.read() as session:
        return {(one.kind, one.field) for one in conflicts(session, seat.actor)}


def people(seat, home):
    with seat.database.read() as session:
        return {one.name: one.relation for one in living(session, home)}


def test_moved_on_both_it_lies_in_one_grid_and_the_other_is_asked_about(here, there, village, tmp_path):
    home = village["home"]
    moved(here, home, village["西网格"], date(2026, 10, 10))
    moved(there, home, village["南网格"], date(2026, 10, 12))
    swap(tmp_path, here, there)
    assert here.digest() == there.digest()
    assert [row[0] for row in places(here, home) if row[2] is None] == ["南网格"]
    assert ("placement", "unit_id") in told(here)
    with here.database.read() as session:
        [one] = [one for one in conflicts(session, here.actor) if one.field == "unit_id"]
        sides = sides_of(session, here.actor, LEXICON, one)
    assert (sides.kept, sides.lost) == ("南网格", "西网格")
    assert told(here) == told(there)
    with here.write() as session:
        for clash in conflicts(session, here.actor):
            resolve(session, here.actor, clash, "lost")
    swap(tmp_path, here, there)
    assert told(here) == told(there) == set()
    for seat in (here, there):
        assert places(seat, home) == [
            ("东网格", None, date(2026, 10, 9)), ("西网格", date(2026, 10, 10), None),
        ]  # fmt: skip


def test_two_heads_chosen_apart_leave_one(here, there, village, tmp_path):
    home = village["home"]
    for seat, head, other in ((here, "东方乙", "东方丙"), (there, "东方丙", "东方乙")):
        relations = {village[head]: "head", village[other]: "other", village["东方甲"]: "other"}
        with seat.write() as session:
            change_head(session, seat.actor, home, relations, day=date(2026, 10, 10), today=TODAY)
    swap(tmp_path, here, there)
    assert here.digest() == there.digest()
    assert people(here, home) == people(there, home)
    assert [name for name, relation in people(here, home).items() if relation == "head"] == ["东方丙"]
    assert ("residence", "relation") in told(here)


def test_one_who_founds_a_home_here_and_leaves_there_is_told_of(here, there, village, tmp_path):
    home, who = village["home"], village["东方丙"]
    with here.write() as session:
        new = NewHome(village["西网格"], "2")
        other = split(
            session, here.actor, home, [who], new, {who: "head"}, day=date(2026, 10, 10), today=TODAY
        ).id
    with there.write() as session:
        move_away(session, there.actor, home, [who], {}, day=date(2026, 10, 20), today=TODAY, went_to="外县")
    swap(tmp_path, here, there)
    assert here.digest() == there.digest()
    assert told(here) == told(there) != set()
    assert "东方丙" not in people(here, home)
    with here.database.read() as session:
        stays = session.scalars(select(Residence).where(Residence.person_id == who)).all()
    assert {one.household_id for one in stays} == {home, other}
