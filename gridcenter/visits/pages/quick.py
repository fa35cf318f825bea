"""Quick entry: a day's visits of one visitor in a table, by keyboard alone."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from gridcenter.access.actors import Actor
from gridcenter.base.errors import GridCenterError
from gridcenter.base.periods import short_day, today
from gridcenter.base.progress import Progress
from gridcenter.codes.tables import Codes
from gridcenter.desk.desk import Desk
from gridcenter.desk.drafts import Spot
from gridcenter.desk.enter_key import is_enter
from gridcenter.desk.fields import Unclear
from gridcenter.desk.form_grid import Slot
from gridcenter.desk.jobs import Job, Newest
from gridcenter.desk.layouts import block, column, row
from gridcenter.desk.page import Act, Page
from gridcenter.desk.picking import PickField
from gridcenter.desk.saving import Filled, Saving, done
from gridcenter.desk.undoing import refuse
from gridcenter.desk.words import words
from gridcenter.register.pages.record_form import record_grid
from gridcenter.store.capture import WriteSession
from gridcenter.visits.codes import KIND, RESULT
from gridcenter.visits.pages.quick_lines import BIN, MARK, NUMBER, QuickLines
from gridcenter.visits.pages.quick_lines import KIND as KIND_WIDTH
from gridcenter.visits.pages.quick_lines import RESULT as RESULT_WIDTH
from gridcenter.visits.records import Visit
from gridcenter.visits.services.campaigns import running
from gridcenter.visits.services.quick import (
    QuickDay,
    QuickDone,
    doubt,
    record_day,
    visited_that_day,
)

TITLE = "快速登记"
_KEY = Spot("quick", TITLE).key
_TOP = ("visited_on", "visitor", "kind", "campaign_id")


class QuickPage(Page):
    """Day and visitor once, then a line a household; Ctrl+Enter writes all lines in one act."""

    def __init__(self, desk: Desk, actor: Actor) -> None:
        acts = [
            Act("清空", self.clear, "trash-2"),
            Act("全部写入", self.write, "check", "primary", "Ctrl+Return"),
        ]
        super().__init__(desk.look, TITLE, "一户一行，回车到下一格、下一行", acts=acts)
        self.keys = "回车 下一格　Ctrl+T 诉求转事项　Ctrl+回车 全部写入　F1 帮助"
        self._desk, self._actor = desk, actor
        self._writing = False
        self._held: QWidget | None = None
        with desk.database.read() as session:
            kinds = list(Codes.load(session, KIND).words.items())
            results = list(Codes.load(session, RESULT).words.items())
            campaigns = running(session, today())
        self.top = record_grid(desk, columns=4, label=0)
        self.top.declare(Visit, "visited_on", "visitor", "kind")
        self.top.add("campaign_id", "同时算宣传", PickField(desk.look, campaigns, "没有就不选"))
        self.lines = QuickLines(desk, results, kinds)
        self._newest = Newest(desk.jobs)
        self._newest.setParent(self)
        self._newest.answered.connect(self.lines.doubt)
        self._count = words("", "second")
        self._lay_out()
        self._take_draft()
        self._wire()

    @property
    def begins_at(self) -> QWidget:
        """The first empty line."""
        line = next((one for one in self.lines.lines if not one.filled), self.lines.lines[0])
        return line.home.field.widget

    def enter(self, argument: object) -> None:
        """Put the keys into the first empty line."""
        super().enter(argument)
        self.lines.begin()

    def set_slim(self, slim: bool) -> None:
        """Put what counts for all lines into two lines where one would cut it."""
        self.top.arrange(2 if slim else 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter go on: through the top, then line by line."""
        here = QApplication.focusWidget()
        if not is_enter(event):
            super().keyPressEvent(event)
        elif not self.lines.go_on(here):
            self._go_on_above(here)

    def clear(self) -> None:
        """Empty the lines; what was typed is forgotten."""
        self.lines.clear()
        self.lines.begin()

    def turn_raising(self) -> None:
        """Let the need of the line at hand become a matter when it is written, or not."""
        line = self.lines.at(QApplication.focusWidget())
        if line is not None:
            line.turn_raising(on=not line.raises)
            self._changed()

    def write(self) -> None:
        """Write every line that can be written, in one act; the others stay and say why."""
        top = self._read_top()
        if top is None or self._writing:
            return
        for line in self.lines.lines:
            line.home.clear_error()
        rows = list(self.lines.rows())
        if not rows:
            self._tell("还没有填好的行")
            return
        twice = {line.number for line in self.lines.lines if line.doubted}
        day = QuickDay(
            top.day("visited_on"), top.text("visitor"), rows, top.known("visitor"),
            top.record_or_none("campaign_id"), twice,
        )  # fmt: skip
        self._start(day)

    def _start(self, day: QuickDay) -> None:
        def save(session: WriteSession, _filled: Filled) -> QuickDone:
            result = record_day(session, self._actor, day, today=today())
            if result.written:
                session.act = f"{TITLE}　{day.visitor} {short_day(day.visited_on)} {len(result.written)}户"
            return result

        saving = Saving(self._desk, self._actor, save, TITLE)
        self._writing = True
        self._held = QApplication.focusWidget()
        self._body.setEnabled(False)
        job = Job(lambda _progress: saving({}))
        job.succeeded.connect(lambda result: self._written(result, saving))
        job.finished.connect(self._let_go)
        self._desk.jobs.start(job, self._refused)

    def _let_go(self) -> None:
        self._writing = False
        self._body.setEnabled(True)
        if self.lines.filled and self._held is not None:
            self._held.setFocus()
        else:
            self.lines.begin()

    def _written(self, result: QuickDone, saving: Saving) -> None:
        wrong = {number: said for number, (_field, said) in result.refused.items()}
        self.lines.settle(result.written, wrong, result.doubted)
        self._changed()
        if result.written:
            turned = f"，{result.matters} 条诉求已转事项" if result.matters else ""
            left = len(self.lines.filled)
            said = f"已登记 {len(result.written)} 户{turned}" + (f"，还有 {left} 行要改" if left else "")
            done(self, self._desk, self._actor, said, saving.txn)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, GridCenterError):
            refuse(self, self._desk, error)
        else:
            self._desk.jobs.failed.emit(error)

    def _read_top(self) -> Filled | None:
        values: dict[str, object] = {}
        for key, slot in self.top.slots.items():
            slot.clear_error()
            try:
                values[key] = slot.read()
            except Unclear as unclear:
                slot.show_error(str(unclear))
                slot.field.widget.setFocus()
                return None
        return Filled(values)

    def _go_on_above(self, here: QWidget | None) -> None:
        fields = [slot.field.widget for slot in self.top.slots.values()]
        place = fields.index(here) + 1 if here in fields else len(fields)
        if place < len(fields):
            fields[place].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.lines.begin()

    def _lay_out(self) -> None:
        head = block(row(
            words("", "note", width=NUMBER), (words("走访的户", "note"), 5),
            words("走访结果", "note", width=RESULT_WIDTH), (words("群众诉求及意见", "note"), 6),
            words("", "note", width=MARK), words("走访类型", "note", width=KIND_WIDTH), words("", "note", width=BIN),
        ))  # fmt: skip
        letters = words(f"结果打一个字母：{self.lines.hint}", "note", wrap=True)
        self._body = block(column(self.top, head, block(self.lines.space), gap=12))
        self.add(self._body, row((letters, 1), self._count), None)

    def _wire(self) -> None:
        self.bind("Ctrl+Enter", self.write)
        self.bind("Ctrl+T", self.turn_raising, "诉求转为事项")
        self.lines.changed.connect(self._changed)
        self.lines.picked.connect(self._ask_doubt)
        kind = self.top.slots["kind"].field
        kind.changed.connect(lambda *_ignored: self._use_kind(self.top.slots["kind"]))
        for slot in self.top.slots.values():
            slot.field.changed.connect(self._changed)
        self._changed()

    def _use_kind(self, slot: Slot) -> None:
        try:
            kind = slot.field.value()
        except Unclear:
            return
        if kind is not None:
            self.lines.use_kind(kind)

    def _ask_doubt(self) -> None:
        """Ask beside the window who visited the chosen households on this day."""
        try:
            day = self.top.slots["visited_on"].field.value()
        except Unclear:
            return
        homes = [bytes.fromhex(line.home.field.words()) for line in self.lines.filled]
        database = self._desk.database
        if day is None or not any(homes):
            return

        def work(_progress: Progress) -> Mapping[bytes, str]:
            with database.read() as session:
                known = visited_that_day(session, day, [home for home in homes if home])  # type: ignore[arg-type]
            return {home: doubt(day, who) for home, who in known.items()}  # type: ignore[arg-type]

        self._newest.ask(work)

    def _changed(self, *_ignored: Any) -> None:  # noqa: ANN401  (whatever a signal brings)
        filled = len(self.lines.filled)
        self._count.setText(f"已填 {filled} 行" if filled else "")
        drafts = self._desk.drafts
        if drafts is None:
            return
        if filled:
            above = {key: slot.field.words() for key, slot in self.top.slots.items()}
            drafts.save(_KEY, f"{TITLE}　{filled} 户", above | self.lines.words())
        else:
            drafts.drop(_KEY)

    def _take_draft(self) -> None:
        self.top.put({"visited_on": today(), "visitor": self._actor.name, "kind": "daily"})
        left = self._desk.drafts.load(_KEY) if self._desk.drafts is not None else None
        if left is None:
            return
        try:
            for key in _TOP:
                self.top.slots[key].field.put_words(left.get(key, ""))
            self.lines.put_words(left)
        except (GridCenterError, ValueError, KeyError):
            self._tell("上次没写入的有一部分填不回来，请核对")

    def _tell(self, said: str) -> None:
        self._count.setText(said)
