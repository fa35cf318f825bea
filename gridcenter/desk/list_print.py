"""Handing a list out: asked which rows, drawn beside the window, seen, printed or saved, logged."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QMenu, QWidget
from shiboken6 import isValid

from gridcenter.access.actors import Actor
from gridcenter.base.errors import GridCenterError
from gridcenter.base.progress import Progress
from gridcenter.desk.buttons import Button
from gridcenter.desk.desk import Desk
from gridcenter.desk.jobs import Job
from gridcenter.desk.layouts import block, column, row
from gridcenter.desk.list_output import PDF, XLSX, Drawn, Sheet, drawing, drawing_of, handing
from gridcenter.desk.messages import Toast
from gridcenter.desk.preview import Preview
from gridcenter.desk.printing import choose_printer, print_noted
from gridcenter.desk.progress_dialog import ProgressDialog
from gridcenter.desk.undoing import refuse
from gridcenter.desk.words import words
from gridcenter.ledgers.making import note_leaving
from gridcenter.ledgers.model import Ledger

_KINDS = {XLSX: "Excel 表格 (*.xlsx)", PDF: "PDF 文件 (*.pdf)"}
_WIDE, _HIGH = 1000, 650
_AROUND = 40


class ListOutput:
    """What the buttons 打印 and 导出 of a list do."""

    def __init__(
        self,
        page: QWidget,
        desk: Desk,
        actor: Actor,
        sheet: Callable[[Sequence[bytes] | None], Sheet],
    ) -> None:
        self.page = page
        """Over which it is handed out."""
        self._desk, self._actor, self._sheet = desk, actor, sheet
        self.shown: SheetPreview | None = None

    def print_out(self, ids: Sequence[bytes] | None = None) -> None:
        """Draw these rows (None: all that are shown) and put the sheets up."""
        self._draw(self._sheet(ids), PDF, self.put_up)

    def export(self, ids: Sequence[bytes] | None = None) -> None:
        """Ask where to, then write these rows (None: all that are shown)."""
        sheet = self._sheet(ids)
        if target := self._ask_target(sheet.title, XLSX, PDF):
            self.save(sheet, target)

    def save(self, sheet: Sheet, target: Path) -> None:
        """Write a list as spreadsheet or PDF, by the ending of the file."""
        self._draw(sheet, target.suffix, lambda drawn: self._hand(drawn, target))

    def ask_rows(
        self,
        button: QWidget,
        ticked: Sequence[bytes],
        run: Callable[[Sequence[bytes] | None], object],
    ) -> QMenu | None:
        """Ask whether the ticked rows or all are meant; without ticks all are."""
        if not ticked:
            run(None)
            return None
        everything = self._sheet(None)
        menu = QMenu(button)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        some = menu.addAction(f"选中的 {len(ticked):,} 行")
        some.triggered.connect(lambda _checked: run(ticked))
        whole = menu.addAction(f"全部 {len(everything.ids):,} 行")
        whole.triggered.connect(lambda _checked: run(None))
        menu.setActiveAction(some)
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))
        return menu

    def show_ledger(self, title: str, make: Callable[[Any], Ledger]) -> None:
        """Draw a paper of the page's own, read in a session by `make`, and put its sheets up."""
        self._run(drawing_of(self._desk, make), title, self.put_up)

    def _draw(self, sheet: Sheet, ending: str, then: Callable[[Drawn], object]) -> None:
        title = f"{sheet.title}　{len(sheet.ids):,} {sheet.unit}"
        self._run(drawing(self._desk, sheet, ending), title, then)

    def _run(
        self, work: Callable[[Progress], Drawn], title: str, then: Callable[[Drawn], object]
    ) -> None:
        job = Job(work)
        job.succeeded.connect(then)
        dialog = ProgressDialog(self.page.window(), self._desk.look, title, job)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk.jobs.look_up(job, partial(refuse, self.page, self._desk))
        dialog.open()

    def _hand(self, drawn: Drawn, target: Path) -> None:
        job = Job(handing(self._desk.database, self._actor, drawn, target))
        rows = len(drawn.ledger.parts[0].rows)
        told = f"已导出 {rows:,} 行：{target.name}"
        job.succeeded.connect(lambda _target: Toast(self.page.window(), self._desk.look, told))
        self._desk.jobs.start(job, partial(refuse, self.page, self._desk))

    def put_up(self, drawn: Drawn) -> None:
        """Show what was drawn; it can be printed or saved from there."""
        shown = self.shown = SheetPreview(self.page.window(), self._desk, self._actor, drawn)
        shown.pdf.clicked.connect(lambda _checked: self._save_drawn(drawn))
        shown.finished.connect(lambda _done: self._forget())
        shown.open()

    def _save_drawn(self, drawn: Drawn) -> None:
        if target := self._ask_target(drawn.ledger.name, PDF):
            self._hand(drawn, target)

    def _ask_target(self, title: str, *endings: str) -> Path | None:
        kinds = ";;".join(_KINDS[ending] for ending in endings)
        name, kind = QFileDialog.getSaveFileName(
            self.page, "存到哪里", f"{title}{endings[0]}", kinds
        )
        if not name:
            return None
        ending = next((e for e in endings if kind == _KINDS[e]), endings[0])
        return Path(name) if Path(name).suffix in endings else Path(f"{name}{ending}")

    def _forget(self) -> None:
        self.shown = None


class SheetPreview(QDialog):
    """The sheets as they will be printed."""

    def __init__(self, parent: QWidget, desk: Desk, actor: Actor, drawn: Drawn) -> None:
        super().__init__(parent)
        self._desk, self._actor, self._drawn = desk, actor, drawn
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle("打印预览")
        self.setAccessibleName(f"打印预览：{drawn.ledger.title}")
        self.setProperty("help", "list-output")
        self.preview = Preview(desk.look)
        self.preview.show_pdf(drawn.content)
        self.said = words("", "note")
        self.print = Button(desk.look, "打印", "printer", "primary")
        self.pdf = Button(desk.look, "存为 PDF", "file-text")
        leave = Button(desk.look, "关上")
        self.print.clicked.connect(lambda _checked: self._print())
        leave.clicked.connect(lambda _checked: self.reject())
        rows = len(drawn.ledger.parts[0].rows)
        head = row(words(drawn.ledger.title, "head"), words(f"{rows:,} 行", "note"), None)
        foot = block(row((self.said, 1), leave, self.pdf, self.print, pad=(16, 10, 16, 10)), "foot")
        body = column(head, (self.preview, 1), gap=10, pad=(16, 12, 16, 12))
        self.setLayout(column((block(body), 1), foot, gap=0))
        self.resize(min(_WIDE, parent.width() - _AROUND), min(_HIGH, parent.height() - _AROUND))
        self.preview.setFocus()

    def _print(self) -> None:
        desk, actor, drawn, over = self._desk, self._actor, self._drawn, self.parentWidget() or self
        try:
            printer = choose_printer(self, drawn.ledger.title, self.preview.pages)
        except GridCenterError as error:
            refuse(self, desk, error)
            return
        if printer is not None:
            note = partial(
                note_leaving, desk.database, actor, drawn.ledger, "打印", "纸", drawn.right
            )
            print_noted(
                desk.jobs, note, (drawn.content, printer), self._say, partial(refuse, over, desk)
            )

    def _say(self, sentence: str) -> None:
        if isValid(self):
            self.said.setText(sentence)
