"""The form of a work check: who, where, what was looked at, what was agreed on."""

from PySide6.QtWidgets import QWidget

from gridcenter.base.periods import today
from gridcenter.codes.tables import Codes
from gridcenter.desk.choices import Choice
from gridcenter.desk.desk import Desk
from gridcenter.desk.fields import ChoiceField, LineField
from gridcenter.desk.form_grid import Ask, Slot
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.layouts import block, cells, column, row, rule
from gridcenter.desk.saving import Filled
from gridcenter.desk.words import words
from gridcenter.register.pages.pickers import unit_field
from gridcenter.register.pages.record_form import record_grid
from gridcenter.staff.codes import CHECK_ITEM, CHECK_RESULT
from gridcenter.staff.pages.fields import CrewField
from gridcenter.staff.records import WorkCheck
from gridcenter.staff.services.checks import CheckEntry, ItemEntry, items_of

_LABEL, _RESULT = 90, 132


class CheckFields:
    """The fields of a work check, laid into a form."""

    def __init__(self, desk: Desk, checker: str) -> None:
        self._desk = desk
        with desk.database.read() as session:
            items, results = Codes.load(session, CHECK_ITEM), Codes.load(session, CHECK_RESULT)
        self._items = items.words
        self._results = [(None, "没有看"), *results.words.items()]
        self.head, self.tail = record_grid(desk, label=_LABEL), record_grid(desk, label=_LABEL)
        place = unit_field(desk, "station", "grid", "subgrid", everything="他那天任职的网格")
        self.head.declare(
            WorkCheck, "checked_on", "checker",
            Ask("person_id", field=CrewField(desk)),
            Ask("unit_id", field=place, required=False),
        )  # fmt: skip
        self.tail.declare(WorkCheck, "found", "agreed", "deadline")
        self.head.put({"checked_on": today(), "checker": checker})
        self._slots: dict[str, Slot] = {}

    def lay_into(self, form: FormDialog) -> None:
        """Put everything into the body of the form."""
        lines = [self._line(code, word) for code, word in self._items.items()]
        note = words("没看的不用管。只记事实，不打分。", "note")
        heads: list[QWidget] = [words(text, "note") for text in ("看了什么", "结果", "说明")]
        form.add(self.head, note, rule(), cells([heads, *lines], {2: 1}, 12, 6), rule(), self.tail)
        form.adopt(*self._slots.values())

    def start(self, check: WorkCheck) -> None:
        """Enter what was recorded before."""
        self.head.put({
            "checked_on": check.checked_on, "checker": check.checker, "person_id": check.person_id,
            "unit_id": check.unit_id,
        })  # fmt: skip
        self.tail.put({"found": check.found, "agreed": check.agreed, "deadline": check.deadline})
        with self._desk.database.read() as session:
            for one in items_of(session, check.id):
                if one.item in self._items:
                    self._slots[f"item_{one.item}"].field.put(one.result)
                    self._slots[f"note_{one.item}"].field.put(one.note)

    def begin_with(self, person_id: bytes) -> None:
        """Enter whose work is looked at."""
        self.head.put({"person_id": person_id})

    def entry(self, filled: Filled) -> CheckEntry:
        """Return what the form says."""
        items = tuple(
            ItemEntry(code, filled.text(f"item_{code}"), filled.text(f"note_{code}"))
            for code in self._items
            if filled.text(f"item_{code}")
        )
        return CheckEntry(
            filled.day("checked_on"), filled.text("checker"), filled.record("person_id"),
            filled.record_or_none("unit_id"), filled.text("found"), items, filled.text("agreed"),
            filled.day_or_none("deadline"),
        )  # fmt: skip

    def _line(self, code: str, word: str) -> list[QWidget]:
        look = self._desk.look
        choice = Choice(word, self._results, width=_RESULT)
        result = Slot(look, f"item_{code}", word, ChoiceField(choice), apart=True)
        why = LineField("好的、差的都可以写一句", longest=300)
        note = Slot(look, f"note_{code}", f"{word}说明", why, apart=True)
        self._slots |= {result.key: result, note.key: note}
        return [
            words(word), block(row(result, None)),
            block(column(note, result.error_line, note.error_line, gap=2)),
        ]  # fmt: skip
