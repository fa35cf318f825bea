"""The page of a month's allowances: who is paid what, how that came about, what was changed by hand."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotFound
from gridcenter.base.money import yuan
from gridcenter.base.periods import Month
from gridcenter.codes.tables import Codes
from gridcenter.desk.buttons import Button
from gridcenter.desk.chips import Chip
from gridcenter.desk.choices import Choice
from gridcenter.desk.desk import Desk
from gridcenter.desk.drawer_def import DrawerDef
from gridcenter.desk.drawer_parts import Due, Fact
from gridcenter.desk.fields import ChoiceField, NumberField
from gridcenter.desk.filters import Filter
from gridcenter.desk.form_grid import Ask, FormGrid
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.layouts import block, column, row
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.list_def import ListDef
from gridcenter.desk.list_parts import RowAct
from gridcenter.desk.page import Act
from gridcenter.desk.record_page import MonthPage
from gridcenter.desk.saving import Filled, change
from gridcenter.desk.words import words
from gridcenter.register.pages.areas import AREA
from gridcenter.register.pages.record_form import record_grid
from gridcenter.staff.allowance_rules import Away, Line
from gridcenter.staff.allowance_words import (
    ROUNDED,
    Speaker,
    away_words,
    rate_words,
    rule_words,
    span_words,
)
from gridcenter.staff.codes import ABSENCE
from gridcenter.staff.pages.fields import CrewField
from gridcenter.staff.records import Absence, AllowanceChange
from gridcenter.staff.services.allowance import (
    AbsenceEntry,
    absences_of,
    change_allowance,
    note_absence,
    remove_absence,
    take_back_change,
)
from gridcenter.staff.services.allowance_sheet import Change, Pay
from gridcenter.staff.services.pay_list import PayList, PayRow
from gridcenter.store.capture import WriteSession

_CHANGE, _AWAY = "增减补贴", "登记不在岗"
_STATES = Filter("state", "情况", [
    (None, "全部"), ("unrated", "没有标准"), ("part", "不满一个月"), ("changed", "有增减"),
])  # fmt: skip
_CHIPS = {
    "unrated": Chip("没有标准", "over", "triangle-alert"), "changed": Chip("有增减", "info", "pencil"),
    "part": Chip("不满一个月", "due", "clock"), "whole": Chip("整月", "done", "circle-check"),
}  # fmt: skip
_SIGNS = [("+", "增加"), ("-", "减少")]


def _changed(row: PayRow) -> str:
    return yuan(row.pay.changed) if row.pay.changes else ""


COLUMNS: tuple[Column[PayRow], ...] = (
    Column("name", "姓名", lambda r: r.pay.name, 92),
    Column("post", "岗位（网格）", lambda r: r.post, 0, sorts=False),
    Column("kind", "补贴类别", lambda r: r.kind, 130, sorts=False, spare=True),
    Column("days", "计发天数", lambda r: str(r.days), 84, number=True, sorts=False, spare=True),
    Column("earned", "应发（元）", lambda r: yuan(r.pay.earned), 104, number=True, spare=True),
    Column("changed", "增减（元）", _changed, 96, number=True, sorts=False, wide_only=True),
    Column("due", "实发（元）", lambda r: yuan(r.pay.due), 104, number=True),
    Column("state", "情况", lambda r: _CHIPS[r.state], 112, sorts=False),
)  # fmt: skip


class AllowancePage(MonthPage[PayRow]):
    """What everybody in a paid post gets for the month chosen above."""

    def __init__(self, desk: Desk, actor: Actor) -> None:
        self._pays = PayList()
        away = Act(_AWAY, self.enter_away, "calendar", "primary", "Ctrl+N", Right.STRUCTURE)
        rates = Act("补贴标准", lambda: self.went.emit("allowance-rates", None), "file-text")
        super().__init__(
            desk,
            actor,
            ListDef(
                key="allowance", title="补贴", unit="人", listing=self._pays.listing(lambda: self.month),
                columns=COLUMNS, acts=(rates, away), hint="姓名、岗位、网格",
                tables=frozenset({
                    "allowance_rate", "allowance_rule", "allowance_change", "absence", "post_holding",
                    "person", "unit",
                }),
                filters=(AREA, _STATES),
                row_acts=(RowAct(_CHANGE, self._change, "pencil", many=False, right=Right.STRUCTURE),),
                empty="这个月还没有要发的补贴。先在“补贴标准”里定标准，再到“人员”里给任职选补贴类别",
                empty_act=rates, keys="Ctrl+N 登记不在岗　Ctrl+F 筛选　Ctrl+P 打印　F5 刷新",
            ),
        )  # fmt: skip
        self.shown.connect(lambda _count: self._tell())

    def describe(self, session: Session, record: bytes) -> DrawerDef:
        """Show the amounts, how they came about, what was changed, days away."""
        pay = self._pays.find(session, self.month, record)
        if pay is None:
            raise NotFound(f"这个人{self.month.words}没有要发的补贴，请换一个月份")
        speaker = Speaker.load(session, self.month)
        aways = absences_of(session, record, self.month)
        return DrawerDef(
            name=pay.name, place=f"{self.month.words}补贴", tab="怎么算的",
            facts=[
                Fact("应发", f"{yuan(pay.earned)} 元"),
                Fact("增减", f"{yuan(pay.changed)} 元" if pay.changes else ""),
                Fact("实发", f"{yuan(pay.due)} 元"),
            ],
            label=48, due=_unrated(speaker, pay), parts=_reckoned(speaker, pay),
            tabs={
                f"增减 {len(pay.changes)}": self._changes(pay.changes),
                f"不在岗 {len(aways)}": self._aways(session, aways),
            },
            along=[
                *((AllowanceChange, one.id) for one in pay.changes),
                *((Absence, one.id) for one in aways),
            ],
            acts=[
                Act(_CHANGE, lambda: self.change_pay(record), "pencil", "primary", right=Right.STRUCTURE),
                Act(_AWAY, lambda: self.enter_away(record), "calendar", right=Right.STRUCTURE),
            ],
        )  # fmt: skip

    def change_pay(self, person_id: bytes) -> FormDialog:
        """Ask how much more or less, and why."""
        month = self.month

        def save(session: WriteSession, filled: Filled) -> str:
            amount = filled.number("amount") or Decimal(0)
            change_allowance(
                session, self.actor, person_id=person_id, month=month,
                amount=-amount if filled.text("sign") == "-" else amount, reason=filled.text("reason"),
            )  # fmt: skip
            return f"{month.words}"

        name = self._name(person_id)
        about = f"{person_id.hex()} {month}"
        form = self.form(_CHANGE, save, note=f"{name}　{month.words}", width=560, about=about)
        grid = FormGrid(self.look)
        grid.add("sign", "增或减", ChoiceField(Choice("增或减", _SIGNS, width=120)))
        amount = NumberField(decimals=2, width=120)
        grid.add("amount", "金额", amount, required=True, unit="元")
        reason = record_grid(self.desk, columns=1)
        reason.declare(AllowanceChange, "reason")
        form.add(grid, reason)
        return self.put_up(form, lambda words: f"已记下{words}的补贴增减")

    def enter_away(self, person: bytes | None = None) -> FormDialog:
        """Ask who was not at the post, on which days, why, and whether that is paid."""

        def save(session: WriteSession, filled: Filled) -> str:
            entry = AbsenceEntry(
                filled.record("person_id"), filled.day("since"), filled.day("until"),
                filled.text("reason"), filled.ticked("paid"), filled.text("note"),
            )  # fmt: skip
            note_absence(session, self.actor, entry)
            return span_words(entry.since, entry.until)

        form = self.form(_AWAY, save, about=person.hex() if person else "")
        grid = record_grid(self.desk)
        grid.declare(
            Absence, Ask("person_id", field=CrewField(self.desk)), "reason", "since", "until", "paid", "note"
        )  # fmt: skip
        grid.put({"person_id": person})
        form.add(grid, words("没有勾“照发”的，这几天不计补贴。程序不会自己扣。", "note"))
        return self.put_up(form, lambda days: f"已登记不在岗：{days}")

    def reopen(self, title: str, about: str) -> FormDialog | None:
        """Put up the form of a draft once more."""
        if title == _AWAY:
            return self.enter_away(bytes.fromhex(about) if about else None)
        if title != _CHANGE:
            return super().reopen(title, about)
        person, _, month = about.partition(" ")
        if Month.parse(month) != self.month:
            raise NotFound(f"这份是{Month.parse(month).words}的，请先在上方选那个月")
        return self.change_pay(bytes.fromhex(person))

    def _change(self, ids: Sequence[bytes]) -> None:
        with self.told():
            self.change_pay(ids[0])

    def _name(self, person_id: bytes) -> str:
        with self.desk.database.read() as session:
            pay = self._pays.find(session, self.month, person_id)
        return pay.name if pay else ""

    def _tell(self) -> None:
        self.note.setText(self._pays.said(self.month))

    def _changes(self, changes: Sequence[Change]) -> list[QWidget]:
        return [
            self._entry(
                f"{'增加' if one.amount > 0 else '减少'} {yuan(abs(one.amount))} 元", one.reason,
                partial(take_back_change, change_id=one.id), "撤回补贴增减",
            )
            for one in changes
        ] or [words("没有增减", "second")]  # fmt: skip

    def _aways(self, session: Session, aways: Sequence[Absence]) -> list[QWidget]:
        reasons = Codes.load(session, ABSENCE)
        found = [Away(one.since, one.until, one.paid, reasons.word(one.reason)) for one in aways]
        return [
            self._entry(
                away_words(away), one.note or "",
                partial(remove_absence, absence_id=one.id), "撤回不在岗",
            )
            for one, away in zip(aways, found, strict=True)
        ] or [words("这个月没有登记不在岗", "second")]  # fmt: skip

    def _entry(
        self, head: str, text: str, take_back: Callable[[WriteSession, Actor], None], title: str
    ) -> QWidget:
        def work(session: WriteSession) -> str:
            take_back(session, self.actor)
            return "已撤回"

        parts: list[QWidget] = []
        if self.actor.may(Right.STRUCTURE):
            off = Button(self.look, "撤回", "trash-2", "link")
            off.clicked.connect(lambda _checked: change(self, self.desk, self.actor, work, title))
            parts = [off]
        said = [words(text, "second", wrap=True)] if text else []
        return block(
            column(
                row(words(head, "strong", wrap=True), None, *parts), *said, gap=2, pad=(0, 4, 0, 8)
            )
        )


def _unrated(speaker: Speaker, pay: Pay) -> list[Due]:
    text = "请在“补贴标准”里给这一类定标准；定好了，这里自动重算。"
    kinds = dict.fromkeys(speaker.kind(line) for line in pay.unrated)
    return [Due("没有标准", "over", kind, "", text) for kind in kinds]


def _reckoned(speaker: Speaker, pay: Pay) -> list[QWidget]:
    parts: list[QWidget] = [_line(speaker, line) for line in pay.lines]
    rules = dict.fromkeys(rule_words(speaker.rules.of(line.service.kind)) for line in pay.lines)
    return [*parts, *(words(f"{said}。{ROUNDED}。", "note", wrap=True) for said in rules)]


def _line(speaker: Speaker, line: Line) -> QWidget:
    paper = f"　{line.rate.document}" if line.rate and line.rate.document else ""
    rate = f"{speaker.kind(line)}　{rate_words(line.rate)}{paper}"
    texts = (rate, speaker.days(line), speaker.reckoning(line))
    return block(
        column(
            words(speaker.post(line), "strong", wrap=True),
            *(words(text, "second", wrap=True) for text in texts), gap=2, pad=(0, 6, 0, 2),
        )
    )  # fmt: skip
