"""The page of redrawings: what was split, merged, moved and renamed, from which day on and why."""

from datetime import date

from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor
from gridcenter.base.errors import NotFound
from gridcenter.base.periods import day_before, day_words, today
from gridcenter.desk.desk import Desk
from gridcenter.desk.drawer_def import DrawerDef, facts_of
from gridcenter.desk.drawer_parts import Due
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.list_def import ListDef
from gridcenter.desk.page import Act
from gridcenter.desk.period_filter import PeriodFilter
from gridcenter.desk.record_page import RecordPage
from gridcenter.register.codes import REDRAWING_KIND, REDRAWING_REASON
from gridcenter.register.pages.day_tree import DayTreeDialog
from gridcenter.register.pages.pickers import code_filter
from gridcenter.register.records import Redrawing
from gridcenter.register.services.redrawings import REDRAWINGS, RedrawingRow

_COLUMNS: tuple[Column[RedrawingRow], ...] = (
    Column("effective", "生效日期", lambda r: day_words(r.effective), 124),
    Column("kind", "方式", lambda r: r.kind, 84, sorts=False),
    Column("title", "内容", lambda r: r.title, 0, sorts=False),
    Column("reason", "原因", lambda r: r.reason, 118, sorts=False, spare=True),
    Column("filed", "备案", lambda r: r.filed, 170, sorts=False, wide_only=True),
    Column("households", "户数", lambda r: f"{r.households:,}", 72, number=True),
    Column("people", "人口", lambda r: f"{r.people:,}", 80, number=True, sorts=False, spare=True),
)
_FACTS = (
    "before", "after", "reason", "effective", "filed_on", "filing_number", "households", "people",
    "posts", "moved", "note",
)  # fmt: skip
_UNDO = "刚写入的调整按 Ctrl+Z 整个撤回；以后又有别的改动，就请再做一次相反的调整，前后都留着记录。"


class RedrawingsPage(RecordPage[RedrawingRow]):
    """All redrawings, the latest first; they are made on the page of grids and kept for ever."""

    def __init__(self, desk: Desk, actor: Actor) -> None:
        see = Act("看某一天的网格", lambda: self.see_day(today()), "calendar")
        begin = Act("去网格页", lambda: self.went.emit("grids", None), "network")
        super().__init__(
            desk,
            actor,
            ListDef(
                key="redrawings", title="网格调整", unit="次", listing=REDRAWINGS, columns=_COLUMNS,
                tables=frozenset({"redrawing"}), hint="网格名称、备案文号、拼音首字母",
                filters=(
                    code_filter(desk, "kind", REDRAWING_KIND, "方式：不限"),
                    code_filter(desk, "reason", REDRAWING_REASON, "原因：不限", 142),
                    PeriodFilter("period", "生效日期"),
                ),
                acts=(see,), ticks=False, sort_by="effective", descending=True,
                empty="还没有调整过网格。拆分、合并、移动、改名都在网格页上：选中一个网格，点“调整网格”",
                empty_act=begin, keys="Ctrl+F 筛选　Ctrl+P 打印　F5 刷新",
            ),
        )  # fmt: skip

    def describe(self, session: Session, record: bytes) -> DrawerDef:
        """Show before and after, why, how many; doors lead to the trees of both days."""
        one = session.get(Redrawing, record)
        if one is None:
            raise NotFound("这次调整已经撤销，请刷新后再看")
        day = one.effective
        return DrawerDef(
            name=f"网格{REDRAWING_KIND.words.get(one.kind, '')}", place=f"{day_words(day)}起", story=one.title,
            facts=facts_of(session, self.desk, one, *_FACTS),
            due=[Due("怎样撤回", "info", text=_UNDO)], record=(Redrawing, record),
            acts=(
                Act("看前一天的网格", lambda: self.see_day(day_before(day)), "history"),
                Act("看当天的网格", lambda: self.see_day(day), "calendar", "primary"),
            ),
        )  # fmt: skip

    def see_day(self, day: date) -> DayTreeDialog:
        """Show the tree of a day."""
        dialog = DayTreeDialog(self.window(), self.desk, day)
        dialog.open()
        return dialog
