"""The form of the monthly inspection: points of the methods, problems, opinion."""

from datetime import date
from decimal import Decimal, InvalidOperation

from PySide6.QtWidgets import QWidget

from gridcenter.base.errors import RuleBroken
from gridcenter.base.periods import Month, today
from gridcenter.desk.charts import Ring
from gridcenter.desk.desk import Desk
from gridcenter.desk.fields import DayField, Field, LineField, NumberField
from gridcenter.desk.form_grid import Slot
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.layouts import MIDDLE, RIGHT, block, cells, column, row, rule
from gridcenter.desk.saving import Filled
from gridcenter.desk.words import words
from gridcenter.supervision.codes import FULL_MARKS, HINTS, METHOD
from gridcenter.supervision.pages.problem_lines import ProblemLines
from gridcenter.supervision.rounds import RoundRow
from gridcenter.supervision.rules import THRESHOLD
from gridcenter.supervision.services import InspectionEntry, ScoreEntry

WIDE = 1010
_FULL = sum(FULL_MARKS.values(), Decimal(0))


class InspectionFields:
    """The fields of the inspection of one grid in one month, laid into a form."""

    def __init__(self, desk: Desk, grid: RoundRow, month: Month, inspector: str) -> None:
        self._desk, self._grid, self._month = desk, grid, month
        self.slots: dict[str, Slot] = {}
        look = desk.look
        self._slot("inspected_on", "督查日期", DayField(look, self._near), required=True)
        self._slot("inspector", "督查人", LineField(width=150, longest=100))
        self._slot("opinion", "督查意见", LineField(longest=1000))
        self.ring = Ring(look, "总分", 0.0, float(_FULL), "")
        self._against = words("", "second", align=MIDDLE)
        self._points: dict[str, NumberField] = {}
        self._lines = [self._method(method) for method in FULL_MARKS]
        self.problems = ProblemLines(desk, grid.head, self._near)
        self._start(inspector)

    def lay_into(self, form: FormDialog) -> None:
        """Put everything into the body of the form."""
        heads = [words(text, "note") for text in ("方式", "满分", "得分", "扣分缘由")]
        limit = words(f"{THRESHOLD} 分以下提约谈建议", "small", align=MIDDLE)
        score = block(
            column(self.ring, self._against, limit, None, gap=4, pad=10),
            "sunken", width=176,
        )  # fmt: skip
        before = self._grid.last_total
        facts = row(
            words("督查日期", "second"), self.slots["inspected_on"], 10, words("督查人", "second"),
            self.slots["inspector"], 10, words("被查网格长", "second"),
            words(self._grid.head or "空缺", "strong"), None,
            words(f"上月 {before.normalize():f} 分" if before is not None else "上月没有督查", "note"),
        )  # fmt: skip
        form.add(
            facts, rule(), row((cells([heads, *self._lines], {3: 1}, 16), 1), score, gap=20), rule(),
        )  # fmt: skip
        form.adopt(*self.slots.values())
        self.problems.lay_into(form)
        self.problems.start(self._grid.problems)
        form.add(row(words("督查意见", "second"), (self.slots["opinion"], 1), gap=12))

    def entry(self, filled: Filled) -> InspectionEntry:
        """Return what the form says; raises RuleBroken for points left out."""
        scores = tuple(self._score(filled, method) for method in FULL_MARKS)
        return InspectionEntry(
            self._grid.id, self._month, filled.day("inspected_on"), scores,
            self.problems.entries(filled), filled.text("inspector"), filled.text("opinion"),
        )  # fmt: skip

    def _score(self, filled: Filled, method: str) -> ScoreEntry:
        points = filled.number(method)
        if points is None:
            raise RuleBroken(method, f"请填写{METHOD.words[method]}的得分")
        return ScoreEntry(method, points, filled.text(f"reason_{method}"))

    def _near(self) -> date:
        return today() if self._month.holds(today()) else self._month.last

    def _slot(
        self, key: str, label: str, field: Field, *, required: bool = False, apart: bool = False
    ) -> Slot:
        made = Slot(self._desk.look, key, label, field, required=required, apart=apart)
        self.slots[key] = made
        return made

    def _method(self, method: str) -> list[QWidget]:
        name, full = METHOD.words[method], FULL_MARKS[method]
        points = self._points[method] = NumberField(decimals=2)
        points.textChanged.connect(lambda _text: self._add_up())
        score = self._slot(method, f"{name}得分", points, required=True, apart=True)
        why = LineField("没有扣分可以空着", longest=300)
        reason = self._slot(f"reason_{method}", f"{name}扣分缘由", why)
        return [
            block(column(words(name, "strong"), words(HINTS[method], "small"), gap=0)),
            words(f"{full:f}", "second", align=RIGHT),
            score,
            block(column(reason, score.error_line, gap=2)),
        ]

    def _add_up(self) -> None:
        total = sum((_typed(field) for field in self._points.values()), Decimal(0))
        low = bool(total) and total < THRESHOLD
        self.ring.show_value(float(total), f"{THRESHOLD} 分以下" if low else f"满分 {_FULL:f}")
        before = self._grid.last_total
        told = before is not None and all(field.text() for field in self._points.values())
        self._against.setText(f"比上月 {total - before:+f}" if told and before is not None else "")

    def _start(self, inspector: str) -> None:
        found = self._grid.found
        self.slots["inspector"].field.put(inspector)
        if found is None:
            if self._month.holds(today()):
                self.slots["inspected_on"].field.put(today())
            self._add_up()
            return
        old = found.inspection
        for key, value in (
            ("inspected_on", old.inspected_on), ("inspector", old.inspector or inspector), ("opinion", old.opinion),
        ):  # fmt: skip
            self.slots[key].field.put(value)
        for method, score in found.scores.items():
            if method in self._points:
                self._points[method].put(score.points)
                self.slots[f"reason_{method}"].field.put(score.reason)
        self._add_up()


def _typed(field: NumberField) -> Decimal:
    try:
        return Decimal(field.text().strip() or 0)
    except InvalidOperation:
        return Decimal(0)
