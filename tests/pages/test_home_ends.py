"""A household that ends takes its links and its help with it, in one act."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from gridcenter.care.holdings import LINKS
from gridcenter.care.records import HelpCase, HouseholdLink
from gridcenter.care.services.helping import HelpEntry, screen
from gridcenter.care.services.link_lists import LOOKERS, count_linked
from gridcenter.care.services.links import LinkEntry, link_household
from gridcenter.register.records import Household
from gridcenter.register.services.household_past import home_details
from gridcenter.register.services.people import PersonEntry, enter_person
from gridcenter.store.acts import last_act
from gridcenter.store.listing import Wish
from gridcenter.store.undo import take_back
from gridcenter.wings import COUNTS
from tests.pages.conftest import TODAY

DAY = TODAY - timedelta(days=3)
LAST = DAY - timedelta(days=1)
LONG_AGO = TODAY - timedelta(days=90)


@pytest.fixture
def cared_for(office, ids):
    """The household of 王德福, looked after by 李晓敏 and helped."""
    with office.database.write(office.actor) as session:
        link_household(session, office.actor, LinkEntry(ids["李晓敏"], [ids["other"]], "member", LONG_AGO))
        screen(session, office.actor, HelpEntry(ids["other"], "illness", LONG_AGO), today=TODAY)


def end(life, home, into):
    return life.end(home), {"ending": "房屋拆除"}


def join(life, home, into):
    return life.join(into), {"other": home.id}


def leave(life, home, into):
    form = life.move_away(home)
    for member in home.members:
        form._slots[f"go_{member.person.hex()}"].field.put(True)
    return form, {"went_to": "济南市"}


def state(office):
    with office.database.read() as session:
        links = session.execute(select(HouseholdLink.until)).all()
        return [*links, *session.execute(select(HelpCase.closed_on, HelpCase.result)).all()]


def told(office, person):
    """What the lists, the count and the handover say of links."""
    with office.database.read() as session:
        linked = next(one for one in COUNTS if one.key == "linked")
        return (
            count_linked(session), session.scalar(linked.query),
            len(LINKS.find(session, [person], TODAY).get(person, ())),
            len(LOOKERS.find(session, Wish())),
        )  # fmt: skip


@pytest.mark.parametrize(("act", "result"), [(end, "other"), (join, "other"), (leave, "moved")])
def test_links_and_help_end_with_the_household_and_come_back_with_it(go, fill, office, ids, cared_for, act, result):
    before = state(office)
    assert told(office, ids["李晓敏"]) == ((1, 1), 1, 1, 1)
    with office.database.read() as session:
        home, into = home_details(session, ids["other"]), home_details(session, ids["home"])
    form, values = act(go("households")._life, home, into)
    assert fill(form, since=DAY, **values).result
    assert state(office) == [(LAST,), (LAST, result)]
    assert told(office, ids["李晓敏"]) == ((0, 0), 0, 0, 0)
    assert ids["other"] not in go("links").model.ids
    with office.database.write(office.actor) as session:
        take_back(session, last_act(session, office.actor.login).txn)
    assert state(office) == before


def test_a_link_to_a_household_that_ended_elsewhere_counts_nowhere(go, fill, office, ids, cared_for):
    with office.database.write(office.actor) as session:
        session.get_one(Household, ids["other"]).until = LAST
    assert told(office, ids["李晓敏"]) == ((0, 0), 0, 0, 0)
    page = go("links")
    assert page.model.ids == [ids["home"]]
    form = page.link_these([ids["other"]])
    assert "已经销户" in fill(form, person_id=ids["李晓敏"], kind="cadre").foot


def test_both_who_look_after_a_household_are_replaced_by_one(go, fill, office, ids, cared_for):
    with office.database.write(office.actor) as session:
        link_household(session, office.actor, LinkEntry(ids["李秀梅"], [ids["other"]], "cadre", LONG_AGO))
        successor = enter_person(session, office.actor, PersonEntry("孟包片")).id
    form = go("links").pass_these([ids["other"]])
    assert fill(form, successor_id=successor, since=TODAY).result == "2 条联系"
    with office.database.read() as session:
        held = select(HouseholdLink.person_id, HouseholdLink.kind).where(HouseholdLink.until.is_(None))
        assert set(session.execute(held).all()) == {(successor, "member"), (successor, "cadre")}
