"""The lists of the workbench: what is to be done, the month's ledgers, packages without receipt."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gridcenter.base.periods import Month, short_day
from gridcenter.desk.buttons import Button
from gridcenter.desk.cards import Card
from gridcenter.desk.chips import Chip, Tone, chip
from gridcenter.desk.empty_state import EmptyState
from gridcenter.desk.layouts import Item, block, column, row, rule
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.short_list import LOW, ShortList
from gridcenter.desk.theme import Look
from gridcenter.desk.words import IconLabel, words
from gridcenter.exchange.status import OutgoingState
from gridcenter.ledgers.model import LedgerDef
from gridcenter.wing.todos import State
from gridcenter.workbench.todos import TodoLine

_PAD = (8, 8, 8, 6)
_LEAST = 34 + 5 * LOW
_PATIENCE = 3
"""After so many days without a receipt somebody should ask."""
_MOST_PACKAGES = 3
_ONLY: dict[State, str] = {"late": "只看已经逾期的", "due": "只看今天到期的", "open": ""}


def when(line: TodoLine) -> Chip:
    """Return how pressing a thing is, as a chip."""
    if line.state == "late":
        return Chip(f"逾期 {line.days} 天", "over", "triangle-alert")
    return Chip("今天", "due", "clock") if line.state == "due" else Chip("待办", "info", "clock")


TODO_COLUMNS: tuple[Column[TodoLine], ...] = (
    Column("when", "期限", when, 104),
    Column("kind", "类别", lambda r: r.kind, 88, wide_only=True),
    Column("what", "事由", lambda r: r.what, 0),
    Column("place", "网格", lambda r: r.place, 78),
    Column("who", "责任人", lambda r: r.who, 74, wide_only=True),
)


class TodoCard(Card):
    """Everything that is to be done; the door shows the whole list, and the short one again."""

    opened = Signal(object)
    """TodoLine."""
    spread = Signal(bool)
    """Whether the whole list is wanted."""

    def __init__(self, look: Look) -> None:
        self._list = ShortList(look, "今天要办", TODO_COLUMNS, scrolls=True, whole=True)
        self._list.setMinimumHeight(_LEAST)
        self._calm = EmptyState(look, "今天没有要办的", icon="circle-check")
        self.door = Button(look, "", "", "link")
        super().__init__(
            look, "今天要办", (self._list, 1), (self._calm, 1), tail=[self.door],
            pad=_PAD, gap=4, inset=8,
        )  # fmt: skip
        self._lines: Sequence[TodoLine] = ()
        self._only: State | None = None
        self.wide = False
        self._list.opened.connect(self._open)
        self.door.clicked.connect(lambda _checked: self.set_wide(not self.wide))

    @property
    def shown(self) -> Sequence[TodoLine]:
        """The lines listed now."""
        return [line for line in self._lines if self._only in {None, line.state}]

    def show_lines(self, lines: Sequence[TodoLine]) -> None:
        """Show these."""
        self._lines = lines
        self._show()

    def set_wide(self, wide: bool, only: State | None = None) -> None:
        """Show the whole list, or only what is late or due; or the short list again."""
        self.wide, self._only = wide, only
        self._list.show_whole(not wide)
        self._show()
        self.spread.emit(wide)
        if wide:
            self._list.setFocus()

    def _show(self) -> None:
        shown = self.shown
        self._list.show_rows({line.id: line for line in shown})
        self._list.setVisible(bool(shown))
        self._calm.setVisible(not shown)
        self.note.setText(_ONLY[self._only] if self._only else "")
        self.door.setVisible(bool(self._lines))
        self.door.say("收起" if self.wide else f"全部 {len(self._lines):,} 件")

    def _open(self, id_: bytes) -> None:
        self.opened.emit(next(line for line in self._lines if line.id == id_))


class LedgersCard(Card):
    """The month's ledgers and how many rows each has."""

    opened = Signal(object)
    """Name of a ledger, None: whichever the page shows."""

    def __init__(self, look: Look, ledgers: Sequence[LedgerDef]) -> None:
        self._defs = {one.name.encode(): one for one in ledgers if one.count is not None}
        columns: list[Column[tuple[str, int | None]]] = [
            Column("name", "台账", lambda r: r[0], 0),
            Column("rows", "行数", lambda r: _rows(r[1]), 96, number=True),
        ]
        self._list = ShortList(look, "本月台账", columns, scrolls=True)
        self.door = Button(look, "去打印", "printer", "link")
        super().__init__(
            look, "本月台账", (self._list, 1), tail=[self.door], pad=_PAD, gap=4, inset=8
        )
        self._list.opened.connect(lambda name: self.opened.emit(name.decode()))
        self.door.clicked.connect(lambda _checked: self.opened.emit(None))

    def show_counts(self, month: Month, counts: Mapping[str, int]) -> None:
        """Show how many rows each has in a month."""
        self.title.setText(f"{month.month}月台账")
        self._list.show_rows(
            {key: (one.title, counts.get(one.name)) for key, one in self._defs.items()}
        )


class PackagesCard(Card):
    """Packages handed over or sealed, whose receipts are not here yet."""

    opened = Signal()

    def __init__(self, look: Look) -> None:
        self._look, self._lines = look, column(gap=9)
        self._in = Button(look, "取入回执", "usb")
        super().__init__(
            look, "等回执的包", self._lines, None, row(self._in, None), gap=9, pad=(16, 8, 14, 12)
        )
        self._in.clicked.connect(lambda _checked: self.opened.emit())

    def show_packages(self, packages: Sequence[OutgoingState], today: date) -> None:
        """Show the newest of these packages."""
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        newest = list(reversed(packages))[:_MOST_PACKAGES]
        for one in newest:
            if one is not newest[0]:
                self._lines.addWidget(rule())
            self._lines.addWidget(self._line(one, today))
        if not newest:
            self._lines.addWidget(words("没有等回执的包", "note"))
        self.note.setText(f"共 {len(packages)} 个" if len(packages) > len(newest) else "")

    def _line(self, one: OutgoingState, today: date) -> QWidget:
        sealed = datetime.fromisoformat(one.noted_at).astimezone().date()
        title = words(f"{short_day(sealed)}封的包　{one.ops:,} 条", "strong")
        to = words(f"拷给 {'、'.join(one.waiting)}", "note", wrap=True)
        text, tone = wait_words(one, today)
        foot: list[Item] = [(to, 1), chip(text, tone)]
        head = row(IconLabel(self._look, "package"), (title, 1))
        return block(column(head, row(*foot, pad=(26, 0, 0, 0)), gap=3))


def wait_words(one: OutgoingState, today: date) -> tuple[str, Tone]:
    """Say how long a package has waited for its receipt."""
    if one.handed_at is None:
        return "封好未拷", "info"
    handed = datetime.fromisoformat(one.handed_at).astimezone(UTC).astimezone().date()
    days = (today - handed).days
    if days < 1:
        return "今天拷的", "info"
    return f"已等 {days} 天", "over" if days >= _PATIENCE else "due"


def _rows(count: int | None) -> str:
    if count is None:
        return ""
    return f"{count:,} 行" if count else "还没有内容"
