"""The same person appointed to the same post on two PCs: both stand, both are told of, one is struck."""

from datetime import date

from sqlalchemy import select

from gridcenter.base.periods import Month
from gridcenter.ledgers.library import month_scope
from gridcenter.register.records import Unit
from gridcenter.register.services.people import PersonEntry, appoint, enter_person
from gridcenter.register.services.posts import strike_holding
from gridcenter.staff.post_ledgers import posts_ledger
from gridcenter.staff.services.dossier import dossier
from gridcenter.staff.todos import doubled
from tests.exchange.test_merge import swap

OCTOBER = Month(2026, 10)


def appointed(seat, person, unit, since):
    with seat.write() as session:
        return appoint(
            session, seat.actor, person_id=person, unit_id=unit, post="worker", since=since
        ).id


def said(seat):
    with seat.database.read() as session:
        return [todo.what for todo in doubled(session)]


def test_the_same_person_appointed_on_two_pcs_counts_once_until_one_is_struck(
    here, there, tmp_path
):
    with here.write() as session:
        person = enter_person(session, here.actor, PersonEntry("钱大勇", phone="10022223333")).id
        unit = session.scalar(select(Unit.id).where(Unit.level == "township"))
    swap(tmp_path, here, there)
    appointed(here, person, unit, date(2026, 10, 1))
    second = appointed(there, person, unit, date(2026, 10, 11))
    assert said(here) == said(there) == []
    swap(tmp_path, here, there)
    assert here.digest() == there.digest()
    assert said(here) == said(there) == ["钱大勇的网格员登记了两次，请删去多的一条"]
    with here.database.read() as session:
        assert len(dossier(session, person).doubled()) == 1
        rows = posts_ledger(session, month_scope(OCTOBER, None, date(2026, 11, 3))).parts[0].rows
    assert [(row.cells[1], row.cells[9]) for row in rows if row.kind == "body"] == [("钱大勇", 31)]
    with here.write() as session:
        strike_holding(session, here.actor, second)
    swap(tmp_path, here, there)
    assert said(here) == said(there) == []
