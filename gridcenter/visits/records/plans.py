"""Plans of visits (走访计划): which households are seen how often, and by whom."""

from datetime import date

from sqlalchemy import Date, Integer, String
from sqlalchemy.orm import Mapped

from gridcenter.store.fields import Level, field
from gridcenter.store.records import Record


class VisitPlan(Record):
    """A plan: households by grid and kind, a rhythm, a visitor (a post, a named person, the linked member)."""

    __tablename__ = "visit_plan"
    __title__ = "走访计划"
    __named_by__ = "name"
    __kept_by__ = "STRUCTURE"

    name: Mapped[str] = field("计划名称", String(50), hint="如 独居老人每月走访")
    unit_id: Mapped[bytes | None] = field("网格", ref="unit.id", index=True, hint="不选就是全部网格")
    household_kind: Mapped[str | None] = field(
        "户类型", String(40), codes="household_kind", hint="不选就是所有的户"
    )
    rhythm: Mapped[str] = field("走访周期", String(20), codes="visit_rhythm")
    every_days: Mapped[int | None] = field("间隔", Integer, unit="天")
    taken_by: Mapped[str] = field("由谁走访", String(20), codes="plan_visitor")
    post: Mapped[str | None] = field("岗位", String(40), codes="post")
    visitor_id: Mapped[bytes | None] = field("指定人员", ref="person.id", index=True)
    since: Mapped[date] = field("开始日期", Date)
    until: Mapped[date | None] = field("结束日期", Date, hint="不填就一直执行")
    note: Mapped[str | None] = field("备注", String(300), level=Level.PERSONAL)
