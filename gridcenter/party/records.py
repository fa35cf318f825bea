"""Party organisation and members (党组织、党员)."""

from datetime import date

from sqlalchemy import Boolean, Date
from sqlalchemy.orm import Mapped

from gridcenter.store.fields import Level, field
from gridcenter.store.records import Record


class Member(Record):
    """A Party member (党员) in a branch."""

    __tablename__ = "member"
    __title__ = "党员"
    __kept_by__ = "PARTY"
    __one_of__ = ("person_id",)

    person_id: Mapped[bytes] = field("人员", ref="person.id", index=True)
    branch_id: Mapped[bytes] = field("党支部", ref="party_unit.id", index=True)
    group_id: Mapped[bytes | None] = field("党小组", ref="party_unit.id", index=True)
    joined_on: Mapped[date | None] = field(
        "入党时间", Date, level=Level.PERSONAL, shape="long ago"
    )
    mobile: Mapped[bool] = field("是否流动党员", Boolean, level=Level.PERSONAL)
    since: Mapped[date | None] = field("转入日期", Date)
    until: Mapped[date | None] = field("转出日期", Date)
