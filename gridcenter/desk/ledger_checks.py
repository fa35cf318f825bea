"""What is looked at before printing, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout

from gridcenter.base.periods import short_day
from gridcenter.desk.layouts import Ground, block, column, row
from gridcenter.desk.theme import Look
from gridcenter.desk.words import IconLabel, words
from gridcenter.ledgers.making import Draft
from gridcenter.ledgers.model import Scope

_FEW = 6


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: good, or to be heeded."""

    good: bool
    title: str
    note: str = ""


def usual_findings(drawn: Draft, scope: Scope) -> list[Finding]:
    """Look at what concerns every ledger: missing characters, the tree of the month, emptiness."""
    return [_characters(drawn), _tree(scope), *_rows(drawn), *_personal(drawn)]


class CheckCard(Ground):
    """Findings one under another."""

    def __init__(self, look: Look) -> None:
        super().__init__("sunken")
        self._look = look
        self._lines: QVBoxLayout = column(gap=8)
        self.setLayout(column(words("印前检查", "strong"), self._lines, gap=8, pad=12))
        self.show_findings([])

    @property
    def findings(self) -> Sequence[Finding]:
        """What is shown."""
        return self._shown

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show these instead."""
        self._shown = tuple(findings)
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for finding in findings:
            self._lines.addWidget(self._line(finding))
        self.setVisible(bool(findings))

    def _line(self, finding: Finding) -> Ground:
        icon = ("circle-check", "done") if finding.good else ("triangle-alert", "due")
        said = [words(finding.title, wrap=True)]
        said += [words(finding.note, "note", wrap=True)] if finding.note else []
        mark = column(IconLabel(self._look, *icon), None)
        return block(row(mark, (column(*said, gap=1), 1), gap=8))


def _characters(drawn: Draft) -> Finding:
    missing = drawn.made.missing
    if not missing:
        return Finding(True, "不缺字")
    listed = "、".join(f"{char}（{where}）" for char, where in missing[:_FEW])
    return Finding(False, f"缺 {len(missing)} 处字，会印成〓", listed)


def _tree(scope: Scope) -> Finding:
    return Finding(True, "当月的网格和人", f"按{short_day(scope.month.last)}的划分")


def _rows(drawn: Draft) -> list[Finding]:
    return [] if drawn.made.rows else [Finding(False, "这个月没有记录", "会印成空表")]


def _personal(drawn: Draft) -> list[Finding]:
    if not drawn.ledger.personal:
        return []
    return [Finding(False, "含个人信息", "打印和导出会记入查看记录，用完收好")]
