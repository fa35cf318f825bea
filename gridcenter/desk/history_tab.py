"""The tab 历史 of a drawer: who changed what, when, from what to what."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gridcenter.base.periods import today
from gridcenter.desk.buttons import Button
from gridcenter.desk.desk import Desk
from gridcenter.desk.history import Deed, Edit
from gridcenter.desk.layouts import block, column, empty, row, rule
from gridcenter.desk.theme import Look
from gridcenter.desk.words import Elided, IconLabel, words
from gridcenter.store.attachments import Attachment

AT_ONCE = 40
_INDENT = 24


class HistoryTab(QWidget):
    """The newest deeds; 更早的 shows as many again."""

    def __init__(self, desk: Desk, read: Callable[[], Sequence[Deed]]) -> None:
        super().__init__()
        self.setAccessibleName("改动记录")
        self._look, self._read, self._shown = desk.look, read, 0
        self._deeds: Sequence[Deed] = ()
        self._lines: QVBoxLayout = column(gap=8)
        self.more = Button(desk.look, "更早的…", "history", "link")
        self.more.clicked.connect(lambda _checked: self.show_more())
        self.setLayout(column(self._lines, self.more, None, gap=8))
        self.refresh()
        desk.changes.touched.connect(self._touched)

    def refresh(self) -> None:
        """Show the newest of what there is now."""
        empty(self._lines)
        self._deeds, self._shown = self._read(), 0
        self.show_more()
        if not self._deeds:
            self._lines.addWidget(words("还没有改动记录", "second"))

    def show_more(self) -> None:
        """Add older deeds below."""
        for deed in self._deeds[self._shown : self._shown + AT_ONCE]:
            if self._lines.count():
                self._lines.addWidget(rule())
            self._lines.addWidget(deed_lines(self._look, deed))
        self._shown += AT_ONCE
        self.more.setVisible(self._shown < len(self._deeds))

    def _touched(self, tables: frozenset[str]) -> None:
        """A drawer is made anew for its record, not for what is added to it."""
        if Attachment.__tablename__ in tables:
            self.refresh()


def deed_lines(look: Look, deed: Deed) -> QWidget:
    """Lay out one deed: when, who, what; beneath it each field before and after."""
    day = "%m-%d %H:%M" if deed.at.year == today().year else "%Y-%m-%d %H:%M"
    head = row(
        IconLabel(look, deed.icon, "text3", 16), words(f"{deed.at:{day}}", "note"),
        words(deed.actor, "strong"), (Elided(deed.title, "second"), 1),
    )  # fmt: skip
    edits = [_edit_line(edit) for edit in deed.edits]
    if deed.pc:
        edits.insert(0, words(f"从{deed.pc}收来", "note", wrap=True))
    under = [column(*edits, gap=2, pad=(_INDENT, 0, 0, 0))] if edits else []
    return block(column(head, *under, gap=3))


def _edit_line(edit: Edit) -> QWidget:
    values = " → ".join(filter(None, (edit.before, edit.after)))
    text = f"{edit.label}：{values}" if values else f"{edit.label}改了"
    made = words(text, wrap=True)
    made.setToolTip(edit.whole)
    return made
