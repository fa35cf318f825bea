"""The forms of a resident and of a household."""

from collections.abc import Callable
from contextlib import suppress

from gridcenter.base import identity
from gridcenter.base.periods import today
from gridcenter.desk.desk import Desk
from gridcenter.desk.fields import MaskedField, Unclear
from gridcenter.desk.form_grid import Ask
from gridcenter.desk.saving import Filled
from gridcenter.desk.words import words
from gridcenter.register.codes import SEX_CODES
from gridcenter.register.pages.record_form import record_grid
from gridcenter.register.pages.twin_line import TwinLine
from gridcenter.register.records import Person, Residence
from gridcenter.register.services.duplicates.typed import Typed
from gridcenter.register.services.homes import Editable
from gridcenter.register.services.people import PersonEntry, ResidentEntry
from gridcenter.register.services.privacy import ETHNIC, IDENTITY, keeps

_WHOLE = 15
"""Figures of the shortest number there was."""
_TELLING = ("name", "id_number", "birth", "phone", "household_id")
_MASKABLE = ("id_number", "phone")


class IdentityField(MaskedField):
    """An identity number; doubts are remarked beside it, only what cannot be one is refused."""

    def value(self) -> object:
        """Return the number in its usual form; None when empty; raises Unclear."""
        if self.masked or not self.text().strip():
            return super().value()
        known = identity.check(self.text())
        if known.reason in {"masked_id", "rounded_id"}:
            raise Unclear(f"证件号码{known.problem}")
        if known.birth is not None and known.birth > today():
            raise Unclear("号码里的出生日期还没有到，请核对证件")
        return known.text


class ResidentForm:
    """Name, identity number, which fills birth date and sex, telephone, household, relation."""

    def __init__(self, desk: Desk, person_id: bytes | None = None) -> None:
        self._desk, self._person = desk, person_id
        self.grid = record_grid(desk)
        with desk.database.read() as session:
            self._numbered, self._ethnic = keeps(session, IDENTITY), keeps(session, ETHNIC)
        self.number = IdentityField(desk.look, "18 位，末位可为 X", longest=30)
        self.remark = words("", "due", wrap=True)
        self.twins = TwinLine(desk, self._typed, person_id)
        self._filled: dict[str, str] = {}
        self._lay_out()
        self.number.textEdited.connect(lambda _text: self.read_number())
        for key in set(_TELLING) & set(self.grid.slots):
            self.grid.slots[key].field.changed.connect(lambda *_ignored: self.twins.look())

    def read_number(self) -> None:
        """Fill birth date and sex from the number; say what is doubtful, without refusing it."""
        known = identity.check(self.number.text())
        if known.birth is not None:
            self._fill("birth", known.birth)
        if known.sex:
            self._fill("sex", SEX_CODES[known.sex])
        whole = len(known.text) >= _WHOLE
        doubt = (known.problem or identity.area_problem(known.text)) if whole else ""
        self.remark.setText(f"证件号码{doubt}。确实如此也可以保存" if doubt else "")

    def start(self, known: Editable, reveal: Callable[[MaskedField], object]) -> None:
        """Enter what is known, numbers masked; `reveal` is asked for the whole one of a field."""
        person = known.person
        self.grid.put({
            "name": person.name, "sex": person.sex or None, "birth": person.birth,
            "household_id": known.household_id, "relation": known.relation, "note": known.note,
            "needs_service": known.needs_service, "service": known.service,
        })  # fmt: skip
        if self._ethnic:
            self.grid.put({"ethnic": person.ethnic or None})
        for key, masked in zip(_MASKABLE, (person.id_number, person.phone), strict=True):
            field = self.grid.slots[key].field if key in self.grid.slots else None
            if isinstance(field, MaskedField):
                field.put_masked(masked)
                field.wanted.connect(lambda one=field: reveal(one))

    def show_whole(self, number: str, phone: str) -> None:
        """Show the numbers whole, as they were revealed."""
        for key, whole in zip(_MASKABLE, (number, phone), strict=True):
            field = self.grid.slots[key].field if key in self.grid.slots else None
            if isinstance(field, MaskedField) and field.masked:
                field.put(whole)

    def _lay_out(self) -> None:
        grid = self.grid
        number = (Ask("id_number", field=self.number),) if self._numbered else ()
        ethnic = ("ethnic",) if self._ethnic else ()
        grid.declare(Person, "name", *number, "sex", "birth", "phone", *ethnic)
        grid.declare(Residence, "relation")
        grid.add_row(self.twins)
        household = Ask("household_id", label="所属的户", wide=True)
        grid.declare(Residence, household, "note", "needs_service", "service")
        grid.add_row(self.remark)

    def _fill(self, key: str, value: object) -> None:
        """Fill in what is empty, or what the number filled before."""
        field = self.grid.slots[key].field
        if field.words() in {"", self._filled.get(key, "")}:
            field.put(value)
            self._filled[key] = field.words()

    def _typed(self) -> Typed:
        """Return what can be read so far; what is masked or half typed tells nothing."""
        read: dict[str, object] = {}
        for key in set(_TELLING) & set(self.grid.slots):
            with suppress(Unclear):
                read[key] = self.grid.slots[key].field.value()
        filled = Filled(read)
        return Typed(
            filled.text("name"), "" if self.number.masked else self.number.text(),
            filled.day_or_none("birth"), filled.text("phone"), filled.record_or_none("household_id"),
        )  # fmt: skip


def resident_entry(filled: Filled) -> ResidentEntry:
    """Return what the form says; raises RuleBroken for a household not chosen."""
    person = PersonEntry(
        filled.text("name"), filled.text("sex"), filled.day_or_none("birth"), filled.text("id_number"),
        filled.text("phone"), filled.text("ethnic"),
    )  # fmt: skip
    relation, note = filled.text("relation"), filled.text("note")
    needs = bool(filled.values.get("needs_service"))
    return ResidentEntry(
        person, filled.record("household_id"), relation, note=note, needs_service=needs,
        service=filled.text("service"),
    )  # fmt: skip


def kept(filled: Filled) -> frozenset[str]:
    """Return the fields of a person that stay as they are, unseen."""
    unasked = {key for key in (IDENTITY, ETHNIC) if key not in filled.values}
    return frozenset({key for key in _MASKABLE if filled.kept(key)} | unasked)
