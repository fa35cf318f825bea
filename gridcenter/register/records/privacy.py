"""Which delicate personal data the township keeps, and what each class of records is for."""

from datetime import date

from sqlalchemy import Boolean, Date, String
from sqlalchemy.orm import Mapped

from gridcenter.store.fields import Level, field
from gridcenter.store.records import Record


class DataSwitch(Record):
    """Whether something delicate is kept here at all (采集开关): who settled it, when, why."""

    __tablename__ = "data_switch"
    __title__ = "采集开关"
    __named_by__ = "key"
    __kept_by__ = "ACCOUNTS"

    key: Mapped[str] = field("项目", String(40))
    enabled: Mapped[bool] = field("登记", Boolean)
    reason: Mapped[str] = field("理由", String(200))
    by: Mapped[str] = field("决定人", String(50), level=Level.PERSONAL)
    on: Mapped[date] = field("日期", Date)


class DataPurpose(Record):
    """What a class of records is kept for and on which ground (用途和依据)."""

    __tablename__ = "data_purpose"
    __title__ = "用途和依据"
    __named_by__ = "kind"
    __kept_by__ = "ACCOUNTS"

    kind: Mapped[str] = field("登记类别", String(40))
    purpose: Mapped[str] = field("用途", String(200))
    basis: Mapped[str] = field("依据", String(200))
