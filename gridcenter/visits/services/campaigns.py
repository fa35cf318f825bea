"""Publicity campaigns: made, given a list of households, carried from door to door."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.base.names import name_problem, tidy_name
from gridcenter.register.codes import MAIN_SET
from gridcenter.register.records import Household, Placement
from gridcenter.register.services.areas import homes_of
from gridcenter.store.capture import WriteSession
from gridcenter.visits.codes import TRIED
from gridcenter.visits.records import Campaign, CampaignTarget, Visit


@dataclass(frozen=True, slots=True)
class CampaignEntry:
    """What the form of a campaign says."""

    title: str
    kind: str
    since: date
    until: date | None = None
    material: str = ""
    note: str = ""


def make_campaign(session: WriteSession, actor: Actor, entry: CampaignEntry) -> Campaign:
    """Enter a campaign; its list is empty yet."""
    actor.require(Right.ENTER)
    campaign = Campaign(**_checked(entry))
    session.add(campaign)
    session.flush()
    return campaign


def change_campaign(
    session: WriteSession, actor: Actor, campaign_id: bytes, entry: CampaignEntry
) -> Campaign:
    """Change what a campaign is about."""
    actor.require(Right.ENTER)
    campaign = campaign_of(session, campaign_id)
    for name, value in _checked(entry).items():
        setattr(campaign, name, value)
    session.flush()
    return campaign


def campaign_of(session: Session, campaign_id: bytes) -> Campaign:
    """Return a campaign; raises NotFound."""
    campaign = session.get(Campaign, campaign_id)
    if campaign is None:
        raise NotFound("这次宣传活动已经不在，请刷新后再看")
    return campaign


def running(session: Session, day: date) -> list[tuple[bytes, str]]:
    """Return the campaigns that run on a day, the latest first."""
    query = select(Campaign.id, Campaign.title).where(
        Campaign.since <= day, or_(Campaign.until.is_(None), Campaign.until >= day)
    )
    return [(i, title) for i, title in session.execute(query.order_by(Campaign.since.desc(), Campaign.id))]


def aim_at(
    session: WriteSession, actor: Actor, campaign_id: bytes, *, area: bytes | None = None, kind: str = ""
) -> int:
    """Put the households of an area and a kind (or all of them) on the list; returns how many came new."""
    actor.require(Right.ENTER)
    query = select(Placement.household_id).where(
        Placement.until.is_(None), Placement.grid_set == MAIN_SET
    )
    if area is not None:
        query = query.where(Placement.household_id.in_(homes_of(session, area)))
    if kind:
        of_kind = select(Household.id).where(Household.kind == kind)
        query = query.where(Placement.household_id.in_(of_kind))
    return pick(session, actor, campaign_id, list(session.scalars(query)))


def pick(
    session: WriteSession, actor: Actor, campaign_id: bytes, households: Sequence[bytes]
) -> int:
    """Put these households on the list, those that are not there yet; returns how many."""
    actor.require(Right.ENTER)
    campaign_of(session, campaign_id)
    known = set(
        session.scalars(
            select(CampaignTarget.household_id).where(CampaignTarget.campaign_id == campaign_id)
        )
    )
    new = [home for home in dict.fromkeys(households) if home not in known]
    rows = [
        {
            "id": CampaignTarget.id_of(campaign_id, home), "campaign_id": campaign_id,
            "household_id": home,
        }
        for home in new
    ]  # fmt: skip
    session.insert_many(CampaignTarget, rows)
    return len(rows)


def strike(session: WriteSession, actor: Actor, targets: Sequence[bytes]) -> int:
    """Take households that were not reached yet off the list; returns how many."""
    actor.require(Right.ENTER)
    query = select(CampaignTarget).where(
        CampaignTarget.id.in_(targets), CampaignTarget.result.is_(None)
    )
    found = session.scalars(query).all()
    for target in found:
        session.delete(target)
    session.flush()
    return len(found)


def reach(
    session: WriteSession, actor: Actor, targets: Sequence[bytes], *, result: str, on: date, by: str, today: date
) -> int:
    """Enter how these households were reached, on one day by one person; returns how many."""
    actor.require(Right.ENTER)
    if not result:
        raise RuleBroken("result", "请选择送达情况")
    if on > today:
        raise RuleBroken("reached_on", "入户日期不能晚于今天")
    name = tidy_name(by)
    if not name:
        raise RuleBroken("reached_by", "请填写入户人")
    if problem := name_problem(name):
        raise RuleBroken("reached_by", f"入户人{problem}")
    found = session.scalars(select(CampaignTarget).where(CampaignTarget.id.in_(targets))).all()
    for target in found:
        target.result, target.reached_on, target.reached_by = result, on, name
    session.flush()
    return len(found)


def reach_by_visit(
    session: WriteSession, actor: Actor, campaign_id: bytes, visit: Visit
) -> CampaignTarget:
    """Let a visit count for a campaign; a household that is not on its list comes onto it.

    Who was met or telephoned has been talked to; a household once reached stays so when a later
    visit meets nobody.
    """
    actor.require(Right.ENTER)
    query = select(CampaignTarget).where(
        CampaignTarget.campaign_id == campaign_id,
        CampaignTarget.household_id == visit.household_id,
    )
    target = session.scalar(query)
    if target is None:
        target = CampaignTarget(
            id=CampaignTarget.id_of(campaign_id, visit.household_id), campaign_id=campaign_id,
            household_id=visit.household_id,
        )  # fmt: skip
        session.add(target)
    missed = visit.result in TRIED
    if not missed or target.result in {None, "absent"}:
        target.result = "absent" if missed else "talked"
        target.reached_on, target.reached_by = visit.visited_on, visit.visitor
        target.visit_id = visit.id
    session.flush()
    return target


def _checked(entry: CampaignEntry) -> Mapping[str, object]:
    if not entry.title.strip():
        raise RuleBroken("title", "请填写活动名称，如“一盔一带”致村民的一封信")
    if not entry.kind:
        raise RuleBroken("kind", "请选择宣传类别")
    if entry.until and entry.until < entry.since:
        raise RuleBroken("until", "结束日期不能早于开始日期")
    return {
        "title": entry.title.strip(), "kind": entry.kind, "since": entry.since, "until": entry.until,
        "material": entry.material.strip() or None, "note": entry.note.strip() or None,
    }  # fmt: skip
