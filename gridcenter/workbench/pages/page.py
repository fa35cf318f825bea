"""The workbench (工作台): what is open, late, not yet done; every number is a door."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout

from gridcenter.access.actors import Actor, Right
from gridcenter.base.periods import Month, today
from gridcenter.base.progress import Progress
from gridcenter.desk.cards import Card, Tile
from gridcenter.desk.desk import Desk
from gridcenter.desk.jobs import Newest
from gridcenter.desk.layouts import column, row
from gridcenter.desk.page import Act, InMonth, Page
from gridcenter.ledgers.model import LedgerDef
from gridcenter.wing import Wing
from gridcenter.wing.todos import State
from gridcenter.workbench.pages.beginning import BeginningCard
from gridcenter.workbench.pages.figures import HeatCard, TrendCard
from gridcenter.workbench.pages.lists import LedgersCard, PackagesCard, TodoCard
from gridcenter.workbench.services import Overview, overview
from gridcenter.workbench.todos import TodoLine

_DAYS = "一二三四五六日"
_EXCHANGE = frozenset({"outgoing", "outgoing_receiver", "received", "conflict"})
ALL = "all"
"""What the door 全部 hands along."""
_FIGURES, _SLIM_FIGURES, _SLIM_LISTS = 240, 236, 262


class Workbench(Page):
    """Doors with true numbers, what is to be done, ledgers, packages, grids, six months."""

    keys = "Ctrl+N 登记事项　Ctrl+K 查找　F5 刷新"

    def __init__(
        self, desk: Desk, actor: Actor, wings: Sequence[Wing], ledgers: Sequence[LedgerDef] = ()
    ) -> None:
        enters = actor.may(Right.ENTER)
        acts = [
            Act("登记走访", lambda: self.went.emit("visits", "new"), "footprints"),
            Act("登记事项", lambda: self.went.emit("matters", "new"), "plus", "primary", "Ctrl+N"),
        ]
        super().__init__(desk.look, "工作台", acts=acts if enters else ())
        if not enters:
            self.keys = Page.keys
        self._desk, self._actor, self._wings, self._ledgers = desk, actor, wings, ledgers
        self._tile_defs = [one for wing in wings for one in wing.tiles]
        self._month, self._slim, self._begun = Month.of(today()), False, True
        self._newest = Newest(desk.jobs)
        self.tiles = self._make_tiles()
        self.todo, self.heat, self.trend = (
            TodoCard(desk.look),
            HeatCard(desk.look, [one for wing in wings for one in wing.indicators]),
            TrendCard(desk.look),
        )
        self.books, self.packs = LedgersCard(desk.look, ledgers), PackagesCard(desk.look)
        self.beginning = BeginningCard(desk.look, imports=actor.may(Right.IMPORT), enters=enters)
        self._cards = (self.beginning, self.todo, self.books, self.packs, self.heat, self.trend)
        for card in self._cards:
            card.setParent(self)
        self._board = column(gap=12)
        self.add(row(*[(tile, 1) for tile in self.tiles.values()], gap=12), (self._board, 1))
        self._arrange()
        self._wire()

    def enter(self, argument: object) -> None:
        """Ask for the numbers anew; the door 全部 shows the whole list."""
        if argument == ALL:
            self.todo.set_wide(True)
        self.refresh()

    def show_month(self, month: Month) -> None:
        """Show another month."""
        self._month = month
        if self.isVisible():
            self.refresh()

    def set_slim(self, slim: bool) -> None:
        """Go to two columns in a narrow window."""
        self._slim = slim
        self._arrange()

    def refresh(self) -> None:
        """Ask for the numbers; an answer that comes late is dropped."""
        month, database, actor = self._month, self._desk.database, self._actor
        wings, ledgers = self._wings, self._ledgers

        def work(_progress: Progress) -> Overview:
            with database.read() as session:
                return overview(
                    session, wings, month, today(), exchange=actor.may(Right.EXCHANGE),
                    ledgers=ledgers if actor.may(Right.PRINT) else (),
                )  # fmt: skip

        self._newest.ask(work)

    def _make_tiles(self) -> dict[str, Tile]:
        look = self.look
        tiles = {
            "due": Tile(look, "clock", "今天到期", "due"),
            "late": Tile(look, "triangle-alert", "已经逾期", "over"),
        }
        tiles |= {one.key: Tile(look, one.icon, one.title) for one in self._tile_defs}
        if self._actor.may(Right.EXCHANGE):
            tiles["packages"] = Tile(look, "package", "包未回执")
        return tiles

    def _wire(self) -> None:
        doors = {
            "due": lambda: self._spread("due"),
            "late": lambda: self._spread("late"),
            "packages": lambda: self.went.emit("exchange", None),
            **{one.key: partial(self.went.emit, one.page, one.wish) for one in self._tile_defs},
        }
        for key, tile in self.tiles.items():
            tile.clicked.connect(lambda _checked, run=doors[key]: run())
        self.todo.opened.connect(self._open)
        self.todo.spread.connect(lambda _wide: self._arrange())
        self.books.opened.connect(
            lambda name: self.went.emit("ledgers", InMonth(self._month, name))
        )
        self.packs.opened.connect(lambda: self.went.emit("exchange", None))
        for card in (self.heat, self.trend, self.beginning):
            card.went.connect(self.went)
        self._newest.answered.connect(self._show)
        self._desk.changes.touched.connect(self._touched)
        self.bind("F5", self.refresh)

    def _spread(self, state: State) -> None:
        self.todo.set_wide(True, state)

    def _open(self, line: TodoLine) -> None:
        target = line.target if line.month is None else InMonth(line.month, line.target)
        self.went.emit(line.page, target)

    def _touched(self, tables: frozenset[str]) -> None:
        if tables & tables_of(self._wings) and self.isVisible():
            self.refresh()

    def _show(self, now: Overview) -> None:
        self._begun = bool(now.land.grids) and now.peopled
        self._show_head(now)
        self.todo.show_lines(now.todos)
        self.books.show_counts(now.land.month, now.ledgers)
        if now.exchange is not None:
            self.packs.show_packages(now.exchange.packages, now.land.today)
        self.heat.show_now(now)
        self.trend.show_months(now.trend)
        self.beginning.show_now(now)
        self._arrange()
        said = (tile.said for tile in now.tiles.values())
        self.status.emit("　".join(filter(None, (now.land.month.words, *said))))

    def _show_head(self, now: Overview) -> None:
        day, month = now.land.today, now.land.month
        filled = sum(count > 0 for count in now.ledgers.values())
        ledgers = f"　{month.month}月台账 {filled} 本有内容" if filled else ""
        self.note.setText(f"{day.month}月{day.day}日　星期{_DAYS[day.weekday()]}{ledgers}")
        late = max((line.days for line in now.todos), default=0)
        tiles = self.tiles
        tiles["due"].show_number(f"{now.count('due'):,}")
        tiles["late"].show_number(f"{now.count('late'):,}", f"最久 {late} 天" if late else "")
        for key, tile in now.tiles.items():
            tiles[key].show_number(tile.number, tile.note)
        if now.exchange is not None:
            tiles["packages"].show_number(f"{len(now.exchange.packages):,}")

    def _arrange(self) -> None:
        """Put the cards where there is room for them; those with nothing to say are left out."""
        _empty(self._board)
        for line, share in self._lines():
            self._board.addLayout(row(*line, gap=12), share)
        if not self._begun:
            self._board.addStretch(1)
        placed = [card for line, _share in self._lines() for card, _part in line]
        for card in self._cards:
            card.setVisible(card in placed)
        for card in (self.heat, self.trend):
            card.setFixedHeight(_SLIM_FIGURES if self._slim else _FIGURES)
        for card in (self.todo, self.books):
            card.setMinimumHeight(_SLIM_LISTS if self._slim else 0)

    def _lines(self) -> list[tuple[list[tuple[Card, int]], int]]:
        """Return the lines of cards with their shares of the width, and of each its share of the height."""
        books = [self.books] if self._actor.may(Right.PRINT) and self._ledgers else []
        packs = [self.packs] if "packages" in self.tiles else []
        if not self._begun:
            return [([(self.beginning, 1)], 0)]
        if self.todo.wide:
            return [([(self.todo, 1)], 1)]
        if self._slim:
            upper = [(self.todo, 8), *((card, 5) for card in books)]
            return [(upper, 1), ([(self.heat, 1)], 0), ([(c, 1) for c in (self.trend, *packs)], 0)]
        upper = [(self.todo, 54), *((card, 34) for card in books), *((card, 27) for card in packs)]
        return [(upper, 1), ([(self.heat, 67), (self.trend, 49)], 0)]


def tables_of(wings: Sequence[Wing]) -> frozenset[str]:
    """Return the tables of which a commit changes the workbench."""
    return _EXCHANGE.union(*(wing.watched for wing in wings))


def _empty(layout: object) -> None:
    while (item := layout.takeAt(0)) is not None:  # type: ignore[attr-defined]
        if isinstance(inner := item.layout(), QHBoxLayout):
            _empty(inner)
            inner.deleteLater()
