"""The page of disputes: list, entry, result of the mediation."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.periods import today
from gridcenter.desk.attach_field import attach_filled, attach_grid
from gridcenter.desk.chips import Chip, Tone
from gridcenter.desk.desk import Desk
from gridcenter.desk.drawer_def import DrawerDef, facts_of
from gridcenter.desk.drawer_parts import Fact
from gridcenter.desk.form_grid import Ask, FormGrid
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.list_def import ListDef
from gridcenter.desk.list_parts import RowAct
from gridcenter.desk.page import Act
from gridcenter.desk.period_filter import PeriodFilter
from gridcenter.desk.record_columns import column_of
from gridcenter.desk.record_page import RecordPage
from gridcenter.desk.saving import Filled
from gridcenter.desk.sidebar import Errand, NavItem
from gridcenter.disputes.codes import KIND, STATUS
from gridcenter.disputes.details import DisputeDetails, dispute_details, reveal_parties
from gridcenter.disputes.records import Dispute, DisputeParty
from gridcenter.disputes.services import (
    DISPUTES,
    DisputeEntry,
    DisputeRow,
    record_result,
    register_dispute,
)
from gridcenter.register.pages import WingPages
from gridcenter.register.pages.areas import AREA
from gridcenter.register.pages.pickers import code_filter
from gridcenter.register.pages.record_form import record_grid
from gridcenter.store.capture import WriteSession

_TONES: dict[str, tuple[Tone, str]] = {
    STATUS.words["open"]: ("info", "clock"), STATUS.words["agreed"]: ("done", "circle-check"),
}  # fmt: skip


def _state(status: str) -> Chip:
    tone, icon = _TONES.get(status, ("plain", "minus"))
    return Chip(status.partition("，")[0], tone, icon)


COLUMNS: tuple[Column[DisputeRow], ...] = (
    column_of(Dispute, "number", 110),
    Column("registered_on", "登记", lambda r: f"{r.registered_on:%m-%d}", 64, spare=True),
    Column("unit", "网格", lambda r: r.unit, 150, sorts=False, spare=True),
    column_of(Dispute, "kind", 130, spare=True),
    Column("parties", "当事人", lambda r: r.parties, 120, sorts=False),
    Column("mediator", "调解员", lambda r: r.mediator, 90, sorts=False, wide_only=True),
    Column("agreement", "协议", lambda r: r.agreement, 64, sorts=False, wide_only=True),
    Column("status", "处理结果", lambda r: _state(r.status), 110),
)


class DisputesPage(RecordPage[DisputeRow]):
    """Disputes and what became of them."""

    def __init__(self, desk: Desk, actor: Actor) -> None:
        new = Act("登记纠纷", self.enter_new, "plus", "primary", "Ctrl+N", Right.ENTER)
        super().__init__(
            desk,
            actor,
            ListDef(
                key="disputes", title="矛盾纠纷", unit="件", listing=DISPUTES, columns=COLUMNS,
                tables=frozenset({"dispute", "dispute_party", "unit"}), acts=(new,),
                hint="当事人、编号、调解员",
                filters=(
                    PeriodFilter(field="登记日期"),
                    AREA,
                    code_filter(desk, "kind", KIND, "全部类型", 170),
                    code_filter(desk, "status", STATUS, "全部结果", 180),
                ),
                row_acts=(RowAct("调解结果", self._settle, "handshake", many=False, right=Right.ENTER),),
                empty="还没有登记纠纷", empty_act=new, keys="Ctrl+N 登记　Ctrl+F 筛选　Ctrl+P 打印　F5 刷新",
            ),
        )  # fmt: skip

    def describe(self, session: Session, record: bytes) -> DrawerDef:
        """Show facts, parties and history."""
        known = dispute_details(session, record)
        settle = Act("调解结果", lambda: self.settle(known), "handshake", "primary", right=Right.ENTER)
        again = Act("改调解结果", lambda: self.settle(known), "pencil", right=Right.ENTER)
        return DrawerDef(
            name=known.number, place=known.unit, kind=_state(known.status),
            story=known.narrative, facts=self._facts(session, known), record=(Dispute, record),
            acts=[settle if known.open else again],
        )  # fmt: skip

    def enter_new(self) -> FormDialog:
        """Put up the empty form of a dispute."""

        def save(session: WriteSession, filled: Filled) -> str:
            made = register_dispute(session, self.actor, dispute_entry(filled))
            attach_filled(session, self.desk, self.actor, made, filled)
            session.made = made.id
            return made.number

        form = self.form("登记纠纷", save, width=760)
        form.add(dispute_grid(self.desk), attach_grid(self.desk, 90))
        return self.put_up(form, lambda number: f"已登记纠纷 {number}")

    def settle(self, known: DisputeDetails) -> FormDialog:
        """Ask how the mediation ended."""

        def save(session: WriteSession, filled: Filled) -> str:
            return record_result(
                session, self.actor, known.id, status=filled.text("status"),
                closed_on=filled.day("closed_on"), agreement=filled.text("agreement"),
                result=filled.text("result"),
            ).number  # fmt: skip

        form = self.form(
            "调解结果", save, note=f"{known.number}　{known.kind}", about=known.id.hex()
        )
        grid = record_grid(self.desk, columns=1)
        grid.declare(Dispute, "status", "agreement", Ask("closed_on", required=True), "result")
        grid.put(
            {"status": "agreed", "closed_on": known.closed_on or today(), "result": known.result}
        )
        form.add(grid)
        return self.put_up(form, lambda number: f"已记下 {number} 的调解结果")

    def reopen(self, title: str, about: str) -> FormDialog | None:
        """Put up the form of a draft once more."""
        if title != "调解结果":
            return super().reopen(title, about)
        with self.desk.database.read() as session:
            return self.settle(dispute_details(session, bytes.fromhex(about)))

    def _settle(self, ids: Sequence[bytes]) -> None:
        with self.told(), self.desk.database.read() as session:
            self.settle(dispute_details(session, ids[0]))

    def _facts(self, session: Session, known: DisputeDetails) -> list[Fact]:
        whole = self.whole(known.id)
        see = None if whole else Act("显示", lambda: self._reveal(known.id), "eye", right=Right.REVEAL)
        parties = [
            Fact(f"{side}方", text, see)
            for side, text in zip("甲乙", whole or known.parties, strict=False)
        ]
        dispute = session.get_one(Dispute, known.id)
        ended = ("mediator", "status", "agreement", "closed_on", "result")
        return [
            *facts_of(session, self.desk, dispute, "kind", "registered_on"), *parties,
            *facts_of(session, self.desk, dispute, *ended),
        ]  # fmt: skip

    def _reveal(self, dispute_id: bytes) -> FormDialog:
        return self.reveal(
            dispute_id,
            lambda session, reason: reveal_parties(session, self.actor, dispute_id, reason),
        )


def dispute_grid(desk: Desk) -> FormGrid:
    """Return the fields of a dispute, in the order of the register book."""
    grid = record_grid(desk, label=90)
    grid.declare(Dispute, "registered_on", "unit_id")
    for key, side in (("a", "甲方"), ("b", "乙方")):
        grid.declare(
            DisputeParty,
            Ask("name", label=f"{side}当事人", key=f"party_{key}"),
            Ask("phone", label=f"{side}电话", key=f"phone_{key}"),
        )
    grid.declare(Dispute, "kind", "mediator", "narrative")
    grid.put({"registered_on": today()})
    return grid


def dispute_entry(filled: Filled) -> DisputeEntry:
    """Return what the form says."""
    return DisputeEntry(
        filled.day("registered_on"), filled.record("unit_id"), filled.text("kind"),
        filled.text("narrative"), (filled.text("party_a"), filled.text("party_b")),
        filled.text("mediator"), (filled.text("phone_a"), filled.text("phone_b")),
    )  # fmt: skip


_HINT = "登记双方和简要情况；有了结果点“调解结果”。简要情况不会出现在查找里。"


def nav_items(desk: Desk, actor: Actor) -> tuple[NavItem, ...]:
    """Return the page of disputes."""
    errands = (Errand("登记纠纷", "handshake", "Ctrl+N"),) if actor.may(Right.ENTER) else ()
    return (NavItem("disputes", "矛盾纠纷", "handshake", 2, lambda: DisputesPage(desk, actor), _HINT, errands),)


PAGES = WingPages(nav_items)
