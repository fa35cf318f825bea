"""What two PCs enter twice is told on the workbench, counts in one way, and is settled by one act."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from gridcenter.base.periods import Month
from gridcenter.care.services.links import LinkEntry, end_links, link_household, links_of
from gridcenter.care.todos import links_doubled
from gridcenter.register.records import Household, PartyUnit, Unit, Village
from gridcenter.register.services.party_cover import cover, covers
from gridcenter.register.services.people import appoint
from gridcenter.register.todos import TODOS
from gridcenter.staff.services.allowance_rates import RateEntry, correct_rate, set_rate
from gridcenter.staff.services.allowance_sheet import sheet
from gridcenter.staff.todos import rates_doubled
from tests.exchange.test_merge import swap

SINCE, TODAY = date(2026, 9, 1), date(2026, 11, 3)
OCTOBER = Month(2026, 10)


def told(seat, find):
    with seat.database.read() as session:
        return [todo.what for todo in find(session)]


@pytest.fixture
def grid(here, there, tmp_path):
    """A grid, two Party units and a household that both PCs have."""
    with here.write() as session:
        village = session.scalars(select(Village.id).order_by(Village.id)).first()
        top = session.scalar(select(Unit.id).where(Unit.level == "township"))
        unit = Unit(level="grid", grid_set="main", parent_id=top, village_id=village, name="前街网格", position=1)
        parties = [PartyUnit(kind="branch", name=name, position=1) for name in ("一支部", "二支部")]
        home = Household(village_id=village, number="001")
        session.add_all([unit, *parties, home])
        session.flush()
        ids = unit.id, [one.id for one in parties], home.id
    swap(tmp_path, here, there)
    return ids


def test_a_grid_given_to_two_party_units_is_told_of_until_one_is_chosen(here, there, grid, tmp_path):
    unit, parties, _home = grid
    for seat, party in zip((here, there), parties, strict=True):
        with seat.write() as session:
            assert cover(session, seat.actor, [unit], party, SINCE) == 1
    swap(tmp_path, here, there)

    def find(session):
        return [todo for one in TODOS for todo in one.find(session, OCTOBER, TODAY) if todo.kind == "重复"]

    assert told(here, find) == told(there, find)
    assert "一支部" in told(here, find)[0]
    with here.write() as session:
        assert cover(session, here.actor, [unit], parties[0], SINCE) == 1
    swap(tmp_path, here, there)
    for seat in (here, there):
        assert told(seat, find) == []
        with seat.database.read() as session:
            assert covers(session, OCTOBER)[unit].name == "一支部"


def test_a_household_given_to_two_people_is_told_of_until_one_link_ends(here, there, grid, tmp_path):
    _unit, _parties, home = grid
    people = here.person(), here.person("东方测试", "10012340000", "")
    swap(tmp_path, here, there)
    for seat, person in zip((here, there), people, strict=True):
        with seat.write() as session:
            link_household(session, seat.actor, LinkEntry(person, [home], "member", SINCE))
    swap(tmp_path, here, there)

    def find(session):
        return links_doubled(session, OCTOBER, TODAY)

    assert told(here, find) == told(there, find) == ["（无户主）户的党员联系户登记了不止一个，请结束多的"]
    with here.write() as session:
        end_links(session, here.actor, [one.id for one in links_of(session, people[1], "member")], last_day=TODAY)
    assert told(here, find) == []


def test_a_rate_set_on_two_pcs_pays_once_and_says_so(here, there, grid, tmp_path):
    unit, _parties, _home = grid
    person = here.person()
    with here.write() as session:
        held = appoint(session, here.actor, person_id=person, unit_id=unit, post="worker", since=SINCE)
        held.allowance = "full"
    swap(tmp_path, here, there)
    ids = []
    for seat, amount in ((here, 300), (there, 350)):
        with seat.write() as session:
            entry = RateEntry("full", Decimal(amount), "month", SINCE)
            ids.append(set_rate(session, seat.actor, entry).id)
    swap(tmp_path, here, there)

    def find(session):
        return rates_doubled(session, TODAY)

    for seat in (here, there):
        with seat.database.read() as session:
            assert [pay.earned for pay in sheet(session, OCTOBER)] == [300]
        assert [said.split("，")[1] for said in told(seat, find)] == ["现按 300 元算"]
    with here.write() as session:
        entry = RateEntry("full", Decimal(350), "month", SINCE, until=OCTOBER.last)
        correct_rate(session, here.actor, ids[1], entry, today=TODAY)
    assert told(here, find) == []
