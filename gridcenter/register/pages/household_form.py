"""The form of a household: itself, and in a new one its people, line by line."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from gridcenter.base.errors import RuleBroken
from gridcenter.base.periods import today
from gridcenter.codes.tables import Codes
from gridcenter.desk.buttons import IconButton
from gridcenter.desk.day_field import DayField
from gridcenter.desk.declared_fields import PhoneField
from gridcenter.desk.desk import Desk
from gridcenter.desk.fields import Field, LineField
from gridcenter.desk.form_grid import Ask, FormGrid, Slot
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.layouts import block, column, row
from gridcenter.desk.picking import PickField
from gridcenter.desk.saving import Filled
from gridcenter.desk.words import words
from gridcenter.register.codes import RELATION, SEX
from gridcenter.register.kinship import HEAD
from gridcenter.register.pages.record_form import record_grid
from gridcenter.register.pages.resident_form import IdentityField
from gridcenter.register.records import Household, Placement
from gridcenter.register.services.household_entry import MemberEntry
from gridcenter.register.services.people import PersonEntry
from gridcenter.register.services.privacy import IDENTITY, keeps

_BIN, _BEGUN = 34, 3
_COLUMNS = (
    ("name", "姓名", 108), ("relation", "与户主关系", 112), ("id_number", "身份证号", 0), ("sex", "性别", 76),
    ("birth", "出生日期", 132), ("phone", "电话", 132),
)  # fmt: skip


def household_grid(desk: Desk) -> FormGrid:
    """Return the fields of a household."""
    grid = record_grid(desk)
    grid.declare(Placement, Ask("unit_id", label="所在网格"))
    grid.declare(Household, "number", "address", "kind")
    return grid


class MemberLines:
    """The people of a new household, one a line; a fresh line opens when the last is begun."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._lines = desk, list[tuple[QWidget, dict[str, Slot]]]()
        with desk.database.read() as session:
            numbers = keeps(session, IDENTITY)
            self._relations = list(Codes.load(session, RELATION).words.items())
        self._columns = [one for one in _COLUMNS if numbers or one[0] != IDENTITY]
        self._space = column(gap=6)
        self._form: FormDialog | None = None
        self._last: QWidget | None = None

    def lay_into(self, form: FormDialog) -> None:
        """Put head and lines into the form."""
        self._form = form
        heads = [
            words(title, "note", width=width) if width else (words(title, "note"), 1)
            for _key, title, width in self._columns
        ]
        form.draft_taken.connect(self._make_room)
        form.add(words("家庭成员", "head"), block(row(*heads, words("", width=_BIN))), self._space)
        for _line in range(_BEGUN):
            self._open()
        self._lines[0][1]["relation"].field.put(HEAD)

    def entries(self, filled: Filled) -> list[MemberEntry]:
        """Return the lines with a name; raises RuleBroken at a line that has more, but none."""
        found = []
        for number in range(len(self._lines)):
            name = filled.text(f"name_{number}")
            more = any(filled.text(f"{key}_{number}") for key in ("id_number", "phone"))
            if more and not name:
                raise RuleBroken(f"name_{number}", "请填写姓名，或删去这一行")
            if name:
                person = PersonEntry(
                    name, filled.text(f"sex_{number}"), filled.day_or_none(f"birth_{number}"),
                    filled.text(f"id_number_{number}"), filled.text(f"phone_{number}"),
                )  # fmt: skip
                found.append(MemberEntry(person, filled.text(f"relation_{number}"), str(number)))
        return found

    def _make_room(self, left: Mapping[str, str]) -> None:
        while left.get(f"name_{len(self._lines)}") is not None:
            self._open()

    def _open(self) -> None:
        number = len(self._lines)
        slots = {key: self._slot(key, title, width, number) for key, title, width in self._columns}
        bin_ = IconButton(self._desk.look, "trash-2", "清空这一行", width=_BIN)
        line = [(slot, 1) if key == IDENTITY else slot for key, slot in slots.items()]
        frame = block(column(row(*line, bin_), *(slot.error_line for slot in slots.values()), gap=2))
        bin_.clicked.connect(lambda _checked: self._empty(slots))
        slots["name"].field.changed.connect(lambda *_text: self._begun(number))
        self._space.addWidget(frame)
        self._lines.append((frame, slots))
        if self._form is not None:
            self._form.adopt(*slots.values())
        for following in (*(slot.field.widget for slot in slots.values()), bin_):
            if self._last is not None:
                QWidget.setTabOrder(self._last, following)
            self._last = following

    def _begun(self, number: int) -> None:
        """Open a fresh line, and a taller form, once the last one is begun."""
        if number == len(self._lines) - 1 and self._lines[number][1]["name"].field.words():
            self._open()
            if self._form is not None:
                self._form.fit_height()

    def _empty(self, slots: Mapping[str, Slot]) -> None:
        for slot in slots.values():
            slot.field.put(None)
            slot.clear_error()

    def _slot(self, key: str, title: str, width: int, number: int) -> Slot:
        look = self._desk.look
        makers: dict[str, Callable[[], Field]] = {
            "name": lambda: LineField(longest=50),
            "relation": lambda: PickField(look, self._relations),
            "id_number": lambda: IdentityField(look, longest=30),
            "sex": lambda: PickField(look, list(SEX.words.items())),
            "birth": lambda: DayField(look, today, past=True, whole=True),
            "phone": lambda: PhoneField(look, longest=30),
        }
        field = makers[key]()
        if width:
            field.widget.setFixedWidth(width)
        return Slot(look, f"{key}_{number}", f"第{number + 1}人{title}", field, apart=True)
