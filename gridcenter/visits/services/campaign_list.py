"""The list of households that campaigns go to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from gridcenter.codes.tables import Codes
from gridcenter.register.services.areas import homes_of as homes_in
from gridcenter.register.services.homes import homes_of
from gridcenter.store.listing import Listing, Wish, fetch_ids
from gridcenter.store.search import matching
from gridcenter.visits.codes import CAMPAIGN_RESULT
from gridcenter.visits.records import Campaign, CampaignTarget

WAITING = "waiting"
"""The choice of a filter: households nobody went to yet."""


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One line of the page."""

    id: bytes
    campaign: str
    head: str
    number: str
    unit: str
    result: str
    """The code; "" where nobody went yet."""
    said: str
    reached_on: date | None
    reached_by: str


def find_targets(session: Session, wish: Wish) -> Sequence[bytes]:
    """Return the households on lists; filters "campaign", "area", "result" (WAITING: not gone to)."""
    query = select(CampaignTarget.id).join(Campaign, Campaign.id == CampaignTarget.campaign_id)
    if campaign := wish.filters.get("campaign"):
        query = query.where(CampaignTarget.campaign_id == campaign)
    if area := wish.filters.get("area"):
        query = query.where(CampaignTarget.household_id.in_(homes_in(session, area)))
    if result := wish.filters.get("result"):
        column = CampaignTarget.result
        query = query.where(column.is_(None) if result == WAITING else column == result)
    if wish.words:
        by = CampaignTarget.reached_by.contains(wish.words, autoescape=True)
        query = query.where(or_(by, CampaignTarget.household_id.in_(matching("h", wish.words))))
    order = (Campaign.since.desc(), Campaign.id, CampaignTarget.household_id)
    return fetch_ids(session, query.order_by(*order))


def load_targets(session: Session, ids: Sequence[bytes]) -> dict[bytes, TargetRow]:
    """Return the rows of these."""
    results = Codes.load(session, CAMPAIGN_RESULT)
    query = select(CampaignTarget, Campaign.title).join(Campaign, Campaign.id == CampaignTarget.campaign_id)
    found = session.execute(query.where(CampaignTarget.id.in_(ids))).all()
    homes = {one.id: one for one in homes_of(session, [target.household_id for target, _title in found])}
    return {
        one.id: TargetRow(
            one.id, title, homes[one.household_id].head, homes[one.household_id].number,
            homes[one.household_id].unit, one.result or "", results.word(one.result), one.reached_on,
            one.reached_by or "",
        )
        for one, title in found
        if one.household_id in homes
    }  # fmt: skip


def campaign_names(session: Session) -> list[tuple[bytes, str]]:
    """Return all campaigns, the latest first."""
    query = select(Campaign.id, Campaign.title).order_by(Campaign.since.desc(), Campaign.id)
    return [(i, title) for i, title in session.execute(query)]


def target_words(session: Session) -> str:
    """Return what stands beside the title: how many are on lists, how many of them were reached."""
    campaigns = session.scalar(select(func.count(Campaign.id))) or 0
    query = select(CampaignTarget.result, func.count()).group_by(CampaignTarget.result)
    counted = dict(session.execute(query).all())
    reached = counted.get("delivered", 0) + counted.get("talked", 0)
    return f"{campaigns} 次活动，名单共 {sum(counted.values()):,} 户，已送达 {reached:,} 户"


TARGETS = Listing(find_targets, load_targets)
