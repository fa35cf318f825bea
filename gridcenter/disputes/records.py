"""Disputes (矛盾纠纷) and their parties."""

from datetime import date

from sqlalchemy import Date, Integer, String
from sqlalchemy.orm import Mapped

from gridcenter.store.fields import Level, Merge, field
from gridcenter.store.records import Record


class Dispute(Record):
    """A dispute and the outcome of its mediation."""

    __tablename__ = "dispute"
    __title__ = "矛盾纠纷"
    __named_by__ = "number"

    number: Mapped[str] = field("编号", String(30), index=True)
    registered_on: Mapped[date] = field("登记日期", Date, index=True, past=True)
    unit_id: Mapped[bytes] = field("所属网格", ref="unit.id", index=True)
    kind: Mapped[str] = field("纠纷类型", String(40), codes="dispute_kind")
    narrative: Mapped[str] = field(
        "纠纷简要情况", String(2000), level=Level.SENSITIVE, hint="起因、经过、双方的要求"
    )
    mediator: Mapped[str | None] = field(
        "调解员", String(50), level=Level.PERSONAL, shape="holder"
    )
    agreement: Mapped[str | None] = field(
        "协议形式", String(20), codes="agreement_form", hint="没有达成协议就空着"
    )
    status: Mapped[str] = field("处理结果", String(20), codes="dispute_status", merge=Merge.DERIVED)
    closed_on: Mapped[date | None] = field("办结日期", Date, past=True)
    result: Mapped[str | None] = field(
        "调解情况", String(2000), level=Level.PERSONAL, hint="达成了什么；不成的，告知了哪些途径"
    )


class DisputeParty(Record):
    """A party (当事人) of a dispute; side 1 is 甲方, side 2 is 乙方."""

    __tablename__ = "dispute_party"
    __title__ = "当事人"

    dispute_id: Mapped[bytes] = field("纠纷", ref="dispute.id", index=True)
    side: Mapped[int] = field("方", Integer)
    name: Mapped[str] = field("姓名", String(50), level=Level.PERSONAL, shape="concerned")
    phone: Mapped[str | None] = field(
        "联系电话", String(30), level=Level.PERSONAL, shape="phone"
    )


class DisputePast(Record):
    """In which grid a dispute lay until a day, before the grids were redrawn (纠纷沿革)."""

    __tablename__ = "dispute_past"
    __title__ = "纠纷沿革"

    dispute_id: Mapped[bytes] = field("纠纷", ref="dispute.id", index=True)
    unit_id: Mapped[bytes] = field("所属网格", ref="unit.id")
    until: Mapped[date] = field("截止日期", Date)
