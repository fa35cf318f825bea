"""The rounds through the households of the sample township: plans, checklists, a campaign."""

from datetime import date

from sqlalchemy import select

from gridcenter.register.records import Household
from gridcenter.register.services.grids import places
from gridcenter.visits.records import CampaignTarget
from gridcenter.visits.services.campaigns import CampaignEntry, aim_at, make_campaign, reach
from gridcenter.visits.services.checklists import adopt, offered, provide_samples
from gridcenter.visits.services.plans import PlanEntry, make_plan
from tests.scenes.day import TODAY

YEAR = date(2026, 1, 1)
PLANS = (
    PlanEntry("独居老人每月走访", "monthly", date(2026, 9, 1), household_kind="elder_alone"),
    PlanEntry("低保户每月走访", "monthly", date(2026, 9, 1), household_kind="low_income"),
    PlanEntry("所有户每半年走访", "half_year", date(2026, 7, 1)),
)


def rounds(office):
    """Plan visits, put the checklists in, carry a letter to some of the doors."""
    actor = office.actor
    with office.database.write(actor) as session:
        for plan in PLANS:
            make_plan(session, actor, plan)
        provide_samples(session, actor)
        first = offered(session, TODAY)[0][0]
        adopt(session, actor, first, today=TODAY)
        letter = CampaignEntry(
            "“一盔一带”致村民的一封信", "traffic", date(2026, 10, 20), date(2026, 11, 30), "一封信"
        )
        campaign = make_campaign(session, actor, letter).id
        grid = places(session, "grid")[0].id
        aim_at(session, actor, campaign, area=grid)
        doors = select(CampaignTarget.id).join(Household, Household.id == CampaignTarget.household_id)
        targets = session.scalars(doors.order_by(Household.number).limit(180)).all()
        for result, some in (("delivered", targets[:90]), ("talked", targets[90:150]), ("absent", targets[150:])):
            reach(session, actor, some, result=result, on=TODAY, by="司马国伟", today=TODAY)
