"""Import of spreadsheets: file, columns, verdict a row, written in one batch, taken back as one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QFileDialog

from gridcenter.access.actors import Actor
from gridcenter.base.errors import GridCenterError, RuleBroken
from gridcenter.base.progress import Progress
from gridcenter.desk.buttons import Button
from gridcenter.desk.desk import Desk
from gridcenter.desk.import_changes import ChangeSeen, changes_seen
from gridcenter.desk.import_check import ImportCheck
from gridcenter.desk.import_result import ImportResult
from gridcenter.desk.import_start import ImportStart
from gridcenter.desk.import_view import first_rows, guessed, matches
from gridcenter.desk.jobs import Job, Newest
from gridcenter.desk.layouts import FillingStack, block, row, rule
from gridcenter.desk.messages import Question, ask
from gridcenter.desk.notice import Notice
from gridcenter.desk.page import Page
from gridcenter.desk.progress_dialog import ProgressLine
from gridcenter.desk.steps import Steps
from gridcenter.desk.words import IconLabel, words
from gridcenter.sheets.heads import HeadRows
from gridcenter.sheets.imports import (
    Context,
    ImportBatch,
    Imported,
    ImportKind,
    batches,
    export_verdicts,
    preview,
    run_import,
    undo_import,
)
from gridcenter.sheets.layouts import Layout, layout_key, recall_layout
from gridcenter.sheets.reading import Book, open_book
from gridcenter.sheets.shapes import Reading
from gridcenter.store.database import Database
from gridcenter.store.listing import Wish

STEPS = ("选文件", "对列", "核对", "写入")
_SAFE = "写入后可整批撤回；后来的登记已经用到它们的，要先处理那些登记。"
_START, _CHECK, _RESULT = range(3)
_LEAST = 430


@dataclass(frozen=True, slots=True)
class _Tried:
    """What trying an import told: done, or refused for want of columns."""

    book: Book
    layout: Layout
    done: Imported | None
    changes: Sequence[ChangeSeen]
    refused: RuleBroken | None = None


class After(Protocol):
    """Looks at what an import brought, beside the window, and says what it noticed."""

    page: str
    """Where that is looked at; the page is handed a Wish with the batch."""

    @property
    def noticed(self) -> SignalInstance:
        """The batch, and the words about it."""

    def look(self, batch: bytes) -> None:
        """Begin."""


class ImportPage(Page):
    """One file at a time; nothing is written before 写入 is pressed."""

    def __init__(
        self,
        desk: Desk,
        database: Database,
        actor: Actor,
        kinds: Sequence[ImportKind],
        today: Callable[[], date],
        after: After | None = None,
    ) -> None:
        super().__init__(desk.look, "导入", "从表格")
        self._jobs, self._database, self._actor = desk.jobs, database, actor
        self._lexicon, self._today = desk.lexicon, today
        self._looking = Newest(desk.jobs)
        self._after = after
        self._kinds, self._titles = tuple(kinds), {kind.name: kind.title for kind in kinds}
        self._kind, self._path = kinds[0], Path()
        self._layout: Layout | None = None
        self._book: Book | None = None
        self._done: Imported | None = None
        self.notice, self.progress = Notice(desk.look), ProgressLine(desk.look)
        self.start_view = ImportStart(desk.look, kinds, today())
        self.check_view, self.result_view = ImportCheck(desk.look), ImportResult(desk.look)
        self._make_foot()
        self._lay_out()
        self._wire()
        self._show(_START, 0)
        self._read_batches()

    @property
    def result(self) -> Imported | None:
        """What became of the file, or would become of it; None before it is known."""
        return self._done

    def enter(self, argument: object) -> None:
        """Show the page; the name of a kind handed over chooses it."""
        if isinstance(argument, str):
            self.start_view.choose_kind(argument)
        self.status.emit("还没有写入任何数据" if self._done is None else "")

    def set_slim(self, slim: bool) -> None:
        """Leave out the note on the file; give the rows their room."""
        self._where.setVisible(not slim)
        self.check_view.set_slim(slim)

    def take_file(self, path: Path, kind: ImportKind | None = None) -> None:
        """Read a file and show what would become of it."""
        self._kind, self._path = kind or self.start_view.kind, path
        self._layout, self._book = None, None
        self._file.setText(path.name)
        self._check()

    def _lay_out(self) -> None:
        self._steps = Steps(self.look, STEPS)
        self._file, self._where = words("", "strong"), words("", "note")
        self._about = block(
            row(rule(upright=True), IconLabel(self.look, "file-spreadsheet", "done"), self._file, self._where)
        )
        bar = block(row((self._steps, 1), self._about, gap=16, pad=(16, 8, 16, 8)), "card")
        self._stack = FillingStack(_LEAST)
        for view in (self.start_view, self.check_view, self.result_view):
            self._stack.addWidget(view)
        self.progress.hide()
        self.add(bar, self.notice, self.progress, (self._stack, 1))

    def _make_foot(self) -> None:
        look = self.look
        self._hint = words(_SAFE, "note")
        self.back = Button(look, "换一个文件", "chevron-left")
        self.rejects = Button(look, "导出退回行", "file-spreadsheet")
        self.write = Button(look, "写入", "check", "primary")
        self._foot = self.set_foot(self._hint, None, self.rejects, 8, self.back, self.write)

    def _wire(self) -> None:
        start, result = self.start_view, self.result_view
        start.file_given.connect(self.take_file)
        start.undo_wanted.connect(self._ask_undo)
        self.check_view.mapping.changed.connect(self._remap)
        self.check_view.mapping.head_changed.connect(self._take_head)
        self._looking.answered.connect(self._show_first)
        self.check_view.mapping.again.clicked.connect(lambda _checked: self._check())
        self.back.clicked.connect(lambda _checked: self._leave())
        self.rejects.clicked.connect(lambda _checked: self.export_rejects())
        self.write.clicked.connect(lambda _checked: self._write())
        result.undo_wanted.connect(self._ask_undo_done)
        result.rejects_wanted.connect(self.export_rejects)
        result.another_wanted.connect(self._leave)
        if self._after is not None:
            self._after.noticed.connect(self._say_noticed)
            result.noticed_wanted.connect(self._go_to_noticed)
        self.bind("Ctrl+O", start.drop.choose)

    def _show(self, view: int, step: int) -> None:
        self._stack.setCurrentIndex(view)
        self._steps.go(step)
        self._about.setVisible(view != _START)
        self._foot.setVisible(view == _CHECK)
        self.back.setVisible(view == _CHECK)
        for button in (self.rejects, self.write):
            button.setVisible(view == _CHECK and self._done is not None)
        counted = self._done.tally if self._done else None
        to_write = counted.created + counted.updated if counted else 0
        self.write.say(f"写入 {to_write:,} 行" if to_write else "没有要写入的")
        self.write.setEnabled(view == _CHECK and to_write > 0)
        self.rejects.setEnabled(bool(counted and counted.rejected))

    def _check(self) -> None:
        """Try the import in the worker, keeping nothing."""
        self._done = None
        self.notice.say("")
        self._where.setText("")
        self._show(_CHECK, 1)
        self.check_view.verdicts.wait("正在读表和核对，没有写入任何数据")
        self._start(Job(self._try), "正在核对", self._checked, self._unreadable)

    def _try(self, progress: Progress) -> _Tried:
        book = self._book or open_book(self._path)
        layout = self._layout
        if layout is None:
            with self._database.read() as session:
                layout = recall_layout(session, self._kind.name, layout_key(book))
        try:
            done = self._import(layout, progress, dry=True)
        except RuleBroken as refused:
            if refused.field not in {"columns", "mapping"}:
                raise
            return _Tried(book, layout, None, (), refused)
        with self._database.read() as session:
            return _Tried(book, layout, done, changes_seen(session, self._lexicon, done.changes))

    def _checked(self, tried: _Tried) -> None:
        self._book, self._layout, self._done = tried.book, tried.layout, tried.done
        mapping = self.check_view.mapping
        mapping.head.choose(tried.layout.head)
        if tried.done is None:
            self._ask_columns(tried)
            return
        done = tried.done
        first = done.reading.tables[0]
        self._where.setText(f"{first.sheet}　第 {first.row} 行是表头")
        mapping.show_matches(matches(done.reading), done.reading.shape)
        self.check_view.verdicts.show_result(done, tried.changes)
        self.notice.say("；".join(done.reading.notes), "due")
        self.status.emit("还没有写入任何数据")
        self._show(_CHECK, 2)

    def _unreadable(self, error: Exception) -> None:
        """Go back to the choice of a file, and say why."""
        self._show(_START, 0)
        self._fail(error)

    def _ask_columns(self, tried: _Tried) -> None:
        """Let the user say which column is which, and where the header stands."""
        shape = self._kind.shape(Context(self._today()))
        self.check_view.mapping.show_matches(guessed(tried.book), shape)
        self.check_view.verdicts.wait("在左边选好表头在哪一行、每一列对应哪一栏，再核对")
        self.notice.say(tried.refused.words if tried.refused else "")

    def _remap(self, head: str, key: str) -> None:
        layout = self._layout or Layout()
        self._say_layout(replace(layout, columns={**layout.columns, head: key}))

    def _take_head(self, head: HeadRows | None) -> None:
        self._say_layout(replace(self._layout or Layout(), head=head))

    def _say_layout(self, layout: Layout) -> None:
        """Take a layout that was said, and show at once how the first rows are read by it."""
        self._layout = layout
        self.write.setEnabled(False)
        book, kind, today = self._book, self._kind, self._today()
        if book is None:
            return

        def look(_progress: Progress) -> Reading | RuleBroken:
            try:
                return preview(kind, book, layout, today=today)
            except RuleBroken as refused:
                return refused

        self._looking.ask(look)

    def _show_first(self, answer: Reading | RuleBroken) -> None:
        mapping = self.check_view.mapping
        if isinstance(answer, RuleBroken):
            self.notice.say(answer.words)
        else:
            self.notice.say("")
            mapping.show_matches(matches(answer), answer.shape)
            self.check_view.verdicts.show_first(first_rows(answer))
        mapping.offer_again()

    def _write(self) -> None:
        self.write.setEnabled(False)
        run = partial(self._import, self._layout or Layout(), dry=False)
        self._start(Job(run), "正在写入", self._written, self._fail)

    def _written(self, done: Imported) -> None:
        self._done = done
        self.result_view.show_written(self._kind.title, self._path.name, done.tally)
        self.status.emit(f"已写入“{self._path.name}”")
        self._show(_RESULT, 3)
        self._read_batches()
        if self._after is not None:
            self._after.look(done.batch)

    def export_rejects(self) -> None:
        """Write every row with its verdict into a workbook that can be mended and fed in again."""
        if self._done is None:
            return
        proposal = str(self._path.with_name(f"{self._path.stem}-退回行.xlsx"))
        name, _kind = QFileDialog.getSaveFileName(self, "导出退回行", proposal, "表格 (*.xlsx)")
        if name:
            done, target = self._done, Path(name)
            database, actor = self._database, self._actor
            job = Job(lambda _progress: export_verdicts(database, actor, done, target))
            told = f"已存为 {target.name}：改好“要改的行”，可以直接再导入"
            self._start(job, "正在写文件", lambda _none: self.notice.say(told, "done"), self._fail)

    def _ask_undo_done(self) -> None:
        if self._done is not None:
            self._ask(self._path.name, self._done.batch, self.result_view.show_undone)

    def _ask_undo(self, batch: ImportBatch) -> None:
        told = f"“{batch.file}”这一批已经撤回"
        self._ask(batch.file, batch.txn, lambda count: self.notice.say(f"{told}，改回 {count:,} 条记录", "done"))

    def _ask(self, file: str, batch: bytes, then: Callable[[int], object]) -> None:
        detail = "这一批写入的记录都会退回到导入以前的样子；之后又改过的记录会拦住撤回，不会丢。"
        question = Question(f"撤回“{file}”这一批吗？", "撤回", detail, "留着")
        ask(self, self.look, question, lambda: self.undo(batch, then))

    def undo(self, batch: bytes, then: Callable[[int], object]) -> None:
        """Take a batch back in the worker."""
        job = Job(lambda _progress: undo_import(self._database, self._actor, self._kinds, batch))
        job.succeeded.connect(lambda _count: self._read_batches())
        self._start(job, "正在撤回", then, self._fail)

    def _import(self, layout: Layout, progress: Progress, *, dry: bool) -> Imported:
        return run_import(
            self._database, self._actor, self._kind, self._path,
            today=self._today(), layout=layout, dry=dry, progress=progress,
        )  # fmt: skip

    def _start(
        self,
        job: Job[Any],
        title: str,
        then: Callable[..., object],
        failed: Callable[[Exception], object],
    ) -> None:
        job.succeeded.connect(then)
        job.stopped.connect(self._stopped)
        self.progress.watch(job, title)
        self._jobs.start(job, failed)

    def _stopped(self) -> None:
        self.notice.say("已经停下，没有写入任何数据", "info")
        self._show(_CHECK if self._done else _START, 2 if self._done else 0)

    def _fail(self, error: Exception) -> None:
        if isinstance(error, GridCenterError):
            self.notice.say(error.words)
            self._show(self._stack.currentIndex(), 2 if self._done else 0)
        else:
            self._jobs.failed.emit(error)

    def _say_noticed(self, batch: bytes, sentence: str) -> None:
        if self._done is not None and self._done.batch == batch:
            self.result_view.show_noticed(sentence)

    def _go_to_noticed(self) -> None:
        if self._done is not None and self._after is not None:
            self.went.emit(self._after.page, Wish(filters={"batch": self._done.batch}))

    def _leave(self) -> None:
        self._done = None
        self.notice.say("")
        self._show(_START, 0)

    def _read_batches(self) -> None:
        job = Job(lambda _progress: batches(self._database))
        job.succeeded.connect(self.start_view.show_batches)
        self._jobs.start(job)
