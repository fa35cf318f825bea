"""The page of the month's inspections: every grid, its points, its problems, the re-checks."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.base.periods import Month, day_words, today
from gridcenter.codes.tables import Codes
from gridcenter.desk.buttons import Button
from gridcenter.desk.chips import Chip, Tone
from gridcenter.desk.choices import Choice
from gridcenter.desk.desk import Desk
from gridcenter.desk.drafts import Spot
from gridcenter.desk.drawer_def import DrawerDef
from gridcenter.desk.drawer_parts import Due, Fact, due_box
from gridcenter.desk.fields import ChoiceField
from gridcenter.desk.filters import Filter
from gridcenter.desk.form_grid import Ask
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.layouts import block, row
from gridcenter.desk.lazy_table import Cell, Column
from gridcenter.desk.list_def import ListDef
from gridcenter.desk.list_parts import RowAct
from gridcenter.desk.page import Act, InMonth
from gridcenter.desk.record_page import MonthPage
from gridcenter.desk.saving import Filled
from gridcenter.desk.words import words
from gridcenter.register.pages.areas import AREA
from gridcenter.register.pages.record_form import record_grid
from gridcenter.register.services.areas import units_of
from gridcenter.store.capture import WriteSession
from gridcenter.store.listing import Listing, Wish
from gridcenter.supervision.codes import FULL_MARKS, METHOD, PROBLEM_STATUS
from gridcenter.supervision.pages.inspection_form import WIDE, InspectionFields
from gridcenter.supervision.records import Inspection, InspectionProblem, InspectionScore
from gridcenter.supervision.rounds import RoundRow, matching, month_round
from gridcenter.supervision.rules import THRESHOLD
from gridcenter.supervision.services import recheck_problem, record_inspection

_FORM = "月度督查打分"
_STATES = (
    (None, "状态：不限"), ("waiting", "还没督查"), ("low", f"{THRESHOLD} 分以下"),
    ("unsettled", "整改未完"), ("late", "整改逾期"),
)  # fmt: skip


def points_words(value: Decimal | None) -> str:
    """Write points without places they do not need: 20, 17.5."""
    return "" if value is None else f"{value.normalize():f}"


def _day(row: RoundRow) -> str:
    day = row.found.inspection.inspected_on if row.found else None
    return f"{day:%m-%d}" if day else ""


def _mending(row: RoundRow) -> Cell:
    if not row.problems:
        return "没有问题" if row.found else ""
    if row.late(today()):
        return Chip("整改逾期", "over", "triangle-alert")
    return Chip("正在整改", "due", "clock") if row.unsettled else Chip("已整改", "done", "check")


def _state(row: RoundRow) -> Cell:
    if row.found is None:
        return Chip("未督查", "due", "clock")
    if row.found.low:
        return Chip(f"{THRESHOLD} 分以下", "over", "triangle-alert")
    return Chip("已督查", "done", "circle-check")


def _score_words(score: InspectionScore) -> str:
    points = f"{points_words(score.points)} / {points_words(score.full)}"
    return f"{points}　{score.reason}" if score.reason else points


def _points(method: str, row: RoundRow) -> str:
    score = row.found.scores.get(method) if row.found else None
    return points_words(score.points) if score else ""


_STATION: Column[RoundRow] = Column(
    "station", "管理站", lambda r: r.station, 140, sorts=False, wide_only=True
)
COLUMNS: tuple[Column[RoundRow], ...] = (
    Column("name", "网格", lambda r: r.name, 150, sorts=False),
    _STATION,
    Column("head", "网格长", lambda r: r.head or "空缺", 84, sorts=False),
    Column("day", "督查日期", _day, 84, sorts=False, spare=True),
    *(
        Column(method, METHOD.words[method], partial(_points, method), 72, number=True, sorts=False, wide_only=True)
        for method in FULL_MARKS
    ),
    Column("total", "总分", lambda r: points_words(r.total), 64, number=True, sorts=False),
    Column("problems", "问题", lambda r: str(len(r.problems) or ""), 56, number=True, sorts=False, spare=True),
    Column("mending", "整改", _mending, 100, sorts=False, spare=True),
    Column("state", "状态", _state, 104, sorts=False),
)  # fmt: skip


class InspectionsPage(MonthPage[RoundRow]):
    """The round of the month chosen above, in the order of the tree."""

    def __init__(self, desk: Desk, actor: Actor) -> None:
        self._rows: dict[bytes, RoundRow] = {}
        self._stationed = True
        again = RowAct(
            "督查打分", lambda ids: self.inspect(ids[0]), "clipboard-check", many=False,
            right=Right.INSPECT,
        )  # fmt: skip
        new = Act("督查打分", self.inspect_current, "clipboard-check", "primary", "Ctrl+N", Right.INSPECT)
        bring = Act(
            "去导入", lambda: self.went.emit("import", "grids"), "file-input", right=Right.IMPORT
        )
        super().__init__(
            desk,
            actor,
            ListDef(
                key="inspections", title="督查考核", unit="个网格", columns=COLUMNS,
                listing=Listing(self._find, self._take), hint="网格、网格长、管理站",
                tables=frozenset({"inspection", "inspection_score", "inspection_problem", "unit"}),
                filters=(AREA, Filter("state", "状态", _STATES, 140),), acts=(new,),
                row_acts=(again,),
                empty="这个月还没有网格。请到“导入”里导入网格划分表", empty_act=bring,
                keys="Ctrl+N 打分　Ctrl+F 筛选　Ctrl+P 打印　F5 刷新",
            ),
        )  # fmt: skip
        self.shown.connect(self._tell)

    def enter(self, argument: object) -> None:
        """Go to the month of a draft first."""
        if isinstance(argument, Spot) and argument.title == _FORM:
            month = Month.parse(argument.about.partition(" ")[2])
            if month != self.month:
                self.went.emit(self._spec.key, InMonth(month, argument))
                return
        super().enter(argument)

    def describe(self, session: Session, record: bytes) -> DrawerDef:
        """Show points, problems with their re-checks, and history."""
        if record not in self._rows:
            self._rows = month_round(session, self.month)
        if record not in self._rows:
            raise NotFound(f"这个网格在{self.month.words}没有设立，请换一个月份")
        grid = self._rows[record]
        word = "改打分" if grid.found else "督查打分"
        problems = [(InspectionProblem, p.id) for p in grid.problems]
        return DrawerDef(
            name=grid.name, place=f"{grid.station}　{self.month.words}".strip(),
            tab="得分", facts=self._facts(grid), label=84,
            tabs={f"问题 {len(grid.problems)}": self._problems(session, grid)},
            record=(Inspection, grid.found.inspection.id) if grid.found else None, along=problems,
            acts=[Act(word, lambda: self.inspect(record), "clipboard-check", "primary", right=Right.INSPECT)],
        )  # fmt: skip

    def inspect_current(self) -> FormDialog | None:
        """Put up the form of the current grid, else of the first one that waits."""
        current = self.table.current or self._waiting()
        return self.inspect(current) if current is not None else None

    def inspect(self, unit_id: bytes) -> FormDialog:
        """Put up the form of a grid; once saved, the next grid that waits follows."""
        with self.desk.database.read() as session:
            self._rows = month_round(session, self.month)
        grid = self._rows[unit_id]
        fields = InspectionFields(self.desk, grid, self.month, self.actor.name)

        def save(session: WriteSession, filled: Filled) -> str:
            try:
                record_inspection(session, self.actor, fields.entry(filled))
            except RuleBroken as refused:
                raise fields.problems.place(refused) from None
            return grid.name

        following = self._waiting(after=unit_id) if grid.found is None else None
        form = self.form(
            _FORM, save, note=f"{grid.name}　{self.month.words}", width=WIDE,
            word="保存并查下一个" if following else "保存",
            about=f"{unit_id.hex()} {self.month}",
        )  # fmt: skip
        fields.lay_into(form)
        if following is not None:
            form.finished.connect(lambda done: self.inspect(following) if done else None)
        return self.put_up(form, lambda name: f"已保存{name}的督查")

    def reopen(self, title: str, about: str) -> FormDialog | None:
        """Put up the form of a draft once more."""
        if title == "复查":
            with self.desk.database.read() as session:
                problem = session.get(InspectionProblem, bytes.fromhex(about))
            return self.recheck(problem) if problem is not None else None
        if title != _FORM:
            return super().reopen(title, about)
        unit = bytes.fromhex(about.partition(" ")[0])
        with self.desk.database.read() as session:
            self._rows = month_round(session, self.month)
        return self.inspect(unit) if unit in self._rows else None

    def recheck(self, problem: InspectionProblem) -> FormDialog:
        """Ask what the re-check of a problem found."""

        def save(session: WriteSession, filled: Filled) -> str:
            recheck_problem(
                session, self.actor, problem.id, on=filled.day("on"), by=filled.text("by"),
                done=filled.ticked("done"), words=filled.text("words"),
            )  # fmt: skip
            return "已整改" if filled.ticked("done") else "继续整改"

        form = self.form("复查", save, note=problem.description, about=problem.id.hex())
        grid = record_grid(self.desk, columns=1)
        grid.declare(
            InspectionProblem, Ask("rechecked_on", key="on"), Ask("rechecked_by", key="by")
        )
        states = [(True, "已整改"), (False, "没有整改好，继续整改")]
        grid.add("done", "复查结论", ChoiceField(Choice("复查结论", states)))
        grid.declare(InspectionProblem, Ask("recheck", key="words"))
        grid.put({"on": today(), "by": self.actor.name, "done": True, "words": problem.recheck})
        form.add(grid)
        return self.put_up(form, lambda state: f"复查已记下：{state}")

    def _find(self, session: Session, wish: Wish) -> Sequence[bytes]:
        rows = month_round(session, self.month)
        self._rows = rows
        area = wish.filters.get("area")
        return matching(rows, wish, today(), units_of(session, area) if area else None)

    def _take(self, _session: Session, ids: Sequence[bytes]) -> dict[bytes, RoundRow]:
        return {i: self._rows[i] for i in ids if i in self._rows}

    def _waiting(self, after: bytes | None = None) -> bytes | None:
        order = list(self._rows)
        start = order.index(after) + 1 if after in self._rows else 0
        turned = order[start:] + order[:start]
        return next((i for i in turned if self._rows[i].found is None and i != after), None)

    def _tell(self, _found: int) -> None:
        done = sum(row.found is not None for row in self._rows.values())
        self.note.setText(f"{self.month.words}　{len(self._rows)} 个网格　已督查 {done} 个")
        self._show_stations(any(row.station for row in self._rows.values()) or not self._rows)

    def _show_stations(self, wanted: bool) -> None:
        """Leave the column of stations out where there are none."""
        if wanted != self._stationed:
            self._stationed = wanted
            self.table.choose_column(COLUMNS.index(_STATION) + 1, shown=wanted)

    def _facts(self, grid: RoundRow) -> list[Fact]:
        found = grid.found
        if found is None:
            return [
                Fact("督查", "还没有督查"),
                Fact("上月总分", points_words(grid.last_total) or "没有督查"),
            ]
        return [
            Fact("督查日期", day_words(found.inspection.inspected_on)),
            Fact("督查人", found.inspection.inspector or ""), Fact("网格长", grid.head or "空缺"),
            *(Fact(METHOD.words.get(m, m), _score_words(s)) for m, s in found.scores.items()),
            Fact("总分", points_words(grid.total)), Fact("上月总分", points_words(grid.last_total)),
            Fact("督查意见", found.inspection.opinion or ""),
        ]  # fmt: skip

    def _problems(self, session: Session, grid: RoundRow) -> list[QWidget]:
        states = Codes.load(session, PROBLEM_STATUS)
        parts: list[QWidget] = []
        for problem in grid.problems:
            parts.append(self._problem(problem, states))
            until = f"整改期限 {problem.deadline:%m-%d}" if problem.deadline else "没有定整改期限"
            parts.append(block(row(words(until, "note"), None, *self._again(problem))))
        return parts or [words("没有发现问题" if grid.found else "还没有督查", "second")]

    def _again(self, problem: InspectionProblem) -> list[QWidget]:
        if not self.actor.may(Right.INSPECT):
            return []
        again = Button(self.look, "复查", "check", "link")
        again.clicked.connect(lambda _checked: self.recheck(problem))
        return [again]

    def _problem(self, problem: InspectionProblem, states: Codes) -> QWidget:
        tone: Tone = "done" if problem.status == "done" else "due"
        checked = (
            f"{problem.rechecked_on:%m-%d} {problem.rechecked_by or ''}复查："
            if problem.rechecked_on
            else ""
        )
        recheck = f"{checked}{problem.recheck or '已复查'}" if checked else ""
        text = "\n".join(filter(None, (problem.description, recheck)))
        word = states.word(problem.status)
        if problem.status != "done" and problem.deadline is not None and problem.deadline < today():
            word, tone = "整改逾期", "over"
        return due_box(Due(word, tone, "", problem.responsible or "", text))
