"""Visits to households (走访)."""

from datetime import date

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped

from gridcenter.store.fields import Level, field
from gridcenter.store.records import Record


class Visit(Record):
    """A visit: who saw which household on which day, and what the people there need."""

    __tablename__ = "visit"
    __title__ = "走访"
    __named_by__ = "visited_on"

    visited_on: Mapped[date] = field("走访日期", Date, index=True, past=True)
    household_id: Mapped[bytes] = field("户", ref="household.id", index=True)
    visitor_id: Mapped[bytes | None] = field("走访人员", ref="person.id", index=True)
    visitor: Mapped[str] = field("走访人", String(50), level=Level.PERSONAL, shape="holder")
    kind: Mapped[str] = field("走访类型", String(40), codes="visit_kind")
    result: Mapped[str] = field("走访结果", String(40), codes="visit_result")
    need: Mapped[str | None] = field(
        "群众诉求及意见", String(1000), level=Level.PERSONAL,
        hint="有诉求就写下，之后可以一步转为事项",
    )  # fmt: skip
    matter_id: Mapped[bytes | None] = field("转成的事项", ref="matter.id", index=True)
    note: Mapped[str | None] = field("备注", String(300), level=Level.PERSONAL)
