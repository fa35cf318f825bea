"""Attendance entered on two PCs: the same people once, hours that differ told as a conflict."""

from datetime import date
from decimal import Decimal

from gridcenter.staff.records import Attendance
from gridcenter.staff.services.training import (
    TrainingEntry,
    ask_people,
    attendance_id,
    attendances,
    hold_training,
    mark,
)
from gridcenter.store.check import check
from tests.exchange.test_merge import swap

DAY = date(2026, 10, 20)


def test_the_same_people_entered_on_two_pcs_are_there_once(here, there, tmp_path):
    entry = TrainingEntry(DAY, "走访怎么记", "skill", Decimal(4))
    first, second, third = (here.person(name, "", "") for name in ("白春生", "曹玉兰", "丁世昌"))
    with here.write() as session:
        training = hold_training(session, here.actor, entry).id
    swap(tmp_path, here, there)

    for seat, people in ((here, [first, second]), (there, [second, third])):
        with seat.write() as session:
            assert ask_people(session, seat.actor, training, people) == 2
    with there.write() as session:
        mark(session, there.actor, attendance_id(training, second), state="there", hours=Decimal("2.5"))
    swap(tmp_path, here, there)

    for seat in (here, there):
        with seat.database.read() as session:
            hours = {one.person_id: one.hours for one in attendances(session, training)}
        assert hours == {first: 4, second: Decimal("2.5"), third: 4}
    assert here.digest() == there.digest()
    assert check(here.database, deep=True).ok


def test_somebody_taken_off_and_asked_again_is_on_both_lists(here, there, tmp_path):
    entry = TrainingEntry(DAY, "走访怎么记", "skill", Decimal(4))
    person = here.person("白春生", "", "")
    with here.write() as session:
        training = hold_training(session, here.actor, entry, [person]).id
    here.delete(attendance_id(training, person), Attendance)
    swap(tmp_path, here, there)
    with there.write() as session:
        assert ask_people(session, there.actor, training, [person]) == 1
    swap(tmp_path, here, there)
    with here.database.read() as session:
        assert [one.person_id for one in attendances(session, training)] == [person]
    assert here.digest() == there.digest()
