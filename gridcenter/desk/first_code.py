"""First run, step four: the recovery code, printed or copied by hand before going on."""

from PySide6.QtWidgets import QApplication, QWidget

from gridcenter.base.errors import GridCenterError, RuleBroken
from gridcenter.base.periods import day_words, today
from gridcenter.base.progress import Progress
from gridcenter.desk.buttons import Button
from gridcenter.desk.cards import Card
from gridcenter.desk.fields import TickField
from gridcenter.desk.layouts import block, column, row
from gridcenter.desk.printing import choose_printer, print_pdf
from gridcenter.desk.recovery_paper import recovery_paper
from gridcenter.desk.theme import Look
from gridcenter.desk.words import set_role, words


class CodeStep(QWidget):
    """The recovery code: printed or copied by hand, then ticked."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._township, self.code = look, "", ""
        self._shown, self._said = words("", "number"), words("", "second", wrap=True)
        self.copied = TickField("已抄好或打印好，锁进柜子了")
        self.print, self.copy = Button(look, "打印", "printer"), Button(look, "复制", "file-text")
        self.print.clicked.connect(lambda _checked: self._print())
        self.copy.clicked.connect(lambda _checked: QApplication.clipboard().setText(self.code))
        box = block(row(None, self._shown, None, pad=20), "sunken")
        self.card = Card(
            look, "恢复码", self._said, box, row(self.print, self.copy, None), 6, self.copied,
            pad=(24, 14, 24, 24), gap=12,
        )  # fmt: skip
        self.setLayout(column(self.card, None))
        self.show_code("", "")

    def show_code(self, township: str, code: str) -> None:
        """Show the code; without one say that the data is being set up."""
        self._township, self.code = township, code
        self._shown.setText("　".join(code.split("-")) if code else "正在建数据，请稍候…")
        set_role(self._said, "second")
        self._said.setText("忘了所有口令时，只有它能打开数据。只显示这一次，请现在就打印或抄下来。")
        for widget in (self.print, self.copy, self.copied):
            widget.setEnabled(bool(code))

    def check(self) -> None:
        """Refuse to go on before the code is safe; raises RuleBroken."""
        if not self.code:
            raise RuleBroken("code", "数据还没有建好，请等一下，或回上一步改")
        if not self.copied.isChecked():
            raise RuleBroken("copied", "请先把恢复码抄好或打印好，再勾上“已抄好”")

    def _print(self) -> None:
        try:
            pdf = recovery_paper(self._township, self.code, day_words(today()))
            printer = choose_printer(self, "恢复码", 1)
            if printer is not None:
                print_pdf(pdf, printer, Progress())
        except GridCenterError as error:
            set_role(self._said, "error")
            self._said.setText(error.words)
