"""Last step of an import: what was written, how to take it back, what to mend."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gridcenter.desk.buttons import Button
from gridcenter.desk.cards import Card
from gridcenter.desk.layouts import block, column, row
from gridcenter.desk.theme import Look
from gridcenter.desk.words import IconLabel, words
from gridcenter.sheets.verdicts import Tally


class ImportResult(QWidget):
    """Big numbers and the three things one may want next."""

    undo_wanted = Signal()
    rejects_wanted = Signal()
    another_wanted = Signal()
    noticed_wanted = Signal()
    """What was noticed in this import shall be looked at."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._head, self._note = words("", "page"), words("", "second", wrap=True)
        self._figures = [(words("0", "number"), words(t, "note")) for t in ("新增", "更新", "不变", "退回")]
        self.undo = Button(look, "撤回这一批", "undo-2")
        self.rejects = Button(look, "导出退回行", "file-spreadsheet")
        self.another = Button(look, "再导入一个", "file-input", "primary")
        figures = [block(column(*pair, gap=2, pad=(18, 10, 18, 10)), "sunken", width=150) for pair in self._figures]
        self.noticed = Button(look, "", "triangle-alert", "link")
        self.noticed.hide()
        mark = row(IconLabel(look, "circle-check", "done", 28), (self._head, 1), gap=12)
        acts = row(self.undo, self.rejects, None, self.another, gap=10)
        card = Card(
            look, "写好了", mark, self._note, 4, row(*figures, None, gap=12), row(self.noticed, None), 12, acts,
            pad=(28, 18, 28, 24), gap=12,
        )  # fmt: skip
        card.setMaximumWidth(860)
        self.setLayout(column(row(card, None), None))
        for button, signal in (
            (self.undo, self.undo_wanted),
            (self.rejects, self.rejects_wanted),
            (self.another, self.another_wanted),
            (self.noticed, self.noticed_wanted),
        ):
            button.clicked.connect(lambda _checked, s=signal: s.emit())

    def show_written(self, title: str, file: str, counted: Tally) -> None:
        """Show what an import has written."""
        self._head.setText(f"{title}：“{file}”已经写入")
        numbers = (counted.created, counted.updated, counted.unchanged, counted.rejected)
        for (number, _name), value in zip(self._figures, numbers, strict=True):
            number.setText(f"{value:,}")
        back = f"退回的 {counted.rejected:,} 行没有写入，导出后照着“说明”改好，再导入一次就行。"
        self._note.setText(
            (back if counted.rejected else "每一行都处理好了。") + "写错了可以整批撤回，撤回不影响别的登记。"
        )
        self.rejects.setEnabled(counted.rejected > 0)
        self.undo.setEnabled(True)
        self.show_noticed("")

    def show_noticed(self, sentence: str) -> None:
        """Say what was noticed in this import, as a door to it; "" for nothing."""
        self.noticed.say(sentence)
        self.noticed.setVisible(bool(sentence))

    def show_undone(self, records: int) -> None:
        """Say that the import was taken back."""
        self._head.setText(f"已经撤回，改回 {records:,} 条记录")
        self._note.setText("这一批写入的都退回到导入以前的样子。")
        self.show_noticed("")
        self.undo.setEnabled(False)
