"""Who looks after which household (联系户)."""

from datetime import date

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped

from gridcenter.store.fields import field
from gridcenter.store.records import Record


class HouseholdLink(Record):
    """A household that a Party member or a cadre looks after for some time."""

    __tablename__ = "household_link"
    __title__ = "联系户"
    __one_of__ = ("person_id", "household_id", "kind")

    person_id: Mapped[bytes] = field("联系人", ref="person.id", index=True)
    household_id: Mapped[bytes] = field("联系的户", ref="household.id", index=True)
    kind: Mapped[str] = field("联系方式", String(40), codes="link_kind")
    since: Mapped[date | None] = field("起始日期", Date)
    until: Mapped[date | None] = field("截止日期", Date)
    basis: Mapped[str | None] = field(
        "依据", String(100), hint="如 乡党委〔2026〕3号", wide=True
    )
