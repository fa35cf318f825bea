"""Mergers on one PC, work on another: all come out the same, and nothing said for the gone one is lost."""

from datetime import date

import pytest
from sqlalchemy import select

from gridcenter.base.periods import today
from gridcenter.register.records import LikelyPair, Merger, Person, PostHolding, Unit
from gridcenter.register.services.duplicates.likely import look_anew
from gridcenter.register.services.duplicates.merging import merge
from gridcenter.register.services.duplicates.parting import part
from tests.exchange.test_merge import swap

OTHER = "37142319900101995X"


@pytest.fixture
def twins(here, there, tmp_path):
    """Two records of one person that both PCs have: the one to be kept, the one to go."""
    found = here.person(), here.person(number="", phone="10012345678")
    swap(tmp_path, here, there)
    return found


def joined(seat, kept, gone, **values):
    with seat.write() as session:
        return merge(session, seat.actor, "person", kept=kept, gone=gone, values=values).id


def reasons(seat):
    look_anew(seat.database, seat.actor)
    with seat.database.read() as session:
        return session.scalars(select(LikelyPair.reasons)).all()


def top(seat):
    with seat.database.read() as session:
        return session.scalar(select(Unit.id).where(Unit.level == "township"))


def test_a_merger_arrives_whole_and_can_be_parted_elsewhere(here, there, twins, tmp_path):
    kept, gone = twins
    merger = joined(here, kept, gone)
    swap(tmp_path, here, there)
    assert there.row(gone) is None
    assert there.row(merger, Merger).kept == kept
    with there.write() as session:
        part(session, there.actor, merger, today=today())
    swap(tmp_path, here, there)
    assert here.row(gone).phone == "10012345678"
    assert here.row(merger, Merger).parted_on == today()
    assert here.digest() == there.digest()


def test_what_another_pc_said_of_the_gone_one_brings_it_back_to_be_looked_at(here, there, twins, tmp_path):
    kept, gone = twins
    unit = top(here)
    joined(here, kept, gone)
    with there.write() as session:
        session.add(PostHolding(person_id=gone, unit_id=unit, post="worker", since=date(2026, 1, 1)))
    swap(tmp_path, here, there)
    for seat in (here, there):
        assert seat.row(gone) is not None
        assert [(one.label, one.title) for one in seat.conflicts()] == [("整条登记", "人员 欧阳测试")]
        assert [one.split()[0] for one in reasons(seat)] == ["again"]
    assert here.digest() == there.digest()
    joined(there, kept, gone)
    swap(tmp_path, here, there)
    for seat in (here, there):
        assert seat.row(gone) is None
        assert reasons(seat) == []
        with seat.database.read() as session:
            assert session.scalars(select(PostHolding.person_id)).all() == [kept]
    assert here.digest() == there.digest()


def test_merged_both_ways_at_once_comes_out_the_same(here, there, twins, tmp_path):
    one, other = twins
    joined(here, one, other, phone="10011112222")
    joined(there, other, one)
    swap(tmp_path, here, there)
    assert here.digest() == there.digest()
    with here.database.read() as session:
        left = set(session.scalars(select(Person.id)))
    assert left & {one, other}
