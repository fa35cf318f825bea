"""The page of help: households in need, what was done, what came of it."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.periods import day_words, months_later, today
from gridcenter.care.codes import NEED, SUBSIDY
from gridcenter.care.records import HelpCase, HelpMeasure
from gridcenter.care.services.helping import (
    HELP,
    REVIEWED,
    HelpEntry,
    HelpRow,
    MeasureEntry,
    close_help,
    help_details,
    help_of,
    review_help,
    screen,
    take_measure,
)
from gridcenter.desk.chips import Chip
from gridcenter.desk.day_field import DayField
from gridcenter.desk.desk import Desk
from gridcenter.desk.drawer_def import DrawerDef, Related
from gridcenter.desk.drawer_parts import Due, Event, Fact
from gridcenter.desk.filters import Filter
from gridcenter.desk.form_grid import Ask, FormGrid
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.lazy_table import Cell, Column
from gridcenter.desk.list_def import ListDef
from gridcenter.desk.list_parts import RowAct
from gridcenter.desk.page import Act
from gridcenter.desk.record_page import RecordPage
from gridcenter.desk.saving import Filled, Save
from gridcenter.register.pages import ForHousehold
from gridcenter.register.pages.areas import AREA
from gridcenter.register.pages.pickers import ResidentField, code_filter
from gridcenter.register.pages.record_form import record_grid
from gridcenter.store.capture import WriteSession


def _state(row: HelpRow) -> Cell:
    if row.closed_on is not None:
        return Chip(row.result, "done", "check")
    if row.review_on is not None and row.review_on <= today():
        return Chip("该复核", "due", "clock")
    return Chip("帮扶中", "info") if row.measures else Chip("还没有措施", "plain")


def _last(row: HelpRow) -> str:
    return f"{row.measures[0].done_on:%m-%d}　{row.measures[0].words}" if row.measures else ""


COLUMNS: tuple[Column[HelpRow], ...] = (
    Column("head", "户", lambda r: r.head, 100, sorts=False),
    Column("unit", "网格", lambda r: r.home.unit, 170, sorts=False, spare=True),
    Column("person", "帮扶对象", lambda r: r.person, 92, sorts=False, wide_only=True),
    Column("need", "困难原因", lambda r: r.need, 92, sorts=False, spare=True),
    Column("screened_on", "摸排日期", lambda r: f"{r.screened_on}", 100, spare=True),
    Column("measures", "最近的措施", _last, 0, sorts=False),
    Column("review_on", "复核日期", lambda r: f"{r.review_on or ''}", 100, wide_only=True),
    Column("state", "情况", _state, 116, sorts=False),
)


class HelpPage(RecordPage[HelpRow]):
    """The needs that are open, those closed when asked for."""

    def __init__(self, desk: Desk, actor: Actor) -> None:
        new = Act("登记帮扶", self.enter_new, "plus", "primary", "Ctrl+N", Right.ENTER)
        super().__init__(
            desk,
            actor,
            ListDef(
                key="helping", title="帮扶", unit="条", listing=HELP, columns=COLUMNS,
                tables=frozenset({"help_case", "help_measure", "household", "person", "residence", "placement"}),
                hint="户主、姓名、户号", acts=(new,),
                filters=(
                    AREA,
                    Filter("state", "情况", [
                        (None, "帮扶中"), ("review", "该复核"), ("none", "还没有措施"),
                        ("closed", "已结束"), ("all", "全部"),
                    ], 116),
                    code_filter(desk, "need", NEED, "全部原因"),
                    code_filter(desk, "subsidy", SUBSIDY, "补助：不限"),
                ),
                row_acts=(
                    RowAct("记帮扶措施", lambda ids: self.measure(ids[0]), "handshake", right=Right.ENTER, many=False),
                    RowAct("结束帮扶", lambda ids: self.close_case(ids[0]), "check", right=Right.ENTER, many=False),
                ),
                empty="没有正在帮扶的户", empty_act=new,
                keys="Ctrl+N 登记　Ctrl+F 筛选　Ctrl+P 打印　F5 刷新",
            ),
        )  # fmt: skip

    def enter(self, argument: object) -> None:
        """Begin a form when the door asks for one."""
        super().enter(argument)
        if isinstance(argument, ForHousehold):
            self.enter_new(argument.household_id)

    def describe(self, session: Session, record: bytes) -> DrawerDef:
        """Show the need, the measures, the result."""
        row = help_details(session, record)
        events = [
            Event("handshake", f"{one.done_on:%m-%d}", f"{one.words}　{one.helper}") for one in row.measures
        ]
        facts = [
            Fact("户号", row.home.number), Fact("帮扶对象", row.person), Fact("困难原因", row.need),
            Fact("摸排日期", day_words(row.screened_on)), Fact("复核日期", day_words(row.review_on)),
            Fact("结束日期", day_words(row.closed_on)), Fact("帮扶结果", row.result),
        ]  # fmt: skip
        late = row.review_on is not None and row.review_on <= today()
        due = [Due("该复核", "due", "复核", "", "还有困难就写下次复核的日期，没有就结束帮扶")] if late else ()
        state = _state(row)
        return DrawerDef(
            name=row.head, beside=row.home.number, place=row.home.unit,
            kind=state if isinstance(state, Chip) else "", facts=facts, due=due,
            related=(Related("措施", events, empty="还没有记帮扶措施"),), record=(HelpCase, record),
            along=[(HelpMeasure, one.id) for one in row.measures], acts=self._acts(row),
        )  # fmt: skip

    def reopen(self, title: str, about: str) -> FormDialog | None:
        """Put up the form of a draft once more."""
        again = {"记帮扶措施": self.measure, "复核": self.review, "结束帮扶": self.close_case}.get(title)
        return again(bytes.fromhex(about)) if again and about else super().reopen(title, about)

    def enter_new(self, household_id: bytes | None = None) -> FormDialog:
        """Put up the empty form."""

        def save(session: WriteSession, filled: Filled) -> str:
            entry = HelpEntry(
                filled.record("household_id"), filled.text("need"), filled.day("screened_on"),
                filled.record_or_none("person_id"), filled.day_or_none("review_on"),
            )  # fmt: skip
            session.made = screen(session, self.actor, entry, today=today()).id
            return help_details(session, session.made).head

        grid = record_grid(self.desk)
        who = Ask("person_id", label="其中哪个人", field=ResidentField(self.desk, "只帮扶一个人时才填"))
        grid.declare(HelpCase, Ask("household_id", wide=True), who, "need", "screened_on", "review_on")
        grid.put({
            "household_id": household_id, "screened_on": today(),
            "review_on": months_later(today(), REVIEWED),
        })  # fmt: skip
        form = self.form("登记帮扶", save, width=760)
        form.add(grid)
        form.offer_again("need", "screened_on", "review_on")
        return self.put_up(form, lambda head: f"已登记 {head} 的帮扶")

    def measure(self, help_id: bytes) -> FormDialog:
        """Put up the form of a measure."""

        def save(session: WriteSession, filled: Filled) -> str:
            entry = MeasureEntry(
                filled.text("kind"), filled.day("done_on"), filled.text("helper"),
                filled.known("helper"), filled.text("subsidy"),
            )  # fmt: skip
            take_measure(session, self.actor, help_id, entry, today=today())
            return help_details(session, help_id).head

        grid = record_grid(self.desk)
        grid.declare(HelpMeasure, "kind", "done_on", "helper", Ask("subsidy", hint="没有变化就空着"))
        grid.put({"done_on": today(), "helper": self.actor.name})
        form = self._form("记帮扶措施", save, help_id, "保存", 640)
        form.add(grid)
        return self.put_up(form, lambda head: f"已记下 {head} 的帮扶措施")

    def review(self, help_id: bytes) -> FormDialog:
        """Ask when the household is to be looked at again."""

        def save(session: WriteSession, filled: Filled) -> str:
            review_help(session, self.actor, help_id, review_on=filled.day("review_on"), today=today())
            return help_details(session, help_id).head

        grid = FormGrid(self.look)
        day = months_later(today(), REVIEWED)
        grid.add("review_on", "下次复核", DayField(self.look, today), required=True).field.put(day)
        form = self._form("复核", save, help_id, "复核", 520)
        form.add(grid)
        return self.put_up(form, lambda head: f"{head} 已复核")

    def close_case(self, help_id: bytes) -> FormDialog:
        """Ask for the result."""

        def save(session: WriteSession, filled: Filled) -> str:
            close_help(
                session, self.actor, help_id, result=filled.text("result"),
                closed_on=filled.day("closed_on"), today=today(),
            )  # fmt: skip
            return help_details(session, help_id).head

        grid = record_grid(self.desk, columns=1)
        grid.declare(HelpCase, Ask("result", required=True), Ask("closed_on", required=True))
        grid.put({"closed_on": today()})
        form = self._form("结束帮扶", save, help_id, "结束", 520)
        form.add(grid)
        return self.put_up(form, lambda head: f"{head} 的帮扶已结束")

    def _form(
        self, title: str, save: Save[str], help_id: bytes, word: str, width: int
    ) -> FormDialog:
        with self.desk.database.read() as session:
            row = help_details(session, help_id)
        return self.form(
            title, save, note=f"{row.head}　{row.need}", width=width, word=word, about=help_id.hex()
        )

    def _acts(self, row: HelpRow) -> Sequence[Act]:
        if row.closed_on is not None:
            return ()
        return [
            Act("记措施", lambda: self.measure(row.id), "handshake", "primary", right=Right.ENTER),
            Act("复核", lambda: self.review(row.id), "clock", right=Right.ENTER),
            Act("结束帮扶", lambda: self.close_case(row.id), "check", right=Right.ENTER),
        ]


def help_past(session: Session, household_id: bytes) -> Related | None:
    """Return the help for a household, None where there never was any."""
    events = [
        Event("handshake", f"{one.screened_on:%m-%d}", _told(one), "helping", one.id)
        for one in help_of(session, household_id)
    ]
    return Related("帮扶", events) if events else None


def _told(row: HelpRow) -> str:
    return "　".join(filter(None, (row.need, _last(row), row.result)))
