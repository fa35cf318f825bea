"""Links of households made on two PCs that know nothing of each other."""

from datetime import date

import pytest
from sqlalchemy import select

from gridcenter.access.actors import ROLES, Actor
from gridcenter.care.records import HouseholdLink
from gridcenter.care.services.link_lists import links_seen
from gridcenter.care.services.links import LinkEntry, end_links, link_household
from gridcenter.exchange.conflicts import conflicts
from gridcenter.register.records import Household, Village
from gridcenter.register.services.concerns import ConcernEntry, note_concern, renew_concern
from tests.exchange.test_merge import swap

SINCE, TODAY = date(2026, 3, 1), date(2026, 11, 3)


@pytest.fixture
def homes(here, there, third, tmp_path):
    """Two households and two people that every PC has."""
    people = [here.person(), here.person("东方测试", "10012340000", "")]
    with here.write() as session:
        village = session.scalars(select(Village.id).order_by(Village.id)).first()
        made = [Household(village_id=village, number=number) for number in ("001", "002")]
        session.add_all(made)
        session.flush()
        ids = [one.id for one in made]
    swap(tmp_path, here, there, third)
    return people, ids


def linked(seat, person, household, kind="member"):
    with seat.write() as session:
        return link_household(session, seat.actor, LinkEntry(person, [household], kind, SINCE)).id


def told(seat):
    with seat.database.read() as session:
        return sorted((one.person, one.kind, one.until) for one in links_seen(session, now=False))


def test_links_of_two_pcs_come_together(here, there, third, homes, tmp_path):
    people, (one, other) = homes
    first = linked(here, people[0], one)
    linked(there, people[1], one, "cadre")
    linked(there, people[0], other)
    swap(tmp_path, here, there, third)
    assert told(here) == told(there) == told(third)
    assert len(told(here)) == 3
    with there.write() as session:
        assert end_links(session, there.actor, [first], last_day=date(2026, 10, 31)) == 1
    swap(tmp_path, here, there, third)
    assert {seat.digest() for seat in (here, there, third)} == {here.digest()}
    with here.database.read() as session:
        assert session.get(HouseholdLink, first).until == date(2026, 10, 31)
    assert [seat.conflicts() for seat in (here, there, third)] == [[], [], []]


def test_what_few_may_see_clashes_for_the_few_alone(here, there, third, homes, tmp_path):
    _people, (one, _other) = homes
    with here.write() as session:
        entry = ConcernEntry("other", "独居，常上门看看", one)
        concern = note_concern(session, here.actor, entry, today=TODAY).id
    swap(tmp_path, here, there, third)
    for seat, reason in ((here, "还要看看"), (there, "仍是独居")):
        with seat.write() as session:
            renew_concern(session, seat.actor, concern, reason=reason, today=TODAY)
    swap(tmp_path, here, there, third)
    clerk = Actor("lu", "录入", ROLES["clerk"])
    with here.database.read() as session:
        assert {one.kind for one in conflicts(session, here.actor)} == {"concern"}
        assert conflicts(session, clerk) == []
