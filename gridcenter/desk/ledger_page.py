"""Ledgers: choose one, month and area; see the very sheet; print it, or hand out PDF or Excel."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeAlias

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QWidget
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor
from gridcenter.base.errors import GridCenterError
from gridcenter.base.periods import Month
from gridcenter.base.progress import Progress
from gridcenter.desk.choices import Choice, Option
from gridcenter.desk.desk import Desk
from gridcenter.desk.fields import ChoiceField, NumberField
from gridcenter.desk.form_grid import FormGrid
from gridcenter.desk.jobs import Job, Newest
from gridcenter.desk.layouts import block, column, row
from gridcenter.desk.ledger_checks import CheckCard, Finding, usual_findings
from gridcenter.desk.ledger_list import LedgerList, Shelf
from gridcenter.desk.notice import Notice
from gridcenter.desk.page import Act, Page
from gridcenter.desk.preview import Preview
from gridcenter.desk.printing import choose_printer, print_noted
from gridcenter.desk.progress_dialog import ProgressLine
from gridcenter.desk.tree_field import TreeField
from gridcenter.desk.tree_picker import Node
from gridcenter.ledgers.library import month_scope
from gridcenter.ledgers.making import (
    Draft,
    Made,
    draft,
    hand_out,
    make_file,
    note_leaving,
    note_out,
)
from gridcenter.ledgers.model import LedgerDef, Scope
from gridcenter.store.database import Database

MONTHS_BACK = 36
_MOST_COPIES = 99
_PAGE_FIRST = 50
"""Milliseconds before a ledger is begun: beside it the page itself would come three times as late."""
_NOTHING = "选好台账和月份，这里就是要印的那份文件"


@dataclass(frozen=True)
class LedgerRoom:
    """What the page needs of the wings: ledgers, the areas of a month, checks of a subject."""

    shelves: Sequence[Shelf]
    areas: Callable[[Session, Month], Sequence[Node]]
    """The tree as it was in the month, and the villages."""
    checks: Callable[[Session, LedgerDef, Scope], Sequence[Finding]]


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the preview shows: which ledger of what, drawn and looked at."""

    definition: LedgerDef
    scope: Scope
    drawn: Draft
    findings: tuple[Finding, ...]


_Answer: TypeAlias = tuple[Sequence[Node], _Shown | GridCenterError]


class LedgerPage(Page):
    """What is seen is what is printed; the newest wish wins."""

    def __init__(
        self, desk: Desk, database: Database, actor: Actor, room: LedgerRoom, today: Callable[[], date]
    ) -> None:
        acts = [
            Act("Excel", self.save_xlsx, "file-spreadsheet", keys="Ctrl+E"),
            Act("PDF", self.save_pdf, "file-text", keys="Ctrl+S"),
            Act("打印", self.print_out, "printer", "primary", "Ctrl+P"),
        ]
        super().__init__(desk.look, "台账打印", acts=acts)
        self.keys = "Ctrl+S 存 PDF　Ctrl+E 存 Excel　Ctrl+P 打印"
        self._jobs, self._database, self._actor = desk.jobs, database, actor
        self._room, self._today = room, today
        self._shown: _Shown | None = None
        self._stale = True
        self.list = LedgerList(desk.look, room.shelves)
        self.month = Choice("月份", _months(today()))
        self.area = TreeField(desk.look, "范围", (), "全部网格")
        self.copies = NumberField(width=0)
        self.notice, self.progress = Notice(desk.look), ProgressLine(desk.look)
        self.checks, self.preview = CheckCard(desk.look), Preview(desk.look)
        self._newest = Newest(desk.jobs)
        self._lay_out()
        self._wire(desk)
        self._show_state()

    def enter(self, argument: object) -> None:
        """Show the page; the name of a ledger handed over chooses it."""
        self.status.emit("所见即所印：预览就是要印的那份文件")
        if isinstance(argument, str):
            self.list.choose(argument)
        else:
            QTimer.singleShot(_PAGE_FIRST, self, self._begin)

    def _begin(self) -> None:
        if self._stale:
            self.refresh()

    @property
    def begins_at(self) -> QWidget:
        """The words that find a ledger."""
        return self.list.search

    def show_month(self, month: Month) -> None:
        """Follow the month chosen above."""
        if self.month.findData(month) < 0:
            self.month.addItem(month.words, month)
        self.month.choose(month)

    def set_slim(self, slim: bool) -> None:
        """Leave the sheet its room in a narrow window."""
        self.list.setFixedWidth(184 if slim else 210)
        self._options.setFixedWidth(216 if slim else 238)

    def refresh(self) -> None:
        """Draw the ledger chosen; an older drawing that still runs is stopped."""
        self._stale = False
        self._shown = None
        self._newest.ask(self._work(self.list.current, self._chosen_month(), self.area.value()))
        self._show_state()

    def save_pdf(self) -> None:
        """Write the PDF that is seen."""
        shown = self._shown
        target = self._ask_target("PDF 文件 (*.pdf)", ".pdf")
        if shown is not None and target is not None:
            self._hand(lambda: hand_out(self._database, self._actor, shown.drawn, target), target)

    def save_xlsx(self) -> None:
        """Write the same ledger as a spreadsheet."""
        shown = self._shown
        target = self._ask_target("Excel 表格 (*.xlsx)", ".xlsx")
        if shown is not None and target is not None:
            made = (self._database, self._actor, shown.definition, shown.scope, target)
            self._hand(lambda: make_file(*made), target)

    def print_out(self) -> None:
        """Print the pages that are seen, and log it when they name people."""
        shown = self._shown
        if shown is None:
            return
        drawn = shown.drawn
        ledger, pdf = drawn.ledger, drawn.pdf
        try:
            printer = choose_printer(self, ledger.title, self.preview.pages, self._copies())
        except GridCenterError as error:
            self.notice.say(error.words)
            return
        if printer is not None:
            note = partial(note_leaving, self._database, self._actor, ledger, "打印", "纸")
            print_noted(
                self._jobs, note, (pdf, printer), partial(self._printed, drawn), self._fail
            )

    def _printed(self, drawn: Draft, said: str) -> None:
        """Tell that the pages are with the printer, and note it where the ledger wants that."""
        self.notice.say(said, "done")
        self._jobs.start(Job(lambda _progress: note_out(self._database, self._actor, drawn)), self._fail)

    def _lay_out(self) -> None:
        grid = FormGrid(self.look, label=32)
        grid.add("month", "月份", ChoiceField(self.month))
        grid.add("area", "范围", self.area)
        grid.add("copies", "份数", self.copies)
        self.copies.put(1)
        self._options = block(column(grid, self.checks, None, gap=14, pad=14), "card")
        self.progress.hide()
        right = column(self.progress, (self.preview, 1))
        self.add(self.notice, (row(self.list, self._options, (right, 1), gap=12), 1))
        self.set_slim(False)

    def _wire(self, desk: Desk) -> None:
        self._newest.answered.connect(self._take)
        self.list.chosen.connect(lambda _definition: self.refresh())
        self.month.chosen.connect(lambda _month: self._turn_stale())
        self.area.changed.connect(lambda _area: self._turn_stale())
        desk.changes.touched.connect(lambda _tables: self._turn_stale())
        self.bind("F5", self.refresh)

    def _turn_stale(self) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()

    def _work(
        self, definition: LedgerDef, month: Month, area: object
    ) -> Callable[[Progress], _Answer]:
        unit = area if isinstance(area, bytes) else None
        scope, database, room = month_scope(month, unit, self._today()), self._database, self._room

        def work(progress: Progress) -> _Answer:
            with database.read() as session:
                areas = room.areas(session, month)
            try:
                drawn = draft(database, self._actor, definition, scope, progress)
            except GridCenterError as error:
                return areas, error
            with database.read() as session:
                more = room.checks(session, definition, scope)
            return areas, _Shown(definition, scope, drawn, (*usual_findings(drawn, scope), *more))

        return work

    def _take(self, answer: _Answer) -> None:
        areas, outcome = answer
        self.area.offer(areas)
        if isinstance(outcome, GridCenterError):
            self.notice.say(outcome.words)
            self.preview.show_pdf(b"")
        else:
            self._shown = outcome
            self.notice.say("")
            self.preview.show_pdf(outcome.drawn.pdf)
        self._show_state()

    def _show_state(self) -> None:
        shown = self._shown
        self.title.setText(self.list.current.title)
        for button in self.buttons:
            button.setEnabled(shown is not None)
        self.checks.show_findings(shown.findings if shown else ())
        if shown is None:
            self.note.setText("正在画…" if self._newest.waiting else "")
            self.preview.say(f"正在画《{self.list.current.title}》" if self._newest.waiting else _NOTHING)
            return
        made = shown.drawn.made
        self.note.setText(f"{shown.scope.month.words}　{made.rows:,} 行　{made.pages} 页")

    def _chosen_month(self) -> Month:
        chosen = self.month.value
        return chosen if isinstance(chosen, Month) else Month.of(self._today())

    def _copies(self) -> int:
        value = self.copies.value()
        return min(max(value, 1), _MOST_COPIES) if isinstance(value, int) else 1

    def _ask_target(self, kinds: str, ending: str) -> Path | None:
        if self._shown is None:
            return None
        proposal = f"{self._shown.drawn.ledger.title}{ending}"
        name, _kind = QFileDialog.getSaveFileName(self, "存到哪里", proposal, kinds)
        if not name:
            return None
        return Path(name) if name.endswith(ending) else Path(f"{name}{ending}")

    def _hand(self, work: Callable[[], Made], target: Path) -> None:
        job = Job(lambda _progress: work())
        job.succeeded.connect(lambda _made: self.notice.say(f"已存为 {target}", "done"))
        self.progress.watch(job, f"正在写 {target.name}")
        self._jobs.start(job, self._fail)

    def _fail(self, error: Exception) -> None:
        if isinstance(error, GridCenterError):
            self.notice.say(error.words)
        else:
            self._jobs.failed.emit(error)


def _months(today: date) -> list[Option]:
    this = Month.of(today)
    return [(this.shift(-n), this.shift(-n).words) for n in range(MONTHS_BACK)]
