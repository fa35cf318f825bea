"""The figures of the workbench: grids by indicators, and the last six months."""

from collections.abc import Sequence
from math import floor

from PySide6.QtCore import Signal

from gridcenter.desk.cards import Card
from gridcenter.desk.charts import Bars, Line, Point
from gridcenter.desk.heat import Heat, HeatCell, HeatColumn, HeatLine
from gridcenter.desk.layouts import column, row
from gridcenter.desk.page import InMonth
from gridcenter.desk.theme import Look
from gridcenter.desk.words import words
from gridcenter.store.listing import Wish
from gridcenter.supervision.rules import THRESHOLD
from gridcenter.wing.indicators import Indicator
from gridcenter.workbench.services import Overview, Trend


class HeatCard(Card):
    """Every grid by every indicator; a cell leads to the list its figure is counted from."""

    went = Signal(str, object)

    def __init__(self, look: Look, indicators: Sequence[Indicator]) -> None:
        self._indicators = indicators
        self.heat = Heat(look, "网格一览")
        super().__init__(
            look, "网格一览", (self.heat, 1), note="颜色越暖越要留意，点格子看名单",
            pad=(16, 8, 14, 10), gap=2,
        )  # fmt: skip
        self._now: Overview | None = None
        self.heat.picked.connect(self._go)

    def show_now(self, now: Overview) -> None:
        """Show the figures of a month."""
        self._now, grids = now, now.land.grids
        self.title.setText(f"{len(grids)} 个网格一览")
        self.note.setText(f"{now.land.month.month}月　颜色越暖越要留意，点格子看名单")
        lines = []
        for one in self._indicators:
            values = now.figures[one.key]
            cells = [_cell(one, values.get(grid.id)) for grid in grids]
            lines.append(HeatLine(one.name, f"{one.name}：{one.meaning}", cells))
        self.heat.show_lines([HeatColumn(grid.full, grid.short) for grid in grids], lines)

    def _go(self, line: int, at: int) -> None:
        if self._now is not None:
            land, one = self._now.land, self._indicators[line]
            self.went.emit(one.page, InMonth(land.month, one.wish(land.grids[at].id)))


class TrendCard(Card):
    """Six months; a month leads to its list."""

    went = Signal(str, object)

    def __init__(self, look: Look) -> None:
        self.visits = Bars(look, "走访次数", "次")
        self.points = Line(look, "督查平均分", "分", (float(THRESHOLD), f"{THRESHOLD} 分"))
        parts = [
            (column(words(title, "note"), (chart, 1), gap=2), 1)
            for title, chart in (("走访次数", self.visits), ("督查平均分", self.points))
        ]
        super().__init__(
            look,
            "近六个月",
            (row(*parts, gap=20), 1),
            note="点一个月看名单",
            pad=(16, 8, 16, 10),
            gap=4,
        )
        self._months: Sequence[Trend] = ()
        self.visits.picked.connect(lambda n: self._go("visits", n))
        self.points.picked.connect(lambda n: self._go("inspections", n))

    def show_months(self, months: Sequence[Trend]) -> None:
        """Show these months."""
        self._months = months
        names = [f"{one.month.month}月" for one in months]
        means = [None if one.mean is None else round(float(one.mean), 1) for one in months]
        self.visits.show_points(list(map(Point, names, [one.visits for one in months])))
        self.points.show_points(list(map(Point, names, means)))

    def _go(self, page: str, n: int) -> None:
        self.went.emit(page, InMonth(self._months[n].month, Wish()))


def _cell(one: Indicator, value: float | None) -> HeatCell:
    if value is None:
        return HeatCell("–", "没有数据", -1)
    return HeatCell(str(floor(value)), one.words(value), one.step(value))
