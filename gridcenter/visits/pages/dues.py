"""The page of what is due: households to be visited by plan, the visit entered from the very line."""

from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.periods import Month, day_words, today
from gridcenter.desk.chips import Chip, Tone
from gridcenter.desk.desk import Desk
from gridcenter.desk.drawer_def import DrawerDef
from gridcenter.desk.drawer_parts import Due, Fact
from gridcenter.desk.filters import Filter, TreeFilter
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.lazy_table import Cell, Column
from gridcenter.desk.list_def import ListDef
from gridcenter.desk.list_parts import RowAct
from gridcenter.desk.page import Act, InMonth
from gridcenter.desk.record_page import RecordPage
from gridcenter.desk.tree_picker import Node
from gridcenter.register.codes import HOUSEHOLD_KIND
from gridcenter.register.pages.areas import AREA
from gridcenter.register.pages.pickers import code_filter
from gridcenter.register.records import Household
from gridcenter.register.services.homes import home
from gridcenter.visits.pages.visit_form import ENTER_VISIT, begin_visit
from gridcenter.visits.pages.visits import household_past
from gridcenter.visits.services.due_list import (
    DUES,
    DueRow,
    due_plans,
    due_visitors,
    due_words,
    load_dues,
)

_TABLES = frozenset({
    "visit", "visit_plan", "household", "placement", "post_holding", "person", "residence", "unit",
})  # fmt: skip


def _state(row: DueRow) -> Cell:
    if row.days_late:
        return Chip(f"过期 {row.days_late} 天", "over", "circle-alert")
    return Chip("本期待走访", "due", "clock")


COLUMNS: tuple[Column[DueRow], ...] = (
    Column("head", "户主", lambda r: r.head, 92, sorts=False),
    Column("unit", "网格", lambda r: r.unit, 160, sorts=False, spare=True),
    Column("number", "户号", lambda r: r.number, 100, sorts=False, wide_only=True),
    Column("kind", "户类型", lambda r: r.kind, 104, sorts=False, spare=True),
    Column("visitor", "由谁走访", lambda r: r.visitor or "岗位空缺", 120, sorts=False, spare=True),
    Column("plan", "走访计划", lambda r: r.plan, 0, sorts=False),
    Column("last", "上次走访", lambda r: r.last, 176, sorts=False, spare=True),
    Column("due_on", "最迟", lambda r: f"{r.due_on:%m-%d}", 64),
    Column("state", "状态", _state, 116, sorts=False),
)


def _visitors(session: Session) -> list[Node]:
    return [Node(one.id, None, one.name) for one in due_visitors(session)]


def _plans(session: Session) -> list[Node]:
    return [Node(plan, None, name) for plan, name in due_plans(session)]


class DuesPage(RecordPage[DueRow]):
    """What the plans ask for today; a household leaves the list as soon as somebody was there."""

    def __init__(self, desk: Desk, actor: Actor) -> None:
        plan = Act("计划安排", lambda: self.went.emit("plans", None), "calendar")
        paper = Act("走访清单", self.print_list, "printer", "primary", "Ctrl+L", Right.PRINT)
        go = RowAct(ENTER_VISIT, lambda ids: self.visit(ids[0]), "footprints", "Ctrl+D", many=False, right=Right.ENTER)
        due = [(None, "期限：不限"), ("late", "已过期"), ("week", "本周到期"), ("month", "本月到期")]
        super().__init__(
            desk,
            actor,
            ListDef(
                key="dues", title="走访计划", unit="户", listing=DUES, columns=COLUMNS, tables=_TABLES,
                hint="户主、走访人", acts=(plan, paper), row_acts=(go,),
                filters=(
                    TreeFilter("visitor", "走访人", _visitors, "全部走访人", tables=_TABLES),
                    AREA,
                    Filter("due", "期限", due, 116),
                    code_filter(desk, "kind", HOUSEHOLD_KIND, "户类型：不限"),
                    TreeFilter("plan", "计划", _plans, "全部计划", tables=_TABLES),
                ),
                empty="没有要走访的户：该走访的都走访过了，或者还没有定计划", empty_act=plan,
                summary=due_words,
                keys="Ctrl+D 登记走访　Ctrl+L 走访清单　Ctrl+F 筛选　F5 刷新",
            ),
        )  # fmt: skip

    def describe(self, session: Session, record: bytes) -> DrawerDef:
        """Show the household: what is due, by whom, the visits before."""
        known = home(session, record)
        row = load_dues(session, [record]).get(record)
        facts, due = [], []
        if row is not None:
            facts = [
                Fact("户类型", row.kind), Fact("走访计划", row.plan),
                Fact("由谁走访", row.visitor or "岗位空缺"), Fact("上次走访", row.last),
            ]  # fmt: skip
            late = f"过期 {row.days_late} 天" if row.days_late else "本期待走访"
            tone: Tone = "over" if row.days_late else "due"
            due = [Due(late, tone, "最迟走访日期", row.visitor, day_words(row.due_on))]
        go = Act(ENTER_VISIT, lambda: self.visit(record), "footprints", "primary", right=Right.ENTER)
        return DrawerDef(
            name=f"{known.head or '（无户主）'}户", beside=known.number, place=known.unit, facts=facts,
            due=due, related=(household_past(session, record),), record=(Household, record), acts=(go,),
        )  # fmt: skip

    def visit(self, household_id: bytes) -> FormDialog:
        """Put up the form of a visit to a household of the list."""
        return begin_visit(self, household_id, household_id.hex())

    def reopen(self, title: str, about: str) -> FormDialog | None:
        """Go on with the visit that was left."""
        return self.visit(bytes.fromhex(about)) if title == ENTER_VISIT and about else None

    def print_list(self) -> None:
        """Go to the sheet for the field, with room to write."""
        self.went.emit("ledgers", InMonth(Month.of(today()), "visit-list"))
