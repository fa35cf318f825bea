"""The field that a declaration asks for."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeAlias

from gridcenter.base.phones import tidy_phone
from gridcenter.codes.tables import Codes, CodeTable
from gridcenter.desk.day_field import DayField
from gridcenter.desk.desk import Desk
from gridcenter.desk.fields import (
    Field,
    LineField,
    LinesField,
    MaskedField,
    NumberField,
    TickField,
    Unclear,
)
from gridcenter.desk.picking import PickField
from gridcenter.store.declared import Declared, Kind

Maker: TypeAlias = Callable[[Declared], Field]
"""Makes the field of a declaration."""


class PhoneField(MaskedField):
    """A telephone number; spaces and dashes do not matter."""

    def value(self) -> object:
        """Return the number without marks; None when empty; raises Unclear."""
        if self.masked:
            return super().value()
        number, odd = tidy_phone(self.text())
        if odd:
            raise Unclear(f"电话{odd}，如 13800000000 或 0534-2211234")
        return number or None


class FieldMaker:
    """Makes fields; `makers` know the records and the shapes of words that the desk does not."""

    def __init__(self, desk: Desk, today: Callable[[], date], makers: Mapping[str, Maker]) -> None:
        self._desk, self._today = desk, today
        self._makers: dict[str, Maker] = {
            "phone": self._phone,
            "long ago": lambda one: DayField(desk.look, today, past=True, whole=True),
            **makers,
        }
        self._kinds: dict[Kind, Maker] = {
            Kind.WORDS: lambda one: LineField(one.hint, longest=one.longest),
            Kind.LINES: lambda one: LinesField(one.hint, longest=one.longest),
            Kind.DAY: lambda one: DayField(desk.look, today, past=one.past),
            Kind.WHOLE: lambda one: NumberField(),
            Kind.POINTS: lambda one: NumberField(decimals=2),
            Kind.TICK: lambda one: TickField(one.hint or one.label),
            Kind.CODE: self._code,
        }

    def make(self, one: Declared) -> Field:
        """Return an empty field; KeyError where nobody knows the record it points to."""
        own = self._makers.get(one.shape or one.record)
        return own(one) if own is not None else self._kinds[one.kind](one)

    def _phone(self, one: Declared) -> Field:
        return PhoneField(self._desk.look, one.hint or "手机或座机", longest=one.longest)

    def _code(self, one: Declared) -> Field:
        return code_field(self._desk, self._desk.lexicon.tables[one.codes], one.hint)


def code_field(desk: Desk, table: CodeTable, hint: str = "") -> PickField:
    """Return a field that chooses a word of a code table, the office's own included."""
    with desk.database.read() as session:
        codes = Codes.load(session, table)
    return PickField(desk.look, list(codes.words.items()), hint, codes.retired)
