"""Households, where they lie, who lives in them."""

from datetime import date

from sqlalchemy import Boolean, Date, String
from sqlalchemy.orm import Mapped

from gridcenter.store.fields import Level, Merge, field
from gridcenter.store.records import Record


class Household(Record):
    """A household (户)."""

    __tablename__ = "household"
    __title__ = "户"
    __named_by__ = "number"

    village_id: Mapped[bytes] = field("行政村", ref="village.id", index=True)
    number: Mapped[str] = field("户号", String(30), index=True, hint="本村里不重复的编号")
    kind: Mapped[str | None] = field("户类型", String(40), codes="household_kind")
    address: Mapped[str | None] = field(
        "住址", String(100), level=Level.PERSONAL, hint="如 3 组 41 号"
    )
    since: Mapped[date | None] = field("立户日期", Date, past=True)
    until: Mapped[date | None] = field("销户日期", Date)
    ending: Mapped[str | None] = field("销户原因", String(100))


class Placement(Record):
    """Where a household lies: one grid of each grid set at a time (网格归属)."""

    __tablename__ = "placement"
    __title__ = "网格归属"
    __one_of__ = ("household_id", "grid_set")

    household_id: Mapped[bytes] = field("户", ref="household.id", index=True)
    unit_id: Mapped[bytes] = field("网格", ref="unit.id", index=True, merge=Merge.CRITICAL)
    grid_set: Mapped[str] = field("网格体系", String(20))
    since: Mapped[date | None] = field("起始日期", Date)
    until: Mapped[date | None] = field("截止日期", Date)


class Residence(Record):
    """A person's place in a household (家庭成员).

    Another household or another relation to the head is another record: the one before ends the
    day before, so that months past keep what was.
    """

    __tablename__ = "residence"
    __title__ = "家庭成员"

    household_id: Mapped[bytes] = field(
        "户", ref="household.id", index=True, merge=Merge.CRITICAL
    )
    person_id: Mapped[bytes] = field("人员", ref="person.id", index=True)
    relation: Mapped[str | None] = field(
        "与户主关系", String(20), codes="relation", required=True
    )
    address: Mapped[str | None] = field("住址", String(100), level=Level.PERSONAL)
    note: Mapped[str | None] = field("备注", String(300), level=Level.PERSONAL)
    since: Mapped[date | None] = field("迁入日期", Date)
    until: Mapped[date | None] = field("迁出日期", Date)
    came_from: Mapped[str | None] = field(
        "从何处迁入", String(100), level=Level.PERSONAL, hint="如 外县、某村"
    )
    went_to: Mapped[str | None] = field(
        "去向", String(100), level=Level.PERSONAL, hint="如 外县、某村"
    )
    ending: Mapped[str | None] = field("变动原因", String(20), codes="stay_ending")
    needs_service: Mapped[bool | None] = field(
        "需要上门服务", Boolean, hint="需要上门服务", required=False
    )
    service: Mapped[str | None] = field(
        "服务内容", String(200), level=Level.PERSONAL, hint="如 代取药、代缴费，不写病情"
    )
