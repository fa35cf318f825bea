"""The page that every list of the program is shown on, from its declaration."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QStackedWidget

from gridcenter.base.progress import Progress
from gridcenter.desk.desk import Desk
from gridcenter.desk.empty_state import EmptyState
from gridcenter.desk.jobs import Newest
from gridcenter.desk.layouts import block, column, row
from gridcenter.desk.lazy_table import Column, LazyTable
from gridcenter.desk.list_parts import Filter, FilterBar, RowAct, TickedBar
from gridcenter.desk.page import Act, Page, key_words
from gridcenter.desk.table import Table
from gridcenter.desk.words import words
from gridcenter.store.listing import Listing, Wish

Row = TypeVar("Row")
_KEYS = ("回车打开", "空格勾选　回车打开　Shift+↓ 连选")


@dataclass(frozen=True)
class ListDef(Generic[Row]):
    """A kind of list."""

    key: str
    title: str
    unit: str
    """Counts the rows: 人, 件, 户."""
    listing: Listing[Row]
    columns: Sequence[Column[Row]]
    tables: frozenset[str]
    """A commit that touches one of them changes the list."""
    hint: str = "查找"
    filters: Sequence[Filter] = ()
    acts: Sequence[Act] = ()
    row_acts: Sequence[RowAct] = ()
    ticks: bool = True
    empty: str = "还没有登记"
    empty_act: Act | None = None
    sort_by: str = ""
    descending: bool = False
    keys: str = "Ctrl+N 新增　Ctrl+F 筛选　Ctrl+P 打印　F5 刷新"


class ListPage(Page, Generic[Row]):
    """Filter bar, ticked bar, table; refreshed when a commit touches its tables."""

    opened = Signal(bytes)
    current_changed = Signal(object)
    """bytes, or None."""
    shown = Signal(int)
    """How many rows the list holds, each time an answer has come."""

    def __init__(self, desk: Desk, spec: ListDef[Row]) -> None:
        super().__init__(desk.look, spec.title, acts=spec.acts)
        self._desk, self._spec = desk, spec
        self.keys = spec.keys
        self._sort = (spec.sort_by, spec.descending)
        self._total, self._stale = -1, True
        self._awaited: bytes | None = None
        self.model: LazyTable[Any] = LazyTable(spec.columns, self._load)
        self.filter_bar = FilterBar(desk.look, spec.hint, spec.filters)
        self.ticked_bar = TickedBar(desk.look, spec.unit, spec.row_acts)
        self.table = Table(desk.look, self.model, spec.title, ticks=spec.ticks)
        self.empty = EmptyState(desk.look)
        self._newest = Newest(desk.jobs)
        self._lay_out()
        self.table.show_sort(spec.sort_by, descending=spec.descending)
        self.table.restore(desk.memory.recall(f"list/{spec.key}"))
        self._wire()

    @property
    def wish(self) -> Wish:
        """What the list shows now; the same wish exports and prints it."""
        sort_by, descending = self._sort
        bar = self.filter_bar
        return Wish(bar.words, sort_by, descending, bar.filters)

    def refresh(self) -> None:
        """Ask anew what the list holds; an answer that comes late is dropped."""
        self._stale = False
        wish, database, find = self.wish, self._desk.database, self._spec.listing.find

        def work(_progress: Progress) -> Sequence[bytes]:
            with database.read() as session:
                return find(session, wish)

        self._newest.ask(work)

    def enter(self, argument: object) -> None:
        """Show the list; a Wish sets words and filters, an id is looked up in the whole list."""
        if isinstance(argument, bytes):
            self._awaited = argument
            self.filter_bar.put()
        elif isinstance(argument, Wish):
            self.filter_bar.put(argument.words, argument.filters)
        elif self._stale:
            self.refresh()
        self.table.setFocus()
        self._tell_status()

    def set_slim(self, slim: bool) -> None:
        """Leave out what is for wide windows only."""
        self.filter_bar.set_slim(slim)
        self._hint_keys.setVisible(not slim)

    def _lay_out(self) -> None:
        self._hint, self._hint_keys = words("", "note"), words(_KEYS[self._spec.ticks], "note")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        card = block(column((self._stack, 1), gap=0, pad=1), "card")
        self.body.setSpacing(10)
        self.body.setContentsMargins(20, 14, 16, 12)
        hints = row((self._hint, 1), self._hint_keys)
        self.add(self.filter_bar, hints, self.ticked_bar, (card, 1))

    def _wire(self) -> None:
        self.filter_bar.changed.connect(self.refresh)
        self.filter_bar.columns.clicked.connect(lambda _checked: self._choose_columns())
        self.table.sorted_by.connect(self._sort_by)
        self.table.widened.connect(self._remember)
        self.table.opened.connect(self.opened)
        self.table.current_changed.connect(self.current_changed)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._menu)
        self.model.ticks_changed.connect(self._show_ticked)
        self.ticked_bar.cleared.connect(self.model.clear_ticks)
        self._newest.answered.connect(self._show)
        self._desk.changes.touched.connect(self._touched)
        self.empty.acted.connect(self._act_on_empty)
        self.bind("F5", self.refresh, "刷新")
        self.bind("Ctrl+F", self.filter_bar.search.setFocus, "到筛选的格子里打字")
        for act in self._spec.row_acts:
            if act.keys:
                self.bind(act.keys, partial(self._run, act), act.text)

    def _load(self, ids: Sequence[bytes]) -> dict[bytes, Row]:
        with self._desk.database.read() as session:
            return self._spec.listing.load(session, ids)

    def _show(self, ids: Sequence[bytes]) -> None:
        current = self.table.current
        self.model.show_ids(ids)
        self.table.go_to(self._awaited or current)
        self._awaited = None
        if not self.filter_bar.narrows:
            self._total = len(ids)
        self._show_counts()
        self.shown.emit(len(ids))

    def _show_counts(self) -> None:
        found, unit, typed = self.model.rowCount(), self._spec.unit, self.filter_bar.words
        if self._total >= 0:
            self.note.setText(f"{self._total:,} {unit}")
        narrowed = self.filter_bar.narrows
        by = f"按“{typed}”" if typed else "按所选条件"
        self._hint.setText(f"{by}找到 {found:,} {unit}" if narrowed else f"共 {found:,} {unit}")
        self._stack.setCurrentWidget(self.table if found else self.empty)
        self._say_empty(narrowed=narrowed)
        self._tell_status()

    def _say_empty(self, *, narrowed: bool) -> None:
        act = self._spec.empty_act
        if narrowed:
            self.empty.say("没有符合条件的", "清空条件", "list-filter", "x")
        elif act is not None:
            self.empty.say(self._spec.empty, act.text, "inbox", act.icon)
        else:
            self.empty.say(self._spec.empty)

    def _act_on_empty(self) -> None:
        if self.filter_bar.narrows:
            self.filter_bar.put()
        elif self._spec.empty_act is not None:
            self._spec.empty_act.run()

    def _tell_status(self) -> None:
        unit, ticked = self._spec.unit, len(self.model.ticked)
        parts = [f"全部 {self._total:,} {unit}"] if self._total >= 0 else []
        if self.filter_bar.narrows:
            parts.append(f"筛选后 {self.model.rowCount():,} {unit}")
        if ticked:
            parts.append(f"已选 {ticked:,} {unit}")
        self.status.emit("　".join(parts))

    def _show_ticked(self) -> None:
        self.ticked_bar.show_ticked(self.model.ticked)
        self._tell_status()

    def _sort_by(self, key: str, descending: bool) -> None:
        self._sort = (key, descending)
        self.refresh()

    def _touched(self, tables: frozenset[str]) -> None:
        if tables & self._spec.tables:
            self._stale = True
            if self.isVisible():
                QTimer.singleShot(0, self.refresh)

    def _chosen(self) -> Sequence[bytes]:
        current = self.table.current
        return self.model.ticked or ([current] if current is not None else [])

    def _run(self, act: RowAct) -> None:
        if ids := self._chosen():
            act.run(ids)

    def _menu(self, at: QPoint) -> None:
        index = self.table.indexAt(at)
        if not index.isValid():
            return
        wanted: bytes = index.data(LazyTable.IdRole)
        ids = self.model.ticked if wanted in self.model.ticked else [wanted]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("打开\t回车").triggered.connect(lambda: self.opened.emit(wanted))
        for act in self._spec.row_acts:
            entry = menu.addAction(f"{act.text}\t{key_words(act.keys)}")
            entry.setEnabled(act.many or len(ids) == 1)
            entry.triggered.connect(lambda _checked, run=act.run: run(ids))
        menu.popup(self.table.viewport().mapToGlobal(at))

    def _choose_column(self, number: int, shown: bool) -> None:
        self.table.choose_column(number, shown=shown)
        self._remember()

    def _remember(self) -> None:
        self._desk.memory.keep(f"list/{self._spec.key}", self.table.shape())

    def _choose_columns(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for number, column_ in enumerate(self._spec.columns, start=1):
            entry = QAction(column_.title, menu)
            entry.setCheckable(True)
            entry.setChecked(not self.table.isColumnHidden(number))
            entry.setEnabled(number > 1)
            entry.toggled.connect(partial(self._choose_column, number))
            menu.addAction(entry)
        button = self.filter_bar.columns
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
