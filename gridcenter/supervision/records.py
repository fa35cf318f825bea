"""Monthly supervision (月度督查): inspections, points by method, problems found."""

from datetime import date
from decimal import Decimal

from sqlalchemy import Date, Integer, String
from sqlalchemy.orm import Mapped

from gridcenter.store.fields import Hundredths, Level, Merge, field
from gridcenter.store.records import Record


class Inspection(Record):
    """The inspection of one grid in one month."""

    __tablename__ = "inspection"
    __title__ = "督查"
    __kept_by__ = "INSPECT"
    __named_by__ = "month"

    unit_id: Mapped[bytes] = field("基本网格", ref="unit.id", index=True)
    month: Mapped[str] = field("督查月份", String(7), index=True)
    inspected_on: Mapped[date | None] = field("督查日期", Date, required=True, past=True)
    inspector: Mapped[str | None] = field(
        "督查人", String(100), level=Level.PERSONAL, shape="holder", wide=False
    )
    opinion: Mapped[str | None] = field("督查意见", String(1000), hint="总的看法和要求")


class InspectionScore(Record):
    """The points of one method (督查方式及得分)."""

    __tablename__ = "inspection_score"
    __title__ = "督查得分"
    __kept_by__ = "INSPECT"

    inspection_id: Mapped[bytes] = field("督查", ref="inspection.id", index=True)
    method: Mapped[str] = field("督查方式", String(40), codes="inspection_method")
    points: Mapped[Decimal] = field("得分", Hundredths, unit="分", merge=Merge.CRITICAL)
    full: Mapped[Decimal] = field("满分", Hundredths, unit="分")
    reason: Mapped[str | None] = field("扣分缘由", String(300))


class InspectionProblem(Record):
    """A problem found, its deadline, and the re-check."""

    __tablename__ = "inspection_problem"
    __title__ = "督查问题"
    __kept_by__ = "INSPECT"

    inspection_id: Mapped[bytes] = field("督查", ref="inspection.id", index=True)
    follow_unit_id: Mapped[bytes | None] = field("跟进网格", ref="unit.id", index=True)
    position: Mapped[int] = field("顺序", Integer)
    description: Mapped[str] = field("存在问题", String(500))
    responsible: Mapped[str | None] = field("责任人", String(50), level=Level.PERSONAL)
    deadline: Mapped[date | None] = field("整改时限", Date)
    status: Mapped[str] = field("整改情况", String(20), codes="problem_status")
    rechecked_on: Mapped[date | None] = field("复查日期", Date, required=True, past=True)
    rechecked_by: Mapped[str | None] = field(
        "复查人", String(50), level=Level.PERSONAL, shape="holder", required=True
    )
    recheck: Mapped[str | None] = field("复查情况", String(500), hint="看了什么、结果怎样")
