"""The tree at the left, and beside it three ways to see it: organisation, area, list."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QButtonGroup, QLayoutItem, QStackedWidget, QVBoxLayout, QWidget

from gridcenter.base.periods import Month, day_words
from gridcenter.desk.buttons import Button, IconButton, segments
from gridcenter.desk.chips import chip, set_chip
from gridcenter.desk.choices import Choice, Option
from gridcenter.desk.layouts import block, column, row
from gridcenter.desk.picture import Picture
from gridcenter.desk.side_tree import SideTree
from gridcenter.desk.theme import Look
from gridcenter.desk.words import words
from gridcenter.papers.drawing import Drawing, Node
from gridcenter.papers.org_chart import org_chart
from gridcenter.papers.treemap import treemap
from gridcenter.register.pages.grid_nodes import chart_dress, picture_nodes, tree_nodes
from gridcenter.register.services.grids import GridRow
from gridcenter.wing.indicators import Indicator

CHART, AREA, LIST = range(3)
_VIEWS = ("组织图", "面积图", "列表")
_NO_TOP = Node(b"", "还没有划分网格", "请到“导入”里导入网格划分表", "plain")


class GridViews(QWidget):
    """One choice for the tree, the pictures and the list; a double click goes into a station."""

    chosen = Signal(bytes, bool)
    """A unit, and whether it was chosen by the pointer."""
    opened = Signal(bytes)
    dropped = Signal(bytes, bytes)
    """A unit was dragged onto another."""
    menu_wanted = Signal(bytes, QPoint)
    """The menu of a unit is wanted, at a point of the screen."""
    view_changed = Signal(int)
    measure_wanted = Signal()
    print_wanted = Signal(object, str, str)
    """Drawing, its title, and a note."""

    def __init__(self, look: Look, indicators: Sequence[Indicator], *, prints: bool) -> None:
        super().__init__()
        self._prints = prints
        self._rows: Mapping[bytes, GridRow] = {}
        self._values: Mapping[bytes, float] = {}
        self._indicators = {one.key: one for one in indicators}
        self._month: Month | None = None
        self._inside: bytes | None = None
        self._slim = False
        self.tree = SideTree(look, "网格树", "找网格，如 qjwg")
        self.chart, self.area = Picture(look, "组织图"), Picture(look, "面积图")
        self.place = column(gap=8)
        self._stack, self._group = QStackedWidget(), QButtonGroup(self)
        self._note, self._chips = words("", "note"), [chip("") for _ in range(3)]
        options: list[Option] = [(key, one.name) for key, one in self._indicators.items()]
        self.measure = Choice("颜色代表什么", options or [(None, "户数")], width=160)
        self._lay_out(look)
        self._wire()

    @property
    def view(self) -> int:
        """Which of the views is shown."""
        return self._stack.currentIndex()

    @property
    def indicator(self) -> Indicator | None:
        """The figure that colours the areas."""
        return self._indicators.get(str(self.measure.value))

    def take(self, layout: QVBoxLayout, first: int) -> None:
        """Move everything of a page from an item on into the third view."""
        items: list[QLayoutItem] = []
        while (item := layout.takeAt(first)) is not None:
            items.append(item)
        for item in items:
            if (widget := item.widget()) is not None:
                self.place.addWidget(widget, 1 if item is items[-1] else 0)
            elif (inner := item.layout()) is not None:
                self.place.addLayout(inner)

    def go(self, view: int) -> None:
        """Show one of the views."""
        self._group.button(view).setChecked(True)
        self._stack.setCurrentIndex(view)
        self._dress()
        self.view_changed.emit(view)
        if view == AREA:
            self.measure_wanted.emit()

    def set_movable(self, movable: bool) -> None:
        """Let units be dragged onto others in the tree and in the organisation picture."""
        self.tree.set_movable(movable)
        self.chart.movable = movable

    def set_slim(self, slim: bool) -> None:
        """Leave the tree out of a narrow window, unless it is asked for."""
        self._slim = slim
        self.tree.setVisible(not slim)
        self.fold.setChecked(not slim)

    def show_rows(self, rows: Mapping[bytes, GridRow], month: Month) -> None:
        """Show the units of a month."""
        self._rows, self._month = rows, month
        if self._inside not in rows:
            self._inside = None
        self.tree.show_nodes(tree_nodes(rows))
        self._draw()

    def show_values(self, values: Mapping[bytes, float]) -> None:
        """Colour the areas by these figures of grids."""
        self._values = values
        self._draw()

    def choose(self, wanted: bytes | None) -> None:
        """Mark a unit everywhere without telling anybody."""
        self.tree.choose(wanted)
        self.chart.choose(wanted)
        self.area.choose(wanted)

    def enter(self, wanted: bytes) -> None:
        """Go into a unit that has others below it; open another."""
        below = any(wanted in row_.path[:-1] for row_ in self._rows.values())
        if below and wanted != self._inside and self._rows[wanted].depth:
            self._inside = wanted
            self._draw()
        else:
            self.opened.emit(wanted)

    def leave(self) -> None:
        """See the whole again."""
        self._inside = None
        self._draw()

    def drawing(self) -> Drawing:
        """Return the picture that is shown, for a paper."""
        picture = self.area if self.view == AREA else self.chart
        return picture.sheet.drawing

    def _lay_out(self, look: Look) -> None:
        switches = [
            Button(look, text, kind="segment", checked=not n) for n, text in enumerate(_VIEWS)
        ]
        for n, button in enumerate(switches):
            self._group.addButton(button, n)
        self.fold = IconButton(look, "panel-left", "显示或收起网格树")
        self.fold.setCheckable(True)
        self.fold.setChecked(True)
        self.back = Button(look, "看全部", "undo-2", "link")
        self.print = Button(look, "印这张图", "printer", "quiet")
        self.smaller = IconButton(look, "zoom-out", "缩小", width=30)
        self.larger = IconButton(look, "zoom-in", "放大", width=30)
        if not self._prints:
            self.print.hide()
        self._tools = [self.smaller, self.larger, *([self.print] if self._prints else [])]
        parts = (self.measure, self.back, self.smaller, self.larger, self.print)
        head = row(self.fold, segments(*switches), None, *parts)
        legend = block(row((self._note, 1), *self._chips, gap=8), height=24)
        for part in (block(column((self.chart, 1), gap=0)), block(column((self.area, 1), gap=0))):
            self._stack.addWidget(part)
        self._stack.addWidget(block(self.place))
        self._legend = legend
        self.body = block(column(head, legend, (self._stack, 1), gap=8, pad=(14, 10, 14, 12)), "card")
        self.setLayout(row(self.tree, (self.body, 1), gap=12))

    def _wire(self) -> None:
        self._group.idClicked.connect(self.go)
        self.fold.toggled.connect(self.tree.setVisible)
        self.back.clicked.connect(lambda _checked: self.leave())
        self.print.clicked.connect(lambda _checked: self._ask_print())
        self.smaller.clicked.connect(lambda _checked: self._zoom(-1))
        self.larger.clicked.connect(lambda _checked: self._zoom(1))
        self.measure.chosen.connect(lambda _value: self.measure_wanted.emit())
        self.tree.chosen.connect(self.chosen)
        self.tree.opened.connect(self.opened)
        for part in (self.tree, self.chart, self.area):
            part.menu_wanted.connect(self.menu_wanted)
            part.dropped.connect(self.dropped)
        for picture in (self.chart, self.area):
            picture.chosen.connect(self.chosen)
            picture.entered.connect(self.enter)

    def _zoom(self, step: int) -> None:
        (self.area if self.view == AREA else self.chart).zoom(step)

    def _draw(self) -> None:
        tops = picture_nodes(self._rows, chart_dress(self._rows)) if self._rows else [_NO_TOP]
        self.chart.show_layout(lambda wide, _high: org_chart(self._top(tops), wide))
        areas = picture_nodes(self._rows, self._area_dress, 0) if self._rows else [_NO_TOP]
        self.area.show_layout(lambda wide, high: treemap(self._top(areas), wide, high))
        self._dress()

    def _top(self, tops: Sequence[Node]) -> Node:
        whole = tops[0] if len(tops) == 1 else Node(b"", "全部", "", "root", children=tops)
        return (whole.find(self._inside) if self._inside else None) or whole

    def _area_dress(self, row_: GridRow) -> tuple[str, str]:
        grid = next((key for key in reversed(row_.path) if key in self._values), None)
        one = self.indicator
        if one is None or grid is None:
            return f"{row_.households:,} 户", "none"
        value = self._values[grid]
        note = one.words(value) if row_.key == "grid" else f"{row_.households:,} 户"
        return note, f"heat{one.step(value)}"

    def _dress(self) -> None:
        """Say in words what the picture shows."""
        area, listed, one = self.view == AREA, self.view == LIST, self.indicator
        self._legend.setVisible(not listed)
        for tool in self._tools:
            tool.setVisible(not listed)
        self.measure.setVisible(area)
        inside = self._rows[self._inside].name if self._inside else ""
        self.back.setVisible(bool(inside) and not listed)
        for each in self._chips:
            each.setVisible(False)
        if area:
            self._note.setText(
                _joined(inside, f"块大小是户数，颜色是{one.name if one else '户数'}")
            )
            if one is not None:
                low, high = f"{one.bounds[0]:g}", f"{one.bounds[2]:g}{one.unit}"
                set_chip(self._chips[0], f"{low}{one.unit} 以下", "over")
                set_chip(self._chips[1], f"{low}–{high}", "due")
                set_chip(self._chips[2], f"{high} 以上", "done")
                for each in self._chips:
                    each.setVisible(True)
        elif self._month is not None:
            day = day_words(self._month.last)
            self._note.setText(_joined(inside, f"划分按 {day}，双击管理站只看它"))
            gaps = sum(bool(r.vacancy) for r in self._rows.values())
            set_chip(self._chips[0], f"缺必须的岗位 {gaps}", "over")
            self._chips[0].setVisible(gaps > 0)

    def _ask_print(self) -> None:
        title = f"网格{_VIEWS[self.view]}"
        note = self._note.text().partition("，双击")[0]
        self.print_wanted.emit(
            self.drawing(), title, f"{self._month.words if self._month else ''}　{note}"
        )


def _joined(*parts: str) -> str:
    return "　".join(part for part in parts if part)
