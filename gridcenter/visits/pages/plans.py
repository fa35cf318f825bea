"""The page of plans: who visits which households how often."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.periods import today
from gridcenter.desk.desk import Desk
from gridcenter.desk.drawer_def import DrawerDef, facts_of
from gridcenter.desk.filters import Filter
from gridcenter.desk.form_grid import Ask
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.list_def import ListDef
from gridcenter.desk.list_parts import RowAct
from gridcenter.desk.page import Act
from gridcenter.desk.record_columns import column_of
from gridcenter.desk.record_page import RecordPage
from gridcenter.desk.saving import Filled, Save, change
from gridcenter.register.pages.record_form import record_grid
from gridcenter.register.services.record_lists import record_listing
from gridcenter.store.capture import WriteSession
from gridcenter.store.listing import RecordRow, Wish
from gridcenter.visits.records import VisitPlan
from gridcenter.visits.services.plans import (
    PlanEntry,
    change_plan,
    drop_plan,
    entry_of,
    make_plan,
    plan_of,
)

_SHOWN = (
    "name", "rhythm", "every_days", "household_kind", "unit_id", "taken_by", "post", "visitor_id", "since", "until",
)  # fmt: skip
_NEW, _CHANGE = "新增计划", "修改计划"
_BY = [(None, "由谁走访：不限"), ("post", "岗位人员"), ("person", "指定人员"), ("link", "联系人")]


class PlansPage(RecordPage[RecordRow]):
    """All plans, those in force and those that have ended."""

    def __init__(self, desk: Desk, actor: Actor) -> None:
        new = Act(_NEW, self.enter_new, "plus", "primary", "Ctrl+N", Right.STRUCTURE)
        see = Act("到期走访", lambda: self.went.emit("dues", None), "calendar")
        columns = (
            column_of(VisitPlan, "name", 0), column_of(VisitPlan, "rhythm", 96),
            column_of(VisitPlan, "household_kind", 112), column_of(VisitPlan, "unit_id", 150, spare=True),
            column_of(VisitPlan, "taken_by", 150, wide_only=True), column_of(VisitPlan, "post", 96, spare=True),
            column_of(VisitPlan, "visitor_id", 92), column_of(VisitPlan, "since", 100, wide_only=True),
            column_of(VisitPlan, "until", 100),
        )  # fmt: skip
        super().__init__(
            desk,
            actor,
            ListDef(
                key="plans", title="计划安排", unit="个",
                listing=record_listing(desk.lexicon, VisitPlan, *_SHOWN, order=("name",)),
                columns=columns, tables=frozenset({"visit_plan", "person", "unit"}), hint="计划名称",
                acts=(see, new), filters=(Filter("taken_by", "由谁走访", _BY, 150),),
                row_acts=(RowAct("删除计划", self.drop, "trash-2", asks=True, right=Right.STRUCTURE),),
                empty="还没有走访计划：定下哪些户、多久走访一次、由谁走访", empty_act=new,
                keys="Ctrl+N 新增　Ctrl+F 筛选　F5 刷新",
            ),
        )  # fmt: skip

    def describe(self, session: Session, record: bytes) -> DrawerDef:
        """Show the plan; a door leads to the households that wait by it."""
        plan = plan_of(session, record)
        names = [name for name in _SHOWN if name != "name"]
        see = Wish(filters={"plan": record})
        wait = Act("看到期的户", lambda: self.went.emit("dues", see), "clipboard-check", "primary")
        edit = Act(_CHANGE, lambda: self.change(record), "pencil", right=Right.STRUCTURE)
        over = plan.until is not None and plan.until < today()
        return DrawerDef(
            name=plan.name, kind="已结束" if over else "执行中",
            facts=facts_of(session, self.desk, plan, *names, "note"), record=(VisitPlan, record),
            acts=(wait, edit),
        )  # fmt: skip

    def enter_new(self) -> FormDialog:
        """Put up the form of a new plan."""

        def save(session: WriteSession, filled: Filled) -> str:
            made = make_plan(session, self.actor, plan_entry(filled))
            session.made = made.id
            return made.name

        start = {"rhythm": "monthly", "taken_by": "post", "post": "worker", "since": today().replace(day=1)}
        return self._form(_NEW, save, start)

    def change(self, plan_id: bytes) -> FormDialog:
        """Put up the form of a plan there is."""
        with self.desk.database.read() as session:
            known = entry_of(plan_of(session, plan_id))

        def save(session: WriteSession, filled: Filled) -> str:
            return change_plan(session, self.actor, plan_id, plan_entry(filled)).name

        values = {name: getattr(known, name) for name in (*_SHOWN, "note")}
        return self._form(_CHANGE, save, values, plan_id.hex())

    def _form(self, title: str, save: Save[str], values: Mapping[str, object], about: str = "") -> FormDialog:
        grid = record_grid(self.desk)
        grid.declare(
            VisitPlan, Ask("name", wide=True), "rhythm", "every_days", "unit_id", "household_kind",
            "taken_by", "post", "visitor_id", "since", "until", Ask("note", wide=True),
        )  # fmt: skip
        grid.put(values)
        note = "一户同时有几个计划的，按最早到期的那个算。任何人走访过一次，这一户本期就算走访过"
        form = self.form(title, save, width=760, about=about, note=note)
        form.add(grid)
        return self.put_up(form, lambda name: f"已保存走访计划“{name}”")

    def reopen(self, title: str, about: str) -> FormDialog | None:
        """Go on with the plan that was left."""
        if title == _CHANGE and about:
            return self.change(bytes.fromhex(about))
        return super().reopen(title, about)

    def drop(self, ids: Sequence[bytes]) -> None:
        """Delete plans; the visits made by them stay."""

        def work(session: WriteSession) -> str:
            names = [drop_plan(session, self.actor, plan) for plan in ids]
            return f"已删除走访计划“{'”“'.join(names)}”"

        change(self, self.desk, self.actor, work, "删除走访计划")


def plan_entry(filled: Filled) -> PlanEntry:
    """Return what the form says."""
    days = filled.number("every_days")
    return PlanEntry(
        filled.text("name"), filled.text("rhythm"), filled.day("since"), filled.text("taken_by"),
        filled.text("post"), filled.record_or_none("visitor_id"), int(days) if days else None,
        filled.record_or_none("unit_id"), filled.text("household_kind"), filled.day_or_none("until"),
        filled.text("note"),
    )  # fmt: skip
