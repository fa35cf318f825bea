"""Records that may be one thing entered twice: what was found, set aside, merged."""

from datetime import date

from sqlalchemy import Date, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from gridcenter.store.fields import Blob, Level, field
from gridcenter.store.records import Local, Record


class LikelyPair(Local):
    """Two records found alike (疑似重复); derived, made anew when the register has changed.

    `reasons` are keys parted by spaces, the strongest first.
    """

    __tablename__ = "likely_pair"

    id: Mapped[bytes] = mapped_column(Blob(16), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    first: Mapped[bytes] = mapped_column(Blob(16))
    second: Mapped[bytes] = mapped_column(Blob(16))
    strength: Mapped[int] = mapped_column(Integer)
    reasons: Mapped[str] = mapped_column(String(100))


class DistinctPair(Record):
    """Two records looked at and found to be two (不是同一个); their ids in order."""

    __tablename__ = "distinct_pair"
    __title__ = "查重核对"

    kind: Mapped[str] = field("类别", String(20))
    first: Mapped[bytes] = field("甲", Blob(16), index=True)
    second: Mapped[bytes] = field("乙", Blob(16), index=True)
    said_on: Mapped[date] = field("核对日期", Date)
    said_by: Mapped[str] = field("核对人", String(50), level=Level.PERSONAL)


class Merger(Record):
    """Two records made one (合并记录): what was kept, what is gone, and how to part them again.

    `details` holds the values and the references that were moved, as JSON; it and `name` are
    emptied when the merger can no longer be taken apart.
    """

    __tablename__ = "merger"
    __title__ = "合并记录"

    kind: Mapped[str] = field("类别", String(20))
    kept: Mapped[bytes] = field("保留的登记", Blob(16), index=True)
    gone: Mapped[bytes] = field("并入的登记", Blob(16), index=True)
    name: Mapped[str | None] = field("并入的名称", String(100), level=Level.PERSONAL)
    merged_on: Mapped[date] = field("合并日期", Date)
    merged_by: Mapped[str] = field("合并人", String(50), level=Level.PERSONAL)
    details: Mapped[str | None] = field("合并前的内容", String, level=Level.SENSITIVE)
    parted_on: Mapped[date | None] = field("拆开日期", Date)
