"""The workbench (工作台): what is open, late, not yet done; every number is a door."""

from gridcenter.access.actors import Actor
from gridcenter.base.periods import Month, today
from gridcenter.base.progress import Progress
from gridcenter.desk.buttons import Button
from gridcenter.desk.cards import Card, Tile
from gridcenter.desk.charts import Bars
from gridcenter.desk.desk import Desk
from gridcenter.desk.empty_state import EmptyState
from gridcenter.desk.jobs import Newest
from gridcenter.desk.layouts import column, row
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.page import Act, Page
from gridcenter.desk.period_filter import ALL
from gridcenter.desk.short_list import LOW, ShortList
from gridcenter.desk.sidebar import NavItem
from gridcenter.desk.words import words
from gridcenter.matters.pages import due_cell
from gridcenter.matters.services import MatterRow
from gridcenter.store.listing import Wish
from gridcenter.supervision.pages.inspections import points_words
from gridcenter.supervision.rounds import RoundRow
from gridcenter.workbench.services import LATE, Overview, overview

_DAYS = "一二三四五六日"
_TABLES = frozenset({
    "residence", "household", "placement", "matter", "dispute", "visit", "inspection",
    "inspection_score", "inspection_problem", "unit", "post_holding",
})  # fmt: skip
_PAD = (8, 8, 8, 6)
_LEAST = 34 + 4 * LOW
WAITING = Wish(filters={"state": "waiting"})
NEEDS = Wish(filters={"need": "open", "period": ALL})
OPEN = Wish(filters={"status": "open"})

LATE_COLUMNS: tuple[Column[MatterRow], ...] = (
    Column("due_on", "期限", due_cell, 104),
    Column("channel", "来源", lambda r: r.channel, 92, wide_only=True),
    Column("content", "事由", lambda r: r.content, 0),
    Column("place", "网格（村）", lambda r: r.place, 140),
)
WAITING_COLUMNS: tuple[Column[RoundRow], ...] = (
    Column("name", "网格", lambda r: r.name, 0),
    Column("head", "网格长", lambda r: r.head or "空缺", 84),
    Column("last", "上月", lambda r: points_words(r.last_total) or "—", 64, number=True),
)


class Workbench(Page):
    """Doors with true numbers, what is late, grids that wait, six months."""

    keys = "Ctrl+N 登记事项　Ctrl+K 查找　F5 刷新"

    def __init__(self, desk: Desk, actor: Actor) -> None:
        acts = [
            Act("登记走访", lambda: self.went.emit("visits", "new"), "footprints"),
            Act("登记事项", lambda: self.went.emit("matters", "new"), "plus", "primary", "Ctrl+N"),
        ]
        super().__init__(desk.look, "工作台", acts=acts)
        self._desk, self._month = desk, Month.of(today())
        self._newest = Newest(desk.jobs)
        self._newest.answered.connect(self._show)
        desk.changes.touched.connect(self._touched)
        self.bind("F5", self.refresh)
        self.tiles = self._make_tiles()
        self.late = ShortList(desk.look, "逾期的事项", LATE_COLUMNS, scrolls=True)
        self.waiting = ShortList(desk.look, "还没督查的网格", WAITING_COLUMNS, scrolls=True)
        for table in (self.late, self.waiting):
            table.setMinimumHeight(_LEAST)
        self.late.opened.connect(lambda matter: self.went.emit("matters", matter))
        self.waiting.opened.connect(lambda grid: self.went.emit("inspections", grid))
        self._calm = EmptyState(desk.look, "没有逾期的事项", icon="circle-check")
        self._done = EmptyState(desk.look, "", icon="clipboard-check")
        self.bars = [
            Bars(desk.look, name, [], []) for name in ("走访次数", "登记事项", "督查平均分")
        ]
        self._lay_out()

    def enter(self, argument: object) -> None:
        """Ask for the numbers anew."""
        self.refresh()

    def show_month(self, month: Month) -> None:
        """Show another month."""
        self._month = month
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Ask for the numbers; an answer that comes late is dropped."""
        month, database = self._month, self._desk.database

        def work(_progress: Progress) -> Overview:
            with database.read() as session:
                return overview(session, month, today())

        self._newest.ask(work)

    def _make_tiles(self) -> dict[str, Tile]:
        look, go = self.look, self._door
        return {
            "residents": go(Tile(look, "users", "居民"), "residents", Wish()),
            "matters": go(Tile(look, "clipboard-list", "办理中的事项", "info"), "matters", OPEN),
            "disputes": go(Tile(look, "handshake", "正在调解的纠纷"), "disputes", OPEN),
            "needs": go(Tile(look, "footprints", "诉求未转事项", "due"), "visits", NEEDS),
            "inspections": go(Tile(look, "clipboard-check", "本月督查"), "inspections", Wish()),
        }

    def _door(self, tile: Tile, page: str, wish: Wish) -> Tile:
        tile.clicked.connect(lambda _checked: self.went.emit(page, wish))
        return tile

    def _lay_out(self) -> None:
        self.late_door, self.waiting_door = (Button(self.look, "", "", "link") for _ in range(2))
        self.late_door.clicked.connect(lambda _checked: self.went.emit("matters", LATE))
        self.waiting_door.clicked.connect(lambda _checked: self.went.emit("inspections", WAITING))
        late = Card(
            self.look,
            "逾期的事项",
            (self.late, 1),
            (self._calm, 1),
            tail=[self.late_door],
            pad=_PAD,
            gap=4,
            inset=8,
        )
        waiting = Card(
            self.look, "还没督查的网格", (self.waiting, 1), (self._done, 1), tail=[self.waiting_door],
            pad=_PAD, gap=4, inset=8,
        )  # fmt: skip
        parts = [
            (column(words(bars.accessibleName(), "note"), (bars, 1), gap=2), 1)
            for bars in self.bars
        ]
        trend = Card(self.look, "近六个月", (row(*parts, gap=24), 1), pad=(16, 8, 16, 10), gap=4)
        trend.setFixedHeight(196)
        tiles = row(*[(tile, 1) for tile in self.tiles.values()], gap=12)
        self.add(tiles, (row((late, 62), (waiting, 38), gap=12), 1), trend)

    def _touched(self, tables: frozenset[str]) -> None:
        if tables & _TABLES and self.isVisible():
            self.refresh()

    def _show(self, now: Overview) -> None:
        day, done = today(), len(now.round) - len(now.waiting)
        self.note.setText(f"{day.month}月{day.day}日　星期{_DAYS[day.weekday()]}")
        tiles = self.tiles
        tiles["residents"].show_number(f"{now.residents:,}", f"{now.households:,} 户")
        tiles["matters"].show_number(f"{now.open_matters:,}", f"逾期 {now.late_matters:,}")
        tiles["disputes"].show_number(f"{now.open_disputes:,}")
        tiles["needs"].show_number(f"{now.needs:,}")
        tiles["inspections"].show_number(f"{done} / {len(now.round)}", f"{self._month.month}月")
        self._show_lists(now)
        for bars, values in zip(self.bars, self._series(now), strict=True):
            bars.show_values([f"{one.month.month}月" for one in now.trend], values)
        self.status.emit(f"{self._month.words}　{len(now.round)} 个网格，已督查 {done} 个")

    def _show_lists(self, now: Overview) -> None:
        self.late.show_rows(now.late)
        self.waiting.show_rows({row.id: row for row in now.waiting})
        self._done.say(
            "这个月的网格都督查过了" if now.round else "还没有网格。请到“导入”里导入网格划分表"
        )
        for table, empty, door, count, unit in (
            (self.late, self._calm, self.late_door, now.late_matters, "件"),
            (self.waiting, self._done, self.waiting_door, len(now.waiting), "个"),
        ):
            table.setVisible(count > 0)
            empty.setVisible(count == 0)
            door.setVisible(count > 0)
            door.say(f"全部 {count:,} {unit}")

    def _series(self, now: Overview) -> list[list[float | None]]:
        return [
            [one.visits for one in now.trend],
            [one.matters for one in now.trend],
            [None if one.mean is None else float(one.mean) for one in now.trend],
        ]


_HINT = "每个数字都是一扇门：点一下，打开的就是它数的那些。"


def nav_items(desk: Desk, actor: Actor) -> tuple[NavItem, ...]:
    """Return the workbench."""
    return (NavItem("workbench", "工作台", "layout-dashboard", 0, lambda: Workbench(desk, actor), hint=_HINT),)
