"""Stamps: strictly increasing, whatever the PC's clock does."""

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from gridcenter.register.records import Person
from gridcenter.store.check import check
from gridcenter.store.journal import OpRow
from gridcenter.store.stamps import StampClock, stamp_millis

HOUR = 3_600_000
NOW = 1_790_000_000_000


class Wall:
    """A clock on the wall that can be set."""

    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


def stamps(database):
    with database.read() as session:
        return session.scalars(select(OpRow.stamp).order_by(OpRow.seq)).all()


def test_a_clock_set_back_loses_nothing(open_database, actor):
    wall = Wall()
    database = open_database(wall=wall)
    with database.write(actor) as session:
        person = Person(name="张三")
        session.add(person)
    wall.now -= HOUR
    with database.write(actor) as session:
        session.get_one(Person, person.id).name = "张叁"
    found = stamps(database)
    assert found == sorted(set(found))
    assert [stamp_millis(stamp) for stamp in found] == [NOW, NOW]
    assert check(database, deep=True).ok


def test_a_clock_set_back_before_the_program_starts_loses_nothing(open_database, actor):
    wall = Wall()
    first = open_database(wall=wall)
    with first.write(actor) as session:
        [person] = session.insert_many(Person, [{"name": "张三"}])
    first.close()
    wall.now -= HOUR
    second = open_database(wall=wall)
    with second.write(actor) as session:
        session.update_many(Person, [(person, {"name": "张叁"})])
    wall.now += 2 * HOUR
    with second.write(actor) as session:
        session.update_many(Person, [(person, {"name": "张三"})])
    found = stamps(second)
    assert found == sorted(set(found))
    assert stamp_millis(found[-1]) == NOW + HOUR
    with second.read() as session:
        assert session.scalar(select(Person.name)) == "张三"
    assert check(second, deep=True).ok


def test_more_ops_in_a_millisecond_than_the_counter_holds_have_their_order():
    clock = StampClock(b"n" * 16, wall=Wall())
    found = [clock.tick() for _ in range(70_000)]
    assert found == sorted(set(found))


@given(times=st.lists(st.integers(0, NOW * 2), min_size=1, max_size=50), heard=st.integers(0, NOW))
def test_stamps_increase_under_any_clock(times, heard):
    clock = StampClock(b"n" * 16, wall=iter(times).__next__)
    clock.see((heard << 16).to_bytes(8, "big") + bytes(8))
    found = [clock.tick() for _ in times]
    assert found == sorted(set(found))
    assert stamp_millis(found[0]) >= heard
