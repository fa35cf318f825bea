"""The page of the rates of the allowance, and of the rules it is reckoned by."""

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotFound
from gridcenter.base.periods import Month, today
from gridcenter.desk.desk import Desk
from gridcenter.desk.drawer_def import DrawerDef, facts_of
from gridcenter.desk.form_grid import Ask
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.list_def import ListDef
from gridcenter.desk.list_parts import RowAct
from gridcenter.desk.messages import Question, ask
from gridcenter.desk.page import Act
from gridcenter.desk.record_columns import column_of
from gridcenter.desk.record_page import RecordPage
from gridcenter.desk.saving import Filled, change
from gridcenter.desk.words import words
from gridcenter.register.codes import ALLOWANCE
from gridcenter.register.pages.pickers import code_filter
from gridcenter.register.pages.record_form import record_grid
from gridcenter.register.services.record_lists import record_listing
from gridcenter.staff.allowance_words import rule_words
from gridcenter.staff.records import AllowanceRate, AllowanceRule
from gridcenter.staff.services.allowance_rates import (
    RateEntry,
    RuleEntry,
    correct_rate,
    raise_rate,
    remove_rate,
    set_rate,
    set_rule,
    used_before,
)
from gridcenter.staff.services.allowance_sheet import Rules
from gridcenter.store.capture import WriteSession
from gridcenter.store.listing import RecordRow

_NEW, _RULE, _RAISE, _CORRECT = "新增标准", "计发规则", "调整标准", "改标准"
_FIELDS = ("kind", "tier", "post", "amount", "per", "since", "until", "document")


class RatesPage(RecordPage[RecordRow]):
    """What posts are paid: by kind, tier, post, from day to day, by which paper."""

    def __init__(self, desk: Desk, actor: Actor) -> None:
        new = Act(_NEW, self.enter_new, "plus", "primary", "Ctrl+N", Right.STRUCTURE)
        rule = Act(_RULE, self.enter_rule, "settings", right=Right.STRUCTURE)
        listing = record_listing(desk.lexicon, AllowanceRate, *_FIELDS, order=("kind", "since"))
        super().__init__(
            desk,
            actor,
            ListDef(
                key="allowance-rates", title="补贴标准", unit="个标准", listing=listing,
                columns=(
                    column_of(AllowanceRate, "kind", 132), column_of(AllowanceRate, "tier", 76, spare=True),
                    column_of(AllowanceRate, "post", 90, spare=True), column_of(AllowanceRate, "amount", 84),
                    column_of(AllowanceRate, "per", 84, sorts=False), column_of(AllowanceRate, "since", 104),
                    column_of(AllowanceRate, "until", 104, spare=True),
                    column_of(AllowanceRate, "document", 0, spare=True),
                ),
                tables=frozenset({"allowance_rate", "allowance_rule"}), acts=(rule, new), hint="类别、岗位、文号",
                filters=(code_filter(desk, "kind", ALLOWANCE, "全部类别", 150),),
                row_acts=(RowAct(_RAISE, self._raise, "pencil", many=False, right=Right.STRUCTURE),),
                empty="还没有补贴标准", empty_act=new, summary=_said,
                keys="Ctrl+N 新增　Ctrl+F 筛选　Ctrl+P 打印　F5 刷新",
            ),
        )  # fmt: skip

    def describe(self, session: Session, record: bytes) -> DrawerDef:
        """Show a rate, and what can be done about it."""
        rate = _rate(session, record)
        facts = facts_of(session, self.desk, rate, *_FIELDS)
        used = used_before(rate, today())
        note = words("以前的月份已经按它算过：金额不能改，要变就“调整标准”。", "note", wrap=True)
        acts = [
            Act(_RAISE, lambda: self.raise_rate(record), "pencil", "primary", right=Right.STRUCTURE),
            Act("改", lambda: self.correct(record), right=Right.STRUCTURE),
        ]  # fmt: skip
        if not used:
            acts.append(Act("删去", lambda: self._remove(record), "trash-2", right=Right.STRUCTURE))
        return DrawerDef(
            name=facts[0].value, facts=facts, parts=[note] if used else [],
            record=(AllowanceRate, record), acts=acts,
        )  # fmt: skip

    def enter_new(self) -> FormDialog:
        """Put up the empty form of a rate."""

        def save(session: WriteSession, filled: Filled) -> str:
            made = set_rate(session, self.actor, _entry(filled))
            session.made = made.id
            return f"{made.amount:g} 元"

        form = self.form(_NEW, save, width=680)
        grid = record_grid(self.desk)
        grid.declare(AllowanceRate, *_FIELDS)
        grid.put({"per": "month", "since": Month.of(today()).first})
        form.add(grid)
        return self.put_up(form, lambda amount: f"已定补贴标准：{amount}")

    def correct(self, rate_id: bytes) -> FormDialog:
        """Ask what a rate should have said."""
        with self.desk.database.read() as session:
            rate = _rate(session, rate_id)

        def save(session: WriteSession, filled: Filled) -> str:
            made = correct_rate(session, self.actor, rate_id, _entry(filled), today=today())
            return f"{made.amount:g} 元"

        form = self.form(_CORRECT, save, width=680, about=rate_id.hex())
        grid = record_grid(self.desk)
        grid.declare(AllowanceRate, *_FIELDS)
        grid.put({name: getattr(rate, name) for name in _FIELDS})
        form.add(grid)
        return self.put_up(form, lambda amount: f"已改好补贴标准：{amount}")

    def raise_rate(self, rate_id: bytes) -> FormDialog:
        """Ask which amount holds from which day on, and by which paper."""

        def save(session: WriteSession, filled: Filled) -> str:
            made = raise_rate(
                session, self.actor, rate_id, amount=_amount(filled), since=filled.day("since"),
                document=filled.text("document"),
            )  # fmt: skip
            session.made = made.id
            return f"{made.amount:g} 元"

        with self.desk.database.read() as session:
            facts = facts_of(session, self.desk, _rate(session, rate_id), "kind", "amount", "since")
        note = f"{facts[0].value}　原标准 {facts[1].value}，{facts[2].value}起"
        form = self.form(_RAISE, save, note=note, width=560, about=rate_id.hex())
        grid = record_grid(self.desk, columns=1)
        grid.declare(
            AllowanceRate, Ask("amount", label="新金额"), Ask("since", label="从哪天起"), "document"
        )
        grid.put({"since": Month.of(today()).first})
        form.add(grid)
        return self.put_up(form, lambda amount: f"已调整补贴标准：{amount}")

    def enter_rule(self) -> FormDialog:
        """Ask how the allowance is reckoned from the first day of a month on."""

        def save(session: WriteSession, filled: Filled) -> str:
            entry = RuleEntry(
                filled.day("since"), filled.text("divisor"), filled.text("several"),
                filled.text("kind"), filled.text("document"),
            )  # fmt: skip
            set_rule(session, self.actor, entry)
            return f"{entry.since:%Y-%m}"

        form = self.form(_RULE, save, width=600)
        grid = record_grid(self.desk, columns=1, label=110)
        grid.declare(AllowanceRule, "kind", "since", "divisor", "several", "document")
        month = Month.of(today())
        with self.desk.database.read() as session:
            rule = Rules.load(session, month).of("")
        grid.put({"since": month.first, "divisor": rule.divisor, "several": rule.several})
        form.add(grid, words("从这个月起照新规则算，以前的月份不变。", "note"))
        return self.put_up(form, lambda since: f"{since} 起照新的计发规则")

    def reopen(self, title: str, about: str) -> FormDialog | None:
        """Put up the form of a draft once more."""
        forms = {_CORRECT: self.correct, _RAISE: self.raise_rate}
        if title in forms:
            return forms[title](bytes.fromhex(about))
        return super().reopen(title, about)

    def _raise(self, ids: Sequence[bytes]) -> None:
        with self.told():
            self.raise_rate(ids[0])

    def _remove(self, rate_id: bytes) -> None:
        def work(session: WriteSession) -> str:
            return f"已删去补贴标准 {remove_rate(session, self.actor, rate_id, today=today())}"

        question = Question(
            "这个标准是登记错的，删去吗？", "删去", "不再执行的不要删，请填“执行到”。"
        )
        ask(
            self,
            self.look,
            question,
            lambda: change(self, self.desk, self.actor, work, "删去补贴标准"),
        )


def _said(session: Session) -> str:
    return rule_words(Rules.load(session, Month.of(today())).of(""))


def _rate(session: Session, rate_id: bytes) -> AllowanceRate:
    rate = session.get(AllowanceRate, rate_id)
    if rate is None:
        raise NotFound("这个补贴标准已经不在，请刷新后再看")
    return rate


def _amount(filled: Filled) -> Decimal:
    return filled.number("amount") or Decimal(0)


def _entry(filled: Filled) -> RateEntry:
    return RateEntry(
        filled.text("kind"), _amount(filled), filled.text("per"), filled.day("since"), filled.text("tier"),
        filled.text("post"), filled.text("document"), filled.day_or_none("until"),
    )  # fmt: skip
