"""Handover (工作交接): what somebody who left had in hand, and who took it."""

from datetime import date

from sqlalchemy import Date, Integer, String
from sqlalchemy.orm import Mapped

from gridcenter.store.fields import Level, field
from gridcenter.store.records import Record


class Handover(Record):
    """The handover of one person's things to others from a day on."""

    __tablename__ = "handover"
    __title__ = "工作交接"
    __kept_by__ = "STRUCTURE"

    person_id: Mapped[bytes] = field("移交人", ref="person.id", index=True)
    since: Mapped[date] = field("接手日期", Date)
    witness: Mapped[str | None] = field("监交人", String(50), level=Level.PERSONAL, shape="holder")
    reason: Mapped[str | None] = field(
        "没有接手人的原因", String(300), hint="有暂时没人接的才填", wide=True
    )


class HandoverLine(Record):
    """One thing handed over; without a successor it waits for one."""

    __tablename__ = "handover_line"
    __title__ = "交接事项"
    __kept_by__ = "STRUCTURE"

    handover_id: Mapped[bytes] = field("工作交接", ref="handover.id", index=True)
    position: Mapped[int] = field("顺序", Integer)
    kind: Mapped[str] = field("类别", String(40))
    words: Mapped[str] = field("交接内容", String(200), level=Level.PERSONAL)
    place: Mapped[str | None] = field("所在网格", String(100))
    held_since: Mapped[date | None] = field("经手起始日期", Date)
    successor_id: Mapped[bytes | None] = field("接交人", ref="person.id", index=True)
