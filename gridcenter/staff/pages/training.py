"""The page of training: sessions, who was there, the sheet to be signed."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotFound
from gridcenter.base.periods import today
from gridcenter.desk.attach_field import attach_filled, attach_grid
from gridcenter.desk.buttons import Button
from gridcenter.desk.chips import chip
from gridcenter.desk.desk import Desk
from gridcenter.desk.drawer_def import DrawerDef, facts_of
from gridcenter.desk.fields import LinesField
from gridcenter.desk.form_grid import FormGrid
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.layouts import block, column, row
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.list_def import ListDef
from gridcenter.desk.messages import Question, ask
from gridcenter.desk.page import Act
from gridcenter.desk.period_filter import PeriodFilter
from gridcenter.desk.record_columns import column_of
from gridcenter.desk.record_page import RecordPage
from gridcenter.desk.saving import Filled, change
from gridcenter.desk.words import Elided, words
from gridcenter.register.pages.areas import AREA
from gridcenter.register.pages.pickers import code_filter
from gridcenter.staff.codes import TRAINING_KIND
from gridcenter.staff.pages.training_form import (
    attendee_grid,
    crew_slot,
    people_of,
    training_entry,
    training_grid,
)
from gridcenter.staff.records import Attendance, Training
from gridcenter.staff.services.training import (
    ask_by_name,
    ask_people,
    change_training,
    find_training,
    hold_training,
    mark,
    remove_training,
    take_off,
)
from gridcenter.staff.services.training_lists import (
    TRAININGS,
    Attendee,
    TrainingRow,
    attendees,
)
from gridcenter.staff.training_ledgers import sign_in_sheet
from gridcenter.store.capture import WriteSession

WIDE = 820
_NEW, _CHANGE, _ADD, _NAMES, _MARK = "登记培训", "改培训", "选人", "从名单添加", "到训情况"
COLUMNS: tuple[Column[TrainingRow], ...] = (
    Column("held_on", "培训日期", lambda r: f"{r.held_on:%Y-%m-%d}", 110),
    Column("subject", "培训内容", lambda r: r.subject, 0),
    Column("kind", "培训类别", lambda r: r.kind, 100, spare=True),
    column_of(Training, "place", 130, sorts=False, wide_only=True, spare=True),
    column_of(Training, "lecturer", 100, sorts=False, spare=True),
    Column("hours", "学时", lambda r: f"{r.hours.normalize():f}", 64, number=True, spare=True),
    Column("there", "参加", lambda r: str(r.there), 64, number=True, sorts=False),
    Column("away", "缺席", lambda r: str(r.away), 64, number=True, sorts=False, spare=True),
)
_FACTS = ("held_on", "kind", "hours", "place", "lecturer", "organiser", "unit_id", "note")


class TrainingPage(RecordPage[TrainingRow]):
    """Training sessions and the people asked to them."""

    def __init__(self, desk: Desk, actor: Actor) -> None:
        new = Act(_NEW, self.enter_new, "plus", "primary", "Ctrl+N", Right.ENTER)
        super().__init__(
            desk,
            actor,
            ListDef(
                key="training", title="培训", unit="次", listing=TRAININGS, columns=COLUMNS,
                tables=frozenset({"training", "attendance"}), acts=(new,),
                hint="培训内容、授课人、地点",
                filters=(
                    PeriodFilter(field="培训日期"),
                    AREA,
                    code_filter(desk, "kind", TRAINING_KIND, "全部类别", 130),
                ),
                empty="还没有登记培训", empty_act=new, keys="Ctrl+N 登记　Ctrl+F 筛选　Ctrl+P 打印　F5 刷新",
            ),
        )  # fmt: skip

    def describe(self, session: Session, record: bytes) -> DrawerDef:
        """Show the session, the people asked to it, history."""
        training = find_training(session, record)
        people = attendees(session, [training])[record]
        there = sum(one.state == "there" for one in people)
        said = f"{there} 人参加" + (
            f"，{len(people) - there} 人缺席" if there < len(people) else ""
        )
        return DrawerDef(
            name=training.subject, place=said if people else "还没有选人",
            facts=facts_of(session, self.desk, training, *_FACTS),
            tabs={f"名单 {len(people)}": self._people(record, people)},
            record=(Training, record), along=[(Attendance, one.id) for one in people],
            acts=[
                Act("打印签到表", lambda: self.print_sheet(record), "printer", right=Right.PRINT),
                Act("改", lambda: self.change(record), "pencil", right=Right.ENTER),
                Act("删去", lambda: self._remove(record), "trash-2", right=Right.ENTER),
            ],
        )  # fmt: skip

    def enter_new(self) -> FormDialog:
        """Put up the empty form of a session, with everybody in post to choose from."""

        def save(session: WriteSession, filled: Filled) -> str:
            made = hold_training(session, self.actor, training_entry(filled), people_of(filled))
            attach_filled(session, self.desk, self.actor, made, filled)
            session.made = made.id
            return made.subject

        form = self.form(_NEW, save, width=WIDE)
        slot = crew_slot(self.desk, today())
        form.add(
            training_grid(self.desk), words("参训的人", "head"), slot, attach_grid(self.desk, 76)
        )
        form.adopt(slot)
        return self.put_up(form, lambda subject: f"已登记培训：{subject}")

    def change(self, training_id: bytes) -> FormDialog:
        """Put up the form of a session held before."""
        with self.desk.database.read() as session:
            training = find_training(session, training_id)

        def save(session: WriteSession, filled: Filled) -> str:
            return change_training(session, self.actor, training_id, training_entry(filled)).subject

        form = self.form(_CHANGE, save, width=WIDE, about=training_id.hex())
        form.add(training_grid(self.desk, training))
        return self.put_up(form, lambda subject: f"已改好培训：{subject}")

    def add_people(self, training_id: bytes) -> FormDialog:
        """Ask who else comes: ticked among those in post that day."""
        with self.desk.database.read() as session:
            training = find_training(session, training_id)
            on_list = [one.person_id for one in attendees(session, [training])[training_id]]

        def save(session: WriteSession, filled: Filled) -> str:
            added = ask_people(session, self.actor, training_id, people_of(filled))
            return f"{added} 人"

        form = self.form(_ADD, save, note=training.subject, width=640, about=training_id.hex())
        slot = crew_slot(self.desk, training.held_on)
        slot.field.put(on_list)
        form.add(slot)
        form.adopt(slot)
        return self.put_up(form, lambda added: f"名单里加了 {added}")

    def add_names(self, training_id: bytes) -> FormDialog:
        """Take names from a sign-in sheet: pasted, in whatever order."""
        with self.desk.database.read() as session:
            training = find_training(session, training_id)

        def save(session: WriteSession, filled: Filled) -> str:
            return f"{ask_by_name(session, self.actor, training_id, filled.text('sheet'))} 人"

        form = self.form(_NAMES, save, note=training.subject, about=training_id.hex())
        grid = FormGrid(self.look)
        names = LinesField(
            "把签到的姓名贴进来，一行一个，或用顿号、空格隔开", height=180, longest=4000
        )
        grid.add("sheet", "姓名", names, required=True)
        form.add(grid)
        return self.put_up(form, lambda added: f"名单里加了 {added}")

    def mark(self, training_id: bytes, attendance_id: bytes) -> FormDialog:
        """Ask whether somebody was there, and for how many hours."""
        with self.desk.database.read() as session:
            training = find_training(session, training_id)
            found = [
                a for a in attendees(session, [training])[training_id] if a.id == attendance_id
            ]
        if not found:
            raise NotFound("这个人已经不在这次培训的名单里，请刷新后再看")
        one = found[0]

        def save(session: WriteSession, filled: Filled) -> str:
            away = filled.text("state") == "away"
            mark(
                session, self.actor, attendance_id, state=filled.text("state"),
                hours=None if away else filled.number("hours"), reason=filled.text("reason"),
            )  # fmt: skip
            return one.name

        about = f"{training_id.hex()} {attendance_id.hex()}"
        form = self.form(_MARK, save, note=f"{one.name}　{one.place}", width=520, about=about)
        form.add(attendee_grid(self.desk, one))
        return self.put_up(form, lambda name: f"已记下 {name} 的到训情况")

    def print_sheet(self, training_id: bytes) -> None:
        """Put up the sheet to be signed, names as far as they are known, and lines to spare."""
        if self.output is not None:
            self.output.show_ledger("签到表", lambda session: sign_in_sheet(session, training_id))

    def reopen(self, title: str, about: str) -> FormDialog | None:
        """Put up the form of a draft once more."""
        ids = [bytes.fromhex(one) for one in about.split()]
        forms: dict[str, Callable[..., FormDialog]] = {
            _CHANGE: self.change, _ADD: self.add_people, _NAMES: self.add_names, _MARK: self.mark
        }  # fmt: skip
        return forms[title](*ids) if ids and title in forms else super().reopen(title, about)

    def _people(self, training_id: bytes, people: Sequence[Attendee]) -> list[QWidget]:
        lines = [self._line(training_id, one) for one in people]
        if not self.actor.may(Right.ENTER):
            return lines
        acts = ((_ADD, "users", self.add_people), (_NAMES, "clipboard-list", self.add_names))
        buttons = []
        for text, icon, run in acts:
            button = Button(self.look, text, icon, "link")
            button.clicked.connect(lambda _checked, run=run: run(training_id))
            buttons.append(button)
        return [block(row(*buttons, None)), *lines]

    def _line(self, training_id: bytes, one: Attendee) -> QWidget:
        there = one.state == "there"
        hours = f"{one.hours.normalize():f} 学时" if there else one.reason
        parts: list[QWidget] = []
        if self.actor.may(Right.ENTER):
            turn = Button(self.look, "改", "pencil", "link", tip=f"改{one.name}的到训情况")
            turn.clicked.connect(lambda _checked: self.mark(training_id, one.id))
            off = Button(self.look, "", "x", "link", tip=f"把{one.name}移出名单")
            off.setAccessibleName(f"把{one.name}移出名单")
            off.clicked.connect(lambda _checked: self._take_off(one))
            parts = [turn, off]
        state = chip(one.words, "done" if there else "due")
        return block(
            column(
                row(words(one.name, "strong"), state, words(hours, "note"), None, *parts, gap=6),
                Elided(one.place, "note"), gap=0, pad=(0, 2, 0, 4),
            )
        )  # fmt: skip

    def _take_off(self, one: Attendee) -> None:
        def work(session: WriteSession) -> str:
            take_off(session, self.actor, [one.id])
            return f"已把{one.name}移出名单"

        change(self, self.desk, self.actor, work, f"移出培训名单　{one.name}")

    def _remove(self, training_id: bytes) -> None:
        def work(session: WriteSession) -> str:
            return f"已删去培训：{remove_training(session, self.actor, training_id)}"

        question = Question("这次培训连同名单一起删去吗？", "删去", "删去以后可以按 Ctrl+Z 撤销。")
        ask(
            self, self.look, question, lambda: change(self, self.desk, self.actor, work, "删去培训")
        )
