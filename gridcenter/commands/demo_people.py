"""Fictional work of the sample township with its grid workers and its households in care."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor
from gridcenter.base.periods import Month
from gridcenter.care.services.helping import HelpEntry, MeasureEntry, screen, take_measure
from gridcenter.care.services.links import LinkEntry, link_many
from gridcenter.party.records import Member
from gridcenter.register.records import Household, PostHolding, Residence
from gridcenter.register.services.party_cover import cover, proposals
from gridcenter.register.services.structure import Tree
from gridcenter.staff.services.allowance_rates import RateEntry, set_rate
from gridcenter.staff.services.checks import CheckEntry, ItemEntry, record_check
from gridcenter.staff.services.handing_over import Fate, HandoverEntry, hand_all_over
from gridcenter.staff.services.training import TrainingEntry, attendance_id, hold_training, mark
from gridcenter.store.capture import WriteSession
from gridcenter.visits.records import CampaignTarget
from gridcenter.visits.services.campaigns import CampaignEntry, aim_at, make_campaign, reach
from gridcenter.visits.services.plans import PlanEntry, make_plan
from gridcenter.wing.holdings import Holding

LAST = date(2026, 10, 31)
_YEAR = date(2026, 1, 1)
_EACH = 5
"""So many households to a Party member."""
_SCREENED, _AWAY, _CHECKED = 165, 11, 6
_NEEDY = ("hardship", "low_income", "disabled", "supported")
_NEEDS = ("illness", "labour", "school", "disability", "jobless", "sudden")
_MEASURES = ("policy", "apply", "medical", "job", "goods", "service")


def staff_work(session: WriteSession, actor: Actor, holdings: Sequence[Holding]) -> None:
    """Enter the workers' terms and rates, two days of training, some checks, one handover."""
    workers = _workers(session)
    for holding in workers:
        holding.tier, holding.allowance, holding.engagement = "village", "part", "part"
    session.flush()
    rate = RateEntry("part", Decimal(300), "month", _YEAR, document="严政办发〔2026〕3号（示例）")
    set_rate(session, actor, rate)
    _train(session, actor, workers)
    for number, holding in enumerate(workers[::_CHECKED * 2]):
        _check(session, actor, holding, number)
    leaving, taking = workers[3], workers[4]
    entry = HandoverEntry(
        leaving.person_id, date(2026, 10, 20), Fate(taking.person_id), reason="外出务工，不再担任"
    )
    hand_all_over(session, actor, holdings, entry)


def _workers(session: Session) -> list[PostHolding]:
    query = select(PostHolding).where(PostHolding.post == "worker", PostHolding.until.is_(None))
    return list(session.scalars(query.order_by(PostHolding.id)))


def _train(session: WriteSession, actor: Actor, workers: Sequence[PostHolding]) -> None:
    people = [holding.person_id for holding in workers]
    for day, subject, kind, hours in (
        (date(2026, 9, 10), "走访怎么记、诉求怎么转办", "skill", 4),
        (date(2026, 10, 13), "矛盾纠纷排查和家庭用火用电安全", "safety", 3),
    ):
        entry = TrainingEntry(
            day, subject, kind, Decimal(hours), place="乡政府三楼会议室", lecturer="周敏",
            organiser="网格化服务管理中心",
        )  # fmt: skip
        held = hold_training(session, actor, entry, people)
        for person in people[day.day % _AWAY :: _AWAY]:
            mark(session, actor, attendance_id(held.id, person), state="away", reason="当天有事请假")


def _check(session: WriteSession, actor: Actor, holding: PostHolding, number: int) -> None:
    mend = number % 3 == 0
    items = (
        ItemEntry("visits", "mend" if mend else "good"), ItemEntry("ledgers", "good"),
        ItemEntry("known", "fair"),
    )  # fmt: skip
    day = date(2026, 10, 9) + timedelta(days=number)
    entry = CheckEntry(
        day, "周敏", holding.person_id, holding.unit_id, items=items,
        found="抽看三户走访记录" + ("，一户没有写群众怎么说" if mend else "，记得清楚"),
        agreed="补记并回访" if mend else "", deadline=day + timedelta(days=15) if mend else None,
    )  # fmt: skip
    record_check(session, actor, entry, today=LAST)


def care_work(session: WriteSession, actor: Actor) -> None:
    """Link households to the members of their village, and help those who were screened."""
    homes = _homes_by_village(session)
    spare = {village: iter(sorted(found)) for village, found in homes.items()}
    for person, village in _members(session):
        own = list(islice(spare.get(village, iter(())), _EACH))
        if own:
            link_many(session, actor, LinkEntry(person, own, "member", _YEAR, "党员联系户制度（示例）"))
    needy = select(Household.id).where(Household.kind.in_(_NEEDY)).order_by(Household.id)
    for number, household in enumerate(session.scalars(needy.limit(_SCREENED))):
        _help(session, actor, household, number)


def _homes_by_village(session: Session) -> Mapping[bytes, list[bytes]]:
    found: dict[bytes, list[bytes]] = defaultdict(list)
    for home, village in session.execute(select(Household.id, Household.village_id)):
        found[village].append(home)
    return found


def _members(session: Session) -> list[tuple[bytes, bytes]]:
    query = (
        select(Member.person_id, Household.village_id)
        .join(Residence, Residence.person_id == Member.person_id)
        .join(Household, Household.id == Residence.household_id)
        .where(Member.until.is_(None), Residence.until.is_(None))
        .order_by(Member.id)
    )
    return [(person, village) for person, village in session.execute(query)]


def _help(session: WriteSession, actor: Actor, household: bytes, number: int) -> None:
    day = date(2026, 8, 3) + timedelta(days=number % 80)
    need = _NEEDS[number % len(_NEEDS)]
    case = screen(session, actor, HelpEntry(household, need, day), today=LAST)
    subsidy = {1: "raised"} | dict.fromkeys(range(2, 11), "new")
    kind = "subsidy" if number in subsidy else _MEASURES[number % len(_MEASURES)]
    entry = MeasureEntry(kind, day + timedelta(days=2), "周敏", subsidy=subsidy.get(number, ""))
    take_measure(session, actor, case.id, entry, today=LAST)


def party_over_grids(session: WriteSession, actor: Actor) -> None:
    """Lay the branches over the grids of their villages, but for one grid that is still without."""
    found = list(proposals(session, Month.of(LAST)).items())
    for grid, party in found[:-1]:
        cover(session, actor, [grid], party.id, _YEAR)


def visit_work(session: WriteSession, actor: Actor) -> None:
    """Enter plans of visits, and a campaign in one grid."""
    for name, kind, rhythm in (
        ("独居老人每月走访", "elder_alone", "monthly"),
        ("低保户每季走访", "low_income", "quarterly"),
        ("困难户每月走访", "hardship", "monthly"),
    ):
        make_plan(session, actor, PlanEntry(name, rhythm, _YEAR, household_kind=kind))
    entry = CampaignEntry(
        "一盔一带 安全守护", "traffic", date(2026, 10, 8), date(2026, 11, 30), "致村民的一封信（示例）"
    )
    campaign = make_campaign(session, actor, entry)
    tree = Tree.load(session)
    grid = tree.level("grid")[0]
    aim_at(session, actor, campaign.id, area=grid.id)
    on_list = select(CampaignTarget.id).where(CampaignTarget.campaign_id == campaign.id)
    targets = list(session.scalars(on_list.order_by(CampaignTarget.id)))
    half = targets[: len(targets) // 2]
    reach(session, actor, half, result="talked", on=date(2026, 10, 16), by="周敏", today=LAST)
