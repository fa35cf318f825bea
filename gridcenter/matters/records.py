"""Matters (网格事项) of every channel, and the steps of their handling."""

from datetime import date

from sqlalchemy import Boolean, Date, Integer, String
from sqlalchemy.orm import Mapped

from gridcenter.store.fields import Level, Merge, field
from gridcenter.store.records import Record


class Matter(Record):
    """A matter: what was asked or found, where, by whom, until when."""

    __tablename__ = "matter"
    __title__ = "事项"
    __named_by__ = "number"

    number: Mapped[str] = field("事项编号", String(30), index=True)
    channel: Mapped[str] = field("来源渠道", String(40), codes="matter_channel")
    category: Mapped[str] = field("事项类别", String(40), codes="matter_category")
    urgency: Mapped[str] = field("紧急程度", String(40), codes="urgency")
    reported_on: Mapped[date] = field("登记日期", Date, index=True, past=True)
    reported_at: Mapped[str | None] = field("时间", String(5))
    unit_id: Mapped[bytes | None] = field(
        "所属网格", ref="unit.id", index=True, required=True
    )
    village_id: Mapped[bytes | None] = field("所属村居", ref="village.id", index=True)
    household_id: Mapped[bytes | None] = field("所属户", ref="household.id", index=True)
    place: Mapped[str | None] = field("地点", String(100), hint="如 村东排水沟")
    content: Mapped[str] = field(
        "事项内容", String(2000), level=Level.PERSONAL, hint="什么事、在哪里、要求什么"
    )
    asker: Mapped[str | None] = field(
        "诉求人", String(50), level=Level.PERSONAL, shape="concerned"
    )
    asker_phone: Mapped[str | None] = field(
        "联系电话", String(30), level=Level.PERSONAL, shape="phone"
    )
    anonymous: Mapped[bool] = field("匿名", Boolean, hint="匿名反映，不登记姓名和电话")
    limit_days: Mapped[int | None] = field("办理时限", Integer, unit="工作日")
    due_on: Mapped[date | None] = field("应办结日期", Date)
    status: Mapped[str] = field("状态", String(20), codes="matter_status", merge=Merge.DERIVED)
    result: Mapped[str | None] = field("办理结果", String(2000), hint="怎么办的、群众是否满意")
    closed_on: Mapped[date | None] = field("办结日期", Date, past=True)


class MatterStep(Record):
    """One step of the handling: who did what when, with which opinion."""

    __tablename__ = "matter_step"
    __title__ = "办理步骤"

    matter_id: Mapped[bytes] = field("事项", ref="matter.id", index=True)
    verb: Mapped[str] = field("步骤", String(20), codes="matter_verb", merge=Merge.APPENDED)
    on: Mapped[date] = field("日期", Date, merge=Merge.APPENDED)
    by: Mapped[str] = field("经办人", String(50), level=Level.PERSONAL, merge=Merge.APPENDED)
    opinion: Mapped[str | None] = field("意见", String(1000), merge=Merge.APPENDED)


class MatterPast(Record):
    """In which grid a matter lay until a day, before the grids were redrawn (事项沿革)."""

    __tablename__ = "matter_past"
    __title__ = "事项沿革"

    matter_id: Mapped[bytes] = field("事项", ref="matter.id", index=True)
    unit_id: Mapped[bytes] = field("所属网格", ref="unit.id")
    until: Mapped[date] = field("截止日期", Date)
