"""First step of an import: what kind, which file; and the imports of before."""

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from gridcenter.desk.buttons import Button
from gridcenter.desk.cards import Card
from gridcenter.desk.chips import Chip
from gridcenter.desk.drop_zone import DropZone
from gridcenter.desk.empty_state import EmptyState
from gridcenter.desk.layouts import FillingStack, block, column, row
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.short_list import ShortList
from gridcenter.desk.theme import Look
from gridcenter.desk.words import words
from gridcenter.sheets.imports import Context, ImportBatch, ImportKind

FILES = "表格 (*.xlsx *.xls *.et *.ods *.csv *.xlsm);;所有文件 (*)"
_UNDONE, _DONE = Chip("已撤回", "plain", "undo-2"), Chip("已写入", "done", "check")


class ImportStart(QWidget):
    """Kinds at the left, the place for the file at the right, earlier imports below."""

    file_given = Signal(object)
    """Path."""
    undo_wanted = Signal(object)
    """ImportBatch."""

    def __init__(self, look: Look, kinds: Sequence[ImportKind], today: date) -> None:
        super().__init__()
        self._kinds, self._titles = tuple(kinds), {kind.name: kind.title for kind in kinds}
        self._today, self._batches = today, dict[bytes, ImportBatch]()
        self._group, self._needed = QButtonGroup(self), words("", "note", wrap=True)
        self.drop = DropZone(look, "把表格拖到这里", "选文件", FILES, "file-spreadsheet")
        self.list = ShortList(look, "以前导入的", _columns(self._titles), scrolls=True)
        self.undo = Button(look, "撤回这一批", "undo-2")
        self._stack = FillingStack(88)
        self._stack.addWidget(self.list)
        self._stack.addWidget(EmptyState(look, "还没有导入过表格。导入后在这里能整批撤回"))
        self._lay_out(look)
        self._wire()

    @property
    def kind(self) -> ImportKind:
        """The kind chosen."""
        return self._kinds[max(self._group.checkedId(), 0)]

    def choose_kind(self, name: str) -> None:
        """Choose a kind by its name; an unknown one changes nothing."""
        for number, kind in enumerate(self._kinds):
            if kind.name == name:
                self._group.button(number).setChecked(True)
                self._say_needed()

    def show_batches(self, batches: Sequence[ImportBatch]) -> None:
        """Show the imports carried out, newest first."""
        self._batches = {batch.txn: batch for batch in batches}
        self.list.show_rows(self._batches)
        self._stack.setCurrentIndex(0 if batches else 1)
        if batches:
            self.list.selectRow(0)
        self._judge_undo()

    def _lay_out(self, look: Look) -> None:
        entries = []
        for number, kind in enumerate(self._kinds):
            button = Button(look, kind.title, kind="nav", checked=number == 0)
            button.setProperty("slim", "list")
            self._group.addButton(button, number)
            entries.append(button)
        needed = row(6, (self._needed, 1), gap=0)
        left = Card(look, "导入什么", *entries, 8, None, needed, pad=(10, 8, 10, 12), inset=6, gap=2)
        left.setFixedWidth(300)
        right = block(column((self.drop, 1), gap=0, pad=12), "card")
        below = Card(
            look, "以前导入的", (self._stack, 1), tail=[self.undo], pad=(8, 8, 8, 8), inset=8, gap=6
        )
        self.setLayout(column((row(left, (right, 1), gap=12), 1), (below, 1), gap=12))
        self._say_needed()

    def _wire(self) -> None:
        self.drop.given.connect(self.file_given)
        self._group.idClicked.connect(lambda _id: self._say_needed())
        self.list.current_changed.connect(lambda _id: self._judge_undo())
        self.undo.clicked.connect(lambda _checked: self._ask_undo())

    def _say_needed(self) -> None:
        shape = self.kind.shape(Context(self._today))
        needed = "、".join(col.title for col in shape.columns if col.required)
        must = f"表里一定要有：{needed}。" if needed else ""
        self._needed.setText(f"{must}列名叫法不同也认得，认错了下一步可以改。")

    def _judge_undo(self) -> None:
        batch = self._batches.get(self.list.current or b"")
        may = batch is not None and batch.kind in self._titles
        self.undo.setEnabled(may and batch is not None and not batch.undone)

    def _ask_undo(self) -> None:
        batch = self._batches.get(self.list.current or b"")
        if batch is not None:
            self.undo_wanted.emit(batch)


def _columns(titles: dict[str, str]) -> list[Column[ImportBatch]]:
    return [
        Column("file", "文件", lambda b: b.file, 200),
        Column("kind", "种类", lambda b: titles.get(b.kind, "其他"), 140),
        Column("at", "时间", lambda b: _moment(b.at), 130),
        Column("actor", "经手人", lambda b: b.actor, 90, wide_only=True),
        Column("created", "新增", lambda b: f"{b.created:,}", 70, number=True),
        Column("updated", "更新", lambda b: f"{b.updated:,}", 70, number=True),
        Column("rejected", "退回", lambda b: f"{b.rejected:,}", 70, number=True),
        Column("state", "情况", lambda b: _UNDONE if b.undone else _DONE, 96),
    ]


def _moment(text: str) -> str:
    """Write a time of the file (ISO, UTC) as the wall clock has it."""
    at = datetime.fromisoformat(text).astimezone()
    return f"{at.month}月{at.day}日 {at:%H:%M}"
