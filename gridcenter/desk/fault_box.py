"""What the window says when the program itself went wrong: go on, keep a report, or leave."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from gridcenter.desk.buttons import Button
from gridcenter.desk.faults import Fault
from gridcenter.desk.messages import Box, Question
from gridcenter.desk.theme import Look

_DETAIL = "诊断报告可以交给维护人员：里面只有程序的情况，没有姓名、号码和登记的内容。"


class FaultBox(Box):
    """Enter and Esc go on."""

    def __init__(
        self,
        parent: QWidget,
        look: Look,
        fault: Fault,
        keep_report: Callable[[QWidget], object],
        leave: Callable[[], object],
    ) -> None:
        detail = _DETAIL if fault.report else ""
        question = Question(fault.words, "继续用", detail, "退出程序" if fault.report else "")
        super().__init__(parent, look, question, "triangle-alert", "over")
        self.setProperty("help", "care")
        self.report = Button(look, "存一份诊断报告", "file-text")
        self.report.setVisible(bool(fault.report))
        self.report.clicked.connect(lambda _checked: keep_report(self))
        self.no.clicked.connect(lambda _checked: leave())
        self.foot.insertWidget(0, self.report)
        self.yes.setDefault(True)


def tell_fault(
    parent: QWidget,
    look: Look,
    fault: Fault,
    keep_report: Callable[[QWidget], object],
    leave: Callable[[], object],
) -> FaultBox:
    """Say what went wrong; returns the open box."""
    box = FaultBox(parent, look, fault, keep_report, leave)
    box.open()
    return box
