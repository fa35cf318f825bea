"""Checklists gone through on a visit (三必清, 四必看 …), their items, what was found."""

from datetime import date

from sqlalchemy import Date, Integer, String
from sqlalchemy.orm import Mapped

from gridcenter.store.fields import Level, field
from gridcenter.store.records import Record


class Checklist(Record):
    """A checklist (检查清单); until the office adopts its text it is a sample (示例)."""

    __tablename__ = "checklist"
    __title__ = "检查清单"
    __named_by__ = "name"
    __kept_by__ = "STRUCTURE"

    name: Mapped[str] = field("清单名称", String(40))
    position: Mapped[int] = field("顺序", Integer)
    adopted_on: Mapped[date | None] = field("采用日期", Date)
    until: Mapped[date | None] = field("停用日期", Date)


class ChecklistItem(Record):
    """A line of a checklist; once answered on a visit it can be retired, never taken away."""

    __tablename__ = "checklist_item"
    __title__ = "清单条目"
    __named_by__ = "text"
    __kept_by__ = "STRUCTURE"

    checklist_id: Mapped[bytes] = field("所属清单", ref="checklist.id", index=True)
    text: Mapped[str] = field("条目内容", String(100), wide=True)
    kind: Mapped[str] = field("填法", String(20), codes="checklist_item_kind")
    options: Mapped[str | None] = field(
        "可选的答案", String(200), hint="单选才填，用顿号隔开，如 正常、有隐患、已整改"
    )
    position: Mapped[int] = field("顺序", Integer)
    until: Mapped[date | None] = field("停用日期", Date)


class ChecklistAnswer(Record):
    """What was found on a visit for one item; on every PC the same record."""

    __tablename__ = "checklist_answer"
    __title__ = "清单结果"
    __one_of__ = __id_from__ = ("visit_id", "item_id")

    visit_id: Mapped[bytes] = field("走访", ref="visit.id", index=True)
    item_id: Mapped[bytes] = field("清单条目", ref="checklist_item.id", index=True)
    answer: Mapped[str] = field("结果", String(200), level=Level.PERSONAL)
