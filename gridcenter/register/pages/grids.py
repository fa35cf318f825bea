"""The page of grids: the tree of a month with those in charge, counts, vacancies."""

from collections import Counter
from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.access.log import note_access
from gridcenter.base.errors import NotFound
from gridcenter.base.periods import today
from gridcenter.base.progress import Progress
from gridcenter.codes.tables import Codes
from gridcenter.desk.chips import Chip, Tone
from gridcenter.desk.desk import Desk
from gridcenter.desk.drawer_def import DrawerDef
from gridcenter.desk.drawer_parts import Due, Fact, due_box, fact_list
from gridcenter.desk.fields import TickField
from gridcenter.desk.filters import Filter
from gridcenter.desk.form_grid import Ask
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.jobs import Newest
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.list_def import ListDef
from gridcenter.desk.page import Act
from gridcenter.desk.printing import choose_printer, print_pdf
from gridcenter.desk.record_page import MonthPage
from gridcenter.desk.saving import Filled
from gridcenter.desk.words import words
from gridcenter.papers.drawing import Drawing
from gridcenter.papers.picture_paper import print_picture
from gridcenter.register.codes import POST
from gridcenter.register.land import load_land
from gridcenter.register.pages.areas import AREA
from gridcenter.register.pages.grid_views import AREA as AREA_VIEW
from gridcenter.register.pages.grid_views import CHART, LIST, GridViews
from gridcenter.register.pages.record_form import record_grid
from gridcenter.register.pages.redraw_acts import RedrawActs
from gridcenter.register.pages.set_choice import SetChoice
from gridcenter.register.pages.unit_form import (
    EDIT_UNIT,
    put_up_unit,
    unit_facts,
    unit_notes,
)
from gridcenter.register.records import Person, PostHolding, Unit, Village
from gridcenter.register.services.areas import units_of
from gridcenter.register.services.grids import (
    GridRow,
    PostLine,
    grid_rows,
    matching,
    post_lines,
)
from gridcenter.register.services.posts import hand_over
from gridcenter.store.capture import WriteSession
from gridcenter.store.listing import Listing, Wish
from gridcenter.wing.indicators import Indicator
from gridcenter.wing.moves import UnitMove

_PLACE = "grids/view"
_VIEWS = {"0", "1", "2"}
_STEP = "　　"
_NOTES = [(None, "提醒：不限"), ("size", "户数不在范围"), ("party", "没有党组织")]


def _charge(row: GridRow) -> str | Chip:
    return row.head or (Chip(row.vacancy, "over", "triangle-alert") if row.vacancy else "—")


def _chip(said: str, tone: Tone) -> str | Chip:
    return Chip(said, tone) if said else ""


def _count(row: GridRow, number: int) -> str:
    return f"{number:,}" if row.whole else ""


COLUMNS: tuple[Column[GridRow], ...] = (
    Column("name", "名称", lambda r: f"{_STEP * r.depth}{r.name}", 250, sorts=False),
    Column("level", "层级", lambda r: r.level, 100, sorts=False, wide_only=True),
    Column("head", "负责人", _charge, 116, sorts=False),
    Column("phone", "电话", lambda r: r.phone, 130, sorts=False, spare=True),
    Column("households", "户数", lambda r: _count(r, r.households), 76, number=True, sorts=False),
    Column("people", "人口", lambda r: _count(r, r.people), 86, number=True, sorts=False),
    Column("vacancy", "空缺岗位", lambda r: _chip(r.vacancy, "over"), 150, sorts=False, wide_only=True),
    Column("lacking", "空缺起始", lambda r: r.lacking, 200, sorts=False, spare=True),
    Column("size", "户数说明", lambda r: _chip(r.size_note, "info"), 170, sorts=False, spare=True),
    Column("kind", "网格性质", lambda r: r.kind, 100, sorts=False, spare=True),
    Column("party", "党组织", lambda r: r.party, 150, sorts=False, spare=True),
)


class GridsPage(MonthPage[GridRow]):
    """Stations, grids and sub-grids of the month chosen above."""

    def __init__(
        self,
        desk: Desk,
        actor: Actor,
        indicators: Sequence[Indicator] = (),
        moves: Sequence[UnitMove] = (),
    ) -> None:
        self.redraw = RedrawActs(self, moves, lambda: self.sets.key)
        self._rows: dict[bytes, GridRow] = {}
        self.views = GridViews(desk.look, indicators, prints=actor.may(Right.PRINT))
        self._figures = Newest(desk.jobs)
        self.sets = SetChoice(desk)
        bring = Act(
            "去导入", lambda: self.went.emit("import", "grids"), "file-input", right=Right.IMPORT
        )
        super().__init__(
            desk,
            actor,
            ListDef(
                key="grids", title="网格", unit="个", listing=Listing(self._find, self._take),
                columns=COLUMNS, hint="网格名称、负责人、拼音首字母、电话",
                tables=frozenset({
                    "unit", "unit_past", "post_holding", "person", "placement", "residence", "grid_level",
                    "grid_set", "required_post", "party_cover", "party_unit",
                }),
                filters=(
                    AREA,
                    Filter("vacant", "岗位", [(None, "岗位：不限"), (True, "只看缺岗")], 124),
                    Filter("note", "提醒", _NOTES, 134),
                ),
                row_acts=self.redraw.row_acts(),
                empty="还没有划分网格。请到“导入”里导入网格划分表", empty_act=bring,
                keys="Ctrl+F 筛选　Ctrl+P 打印　F5 刷新",
            ),
        )  # fmt: skip
        self.tail.insertWidget(0, self.sets)
        self.sets.chosen.connect(lambda _key: self.turn_stale())
        self.shown.connect(self._count)
        self._wire_views()

    def enter(self, argument: object) -> None:
        """Show the list when a door narrows it, else what was seen last."""
        super().enter(argument)
        if isinstance(argument, Wish):
            self.views.go(LIST)
        elif isinstance(argument, bytes):
            self.views.choose(argument)

    def set_slim(self, slim: bool) -> None:
        """Leave the tree out of a narrow window."""
        super().set_slim(slim)
        self.views.set_slim(slim)

    def describe(self, session: Session, record: bytes) -> DrawerDef:
        """Show counts, posts and history of a unit."""
        if record not in self._rows:
            self._rows = grid_rows(session, self.month, self.sets.key)
        if record not in self._rows:
            raise NotFound(f"这个网格在{self.month.words}没有设立，请换一个月份")
        row, unit = self._rows[record], session.get_one(Unit, record)
        village = session.get(Village, unit.village_id) if unit.village_id else None
        size = f"{row.households:,} 户　{row.people:,} 人" if row.whole else ""
        facts = [Fact("户数人口", size), *unit_facts(session, unit, self.month)]
        return DrawerDef(
            name=row.name, kind=row.level, place=village.name if village else self.month.words,
            tab="概况", facts=facts, due=unit_notes(row, unit), parts=self._posts(session, unit), record=(Unit, record),
            acts=[
                Act("安排岗位", lambda: self.hand_over(record), "users", "primary", right=Right.STRUCTURE),
                Act(EDIT_UNIT, lambda: self.edit_unit(record), "pencil", right=Right.STRUCTURE),
                self.redraw.drawer_act(record),
            ],
        )  # fmt: skip

    def hand_over(self, unit_id: bytes) -> FormDialog:
        """Ask who takes a post of a unit, and from which day on."""

        def save(session: WriteSession, filled: Filled) -> str:
            taker = hand_over(
                session, self.actor, unit_id=unit_id, post=filled.text("post"),
                person=filled.record_or_words("person_id"), phone=filled.text("phone"),
                since=filled.day("since"), replacing=filled.ticked("replacing"),
            )  # fmt: skip
            return taker.name

        row = self._rows[unit_id]
        grid = record_grid(self.desk, columns=1)
        grid.declare(PostHolding, "post", "person_id")
        grid.declare(Person, Ask("phone", hint="公示牌和台账上用的号码"))
        grid.declare(PostHolding, Ask("since", required=True))
        grid.add("replacing", "", TickField("接替现任：现任到前一天为止"))
        grid.put({"post": row.charge, "since": today(), "replacing": True})
        form = self.form("安排岗位", save, note=row.name, width=520, about=unit_id.hex())
        form.add(grid)
        return self.put_up(form, lambda name: f"已安排 {name}")

    def edit_unit(self, unit_id: bytes) -> FormDialog:
        """Put up the facts of a unit: kind, village, code, extent."""
        return put_up_unit(self, unit_id)

    def reopen(self, title: str, about: str) -> FormDialog | None:
        """Put up the form of a draft once more."""
        if title == EDIT_UNIT:
            return self.edit_unit(bytes.fromhex(about))
        if title != "安排岗位":
            return super().reopen(title, about)
        with self.desk.database.read() as session:
            self._rows = grid_rows(session, self.month, self.sets.key)
        unit = bytes.fromhex(about)
        return self.hand_over(unit) if unit in self._rows else None

    def _lay_out(self) -> None:
        super()._lay_out()
        self.views.take(self.body, 1)
        self.add((self.views, 1))

    def _wire_views(self) -> None:
        views = self.views
        kept = self.desk.memory.recall(_PLACE).get("view", "")
        views.go(int(kept) if kept in _VIEWS else CHART)
        views.view_changed.connect(self._see)
        self._see(views.view)
        views.chosen.connect(self._choose)
        views.opened.connect(self.open_record)
        views.measure_wanted.connect(self._ask_figures)
        views.print_wanted.connect(self._print)
        views.dropped.connect(self.redraw.drop)
        views.menu_wanted.connect(self.redraw.open_menu)
        views.set_movable(self.actor.may(Right.STRUCTURE))
        self._figures.answered.connect(views.show_values)
        self.current_changed.connect(views.choose)
        self.shown.connect(lambda _found: self._show_views())

    def _see(self, view: int) -> None:
        """Remember the view; the list alone is printed and exported as a list."""
        self.desk.memory.keep(_PLACE, {"view": str(view)})
        for button, _text in self._output_buttons:
            button.setVisible(view == LIST)

    def _show_views(self) -> None:
        self.views.show_rows(self._rows, self.month)
        if self.views.view == AREA_VIEW:
            self._ask_figures()

    def _choose(self, record: bytes, pressed: bool) -> None:
        """Make a unit the chosen one everywhere; the pointer opens it, keys let an open drawer follow."""
        if record not in self._rows:
            return
        self.views.choose(record)
        self.table.go_to(record)
        if pressed:
            self.open_record(record)
        else:
            self._follow(record)

    def _ask_figures(self) -> None:
        one, month, database = self.views.indicator, self.month, self.desk.database
        if one is None:
            return
        compute = one.compute

        def work(_progress: Progress) -> Mapping[bytes, float]:
            with database.read() as session:
                return compute(session, load_land(session, month, today()))

        self._figures.ask(work)

    def print_shown(self) -> None:
        """Print the picture where one is seen, else the list."""
        if self.views.view == LIST:
            super().print_shown()
        else:
            self.views.print.click()

    def _print(self, drawing: Drawing, title: str, note: str) -> None:
        """Print the picture that is seen, and log it: it names those in charge."""
        with self.told():
            printer = choose_printer(self, title, 1)
            if printer is not None:
                with self.desk.database.write(self.actor) as session:
                    note_access(session, self.actor, what=f"打印 {title}（纸）", count=len(self._rows))
                print_pdf(print_picture(drawing, title, note), printer, Progress())

    def _find(self, session: Session, wish: Wish) -> Sequence[bytes]:
        rows = grid_rows(session, self.month, self.sets.key)
        self._rows = rows
        area = wish.filters.get("area")
        units = units_of(session, area, self.sets.key) if area else None
        return matching(rows, wish, units)

    def _take(self, _session: Session, ids: Sequence[bytes]) -> dict[bytes, GridRow]:
        return {i: self._rows[i] for i in ids if i in self._rows}

    def _posts(self, session: Session, unit: Unit) -> Sequence[QWidget]:
        lines = post_lines(session, unit, self.month, Codes.load(session, POST).words)
        held = [Fact(line.post, _holder(line)) for line in lines if line.name]
        vacant = [(line.post, line.since) for line in lines if not line.name]
        parts = [words("岗位", "strong"), fact_list(self.look, held)] if held else []
        for post, since in vacant:
            mend = "点下面的“安排岗位”补上。" if self.actor.may(Right.STRUCTURE) else ""
            text = f"{self.month.words}末没有人任{post}，台账里这一格会空着。{mend}"
            parts.append(due_box(Due("空缺", "over", post, since, text)))
        return parts

    def _count(self, _found: int) -> None:
        counts = Counter(row.level for row in self._rows.values() if row.depth and row.whole)
        self.note.setText(
            "　".join([self.month.words, *(f"{n:,} 个{level}" for level, n in counts.items())])
        )


def _holder(line: PostLine) -> str:
    return "　".join(part for part in (line.name, line.phone, line.since) if part)
