"""The page of matters: list, entry, closing, withdrawing."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.periods import day_words, short_day, today
from gridcenter.desk.attach_field import attach_filled, attach_grid
from gridcenter.desk.chips import Chip, Tone
from gridcenter.desk.desk import Desk
from gridcenter.desk.drawer_def import DrawerDef, Related, facts_of
from gridcenter.desk.drawer_parts import Event, Fact
from gridcenter.desk.filters import Filter
from gridcenter.desk.form_grid import Ask, FormGrid
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.lazy_table import Cell, Column
from gridcenter.desk.list_def import ListDef
from gridcenter.desk.list_parts import RowAct
from gridcenter.desk.page import Act
from gridcenter.desk.period_filter import PeriodFilter
from gridcenter.desk.record_page import RecordPage
from gridcenter.desk.saving import Filled
from gridcenter.desk.sidebar import Errand, NavItem
from gridcenter.desk.words import words
from gridcenter.matters.codes import CHANNEL, STATUS
from gridcenter.matters.details import (
    MatterDetails,
    household_matters,
    matter_details,
    reveal_asker,
)
from gridcenter.matters.records import Matter
from gridcenter.matters.services import (
    MATTERS,
    MatterEntry,
    MatterRow,
    register_matter,
    solve_matter,
    withdraw_matter,
)
from gridcenter.register.pages import WingPages
from gridcenter.register.pages.areas import AREA
from gridcenter.register.pages.pickers import (
    code_filter,
)
from gridcenter.register.pages.record_form import record_grid
from gridcenter.store.capture import WriteSession

_TONES: dict[str, tuple[Tone, str]] = {
    STATUS.words["open"]: ("info", "clock"), STATUS.words["done"]: ("done", "circle-check"),
}  # fmt: skip


def due_cell(row: MatterRow) -> Cell:
    """Return how long a matter still has, as its list and the workbench show it."""
    if row.due_on is None:
        return ""
    days = (row.due_on - today()).days
    if row.status != STATUS.words["open"] or days > 0:
        return f"{row.due_on:%m-%d}"
    return (
        Chip(f"逾期 {-days} 天", "over", "triangle-alert") if days else Chip("今天", "due", "clock")
    )


def state_cell(status: str) -> Chip:
    """Return the state of a matter as a chip."""
    return Chip(status, *_TONES.get(status, ("plain", "minus")))


COLUMNS: tuple[Column[MatterRow], ...] = (
    Column("number", "编号", lambda r: r.number, 126),
    Column("reported_on", "登记", lambda r: f"{r.reported_on:%m-%d}", 64, wide_only=True),
    Column("place", "网格（村）", lambda r: r.place, 116, sorts=False, spare=True),
    Column("content", "事项内容", lambda r: r.content, 0, sorts=False),
    Column("channel", "来源", lambda r: r.channel, 88, sorts=False, wide_only=True),
    Column("category", "类别", lambda r: r.category, 92, sorts=False, wide_only=True),
    Column("due_on", "期限", due_cell, 104),
    Column("status", "状态", lambda r: state_cell(r.status), 96, spare=True),
)


class MattersPage(RecordPage[MatterRow]):
    """Matters of every channel."""

    def __init__(self, desk: Desk, actor: Actor) -> None:
        new = Act("登记事项", self.enter_new, "plus", "primary", "Ctrl+N", Right.ENTER)
        super().__init__(
            desk,
            actor,
            ListDef(
                key="matters", title="事项", unit="件", listing=MATTERS, columns=COLUMNS,
                tables=frozenset({"matter", "matter_step", "unit"}),
                hint="内容、编号、诉求人、地点", acts=(new,),
                filters=(
                    PeriodFilter(field="登记日期"),
                    AREA,
                    code_filter(desk, "channel", CHANNEL, "全部来源", 112),
                    code_filter(desk, "status", STATUS, "全部状态", 104),
                    Filter("late", "期限", [(None, "期限：不限"), (True, "已逾期")], 128),
                ),
                row_acts=(RowAct("办结", self._solve, "check", many=False, right=Right.ENTER),),
                empty="还没有登记事项", empty_act=new, keys="Ctrl+N 登记　Ctrl+F 筛选　Ctrl+P 打印　F5 刷新",
            ),
        )  # fmt: skip

    def enter(self, argument: object) -> None:
        """Begin a new matter when the door asks for one."""
        super().enter(argument)
        if argument == "new":
            self.enter_new()

    def describe(self, session: Session, record: bytes) -> DrawerDef:
        """Show facts, steps and history."""
        known = matter_details(session, record)
        acts = [
            Act("办结", lambda: self.solve(known), "check", "primary", right=Right.ENTER),
            Act("撤销", lambda: self.withdraw(known), "x", right=Right.ENTER),
        ]
        steps = [
            Event("check", short_day(s.on), "　".join(filter(None, (s.verb, s.by, s.opinion))))
            for s in known.steps
        ]
        matter = session.get_one(Matter, record)
        return DrawerDef(
            name=known.number, place=known.place, kind=state_cell(known.status), story=known.content,
            facts=self._facts(session, matter, known),
            related=(Related("办理", steps, "办理步骤"),),
            record=(Matter, record), acts=acts if known.open else (),
        )  # fmt: skip

    def enter_new(self) -> FormDialog:
        """Put up the empty form of a matter."""

        def save(session: WriteSession, filled: Filled) -> str:
            made = register_matter(session, self.actor, matter_entry(filled))
            attach_filled(session, self.desk, self.actor, made, filled)
            session.made = made.id
            return made.number

        form = self.form("登记事项", save, width=760)
        form.add(matter_grid(self.desk), attach_grid(self.desk))
        form.offer_again("reported_on", "unit_id", "channel")
        return self.put_up(form, lambda number: f"已登记事项 {number}")

    def solve(self, known: MatterDetails) -> FormDialog:
        """Ask how a matter was settled."""

        def save(session: WriteSession, filled: Filled) -> str:
            on, result = filled.day("closed_on"), filled.text("result")
            return solve_matter(session, self.actor, known.id, on=on, result=result).number

        form = self.form(
            "办结事项", save, note=f"{known.number}　{known.place}", word="办结",
            about=known.id.hex(),
        )  # fmt: skip
        grid = record_grid(self.desk, columns=1)
        grid.add_row(words(known.content, "second", wrap=True))
        grid.declare(Matter, Ask("closed_on", required=True), Ask("result", required=True))
        grid.put({"closed_on": today()})
        form.add(grid)
        return self.put_up(form, lambda number: f"事项 {number} 已办结")

    def withdraw(self, known: MatterDetails) -> FormDialog:
        """Ask why a matter is withdrawn."""

        def save(session: WriteSession, filled: Filled) -> str:
            reason = filled.text("result")
            return withdraw_matter(session, self.actor, known.id, on=today(), reason=reason).number

        form = self.form(
            "撤销事项", save, note=f"{known.number}　{known.place}", word="撤销",
            about=known.id.hex(),
        )  # fmt: skip
        grid = record_grid(self.desk, columns=1)
        hint = "如 与 SX202610-0007 重复登记"
        grid.declare(Matter, Ask("result", label="撤销理由", hint=hint, required=True))
        form.add(grid)
        return self.put_up(form, lambda number: f"事项 {number} 已撤销")

    def reopen(self, title: str, about: str) -> FormDialog | None:
        """Put up the form of a draft once more."""
        ask = {"办结事项": self.solve, "撤销事项": self.withdraw}.get(title)
        if ask is None:
            return super().reopen(title, about)
        with self.desk.database.read() as session:
            return ask(matter_details(session, bytes.fromhex(about)))

    def _solve(self, ids: Sequence[bytes]) -> None:
        with self.told(), self.desk.database.read() as session:
            self.solve(matter_details(session, ids[0]))

    def _facts(self, session: Session, matter: Matter, known: MatterDetails) -> list[Fact]:
        asker, phone = self.whole(known.id) or ("", "")
        see = Act("显示", lambda: self._reveal(known.id), "eye", right=Right.REVEAL)
        limit = (
            f"{known.limit_days} 个工作日，{day_words(known.due_on)}前" if known.limit_days else ""
        )
        kinds = facts_of(session, self.desk, matter, "channel", "category", "urgency", "reported_on")
        return [
            *kinds, Fact("办理时限", limit),
            Fact("诉求人", asker or known.asker, see if known.asker and not asker else None),
            Fact("联系电话", phone or known.phone),
            *facts_of(session, self.desk, matter, "result", "closed_on"),
        ]  # fmt: skip

    def _reveal(self, matter_id: bytes) -> FormDialog:
        return self.reveal(
            matter_id, lambda session, reason: reveal_asker(session, self.actor, matter_id, reason)
        )


def matter_grid(desk: Desk) -> FormGrid:
    """Return the fields of a matter, in the order of the register book."""
    grid = record_grid(desk)
    grid.declare(
        Matter, "reported_on", "unit_id", "channel", "category", "urgency", "limit_days", "content",
        "place", "asker", "asker_phone", "anonymous",
    )  # fmt: skip
    grid.put({
        "reported_on": today(), "channel": "resident", "category": "opinion", "urgency": "normal",
    })  # fmt: skip
    return grid


def matter_entry(filled: Filled) -> MatterEntry:
    """Return what the form says."""
    days = filled.number("limit_days")
    return MatterEntry(
        content=filled.text("content"), reported_on=filled.day("reported_on"),
        channel=filled.text("channel"), category=filled.text("category"),
        urgency=filled.text("urgency"), unit_id=filled.record("unit_id"), place=filled.text("place"),
        asker=filled.text("asker"), asker_phone=filled.text("asker_phone"),
        anonymous=filled.ticked("anonymous"), limit_days=None if days is None else int(days),
    )  # fmt: skip


def household_past(session: Session, household_id: bytes) -> Related:
    """Return the matters of a household, newest first."""
    events = [
        Event("clipboard-list", f"{day:%m-%d}", "　".join(filter(None, (content, state))), "matters", id_)
        for id_, day, content, state in household_matters(session, household_id)
    ]
    return Related("事项", events)


_HINT = "巡查、走访、群众反映、12345 都在这一本账里；逾期的用橙色写明。"


def nav_items(desk: Desk, actor: Actor) -> tuple[NavItem, ...]:
    """Return the page of matters."""
    errands = (Errand("登记事项", "plus", "Ctrl+N"),) if actor.may(Right.ENTER) else ()
    return (NavItem("matters", "事项", "clipboard-list", 2, lambda: MattersPage(desk, actor), _HINT, errands),)


PAGES = WingPages(nav_items, (household_past,))
