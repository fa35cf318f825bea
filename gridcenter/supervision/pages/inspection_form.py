"""The form of the monthly inspection: points of the methods, problems, opinion."""

from datetime import date
from decimal import Decimal, InvalidOperation

from PySide6.QtWidgets import QWidget

from gridcenter.base.errors import RuleBroken
from gridcenter.base.periods import Month, today
from gridcenter.desk.charts import Ring
from gridcenter.desk.day_field import DayField
from gridcenter.desk.desk import Desk
from gridcenter.desk.fields import LineField, NumberField
from gridcenter.desk.form_grid import Ask, Slot
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.layouts import MIDDLE, RIGHT, block, cells, column, row, rule
from gridcenter.desk.saving import Filled
from gridcenter.desk.words import words
from gridcenter.register.pages.record_form import record_grid
from gridcenter.supervision.codes import HINTS
from gridcenter.supervision.methods import Method, methods_for
from gridcenter.supervision.pages.problem_lines import ProblemLines
from gridcenter.supervision.records import Inspection
from gridcenter.supervision.rounds import RoundRow
from gridcenter.supervision.rules import THRESHOLD, is_low, out_of
from gridcenter.supervision.services import InspectionEntry, ScoreEntry

WIDE = 1010


class InspectionFields:
    """The fields of the inspection of one grid in one month, laid into a form."""

    def __init__(self, desk: Desk, grid: RoundRow, month: Month, inspector: str) -> None:
        self._desk, self._grid, self._month = desk, grid, month
        with desk.database.read() as session:
            self._methods = methods_for(session, month, grid.found)
        self.head, self.tail = record_grid(desk), record_grid(desk, columns=1)
        near = DayField(desk.look, self._near, past=month.holds(today()))
        self.head.declare(Inspection, Ask("inspected_on", field=near), "inspector")
        self.tail.declare(Inspection, "opinion")
        self._slots: list[Slot] = []
        self.ring = Ring(desk.look, "总分", 0.0, float(self._full()), "")
        self._against = words("", "second", align=MIDDLE)
        self._points: dict[str, NumberField] = {}
        self._reasons: dict[str, LineField] = {}
        self._lines = [self._method(method) for method in self._methods]
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
            words("被查网格长", "second"), words(self._grid.head or "空缺", "strong"), None,
            words(f"上月 {before.normalize():f} 分" if before is not None else "上月没有督查", "note"),
        )  # fmt: skip
        points = row((cells([heads, *self._lines], {3: 1}, 16), 1), score, gap=20)
        form.add(self.head, facts, rule(), points, rule())
        form.adopt(*self._slots)
        self.problems.lay_into(form)
        self.problems.start(self._grid.problems)
        form.add(self.tail)

    def entry(self, filled: Filled) -> InspectionEntry:
        """Return what the form says; raises RuleBroken for points left out."""
        given = [self._score(filled, method) for method in self._methods]
        scores = tuple(score for score in given if score is not None)
        return InspectionEntry(
            self._grid.id, self._month, filled.day("inspected_on"), scores,
            self.problems.entries(filled), filled.text("inspector"), filled.text("opinion"),
            [method.key for method in self._methods],
        )  # fmt: skip

    def _score(self, filled: Filled, method: Method) -> ScoreEntry | None:
        points = filled.number(method.key)
        if points is None and method.required:
            raise RuleBroken(method.key, f"请填写{method.word}的得分")
        reason = filled.text(f"reason_{method.key}")
        return None if points is None else ScoreEntry(method.key, points, reason, method.full)

    def _full(self) -> Decimal:
        return out_of({method.key: method.full for method in self._methods if method.required})

    def _near(self) -> date:
        return today() if self._month.holds(today()) else self._month.last

    def _method(self, method: Method) -> list[QWidget]:
        look, key = self._desk.look, method.key
        points = self._points[key] = NumberField(decimals=2)
        points.textChanged.connect(lambda _text: self._add_up())
        score = Slot(look, key, f"{method.word}得分", points, required=method.required, apart=True)
        why = self._reasons[key] = LineField("没有扣分可以空着", longest=300)
        reason = Slot(look, f"reason_{key}", f"{method.word}扣分缘由", why)
        self._slots += [score, reason]
        hint = HINTS.get(key, "" if method.required else "没有这一项可以空着")
        return [
            block(column(words(method.word, "strong"), words(hint, "small"), gap=0)),
            words(f"{method.full.normalize():f}", "second", align=RIGHT),
            score,
            block(column(reason, score.error_line, gap=2)),
        ]

    def _add_up(self) -> None:
        total = sum((_typed(field) for field in self._points.values()), Decimal(0))
        full = self._full()
        low = bool(total) and is_low(total, full)
        self.ring.show_value(float(total), f"{THRESHOLD} 分以下" if low else f"满分 {full.normalize():f}")
        before = self._grid.last_total
        told = all(self._points[method.key].text() for method in self._methods if method.required)
        self._against.setText(f"比上月 {total - before:+f}" if told and before is not None else "")

    def _start(self, inspector: str) -> None:
        found = self._grid.found
        if found is None:
            on = today() if self._month.holds(today()) else None
            self.head.put({"inspected_on": on, "inspector": inspector})
        else:
            old = found.inspection
            self.head.put({"inspected_on": old.inspected_on, "inspector": old.inspector or inspector})
            self.tail.put({"opinion": old.opinion})
            for method, score in found.scores.items():
                self._points[method].put(score.points)
                self._reasons[method].put(score.reason)
        self._add_up()


def _typed(field: NumberField) -> Decimal:
    try:
        return Decimal(field.text().strip() or 0)
    except InvalidOperation:
        return Decimal(0)
