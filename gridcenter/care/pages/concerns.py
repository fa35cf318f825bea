"""The page of concerns, for the few who may see them."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.periods import day_words, months_later, today
from gridcenter.desk.chips import Chip
from gridcenter.desk.day_field import DayField
from gridcenter.desk.desk import Desk
from gridcenter.desk.drawer_def import DrawerDef, Related
from gridcenter.desk.drawer_parts import Due, Event, Fact
from gridcenter.desk.fields import LinesField
from gridcenter.desk.filters import Filter
from gridcenter.desk.form_grid import Ask, FormGrid
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.list_def import ListDef
from gridcenter.desk.list_parts import RowAct
from gridcenter.desk.messages import Question, ask
from gridcenter.desk.page import Act
from gridcenter.desk.record_page import RecordPage
from gridcenter.desk.saving import Filled, Save, change
from gridcenter.desk.words import words
from gridcenter.register.concern_codes import CONCERN_KIND
from gridcenter.register.pages.areas import AREA
from gridcenter.register.pages.pickers import ResidentField, code_filter
from gridcenter.register.pages.record_form import record_grid
from gridcenter.register.records import Concern
from gridcenter.register.services.concerns import (
    CONCERNS,
    REVIEWED,
    ConcernEntry,
    ConcernRow,
    concern_details,
    concerns_about,
    end_concern,
    last_day,
    note_concern,
    renew_concern,
    review_concern,
)
from gridcenter.register.services.labels import labelled, turn_labels
from gridcenter.store.capture import WriteSession
from gridcenter.store.listing import Listing, Wish
from gridcenter.store.sight import sees

_STATES = {
    "active": Chip("关注中", "plain"), "review": Chip("该复核", "due", "clock"),
    "expired": Chip("到期待鉴定", "over", "circle-alert"), "ended": Chip("已解除", "done", "check"),
}  # fmt: skip
_TURN = "转换旧户类型"
COLUMNS: tuple[Column[ConcernRow], ...] = (
    Column("about", "对象", lambda r: r.about, 100, sorts=False),
    Column("unit", "网格", lambda r: r.unit, 160, sorts=False, spare=True),
    Column("number", "户号", lambda r: r.number, 96, sorts=False, wide_only=True),
    Column("kind", "事项", lambda r: r.kind, 100, sorts=False, spare=True),
    Column("reason", "理由", lambda r: r.reason, 0, sorts=False),
    Column("since", "起始", lambda r: f"{r.since}", 96, wide_only=True),
    Column("review_on", "复核", lambda r: f"{r.review_on}", 96, spare=True),
    Column("expires_on", "到期", lambda r: f"{r.expires_on}", 96, spare=True),
    Column("state", "情况", lambda r: _STATES[r.state(today())], 116, sorts=False),
)


class ConcernsPage(RecordPage[ConcernRow]):
    """What stands; what has run out is shown to be judged, what has ended only when asked for."""

    def __init__(self, desk: Desk, actor: Actor) -> None:
        new = Act("登记关注事项", self.enter_new, "plus", "primary", "Ctrl+N", Right.CONCERN)
        self._old = False
        turn = Act(_TURN, self.turn, "list-filter", right=Right.CONCERN)
        super().__init__(
            desk,
            actor,
            ListDef(
                key="concerns", title="关注事项", unit="条",
                listing=Listing(self._find, CONCERNS.load), columns=COLUMNS,
                tables=frozenset({"concern", "household", "person", "residence", "placement"}),
                hint="户主、姓名、户号",
                filters=(
                    AREA,
                    code_filter(desk, "kind", CONCERN_KIND, "全部事项"),
                    Filter("state", "情况", [
                        (None, "关注中"), ("review", "该复核"), ("expired", "到期待鉴定"), ("ended", "已解除"),
                    ], 124),
                ),
                acts=(turn, new),
                row_acts=(
                    RowAct("复核", lambda ids: self.review(ids[0]), "check", many=False),
                    RowAct("续期", lambda ids: self.renew(ids[0]), "history", many=False),
                    RowAct("解除", lambda ids: self.end(ids[0]), "x", many=False),
                ),
                empty="没有正在关注的事项", empty_act=new, right=Right.CONCERN,
                keys="Ctrl+N 登记　Ctrl+F 筛选　Ctrl+P 打印　F5 刷新",
            ),
        )  # fmt: skip
        self._offer_turning()
        self.shown.connect(lambda _count: self._offer_turning())

    def _find(self, session: Session, wish: Wish) -> Sequence[bytes]:
        self._old = bool(labelled(session))
        return CONCERNS.find(session, wish)

    def _offer_turning(self) -> None:
        for act, button in zip(self.acts, self.buttons, strict=True):
            if act.text == _TURN:
                button.setVisible(self._old)

    def describe(self, session: Session, record: bytes) -> DrawerDef:
        """Show what it is about, until when, and all that became of it."""
        known = concern_details(session, record)
        facts = [
            Fact("事项", known.kind), Fact("理由", known.reason), Fact("起始日期", day_words(known.since)),
            Fact("复核日期", day_words(known.review_on)), Fact("到期日期", day_words(known.expires_on)),
            Fact("续期日期", day_words(known.renewed_on)), Fact("续期理由", known.renewal),
            Fact("解除日期", day_words(known.ended_on)), Fact("解除理由", known.ending),
        ]  # fmt: skip
        state = known.state(today())
        due = {
            "review": Due("该复核", "due", "复核", "", "看看还要不要关注；不用了就解除"),
            "expired": Due("到期", "over", "鉴定", "", "已经到期，不再显示。要么写明理由续期，要么解除"),
        }  # fmt: skip
        return DrawerDef(
            name=known.about, beside=known.number, place=known.unit, kind=_STATES[state], facts=facts,
            due=[due[state]] if state in due else (), record=(Concern, record), acts=self._acts(known, state),
        )  # fmt: skip

    def reopen(self, title: str, about: str) -> FormDialog | None:
        """Put up the form of a draft once more."""
        again = {"复核": self.review, "续期": self.renew, "解除": self.end}.get(title)
        return again(bytes.fromhex(about)) if again and about else super().reopen(title, about)

    def enter_new(self) -> FormDialog:
        """Put up the empty form."""

        def save(session: WriteSession, filled: Filled) -> str:
            entry = ConcernEntry(
                filled.text("kind"), filled.text("reason"), filled.record_or_none("household_id"),
                filled.record_or_none("person_id"), filled.day("since"), filled.day("review_on"),
                filled.day("expires_on"),
            )  # fmt: skip
            session.made = note_concern(session, self.actor, entry, today=today()).id
            return concern_details(session, session.made).about

        form = self.form("登记关注事项", save, width=760)
        form.add(concern_grid(self.desk))
        return self.put_up(form, lambda about: f"已登记 {about} 的关注事项")

    def review(self, concern_id: bytes) -> FormDialog:
        """Ask when it is to be looked at again."""

        def save(session: WriteSession, filled: Filled) -> str:
            review_concern(session, self.actor, concern_id, review_on=filled.day("review_on"))
            return concern_details(session, concern_id).about

        form, known = self._form("复核", save, concern_id)
        grid = FormGrid(self.look)
        day = min(months_later(today(), REVIEWED), known.expires_on)
        grid.add("review_on", "下次复核", DayField(self.look, today), required=True).field.put(day)
        grid.add_row(words("情况没有变、还需要关注时填；不用关注了请解除。", "note", wrap=True))
        form.add(grid)
        return self.put_up(form, lambda about: f"{about} 已复核")

    def renew(self, concern_id: bytes) -> FormDialog:
        """Ask for the reason and the new end."""

        def save(session: WriteSession, filled: Filled) -> str:
            renew_concern(
                session, self.actor, concern_id, reason=filled.text("reason"), today=today(),
                expires_on=filled.day("expires_on"),
            )  # fmt: skip
            return concern_details(session, concern_id).about

        form, _known = self._form("续期", save, concern_id)
        grid = FormGrid(self.look)
        grid.add("expires_on", "新的到期日", DayField(self.look, today), required=True).field.put(last_day(today()))
        grid.add("reason", "续期理由", LinesField("为什么还要关注", longest=200), required=True)
        grid.add_row(words("从今天起重新计算，最长一年。没有理由就让它到期。", "note", wrap=True))
        form.add(grid)
        return self.put_up(form, lambda about: f"{about} 已续期")

    def end(self, concern_id: bytes) -> FormDialog:
        """Ask why it ends."""

        def save(session: WriteSession, filled: Filled) -> str:
            end_concern(session, self.actor, concern_id, reason=filled.text("reason"), today=today())
            return concern_details(session, concern_id).about

        form, _known = self._form("解除", save, concern_id)
        grid = FormGrid(self.look)
        grid.add("reason", "解除理由", LinesField("如 已经化解", longest=200), required=True)
        form.add(grid)
        return self.put_up(form, lambda about: f"{about} 的关注事项已解除")

    def turn(self) -> None:
        """Turn the kinds of old that label households into concerns, after asking."""

        def work(session: WriteSession) -> str:
            turned = turn_labels(session, self.actor, today=today())
            gone = f"，{turned.dropped} 户的旧标签已去掉" if turned.dropped else ""
            return f"已转为 {turned.concerns} 条关注事项{gone}"

        with self.desk.database.read() as session:
            count = len(labelled(session))
        text = "矛盾纠纷户、信访户、工作难点户转为关注事项，半年到期；计生重点户不再保留。户类型随之清空，可以撤销。"
        question = Question(f"要转换 {count:,} 户的旧户类型吗？", "转换", text)
        ask(self, self.look, question, lambda: change(self, self.desk, self.actor, work, _TURN))

    def _form(self, title: str, save: Save[str], concern_id: bytes) -> tuple[FormDialog, ConcernRow]:
        with self.desk.database.read() as session:
            known = concern_details(session, concern_id)
        form = self.form(title, save, note=known.about, width=520, word=title, about=concern_id.hex())
        return form, known

    def _acts(self, known: ConcernRow, state: str) -> Sequence[Act]:
        if state == "ended":
            return ()
        look = Act("复核", lambda: self.review(known.id), "check", right=Right.CONCERN)
        more = Act("续期", lambda: self.renew(known.id), "history", right=Right.CONCERN)
        end = Act("解除", lambda: self.end(known.id), "x", right=Right.CONCERN)
        return [more, end] if state == "expired" else [look, more, end]


def concern_grid(desk: Desk) -> FormGrid:
    """Return the fields of a concern, half a year entered."""
    grid = record_grid(desk)
    grid.declare(
        Concern, Ask("household_id", wide=True, required=True),
        Ask("person_id", label="其中哪个人", field=ResidentField(desk, "只涉及一个人时才填")), "kind",
        "since", "review_on", "expires_on", "reason",
    )  # fmt: skip
    grid.put({
        "since": today(), "review_on": months_later(today(), REVIEWED), "expires_on": last_day(today()),
    })  # fmt: skip
    return grid


def concerns_past(session: Session, household_id: bytes) -> Related | None:
    """Return the concerns about a household that stand; None where there is none to be told of."""
    if not sees(session, Concern):
        return None
    found = concerns_about(session, household_id, today())
    events = [
        Event("eye", f"{one.expires_on:%m-%d}到期", _told(one), "concerns", one.id) for one in found
    ]
    return Related("关注事项", events) if events else None


def _told(one: ConcernRow) -> str:
    return "　".join(filter(None, (one.kind, one.person, one.reason)))
