"""The same people twice: found in 26,000, merged without loss, parted again after other work."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from gridcenter.access.actors import ROLES, Actor
from gridcenter.base.errors import NotAllowed, RuleBroken
from gridcenter.base.periods import today
from gridcenter.office import open_office
from gridcenter.party.records import Member
from gridcenter.register.records import (
    Household,
    Merger,
    PartyUnit,
    Person,
    Placement,
    PostHolding,
    Residence,
    Unit,
)
from gridcenter.register.services.duplicates.finding import find_homes_twice, find_people_twice
from gridcenter.register.services.duplicates.likely import (
    count_pairs,
    look_anew,
    open_pairs,
    set_aside,
)
from gridcenter.register.services.duplicates.merging import merge
from gridcenter.register.services.duplicates.parting import any_old, empty_old, part
from gridcenter.register.services.people import (
    PersonEntry,
    ResidentEntry,
    appoint,
    enter_household,
    enter_resident,
)
from gridcenter.store.acts import note_act
from gridcenter.store.check import check
from gridcenter.store.undo import take_back
from gridcenter.visits.records import Visit
from gridcenter.visits.services import VisitEntry, record_visit
from tests.planted import plant_in

NUMBER = "371423195603129967"
TURNED = "371423195601329967"


def test_the_planted_pairs_are_found_among_26_000_and_nobody_else(yanwu_copy):
    with open_office(yanwu_copy, "", "demo", "命令行") as office:
        planted = plant_in(office, seed=4)
        with office.database.read() as session:
            people = session.scalar(select(func.count()).select_from(Person))
            found = {frozenset((one.first, one.second)) for one in find_people_twice(session)}
            homes = find_homes_twice(session)
    wanted = set().union(*planted.pairs.values())
    shown_families = planted.families & found
    assert people >= 26_000
    assert {way for way, pairs in planted.pairs.items() if len(pairs & found) < 0.95 * len(pairs)} == set()
    assert len(found - wanted) <= 0.01 * len(found)
    assert shown_families == set()
    assert homes == []


@pytest.fixture
def twice(hamlet):
    """Somebody entered in two households of a grid, with posts, a visit and a membership; ids by name."""
    office = hamlet.office
    with office.database.write(office.actor) as session:
        unit, other = session.scalars(
            select(Unit.id).where(Unit.level == "grid").order_by(Unit.position).limit(2)
        )
        ids = {"unit": unit, "other": other}
        for name, number, place in (("old", "0041", unit), ("new", "0042", other)):
            ids[f"{name} home"] = enter_household(
                session, office.actor, unit_id=place, number=number, address="3组41号"
            ).id
        first = PersonEntry("于晓哲", id_number=NUMBER, phone="10012345678")
        second = PersonEntry("余小喆", id_number=TURNED, phone="10087654321")
        for name, entry in (("old", first), ("new", second)):
            stay = ResidentEntry(entry, ids[f"{name} home"], "head")
            ids[name] = enter_resident(session, office.actor, stay).person_id
        for name in ("old", "new"):
            appoint(session, office.actor, person_id=ids[name], unit_id=unit, post="worker", since=date(2026, 1, 1))
        branch = PartyUnit(kind="branch", name="一支部", position=1)
        session.add(branch)
        session.flush()
        session.add_all([
            Member(person_id=ids["old"], branch_id=branch.id, mobile=False),
            Member(person_id=ids["new"], branch_id=branch.id, mobile=False, joined_on=date(1990, 7, 1)),
        ])
        ids["visit"] = record_visit(
            session, office.actor, VisitEntry(today(), ids["new home"], "赵丽"), today=today()
        ).id
        session.get_one(Visit, ids["visit"]).visitor_id = ids["new"]
    return office, ids


def joined(office, ids, **values):
    with office.database.write(office.actor) as session:
        made = merge(
            session, office.actor, "person", kept=ids["old"], gone=ids["new"], values=values,
            home=ids["old home"],
        )  # fmt: skip
        txn = note_act(session, office.actor.login, office.actor.role.key, "合并人员")
    return made.id, txn


def count(session, cls, **values):
    query = select(func.count()).select_from(cls).filter_by(**values)
    return session.scalar(query)


def test_a_merged_person_holds_all_of_both_and_nothing_twice(twice):
    office, ids = twice
    look_anew(office.database, office.actor)
    joined(office, ids, phone="10087654321")
    with office.database.read() as session:
        assert session.get(Person, ids["new"]) is None
        kept = session.get_one(Person, ids["old"])
        assert (kept.name, kept.id_number, kept.phone) == ("于晓哲", NUMBER, "10087654321")
        assert count(session, PostHolding, person_id=ids["old"]) == 1
        assert session.scalars(select(Member.joined_on)).all() == [date(1990, 7, 1)]
        assert session.get_one(Visit, ids["visit"]).visitor_id == ids["old"]
        assert count(session, Residence, person_id=ids["old"], until=None) == 1
        assert count_pairs(session) == 0
    assert check(office.database, deep=True).ok


def test_undo_brings_both_back(twice):
    office, ids = twice
    _made, txn = joined(office, ids)
    with office.database.write(office.actor) as session:
        take_back(session, txn)
    with office.database.read() as session:
        assert session.get_one(Person, ids["new"]).name == "余小喆"
        assert count(session, PostHolding, person_id=ids["new"]) == 1
        assert count(session, Merger) == 0


def test_a_merger_comes_apart_after_other_work_and_tells_what_stayed(twice):
    office, ids = twice
    made, _txn = joined(office, ids, phone="10087654321")
    with office.database.write(office.actor) as session:
        session.get_one(Person, ids["old"]).phone = "10011112222"
        session.get_one(Visit, ids["visit"]).visitor_id = None
        appoint(session, office.actor, person_id=ids["old"], unit_id=ids["other"], post="cadre")
    with office.database.write(office.actor) as session:
        parted = part(session, office.actor, made, today=today())
    with office.database.read() as session:
        back = session.get_one(Person, ids["new"])
        assert (back.name, back.id_number, back.phone) == ("余小喆", TURNED, "10087654321")
        assert session.get_one(Person, ids["old"]).phone == "10011112222"
        assert count(session, PostHolding, person_id=ids["new"]) == 1
        assert count(session, PostHolding, person_id=ids["old"]) == 2
        for name in ("old", "new"):
            stay = session.scalars(select(Residence).filter_by(person_id=ids[name])).one()
            assert (stay.household_id, stay.until) == (ids[f"{name} home"], None)
            assert count(session, Member, person_id=ids[name]) == 1
    told = "；".join(parted.left)
    assert "联系电话后来改过" in told
    assert "走访后来改到了别处" in told
    assert check(office.database, deep=True).ok
    with office.database.write(office.actor) as session, pytest.raises(RuleBroken, match="已经拆开过"):
        part(session, office.actor, made, today=today())


def test_after_ninety_days_what_was_personal_is_emptied(twice):
    office, ids = twice
    made, _txn = joined(office, ids)
    last, later = today() + timedelta(days=90), today() + timedelta(days=91)
    with office.database.write(office.actor) as session:
        assert empty_old(session, office.actor, today=last) == 0
        assert any_old(session, today=later)
        assert empty_old(session, office.actor, today=later) == 1
    with office.database.write(office.actor) as session:
        merger = session.get_one(Merger, made)
        assert (merger.name, merger.details) == (None, None)
        with pytest.raises(RuleBroken, match="90 天"):
            part(session, office.actor, made, today=later)


def test_a_clerk_may_not_merge_what_only_the_centre_may_change(twice):
    office, ids = twice
    clerk = Actor("clerk", "李晓敏", ROLES["clerk"])
    with pytest.raises(NotAllowed, match=r"党员登记.*中心主任"), office.database.write(clerk) as session:
        merge(session, clerk, "person", kept=ids["old"], gone=ids["new"], values={}, home=ids["old home"])


def test_what_was_said_to_be_two_is_shown_no_more(twice):
    office, ids = twice
    look_anew(office.database, office.actor)
    with office.database.write(office.actor) as session:
        pairs = session.scalars(open_pairs()).all()
        assert count_pairs(session) == len(pairs) == 1
        assert set_aside(session, office.actor, pairs) == 1
        assert set_aside(session, office.actor, pairs) == 0
        assert count_pairs(session) == 0
    assert not look_anew(office.database, office.actor)
    with office.database.write(office.actor) as session:
        session.get_one(Person, ids["old"]).phone = None
    assert look_anew(office.database, office.actor)
    with office.database.read() as session:
        assert count_pairs(session) == 0


def test_a_household_entered_twice_becomes_one(hamlet):
    office = hamlet.office
    with office.database.write(office.actor) as session:
        unit = session.scalars(select(Unit.id).where(Unit.level == "grid").limit(1)).one()
        kept = enter_household(session, office.actor, unit_id=unit, number="0041", address="3组41号").id
        gone = enter_household(session, office.actor, unit_id=unit, number="41", address="3组-41号", kind="away").id
        for home, name in ((kept, "于晓哲"), (gone, "余晓哲"), (gone, "于敏")):
            relation = "daughter" if name == "于敏" else "head"
            enter_resident(session, office.actor, ResidentEntry(PersonEntry(name), home, relation))
        record_visit(session, office.actor, VisitEntry(today(), gone, "赵丽"), today=today())
    with office.database.read() as session:
        [found] = find_homes_twice(session)
        assert found.reasons == ("home_number", "address", "head_sound")
    with office.database.write(office.actor) as session:
        made = merge(session, office.actor, "household", kept=kept, gone=gone, values={"kind": "away"})
    with office.database.read() as session:
        assert count(session, Residence, household_id=kept) == 3
        assert count(session, Residence, household_id=kept, relation="head") == 1
        assert count(session, Placement, household_id=kept) == 1
        assert count(session, Visit, household_id=kept) == 1
    with office.database.write(office.actor) as session:
        part(session, office.actor, made.id, today=today())
    with office.database.read() as session:
        assert session.get_one(Household, kept).kind is None
        assert session.get_one(Household, gone).kind == "away"
        assert count(session, Residence, household_id=gone) == 2
        assert count(session, Residence, household_id=gone, relation="head") == 1
        assert count(session, Placement, household_id=gone) == 1
        assert count(session, Visit, household_id=gone) == 1
    assert check(office.database, deep=True).ok
