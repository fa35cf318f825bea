"""Records whose ids are made of what they point to: entered on two PCs they are one, and stay one through a merger."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from gridcenter.access.actors import ROLES, Actor
from gridcenter.base.errors import NotAllowed
from gridcenter.base.periods import today
from gridcenter.register.records import Household, Village
from gridcenter.register.services.concerns import ConcernEntry, note_concern
from gridcenter.register.services.duplicates.merging import merge
from gridcenter.register.services.duplicates.parting import part
from gridcenter.staff.records import Attendance
from gridcenter.staff.services.training import TrainingEntry, ask_people, hold_training
from gridcenter.visits.records import CampaignTarget
from gridcenter.visits.services.campaigns import CampaignEntry, make_campaign, pick, reach
from tests.exchange.test_merge import swap

DAY = date(2026, 10, 20)


@pytest.fixture
def homes(here, there, tmp_path):
    """A campaign and two households that both PCs have."""
    with here.write() as session:
        village = session.scalars(select(Village.id).order_by(Village.id)).first()
        made = [Household(village_id=village, number=number) for number in ("001", "002")]
        session.add_all(made)
        campaign = make_campaign(session, here.actor, CampaignEntry("一盔一带", "traffic", DAY)).id
        ids = [one.id for one in made]
    swap(tmp_path, here, there)
    return campaign, ids


def targets(seat):
    with seat.database.read() as session:
        return {one.household_id: one.result for one in session.scalars(select(CampaignTarget))}


def picked(seat, campaign, homes):
    with seat.write() as session:
        return pick(session, seat.actor, campaign, homes)


def test_a_household_put_on_a_list_on_two_pcs_is_on_it_once(here, there, homes, tmp_path):
    campaign, (one, other) = homes
    assert picked(here, campaign, [one]) == 1
    assert picked(there, campaign, [one, other]) == 2
    with there.write() as session:
        target = CampaignTarget.id_of(campaign, one)
        assert reach(session, there.actor, [target], result="talked", on=DAY, by="赵丽", today=DAY) == 1
    swap(tmp_path, here, there)
    for seat in (here, there):
        with seat.database.read() as session:
            assert len(session.scalars(select(CampaignTarget.id)).all()) == 2
        assert targets(seat) == {one: "talked", other: None}
    assert here.digest() == there.digest()


def test_merged_households_are_on_a_list_once_and_apart_again(here, homes):
    campaign, (kept, gone) = homes
    picked(here, campaign, [kept, gone])
    with here.write() as session:
        target = CampaignTarget.id_of(campaign, gone)
        reach(session, here.actor, [target], result="talked", on=DAY, by="赵丽", today=DAY)
    with here.write() as session:
        merger = merge(session, here.actor, "household", kept=kept, gone=gone, values={}).id
    assert targets(here) == {kept: "talked"}
    with here.write() as session:
        part(session, here.actor, merger, today=today())
    assert targets(here) == {kept: None, gone: "talked"}


def test_training_of_a_merged_person_is_that_of_the_kept_one_on_every_pc(here, there, tmp_path):
    kept, gone = here.person(), here.person(number="", phone="10012345678")
    with here.write() as session:
        entry = TrainingEntry(DAY, "走访怎么记", "skill", Decimal(4))
        training = hold_training(session, here.actor, entry, [gone]).id
    swap(tmp_path, here, there)
    with here.write() as session:
        merger = merge(session, here.actor, "person", kept=kept, gone=gone, values={}).id
    with there.write() as session:
        ask_people(session, there.actor, training, [kept])
    swap(tmp_path, here, there)
    for seat in (here, there):
        with seat.database.read() as session:
            assert session.scalars(select(Attendance.person_id)).all() == [kept]
    assert here.digest() == there.digest()
    with here.write() as session:
        part(session, here.actor, merger, today=today())
    with here.database.read() as session:
        assert session.get(Attendance, Attendance.id_of(training, gone)).person_id == gone
        assert session.get(Attendance, Attendance.id_of(training, kept)) is None


def test_a_merger_refused_for_what_one_may_not_see_does_not_tell_of_it(here, homes):
    _campaign, (kept, gone) = homes
    with here.write() as session:
        note_concern(session, here.actor, ConcernEntry("other", "独居", gone), today=today())
    clerk = Actor("lu", "录入", ROLES["clerk"])
    with pytest.raises(NotAllowed) as refused, here.database.write(clerk) as session:
        merge(session, clerk, "household", kept=kept, gone=gone, values={})
    assert "关注" not in str(refused.value)
    assert "中心主任" in str(refused.value)
