"""The page of the people in posts: who is in post on a day, appointing, relieving, correcting."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.periods import today
from gridcenter.desk.buttons import Button
from gridcenter.desk.chips import Tone, chip
from gridcenter.desk.day_filter import DayFilter
from gridcenter.desk.desk import Desk
from gridcenter.desk.drawer_def import DrawerDef, Related
from gridcenter.desk.drawer_parts import Due, Event, Fact, due_box
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.layouts import block, column, row
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.list_def import ListDef
from gridcenter.desk.list_parts import RowAct
from gridcenter.desk.messages import Question, ask
from gridcenter.desk.page import Act
from gridcenter.desk.record_page import RecordPage
from gridcenter.desk.saving import Filled, change
from gridcenter.desk.words import words
from gridcenter.register.codes import ENGAGEMENT, POST, TIER
from gridcenter.register.pages.areas import AREA
from gridcenter.register.pages.pickers import code_filter
from gridcenter.register.records import Person, PostHolding
from gridcenter.register.services.people import relieve
from gridcenter.register.services.posts import correct_holding, strike_holding
from gridcenter.staff.pages.handover_form import HandoverFields
from gridcenter.staff.pages.pasts import checks_and_training
from gridcenter.staff.pages.post_form import (
    appoint_filled,
    appoint_grid,
    correct_grid,
    relieve_grid,
    terms_filled,
)
from gridcenter.staff.services.dossier import (
    Dossier,
    PostPast,
    dossier,
    holding_words,
    reveal_phone,
)
from gridcenter.staff.services.handing_over import InHand, hand_all_over, in_hand
from gridcenter.staff.services.handovers import NOBODY, handover
from gridcenter.staff.services.staff_list import StaffListing, StaffRow
from gridcenter.store.capture import WriteSession
from gridcenter.wing.holdings import Holding

_SHOWN = 20
COLUMNS: tuple[Column[StaffRow], ...] = (
    Column("name", "姓名", lambda r: r.name, 92),
    Column("posts", "岗位", lambda r: r.posts, 140, sorts=False),
    Column("place", "所在网格", lambda r: r.place, 0, sorts=False),
    Column("tier", "层级", lambda r: r.tier, 84, spare=True),
    Column("engagement", "专兼职", lambda r: r.engagement, 76, sorts=False, spare=True),
    Column(
        "dispatch", "派驻方式", lambda r: r.dispatch, 96, sorts=False, wide_only=True, spare=True
    ),
    Column(
        "since", "任职日期", lambda r: f"{r.since:%Y-%m-%d}" if r.since else "", 104, spare=True
    ),
    Column("phone", "电话", lambda r: r.phone, 118, sorts=False, spare=True),
)


class StaffPage(RecordPage[StaffRow]):
    """People in posts on a day."""

    def __init__(self, desk: Desk, actor: Actor, holdings: Sequence[Holding] = ()) -> None:
        self._holdings = holdings
        new = Act("任职", self.enter_new, "plus", "primary", "Ctrl+N", Right.STRUCTURE)
        super().__init__(
            desk,
            actor,
            ListDef(
                key="staff", title="网格队伍", unit="人", listing=StaffListing().listing,
                columns=COLUMNS, tables=frozenset({"post_holding", "person", "unit"}), acts=(new,),
                hint="姓名、拼音首字母、岗位、电话",
                filters=(
                    AREA,
                    code_filter(desk, "post", POST, "全部岗位", 140),
                    DayFilter("day", "在岗日期"),
                    code_filter(desk, "tier", TIER, "全部层级"),
                    code_filter(desk, "engagement", ENGAGEMENT, "专职和兼职"),
                ),
                row_acts=(
                    RowAct("交接", self._pass_on, "arrow-left-right", many=False, right=Right.STRUCTURE),
                ),
                empty="这一天还没有人在岗。点“任职”登记，或到“导入”里导入任职名册", empty_act=new,
                keys="Ctrl+N 任职　Ctrl+F 筛选　Ctrl+P 打印　F5 刷新",
            ),
        )  # fmt: skip

    def describe(self, session: Session, record: bytes) -> DrawerDef:
        """Show the posts of now, all posts past and to come, history."""
        known = dossier(session, record)
        whole = self.whole(record)
        see = None if whole or not known.phone else Act("显示", lambda: self._reveal(record), "eye", right=Right.REVEAL)
        now, held = known.now(today()), in_hand(session, self._holdings, record, today())
        pass_on = Act("交接", lambda: self.hand_over(record), "arrow-left-right", right=Right.STRUCTURE)
        more = Act("再任一个岗位", lambda: self.enter_new(record), "plus", "primary", right=Right.STRUCTURE)
        return DrawerDef(
            name=known.name, beside=known.sex, place=now[0].place if now else "",
            kind="" if now else "已离任", tab="在岗",
            facts=[
                Fact("电话", (*whole, known.phone or "没有登记")[0], see),
                *(Fact(one.post, f"{one.place}　{one.span}") for one in now),
            ],
            label=84, due=_warnings(known),
            tabs={
                f"任职 {len(known.posts)}": [self._past(one) for one in known.posts],
                f"经手 {sum(len(things) for _one, things in held)}": self._held(held),
            },
            record=(Person, record), along=[(PostHolding, one.id) for one in known.posts],
            related=[_handed(known), checks_and_training(session, record)], acts=[more, *([pass_on] if held else [])],
        )  # fmt: skip

    def enter_new(self, person: bytes | None = None) -> FormDialog:
        """Ask who takes which posts, from which day on."""

        def save(session: WriteSession, filled: Filled) -> str:
            taker = appoint_filled(session, self.actor, filled)
            session.made = taker.id
            return taker.name

        form = self.form("任职", save, width=820, about=person.hex() if person else "")
        grid = appoint_grid(self.desk)
        grid.put({"person_id": person})
        form.add(grid)
        return self.put_up(form, lambda name: f"已登记 {name} 任职")

    def correct(self, holding_id: bytes) -> FormDialog:
        """Ask what a holding should have said."""

        def save(session: WriteSession, filled: Filled) -> str:
            correct_holding(
                session, self.actor, holding_id, unit_id=filled.record("unit_id"),
                post=filled.text("post"), since=filled.day_or_none("since"),
                until=filled.day_or_none("until"), terms=terms_filled(filled),
            )  # fmt: skip
            return holding_words(session, holding_id)

        with self.desk.database.read() as session:
            note = holding_words(session, holding_id)
            grid = correct_grid(self.desk, session.get_one(PostHolding, holding_id))
        form = self.form("改任职", save, note=note, width=760, about=holding_id.hex())
        form.add(grid)
        return self.put_up(form, lambda _name: "已改好这条任职")

    def relieve(self, holding_id: bytes) -> FormDialog:
        """Ask for the last day of a post."""

        def save(session: WriteSession, filled: Filled) -> str:
            relieve(session, self.actor, holding_id, last_day=filled.day("until"))
            return holding_words(session, holding_id)

        with self.desk.database.read() as session:
            note = holding_words(session, holding_id)
            person = session.get_one(PostHolding, holding_id).person_id
            held = in_hand(session, self._holdings, person, today())
        form = self.form("离任", save, note=note, width=560, about=holding_id.hex())
        form.add(relieve_grid(self.desk), *self._offer_handover(form, person, held))
        return self.put_up(form, lambda name: f"已离任：{name}")

    def hand_over(self, person_id: bytes) -> FormDialog:
        """Ask who takes what somebody has in hand, from which day on."""

        def save(session: WriteSession, filled: Filled) -> str:
            entry = fields.entry(session, self.actor, person_id, filled)
            made = hand_all_over(session, self.actor, self._holdings, entry)
            known = handover(session, made.id)
            return f"{known.person} → {known.successors or NOBODY}，{len(known.lines)} 项"

        with self.desk.database.read() as session:
            name = dossier(session, person_id).name
            fields = HandoverFields(self.desk, in_hand(session, self._holdings, person_id, today()))
        form = self.form("工作交接", save, note=name, width=860, word="交接", about=person_id.hex())
        fields.lay_into(form)
        return self.put_up(form, lambda said: f"已交接 {said}。清单在“交接”里打印")

    def reopen(self, title: str, about: str) -> FormDialog | None:
        """Put up the form of a draft once more."""
        if title == "任职":
            return self.enter_new(bytes.fromhex(about) if about else None)
        forms = {"改任职": self.correct, "离任": self.relieve, "工作交接": self.hand_over}
        return forms[title](bytes.fromhex(about)) if title in forms else None

    def _strike(self, holding_id: bytes) -> None:
        def work(session: WriteSession) -> str:
            said = holding_words(session, holding_id)
            strike_holding(session, self.actor, holding_id)
            session.act = f"删去任职　{said}"
            return f"已删去：{said}"

        with self.told(), self.desk.database.read() as session:
            said = holding_words(session, holding_id)
            question = Question(
                "这条任职是登记错的，删去吗？", "删去", f"{said}。离任的不要删，请点“离任”。"
            )
            ask(self, self.look, question, lambda: change(self, self.desk, self.actor, work))

    def _offer_handover(
        self, form: FormDialog, person_id: bytes, held: InHand
    ) -> Sequence[QWidget]:
        """Warn of what stays in the hands of somebody who leaves, and lead to the handover."""
        kinds = "、".join(f"{one.title} {len(things)} 项" for one, things in held)
        if sum(len(things) for _one, things in held) <= 1:
            return ()

        def instead() -> None:
            form.reject()
            self.hand_over(person_id)

        button = Button(self.look, "改办交接", "arrow-left-right")
        button.clicked.connect(lambda _checked: instead())
        text = f"这个人手里现在有：{kinds}。只办离任，这些都没有人接；办交接，可以一次交给接手的人。"
        return (due_box(Due("还没交接", "due", text=text)), block(row(button, None)))

    def _held(self, held: InHand) -> Sequence[QWidget]:
        parts: list[QWidget] = []
        for one, things in held:
            parts.append(words(f"{one.title}　{len(things)} 项", "strong"))
            lines = ("　".join(filter(None, (thing.words, thing.place))) for thing in things[:_SHOWN])
            parts += [words(line, "second", wrap=True) for line in lines]
            if len(things) > _SHOWN:
                parts.append(words(f"还有 {len(things) - _SHOWN} 项", "note"))
        return parts or [words("现在没有经手的事项", "second")]

    def _pass_on(self, ids: Sequence[bytes]) -> None:
        with self.told():
            self.hand_over(ids[0])

    def _past(self, one: PostPast) -> QWidget:
        """Lay out a post held at some time, with what can be done about it."""
        state = one.state(today())
        acts = [
            ("改", "pencil", partial(self.correct, one.id)),
            ("删去", "trash-2", partial(self._strike, one.id)),
        ]
        if state != "已离任" and one.until is None:
            acts.insert(0, ("离任", "", partial(self.relieve, one.id)))
        buttons = []
        for text, icon, run in acts if self.actor.may(Right.STRUCTURE) else ():
            button = Button(self.look, text, icon, "link")
            button.clicked.connect(lambda _checked, run=run: run())
            buttons.append(button)
        tone: Tone = "done" if state == "在岗" else "plain"
        parts = [
            words(text, "second", wrap=True) for text in (one.place, one.terms, one.note) if text
        ]
        return block(
            column(
                row(words(one.post, "strong"), chip(state, tone), None, *buttons),
                words(one.span, "note"), *parts, gap=2, pad=(0, 4, 0, 8),
            )
        )  # fmt: skip

    def _reveal(self, person_id: bytes) -> FormDialog:
        return self.reveal(
            person_id, lambda session, reason: reveal_phone(session, self.actor, person_id, reason)
        )


def _handed(known: Dossier) -> Related:
    events = [
        Event("arrow-left-right", f"{day:%Y-%m-%d}", "看交接清单", "handovers", handover_id)
        for handover_id, day in known.handovers
    ]
    return Related("交接", events, "办过的交接", "没有办过交接")


def _warnings(known: Dossier) -> Sequence[Due]:
    return [
        Due(
            "重复",
            "due",
            one.post,
            "",
            f"{one.place}的这个岗位在同一段日子里登记了两次，请在“任职”里删去多的一条。",
        )
        for one in known.doubled()
    ]
