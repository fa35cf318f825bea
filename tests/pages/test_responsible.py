"""Who answered for a place on a day, and the table of those in posts in a month."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from gridcenter.ledgers.library import month_scope
from gridcenter.register.records import Person, PostHolding
from gridcenter.register.services.people import PersonEntry, appoint, enter_person, relieve
from gridcenter.register.services.terms import PostTerms
from gridcenter.staff.post_ledgers import posts_ledger
from gridcenter.store.finding import find
from gridcenter.store.listing import Wish
from tests.pages.conftest import MONTH, TODAY

BEFORE = MONTH.shift(-1)


@pytest.fixture
def changed(office, ids):
    """马建国 left the grid on the 10th of last month, 钱大勇 came; a county worker sits at the station."""
    with office.database.write(office.actor) as session:
        old = session.scalar(select(PostHolding))
        last = BEFORE.first + timedelta(days=9)
        relieve(session, office.actor, old.id, last_day=last)
        new = enter_person(session, office.actor, PersonEntry("钱大勇", phone="10022223333"))
        county = enter_person(session, office.actor, PersonEntry("何远征", phone="10044445555"))
        appoint(
            session, office.actor, person_id=new.id, unit_id=ids["front"], post="grid_head",
            since=last + timedelta(days=1), terms=PostTerms(tier="village"),
        )  # fmt: skip
        appoint(
            session, office.actor, person_id=county.id, unit_id=ids["station"], post="villager_leader",
            terms=PostTerms(tier="county", dispatch="called"),
        )  # fmt: skip
    return last


def test_a_household_and_a_day_tell_who_answered_up_the_whole_path(go, qtbot, cells, ids, changed):
    page = go("responsible")
    assert cells(page) == []
    with qtbot.waitSignal(page.shown):
        page.enter(Wish("李秀梅", filters={"day": changed}))
    said = [(row[1], row[2], row[3]) for row in cells(page)]
    assert said == [("前街网格", "网格长", "马建国"), ("城关站", "村民组长", "何远征")]
    assert cells(page)[0][5] == "100****2222"
    with qtbot.waitSignal(page.shown):
        page.enter(Wish(filters={"area": ids["two"]}))
    assert [row[3] for row in cells(page)] == ["钱大勇", "何远征"]
    gone = []
    page.went.connect(lambda *door: gone.append(door))
    page.opened.emit(page.model.ids[0])
    assert gone[0][0] == "staff"


def test_the_table_of_a_month_has_everybody_with_the_days_of_that_month(office, changed, ids):
    with office.database.read() as session:
        ledger = posts_ledger(session, month_scope(BEFORE, None, TODAY))
        now = posts_ledger(session, month_scope(MONTH, None, TODAY))
    rows = [row.cells for row in ledger.parts[0].rows if row.kind == "body"]
    days = (BEFORE.last - BEFORE.first).days + 1
    assert [(row[1], row[9]) for row in rows] == [("何远征", days), ("马建国", 10), ("钱大勇", days - 10)]
    assert rows[0][10] == "100****5555"
    assert rows[1][10] == "10011112222"
    total = ledger.parts[0].rows[-1].cells[1].value
    assert total == "共 3 人：县级 1 人，乡镇级 0 人，村级 1 人，没有登记层级 1 人"
    assert {row.cells[1] for row in now.parts[0].rows if row.kind == "body"} == {"何远征", "钱大勇"}


def test_somebody_is_found_by_post_and_place(office, changed, ids):
    with office.database.read() as session:
        found = {one.source.letter: one.hits for one in find(session, office.index.sources, "前街网格 网格长", 5)}
        person = session.scalar(select(Person.id).where(Person.name == "钱大勇"))
    assert [hit.title for hit in found["w"]] == ["网格长 钱大勇"]
    assert person
