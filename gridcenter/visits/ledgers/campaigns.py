"""The ledger of a month's campaigns (宣传入户台账): the households of each, counted by grid, room to sign."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from gridcenter.base.periods import Month, short_day
from gridcenter.codes.tables import Codes
from gridcenter.ledgers.library import band, rate, summing
from gridcenter.ledgers.model import Column, Ledger, LedgerDef, Part, Row, Scope
from gridcenter.register.month import homes
from gridcenter.register.services.homes import Home, homes_of
from gridcenter.register.territory import Territory
from gridcenter.visits.codes import CAMPAIGN_KIND, CAMPAIGN_RESULT
from gridcenter.visits.records import Campaign, CampaignTarget

_COLUMNS = (
    Column("no", "序号", 10, "c", "int"),
    Column("head", "户主姓名", 22, "c"),
    Column("number", "户号", 24, "c", "code"),
    Column("result", "送达情况", 24, "c"),
    Column("day", "入户日期", 20, "c", "date"),
    Column("by", "入户人", 22, "c"),
    Column("sign", "签收", 42),
)
_NOTE = "送达率＝（已发放＋已当面讲解）的户数÷名单户数；未见到人的户单列，不计送达"
_REACHED = ("delivered", "talked")


def campaigns_ledger(session: Session, scope: Scope) -> Ledger:
    """Make the ledger of the campaigns that ran in a month, a part each.

    Raises NotFound when the area did not exist that month.
    """
    territory = Territory.load(session, scope)
    where = homes(session, territory.month)
    parts = tuple(
        part
        for campaign in session.scalars(_of(territory.month))
        if (part := _part(session, territory, where, campaign)) is not None
    )
    ledger = territory.ledger("宣传入户台账", "XC", "宣传入户台账", scope, *(parts or (Part(_COLUMNS, ()),)))
    return replace(ledger, period_label="宣传月份", notes=(_NOTE,), personal=True, signed_rows=True)


def _of(month: Month) -> Select[Campaign]:
    return (
        select(Campaign)
        .where(Campaign.since <= month.last, or_(Campaign.until.is_(None), Campaign.until >= month.first))
        .order_by(Campaign.since, Campaign.id)
    )


def _part(
    session: Session, territory: Territory, where: Mapping[bytes, bytes], campaign: Campaign
) -> Part | None:
    query = select(CampaignTarget).where(CampaignTarget.campaign_id == campaign.id)
    mine: dict[bytes | None, list[CampaignTarget]] = defaultdict(list)
    for target in session.scalars(query):
        unit = where.get(target.household_id)
        if territory.area is None or unit in territory.unit_ids:
            grid = territory.grid_of(unit)
            mine[grid.id if grid else None].append(target)
    if not mine:
        return None
    known = {one.id: one for one in homes_of(session, [t.household_id for ts in mine.values() for t in ts])}
    rows = tuple(_rows(territory, mine, known, Codes.load(session, CAMPAIGN_RESULT)))
    kind = Codes.load(session, CAMPAIGN_KIND).word(campaign.kind)
    until = f"至{short_day(campaign.until)}" if campaign.until else "起"
    heading = f"{campaign.title}（{kind}，{short_day(campaign.since)}{until}）"
    return Part(_COLUMNS, rows, heading)


def _rows(
    territory: Territory,
    mine: Mapping[bytes | None, Sequence[CampaignTarget]],
    known: Mapping[bytes, Home],
    results: Codes,
) -> Iterator[Row]:
    last = territory.month.last
    names: dict[bytes | None, str] = {grid.id: grid.name for grid in territory.grids}
    for grid_id in (*names, *({None} & mine.keys())):
        targets = sorted(mine.get(grid_id, ()), key=lambda one: known[one.household_id].number)
        if not targets:
            continue
        yield band(_COLUMNS, f"{names.get(grid_id, '未划入网格的户')}　（名单{len(targets)}户）")
        for place, one in enumerate(targets, 1):
            home = known[one.household_id]
            gone = _result(one, last) is not None
            yield Row((
                place, home.head, home.number, results.word(one.result) if gone else "",
                one.reached_on if gone else "", one.reached_by if gone else "", "",
            ))  # fmt: skip
        yield summing(_COLUMNS, "小　计", _words(targets, last))
    everybody = [one for targets in mine.values() for one in targets]
    yield summing(_COLUMNS, "合　计", _words(everybody, last), "total")


def _result(target: CampaignTarget, last: date) -> str | None:
    """Return how a household was reached by the last day of the month; what came later is not yet told."""
    return target.result if target.reached_on is not None and target.reached_on <= last else None


def _words(targets: Sequence[CampaignTarget], last: date) -> str:
    reached = sum(_result(one, last) in _REACHED for one in targets)
    absent = sum(_result(one, last) == "absent" for one in targets)
    return f"名单 {len(targets)} 户，送达 {reached} 户，未见到人 {absent} 户；送达率 {rate(reached, len(targets))}"


def count_targets(session: Session, month: Month) -> int:
    """Return how many households the campaigns of a month have on their lists."""
    ids = _of(month).with_only_columns(Campaign.id)
    return session.scalar(select(func.count(CampaignTarget.id)).where(CampaignTarget.campaign_id.in_(ids))) or 0


CAMPAIGNS_LEDGER = LedgerDef("campaigns", "宣传入户台账", "台账", campaigns_ledger, count_targets)
