"""The page of work checks: list, drawer, form, what was agreed on followed up."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.periods import day_words, today
from gridcenter.desk.chips import Chip
from gridcenter.desk.desk import Desk
from gridcenter.desk.drawer_def import DrawerDef, facts_of
from gridcenter.desk.drawer_parts import Due, Fact
from gridcenter.desk.filters import Filter
from gridcenter.desk.form_grid import Ask
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.list_def import ListDef
from gridcenter.desk.list_parts import RowAct
from gridcenter.desk.messages import Question, ask
from gridcenter.desk.page import Act
from gridcenter.desk.period_filter import PeriodFilter
from gridcenter.desk.record_columns import column_of
from gridcenter.desk.record_page import RecordPage
from gridcenter.desk.saving import Filled, change
from gridcenter.register.pages.areas import AREA
from gridcenter.register.pages.record_form import record_grid
from gridcenter.staff.pages.check_form import CheckFields
from gridcenter.staff.records import WorkCheck, WorkCheckItem
from gridcenter.staff.services.check_lists import (
    CHECKS,
    CheckRow,
    check_state,
    load_checks,
    looked_at,
)
from gridcenter.staff.services.checks import (
    find_check,
    finish_check,
    items_of,
    record_check,
    remove_check,
)
from gridcenter.store.capture import WriteSession

WIDE = 860
_NEW, _CHANGE, _DONE = "登记检查", "改检查", "记完成"
_CHIPS = {
    "none": Chip("没有要改的", "plain", "minus"), "done": Chip("已完成", "done", "circle-check"),
    "late": Chip("已过期限", "over", "triangle-alert"), "open": Chip("正在改", "due", "clock"),
}  # fmt: skip
STATES = Filter("state", "跟进", [
    (None, "全部"), ("open", "正在改"), ("late", "已过期限"), ("done", "已完成"), ("none", "没有要改的"),
])  # fmt: skip
COLUMNS: tuple[Column[CheckRow], ...] = (
    Column("checked_on", "检查日期", lambda r: f"{r.checked_on:%Y-%m-%d}", 110),
    Column("person", "被检查人", lambda r: r.person, 90, sorts=False),
    Column("post", "岗位", lambda r: r.post, 96, sorts=False, spare=True),
    Column("unit", "网格", lambda r: r.unit, 150, sorts=False, spare=True),
    column_of(WorkCheck, "checker", 90, spare=True),
    Column("looked", "看了什么", lambda r: r.looked, 0, sorts=False),
    Column("agreed", "商定的改进", lambda r: r.agreed, 170, sorts=False, wide_only=True),
    Column("deadline", "期限", lambda r: f"{r.deadline:%m-%d}" if r.deadline else "", 64, spare=True),
    Column("state", "跟进", lambda r: _CHIPS[r.state(today())], 104, sorts=False),
)


class ChecksPage(RecordPage[CheckRow]):
    """Unannounced looks at the work of people in posts; no points, no ranks."""

    def __init__(self, desk: Desk, actor: Actor) -> None:
        new = Act(_NEW, self.enter_new, "plus", "primary", "Ctrl+N", Right.INSPECT)
        super().__init__(
            desk,
            actor,
            ListDef(
                key="work-checks", title="工作检查", unit="次", listing=CHECKS, columns=COLUMNS,
                tables=frozenset({"work_check", "work_check_item", "person", "unit"}), acts=(new,),
                hint="被检查人、检查人、商定的改进",
                filters=(PeriodFilter(field="检查日期"), AREA, STATES),
                row_acts=(
                    RowAct(_DONE, self._finish, "circle-check", many=False, right=Right.INSPECT),
                ),
                empty="还没有登记工作检查", empty_act=new,
                keys="Ctrl+N 登记　Ctrl+F 筛选　Ctrl+P 打印　F5 刷新",
            ),
        )  # fmt: skip

    def describe(self, session: Session, record: bytes) -> DrawerDef:
        """Show what was looked at, what was agreed on, history."""
        check = find_check(session, record)
        row = load_checks(session, [record])[record]
        state = row.state(today())
        done = Act(
            _DONE, lambda: self.finish(record), "circle-check", "primary", right=Right.INSPECT
        )
        acts = [
            Act("改", lambda: self.change(record), "pencil", right=Right.INSPECT),
            Act("删去", lambda: self._remove(record), "trash-2", right=Right.INSPECT),
        ]
        looked = [Fact(item, how) for item, how in looked_at(session, [record]).get(record, ())]
        fields = ("checker", "outcome", "done_on") if check.done_on else ("checker",)
        return DrawerDef(
            name=row.person, beside=row.post, place=row.unit, kind=_CHIPS[state], story=check.found or "",
            facts=[
                Fact("检查日期", day_words(check.checked_on)),
                *facts_of(session, self.desk, check, *fields), *looked,
            ],
            label=84, due=_due(check), record=(WorkCheck, record),
            along=[(WorkCheckItem, one.id) for one in items_of(session, record)],
            acts=[done, *acts] if state in {"open", "late"} else acts,
        )  # fmt: skip

    def enter_new(self, person: bytes | None = None) -> FormDialog:
        """Put up the empty form of a work check."""
        fields = CheckFields(self.desk, self.actor.name)

        def save(session: WriteSession, filled: Filled) -> str:
            made = record_check(session, self.actor, fields.entry(filled), today=today())
            session.made = made.id
            return f"{made.checked_on:%m-%d}"

        form = self.form(_NEW, save, width=WIDE, about=person.hex() if person else "")
        fields.lay_into(form)
        if person is not None:
            fields.begin_with(person)
        return self.put_up(form, lambda _day: "已登记这次检查")

    def change(self, check_id: bytes) -> FormDialog:
        """Put up the form of a work check recorded before."""
        with self.desk.database.read() as session:
            check = find_check(session, check_id)
        fields = CheckFields(self.desk, check.checker)

        def save(session: WriteSession, filled: Filled) -> str:
            entry = fields.entry(filled)
            record_check(session, self.actor, entry, today=today(), check_id=check_id)
            return f"{entry.checked_on:%m-%d}"

        form = self.form(_CHANGE, save, width=WIDE, about=check_id.hex())
        fields.lay_into(form)
        fields.start(check)
        return self.put_up(form, lambda _day: "已改好这次检查")

    def finish(self, check_id: bytes) -> FormDialog:
        """Ask when what was agreed on was done."""

        def save(session: WriteSession, filled: Filled) -> str:
            done = finish_check(
                session, self.actor, check_id, on=filled.day("done_on"), outcome=filled.text("outcome")
            )  # fmt: skip
            return done.agreed or ""

        with self.desk.database.read() as session:
            check = find_check(session, check_id)
        form = self.form(_DONE, save, note=check.agreed or "", about=check_id.hex())
        grid = record_grid(self.desk, columns=1)
        grid.declare(WorkCheck, Ask("done_on", required=True), "outcome")
        grid.put({"done_on": check.done_on or today(), "outcome": check.outcome})
        form.add(grid)
        return self.put_up(form, lambda _said: "已记下完成情况")

    def reopen(self, title: str, about: str) -> FormDialog | None:
        """Put up the form of a draft once more."""
        if title == _NEW:
            return self.enter_new(bytes.fromhex(about) if about else None)
        forms = {_CHANGE: self.change, _DONE: self.finish}
        return forms[title](bytes.fromhex(about)) if title in forms else None

    def _finish(self, ids: Sequence[bytes]) -> None:
        with self.told():
            self.finish(ids[0])

    def _remove(self, check_id: bytes) -> None:
        def work(session: WriteSession) -> str:
            remove_check(session, self.actor, check_id)
            return "已删去这次检查"

        question = Question("这次检查是登记错的，删去吗？", "删去", "删去以后可以按 Ctrl+Z 撤销。")
        ask(
            self,
            self.look,
            question,
            lambda: change(self, self.desk, self.actor, work, "删去工作检查"),
        )


def _due(check: WorkCheck) -> list[Due]:
    if not check.agreed:
        return []
    state = _CHIPS[check_state(check.agreed, check.deadline, check.done_on, today())]
    until = f"{day_words(check.deadline)}前" if check.deadline else ""
    return [Due(state.text, state.tone, "商定的改进", until, check.agreed)]
