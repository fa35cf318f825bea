"""What the office keeps an eye on for a time (关注事项): with a reason, an end, and for few eyes."""

from datetime import date

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped

from gridcenter.store.fields import Level, field
from gridcenter.store.records import Record


class Concern(Record):
    """A concern about a household or a person; past `expires_on` it is out of sight until it is judged.

    It goes on only by being renewed with a reason, never by itself.
    """

    __tablename__ = "concern"
    __title__ = "关注事项"
    __kept_by__ = "CONCERN"
    __seen_by__ = "CONCERN"

    household_id: Mapped[bytes | None] = field("户", ref="household.id", index=True)
    person_id: Mapped[bytes | None] = field("人员", ref="person.id", index=True)
    kind: Mapped[str] = field(
        "事项", String(40), codes="concern_kind", level=Level.SENSITIVE
    )
    reason: Mapped[str] = field(
        "理由", String(200), level=Level.SENSITIVE, hint="为什么要关注，只写事实", wide=True
    )
    since: Mapped[date] = field("起始日期", Date, past=True)
    review_on: Mapped[date] = field("复核日期", Date)
    expires_on: Mapped[date] = field("到期日期", Date)
    renewed_on: Mapped[date | None] = field("续期日期", Date)
    renewal: Mapped[str | None] = field("续期理由", String(200), level=Level.SENSITIVE)
    ended_on: Mapped[date | None] = field("解除日期", Date)
    ending: Mapped[str | None] = field("解除理由", String(200), level=Level.SENSITIVE)
