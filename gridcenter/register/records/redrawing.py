"""How the grids were drawn anew, and what each unit was before."""

from datetime import date

from sqlalchemy import Date, Integer, String
from sqlalchemy.orm import Mapped

from gridcenter.store.fields import field
from gridcenter.store.records import Record


class Redrawing(Record):
    """A redrawing of grids (网格调整), kept for ever: why, from which day on, what before and after."""

    __tablename__ = "redrawing"
    __title__ = "网格调整"
    __kept_by__ = "STRUCTURE"
    __named_by__ = "title"

    kind: Mapped[str] = field("调整方式", String(20), codes="redrawing_kind")
    grid_set: Mapped[str] = field("网格体系", String(20))
    title: Mapped[str] = field("调整内容", String(200))
    reason: Mapped[str] = field("调整原因", String(40), codes="redrawing_reason")
    effective: Mapped[date] = field("生效日期", Date, index=True)
    filed_on: Mapped[date | None] = field("备案日期", Date)
    filing_number: Mapped[str | None] = field("备案文号", String(50), hint="没有就空着")
    before: Mapped[str] = field("调整前", String(2000))
    after: Mapped[str] = field("调整后", String(2000))
    households: Mapped[int] = field("涉及户数", Integer, unit="户")
    people: Mapped[int] = field("涉及人口", Integer, unit="人")
    posts: Mapped[int] = field("变动岗位", Integer, unit="个")
    moved: Mapped[str | None] = field("转交的事", String(300))
    note: Mapped[str | None] = field("备注", String(300))


class UnitPast(Record):
    """What a unit was until a day (网格沿革): its name, what it lay under, its village, its level."""

    __tablename__ = "unit_past"
    __title__ = "网格沿革"
    __kept_by__ = "STRUCTURE"
    __named_by__ = "name"

    unit_id: Mapped[bytes] = field("网格", ref="unit.id", index=True)
    redrawing_id: Mapped[bytes | None] = field("网格调整", ref="redrawing.id", index=True)
    name: Mapped[str] = field("名称", String(50))
    parent_id: Mapped[bytes | None] = field("上级", ref="unit.id")
    village_id: Mapped[bytes | None] = field("行政村", ref="village.id")
    level: Mapped[str] = field("层级", String(20))
    until: Mapped[date] = field("截止日期", Date)
