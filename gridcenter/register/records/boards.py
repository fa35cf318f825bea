"""Notice boards of grids that were made (公示牌)."""

from datetime import date

from sqlalchemy import Date, Integer, String
from sqlalchemy.orm import Mapped

from gridcenter.store.fields import Level, field
from gridcenter.store.records import Record


class NoticeBoard(Record):
    """A notice board as it was printed, with what stood on it, and where it was put up (公示牌)."""

    __tablename__ = "notice_board"
    __title__ = "公示牌"
    __kept_by__ = "PRINT"

    unit_id: Mapped[bytes] = field("网格", ref="unit.id", index=True)
    version: Mapped[int] = field("版次", Integer)
    made_on: Mapped[date] = field("打印日期", Date)
    digest: Mapped[str] = field("内容校验", String(64))
    facts: Mapped[str] = field("牌上内容", String(8000), level=Level.PERSONAL)
    put_up_on: Mapped[date | None] = field("张贴日期", Date, past=True)
    place: Mapped[str | None] = field("张贴地点", String(100), hint="如 村委会门口")


class BoardText(Record):
    """What the office puts on every notice board, on every PC of the township (公示牌文字)."""

    __tablename__ = "board_text"
    __title__ = "公示牌文字"
    __kept_by__ = "STRUCTURE"

    hotline: Mapped[str | None] = field("监督电话", String(30))
    centre_phone: Mapped[str | None] = field("中心电话", String(30))
    motto: Mapped[str | None] = field("标语", String(30))
