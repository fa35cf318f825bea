"""The page of visits: a month's list, entry, needs turned into matters."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.periods import day_words, today
from gridcenter.desk.chips import Chip, Tone
from gridcenter.desk.desk import Desk
from gridcenter.desk.drawer_def import DrawerDef, Related, facts_of
from gridcenter.desk.drawer_parts import Due, Event, Fact, fact_list
from gridcenter.desk.filters import Filter
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.layouts import block, column
from gridcenter.desk.lazy_table import Cell, Column
from gridcenter.desk.list_def import ListDef
from gridcenter.desk.list_parts import RowAct
from gridcenter.desk.page import Act
from gridcenter.desk.period_filter import ABOVE, PeriodFilter
from gridcenter.desk.record_columns import column_of
from gridcenter.desk.record_page import RecordPage
from gridcenter.desk.saving import change
from gridcenter.desk.words import words
from gridcenter.matters.codes import STATUS
from gridcenter.register.pages import ForHousehold
from gridcenter.register.pages.areas import AREA
from gridcenter.store.capture import WriteSession
from gridcenter.visits.pages.visit_form import ENTER_VISIT, begin_visit
from gridcenter.visits.records import Visit
from gridcenter.visits.services.checklists import answers_of
from gridcenter.visits.services.details import VisitDetails, household_visits, visit_details
from gridcenter.visits.services.dues import next_visit
from gridcenter.visits.services.visits import (
    VISITS,
    VisitRow,
    raise_matter,
)


def _need(row: VisitRow) -> Cell:
    if not row.need:
        return ""
    return Chip(*_became(row.matter), "check" if row.matter else "clock")


def _became(matter: str) -> tuple[str, Tone]:
    """Say what became of a need: its matter is under way or closed, or there is none yet."""
    if not matter:
        return _WAITING
    return f"事项{matter}", "info" if matter == _UNDER_WAY else "done"


_UNDER_WAY = STATUS.words["open"]
_WAITING: tuple[str, Tone] = ("未转事项", "due")
_ITEM = 190
COLUMNS: tuple[Column[VisitRow], ...] = (
    Column("visited_on", "日期", lambda r: f"{r.visited_on:%m-%d}", 64),
    Column("head", "户主", lambda r: r.head, 92, sorts=False),
    Column("unit", "网格", lambda r: r.unit, 160, sorts=False, spare=True),
    column_of(Visit, "visitor", 84, spare=True),
    Column("kind", "类型", lambda r: r.kind, 92, wide_only=True),
    Column("result", "结果", lambda r: r.result, 84, wide_only=True),
    Column("need", "群众诉求及意见", lambda r: r.need, 0, sorts=False),
    Column("raised", "诉求", _need, 104, sorts=False),
)


class VisitsPage(RecordPage[VisitRow]):
    """The visits, usually those of the month chosen above."""

    def __init__(self, desk: Desk, actor: Actor) -> None:
        new = Act(ENTER_VISIT, self.enter_new, "plus", "primary", "Ctrl+N", Right.ENTER)
        super().__init__(
            desk,
            actor,
            ListDef(
                key="visits", title="走访", unit="次", listing=VISITS, columns=COLUMNS,
                tables=frozenset({"visit", "household", "person", "residence", "placement", "matter"}),
                hint="户主、走访人、诉求", acts=(new,),
                filters=(
                    PeriodFilter(field="走访日期", usual=ABOVE),
                    AREA,
                    Filter("need", "诉求", [(None, "诉求：不限"), ("open", "未转事项")], 124),
                ),
                row_acts=(RowAct("诉求转为事项", self.raise_matters, "clipboard-list", "Ctrl+T", right=Right.ENTER),),
                empty="这个月还没有走访", empty_act=new,
                keys="Ctrl+N 登记　Ctrl+F 筛选　Ctrl+P 打印　F5 刷新",
            ),
        )  # fmt: skip

    def enter(self, argument: object) -> None:
        """Begin a visit when the door asks for one."""
        super().enter(argument)
        if isinstance(argument, ForHousehold):
            with self.told():
                self.enter_new(argument.household_id)
        elif argument == "new":
            self.enter_new()

    def describe(self, session: Session, record: bytes) -> DrawerDef:
        """Show the visit, the household's other visits, history."""
        known = visit_details(session, record)
        visit = session.get_one(Visit, record)
        others = [
            Event("footprints", f"{v.visited_on:%m-%d}", _joined(*_seen(v)), "visits", v.id)
            for v in household_visits(session, known.home.id)
        ]
        facts = facts_of(session, self.desk, visit, "visited_on", "visitor", "result", "note")
        state, tone = _became(known.matter_state)
        return DrawerDef(
            name=f"{known.home.head or '（无户主）'}户", beside=known.home.number,
            place=known.home.unit, kind=known.kind, facts=[*facts, Fact("事项", known.matter)],
            parts=_found(self.desk, session, record),
            due=[Due(state, tone, "群众诉求及意见", "", known.need)] if known.need else (),
            related=(Related("走访", others, "本户走访"),),
            record=(Visit, record), acts=self._acts(known),
        )  # fmt: skip

    def enter_new(self, household_id: bytes | None = None) -> FormDialog:
        """Put up the form of a visit."""
        return begin_visit(self, household_id)

    def raise_matters(self, ids: Sequence[bytes]) -> None:
        """Turn the needs of these visits into matters in one step; those without a need are left out."""

        def work(session: WriteSession) -> str:
            made = 0
            for visit in ids:
                known = visit_details(session, visit)
                if known.need and known.matter_id is None:
                    raise_matter(session, self.actor, visit)
                    made += 1
            left = f"，{len(ids) - made} 次没有诉求或早已转过" if made < len(ids) else ""
            return f"已转为 {made} 件事项{left}"

        change(self, self.desk, self.actor, work, "诉求转为事项").succeeded.connect(
            lambda _said: self.model.clear_ticks()
        )

    def _acts(self, known: VisitDetails) -> list[Act]:
        again = Act("再访这一户", lambda: self.enter_new(known.home.id), "footprints", right=Right.ENTER)
        if known.matter_id is not None:
            see = Act(
                "看事项",
                lambda: self.went.emit("matters", known.matter_id),
                "clipboard-list",
                "primary",
            )
            return [see, again]
        turn = Act("转为事项", lambda: self.raise_matters([known.id]), "clipboard-list", "primary", right=Right.ENTER)
        return [turn, again] if known.need else [again]


def _found(desk: Desk, session: Session, visit: bytes) -> list[QWidget]:
    """Return what was found by checklists, a block for each list."""
    by_list: dict[str, list[Fact]] = {}
    for one in answers_of(session, visit):
        by_list.setdefault(one.checklist, []).append(Fact(one.item, one.answer))
    return [
        block(column(words(title, "strong"), fact_list(desk.look, facts, _ITEM), gap=4))
        for title, facts in by_list.items()
    ]


def household_past(session: Session, household_id: bytes) -> Related:
    """Return the visits to a household, newest first, headed by the next that a plan asks for."""
    events = [
        Event("footprints", f"{one.visited_on:%m-%d}", _joined(one.kind, *_seen(one)), "visits", one.id)
        for one in household_visits(session, household_id)
    ]
    waiting = next_visit(session, household_id, today())
    head, empty = "走访", "还没有走访"
    if waiting is not None:
        due, who = waiting
        head = _joined(f"下次走访：{day_words(due.turn.last)}前", who)
        empty = f"{head}。{empty}"
    return Related("走访", events, head, empty)


def _seen(one: VisitDetails) -> tuple[str, ...]:
    return one.visitor, one.result, one.need


def _joined(*parts: str) -> str:
    return "　".join(filter(None, parts))
