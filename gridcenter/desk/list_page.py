"""The page that every list of the program is shown on, from its declaration."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Generic, TypeAlias, TypeVar

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from gridcenter.access.actors import Actor
from gridcenter.base.periods import Month, today
from gridcenter.base.progress import Progress
from gridcenter.desk.buttons import Button
from gridcenter.desk.desk import Desk
from gridcenter.desk.empty_state import EmptyState
from gridcenter.desk.filters import TreeFilter
from gridcenter.desk.jobs import Newest
from gridcenter.desk.layouts import block, column, row
from gridcenter.desk.lazy_table import CHUNK, LazyTable, cell_text
from gridcenter.desk.list_columns import ColumnSheet
from gridcenter.desk.list_def import ListDef
from gridcenter.desk.list_menu import copy, menu_key_place, row_menu, row_text
from gridcenter.desk.list_output import Sheet
from gridcenter.desk.list_parts import FilterBar, RowAct, TickedBar
from gridcenter.desk.list_print import ListOutput
from gridcenter.desk.messages import Question, ask
from gridcenter.desk.page import Page
from gridcenter.desk.table import Table
from gridcenter.desk.words import words
from gridcenter.store.listing import Wish

Row = TypeVar("Row")
_Answer: TypeAlias = tuple[Wish, Sequence[bytes], dict[bytes, Any], str]
_TICK_KEYS = "空格勾选　Shift+↓ 连选"
_SOME = 3
_WORDED = 2
"""How many acts keep their words in a narrow window."""
_SLIM_BUTTON, _ANY_WIDTH = 36, 16_777_215


class ListPage(Page, Generic[Row]):
    """Filter bar, ticked bar, table; refreshed when a commit touches its tables."""

    opened = Signal(bytes)
    current_changed = Signal(object)
    """bytes, or None."""
    shown = Signal(int)
    """How many rows the list holds, each time an answer has come."""
    opens = True
    """Whether a row can be opened."""

    def __init__(self, desk: Desk, spec: ListDef[Row], actor: Actor | None = None) -> None:
        super().__init__(desk.look, spec.title, acts=spec.acts)
        self._desk, self._spec = desk, spec
        self.keys = spec.keys
        self._sort = (spec.sort_by, spec.descending)
        self._total, self._stale, self._trees_stale = -1, True, True
        self._summary = ""
        """What stands beside the title; to be asked when it is empty."""
        self._slim = False
        self._awaited: bytes | None = None
        self._descends = False
        self._answered: Wish | None = None
        self._kept: dict[str, str] = {}
        self._place = f"list/{spec.key}"
        may_print = actor is not None and actor.may(spec.right)
        self.output = ListOutput(self, desk, actor, self._sheet) if actor and may_print else None
        self._row_acts = [*spec.row_acts, *self._output_acts()]
        self.model: LazyTable[Any] = LazyTable(spec.columns, self._load)
        self.filter_bar = FilterBar(desk.look, spec.hint, spec.filters)
        self.ticked_bar = TickedBar(desk.look, spec.unit, self._row_acts)
        self.table = Table(desk.look, self.model, spec.title, ticks=spec.ticks)
        self.columns = ColumnSheet(self.filter_bar.columns, desk.look, self.table)
        self.empty = EmptyState(desk.look)
        self._newest, self._trees = Newest(desk.jobs), Newest(desk.jobs)
        self._lay_out()
        self._restore()
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
        wish, database, listing = self.wish, self._desk.database, self._spec.listing
        top = self.table.first_shown if wish == self._answered else 0
        start = top - top % CHUNK
        known, summary = self._summary, self._spec.summary

        def work(_progress: Progress) -> _Answer:
            with database.read() as session:
                ids = listing.find(session, wish)
                said = known or (summary(session) if summary else "")
                return wish, ids, listing.load(session, ids[start : start + 2 * CHUNK]), said

        self._newest.ask(work)

    def enter(self, argument: object) -> None:
        """Show the list; a Wish sets words and filters, an id is looked up in the whole list."""
        if self._trees_stale:
            self._ask_trees()
        if isinstance(argument, bytes):
            self._awaited = argument
            self.filter_bar.put()
        elif isinstance(argument, Wish):
            self.filter_bar.put(argument.words, argument.filters)
        elif self._stale:
            self.refresh()
        self._tell_status()

    @property
    def begins_at(self) -> QWidget:
        """The rows, or what stands in their place."""
        return self.table if self._stack.currentWidget() is self.table else self.empty

    def show_month(self, month: Month) -> None:
        """Follow the month chosen above, if a filter does."""
        before = self.wish
        self.filter_bar.show_month(month)
        if self.wish != before:
            self.turn_stale()

    def set_slim(self, slim: bool) -> None:
        """Leave out what is for wide windows only."""
        self._slim = slim
        self._hint_keys.setVisible(not slim)
        self._hints.setVisible(not slim or self.filter_bar.narrows)
        for button, text in self._output_buttons:
            _squeeze(button, text, slim)
        for button, act in list(zip(self.buttons, self.acts, strict=True))[:-_WORDED]:
            _squeeze(button, act.text, slim)
            button.setToolTip(f"{act.text}　{act.keys}".strip() if slim else act.keys)

    def event(self, event: QEvent) -> bool:
        """Keep Esc from the drawer while there are words to clear."""
        if event.type() == QEvent.Type.ShortcutOverride and self.filter_bar.search.clears(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Clear the words with Esc."""
        if self.filter_bar.search.clears(event):
            self.filter_bar.search.clear()
        else:
            super().keyPressEvent(event)

    def _go_down(self) -> None:
        self._descends = True
        self.table.setFocus()
        if not self.filter_bar.hurry():
            self._take_first()

    def _take_first(self) -> None:
        if self._descends and self.model.rowCount():
            self.table.selectRow(0)
        self._descends = False

    def _lay_out(self) -> None:
        keys = ["回车打开"] * self.opens + [_TICK_KEYS] * self._spec.ticks
        self._hint, self._hint_keys = words("", "note"), words("　".join(keys), "note")
        self._clear = Button(self.look, "清空条件", "", "link")
        self._clear.hide()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        card = block(column((self._stack, 1), gap=0, pad=1), "card")
        self.body.setSpacing(10)
        self.body.setContentsMargins(20, 14, 16, 12)
        self._hints = block(row(self._hint, self._clear, None, self._hint_keys), height=24)
        self.add(self.filter_bar, self._hints, self.ticked_bar, (card, 1))
        self._output_buttons: list[tuple[Button, str]] = []
        if self.output is not None:
            self._add_output("打印", "printer", "Ctrl+P", self.output.print_out)
            self._add_output("导出", "file-spreadsheet", "Ctrl+E", self.output.export)
            self.bind("Ctrl+P", self.print_shown, "打印")
            self.bind("Ctrl+E", self._output_buttons[1][0].click, "导出")

    def _add_output(self, text: str, icon: str, keys: str, run: Any) -> None:  # noqa: ANN401
        assert self.output is not None
        output = self.output
        button = Button(self.look, text, icon, tip=f"{text}看到的这些行和列（{keys}）")
        self.tail.insertWidget(len(self._output_buttons), button)
        self._output_buttons.append((button, text))

        def ask_rows() -> None:
            output.ask_rows(button, self.model.ticked, run)

        button.clicked.connect(lambda _checked: ask_rows())

    def print_shown(self) -> None:
        """Print what is seen, asking which rows where some are ticked."""
        self._output_buttons[0][0].click()

    def _output_acts(self) -> list[RowAct]:
        if self.output is None:
            return []
        return [
            RowAct("打印选中", self.output.print_out, "printer"),
            RowAct("导出选中", self.output.export, "file-spreadsheet"),
        ]

    def _restore(self) -> None:
        kept = self._desk.memory.recall(self._place)
        self._kept = {k.removeprefix("filter-"): v for k, v in kept.items() if k.startswith("filter-")}
        self.filter_bar.restore(self._kept)
        key, _, down = kept.get("sort", "").partition(" ")
        if any(c.key == key and c.sorts for c in self._spec.columns):
            self._sort = (key, down == "down")
        self.table.show_sort(self._sort[0], descending=self._sort[1])
        self.table.restore(kept)

    def _remember(self) -> None:
        sort_by, descending = self._sort
        kept = self.table.shape() | {f"filter-{key}": one for key, one in self._kept.items()}
        kept["sort"] = f"{sort_by} {'down' if descending else 'up'}"
        self._desk.memory.keep(self._place, kept)

    def _wire(self) -> None:
        bar = self.filter_bar
        bar.changed.connect(self.refresh)
        bar.search.left.connect(self._go_down)
        bar.chosen_by_hand.connect(self._keep_filters)
        bar.columns.clicked.connect(lambda _checked: self.columns.open_under(bar.columns))
        self._clear.clicked.connect(lambda _checked: bar.clear())
        self.columns.changed.connect(self._remember)
        self.table.sorted_by.connect(self._sort_by)
        self.table.reshaped.connect(self._remember)
        self.table.opened.connect(self.opened)
        self.table.current_changed.connect(self.current_changed)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._menu)
        self.model.ticks_changed.connect(self._show_ticked)
        self.ticked_bar.cleared.connect(self.model.clear_ticks)
        self.ticked_bar.acted.connect(lambda act: self._do(act, self.model.ticked))
        self._newest.answered.connect(self._show)
        self._trees.answered.connect(self._offer_trees)
        self._desk.changes.touched.connect(self._touched)
        self.empty.acted.connect(self._act_on_empty)
        self.bind("F5", self.refresh, "刷新")
        self.bind("Ctrl+F", bar.search.setFocus, "到筛选的格子里打字")
        self.bind("Ctrl+C", self._copy, "复制这一行")
        self.bind("Shift+F10", lambda: self._menu(menu_key_place(self.table)), "这一行的菜单")
        for act in self._row_acts:
            if act.keys:
                self.bind(act.keys, partial(self._run, act), act.text)

    def _keep_filters(self) -> None:
        self._kept = self.filter_bar.kept()
        self._remember()

    def _load(self, ids: Sequence[bytes]) -> dict[bytes, Row]:
        with self._desk.database.read() as session:
            return self._spec.listing.load(session, ids)

    def _ask_trees(self) -> None:
        trees = [f for f in self._spec.filters if isinstance(f, TreeFilter)]
        database, self._trees_stale = self._desk.database, False
        if trees:

            def work(_progress: Progress) -> dict[str, Any]:
                with database.read() as session:
                    return {tree.key: tree.nodes(session) for tree in trees}

            self._trees.ask(work)

    def _offer_trees(self, found: dict[str, Any]) -> None:
        for key, nodes in found.items():
            self.filter_bar.offer(key, nodes)

    def _show(self, answer: _Answer) -> None:
        wish, ids, rows, said = answer
        self._summary = "" if self._stale else said
        same, self._answered = wish == self._answered, wish
        self.table.show_ids(ids, rows, self._awaited, same=same)
        self._awaited = None
        self._take_first()
        if not self.filter_bar.narrows:
            self._total = len(ids)
        self._show_counts()
        self.shown.emit(len(ids))

    def _show_counts(self) -> None:
        found, unit, narrowed = self.model.rowCount(), self._spec.unit, self.filter_bar.narrows
        if self._total >= 0:
            self.note.setText(self._summary or f"{self._total:,} {unit}")
        self._hint.setText(f"{self._by()}找到 {found:,} {unit}" if narrowed else f"共 {found:,} {unit}")
        self._clear.setVisible(narrowed)
        self._hints.setVisible(narrowed or not self._slim)
        self._stack.setCurrentWidget(self.table if found else self.empty)
        self._say_empty(narrowed=narrowed)
        self._tell_status()

    def _by(self) -> str:
        said = self.filter_bar.said
        more = f"等 {len(said)} 个条件" if len(said) > _SOME else ""
        return f"按{'、'.join(said[:_SOME])}{more}"

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
            self.filter_bar.clear()
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
        self._remember()
        self.refresh()

    def _touched(self, tables: frozenset[str]) -> None:
        trees = [f for f in self._spec.filters if isinstance(f, TreeFilter) and f.tables & tables]
        self._trees_stale = self._trees_stale or bool(trees)
        if tables & self._spec.tables:
            self.turn_stale()
        if self._trees_stale and self.isVisible():
            self._ask_trees()

    def turn_stale(self) -> None:
        """Ask anew, now or when the page is gone to."""
        self._stale, self._summary = True, ""
        if self.isVisible():
            QTimer.singleShot(0, self.refresh)

    def _sheet(self, ids: Sequence[bytes] | None) -> Sheet:
        """Return what is shown now, or these rows of it, in the order of the list."""
        spec, said = self._spec, "，".join(self.filter_bar.said)
        some = f"选中的 {len(ids):,} {spec.unit}" if ids is not None else said
        whole = self.model.ids if ids is None else ids
        return Sheet(
            spec.title, spec.unit, some, self.table.columns_shown(), whole, spec.listing.load, today(),
            spec.right,
        )

    def _run(self, act: RowAct) -> None:
        current = self.table.current
        if ids := self.model.ticked or ([current] if current is not None else []):
            self._do(act, ids if act.many else ids[:1])

    def _do(self, act: RowAct, ids: Sequence[bytes]) -> None:
        if not act.asks:
            act.run(ids)
            return
        row_ = self.model.row_of(self.model.ids.index(ids[0])) if ids[0] in self.model.ids else None
        named = f"“{cell_text(self._spec.columns[0].show(row_)).strip()}”" if row_ else "选中的这一行"
        several = f"选中的 {len(ids):,} {self._spec.unit}"
        sentence = f"要{act.text}{named if len(ids) == 1 else several}吗？"
        ask(self.window(), self.look, Question(sentence, act.text), partial(act.run, ids))

    def _copy(self) -> None:
        at = self.table.currentIndex()
        if at.isValid():
            copy(row_text(self.table, at.row()))

    def _menu(self, at: QPoint) -> None:
        row_menu(self.table, at, self._row_acts, self._do, opens=self.opens)


def _squeeze(button: Button, text: str, slim: bool) -> None:
    button.say("" if slim else text)
    button.setMaximumWidth(_SLIM_BUTTON if slim else _ANY_WIDTH)
    button.setAccessibleName(text)
