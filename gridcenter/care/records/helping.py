"""Households in need, and what is done for them (帮扶): no income, no bank account, no diagnosis."""

from datetime import date

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped

from gridcenter.store.fields import Level, field
from gridcenter.store.records import Record


class HelpCase(Record):
    """A need found in a household (帮扶), until it is closed with a result."""

    __tablename__ = "help_case"
    __title__ = "帮扶"
    __named_by__ = "screened_on"

    household_id: Mapped[bytes] = field("户", ref="household.id", index=True)
    person_id: Mapped[bytes | None] = field("帮扶对象", ref="person.id", index=True)
    need: Mapped[str] = field("困难原因", String(40), codes="help_need", level=Level.PERSONAL)
    screened_on: Mapped[date] = field("摸排日期", Date, index=True, past=True)
    review_on: Mapped[date | None] = field("复核日期", Date)
    result: Mapped[str | None] = field("帮扶结果", String(40), codes="help_result")
    closed_on: Mapped[date | None] = field("结束日期", Date, past=True)


class HelpMeasure(Record):
    """Something done for a household in need (帮扶措施); a subsidy is noted as a change, never as an amount."""

    __tablename__ = "help_measure"
    __title__ = "帮扶措施"
    __named_by__ = "done_on"

    help_id: Mapped[bytes] = field("帮扶", ref="help_case.id", index=True)
    kind: Mapped[str] = field("措施", String(40), codes="help_measure")
    done_on: Mapped[date] = field("日期", Date, index=True, past=True)
    helper_id: Mapped[bytes | None] = field("经办人员", ref="person.id", index=True)
    helper: Mapped[str] = field("经办人", String(50), level=Level.PERSONAL, shape="holder")
    subsidy: Mapped[str | None] = field("补助变化", String(40), codes="subsidy_change")
