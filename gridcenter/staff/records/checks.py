"""Work checks (工作检查) of grid workers: unannounced, looked at, agreed, followed up."""

from datetime import date

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped

from gridcenter.store.fields import Level, field
from gridcenter.store.records import Record


class WorkCheck(Record):
    """One look at somebody's work in a grid, and what was agreed on."""

    __tablename__ = "work_check"
    __title__ = "工作检查"
    __kept_by__ = "INSPECT"
    __named_by__ = "checked_on"

    checked_on: Mapped[date] = field("检查日期", Date, index=True, past=True)
    checker: Mapped[str] = field(
        "检查人", String(100), level=Level.PERSONAL, shape="holder", wide=False
    )
    unit_id: Mapped[bytes] = field("所在网格", ref="unit.id", index=True)
    follow_unit_id: Mapped[bytes | None] = field("跟进网格", ref="unit.id", index=True)
    person_id: Mapped[bytes] = field("被检查人", ref="person.id", index=True)
    post: Mapped[str | None] = field("岗位", String(40), codes="post")
    found: Mapped[str | None] = field(
        "检查发现", String(1000), level=Level.PERSONAL, hint="看了什么、实际怎样；好的也写"
    )
    agreed: Mapped[str | None] = field("商定的改进", String(500), hint="要改什么；没有就空着")
    deadline: Mapped[date | None] = field("完成期限", Date)
    done_on: Mapped[date | None] = field("完成日期", Date, past=True)
    outcome: Mapped[str | None] = field("完成情况", String(500), hint="改了什么、谁看的")


class WorkCheckItem(Record):
    """One thing that was looked at, and how it was."""

    __tablename__ = "work_check_item"
    __title__ = "检查内容"
    __kept_by__ = "INSPECT"

    check_id: Mapped[bytes] = field("工作检查", ref="work_check.id", index=True)
    item: Mapped[str] = field("检查内容", String(40), codes="check_item")
    result: Mapped[str] = field("结果", String(20), codes="check_result")
    note: Mapped[str | None] = field("说明", String(300), level=Level.PERSONAL)
