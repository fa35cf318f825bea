"""Narrowing a list to one day: who was in a post then, how the tree stood; today where none is given."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from gridcenter.base.periods import Month, day_words, today
from gridcenter.desk.day_field import DayField
from gridcenter.desk.fields import Unclear
from gridcenter.desk.filters import FilterControl
from gridcenter.desk.theme import Look


@dataclass(frozen=True, slots=True)
class DayFilter:
    """A day; the wish holds it, or nothing for today."""

    key: str
    name: str
    width: int = 150

    def make(self, look: Look) -> FilterControl:
        """Make its control."""
        return DayControl(look, self)


class DayControl(QObject):
    """A day to be typed or picked; empty is today, and days typed are not remembered."""

    chosen = Signal(object)

    def __init__(self, look: Look, spec: DayFilter) -> None:
        super().__init__()
        self._field = DayField(look, today, width=spec.width)
        self._field.setPlaceholderText(f"{spec.name}：今天")
        self._field.setAccessibleName(spec.name)
        self._name, self._before = spec.name, self.value
        self._field.textChanged.connect(lambda _text: self._settle())

    @property
    def widget(self) -> QWidget:
        """The field."""
        return self._field

    @property
    def value(self) -> date | None:
        """The day; None for today, and for what cannot be read yet."""
        try:
            day = self._field.value()
        except Unclear:
            return None
        return day if isinstance(day, date) else None

    @property
    def narrows(self) -> bool:
        """Whether a day is given."""
        return self.value is not None

    @property
    def said(self) -> str:
        """The day in words."""
        return f"{self._name} {day_words(self.value)}"

    def choose(self, value: object) -> None:
        """Enter a day; None is today."""
        self._field.put(value)

    def kept(self) -> str:
        """Remember nothing."""
        return ""

    def restore(self, kept: str) -> None:
        """Begin with today."""

    def show_month(self, month: Month) -> None:
        """Care for no month."""

    def _settle(self) -> None:
        if self.value != self._before:
            self._before = self.value
            self.chosen.emit(self.value)
