"""Publicity campaigns (宣传活动): a letter or a talk for many households."""

from datetime import date

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped

from gridcenter.store.fields import Level, field
from gridcenter.store.records import Record


class Campaign(Record):
    """A campaign: what is made known, by which material, from when to when."""

    __tablename__ = "campaign"
    __title__ = "宣传活动"
    __named_by__ = "title"

    title: Mapped[str] = field("活动名称", String(60), hint="如 “一盔一带”致村民的一封信")
    kind: Mapped[str] = field("宣传类别", String(40), codes="campaign_kind")
    material: Mapped[str | None] = field("宣传材料", String(100), hint="如 一封信、明白纸、手册")
    since: Mapped[date] = field("开始日期", Date)
    until: Mapped[date | None] = field("结束日期", Date)
    note: Mapped[str | None] = field("备注", String(300))


class CampaignTarget(Record):
    """A household on the list of a campaign, and how it was reached; on every PC the same record."""

    __tablename__ = "campaign_target"
    __title__ = "宣传入户"
    __one_of__ = __id_from__ = ("campaign_id", "household_id")

    campaign_id: Mapped[bytes] = field("宣传活动", ref="campaign.id", index=True)
    household_id: Mapped[bytes] = field("户", ref="household.id", index=True)
    result: Mapped[str | None] = field("送达情况", String(20), codes="campaign_result")
    reached_on: Mapped[date | None] = field("入户日期", Date, past=True)
    reached_by: Mapped[str | None] = field(
        "入户人", String(50), level=Level.PERSONAL, shape="holder"
    )
    visit_id: Mapped[bytes | None] = field("走访", ref="visit.id", index=True)
