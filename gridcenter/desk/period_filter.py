"""Narrowing a list to a span of days: the month above, this week, a quarter, any two days."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from gridcenter.base.periods import Month, Span, short_day, today
from gridcenter.desk.buttons import Button
from gridcenter.desk.choices import Choice
from gridcenter.desk.day_field import DayField
from gridcenter.desk.enter_key import is_enter
from gridcenter.desk.fields import Unclear
from gridcenter.desk.filters import FilterControl
from gridcenter.desk.layouts import column, row
from gridcenter.desk.popover import Popover
from gridcenter.desk.theme import Look
from gridcenter.desk.words import words

ABOVE, ALL = "above", "all"
_OWN: Final = "own"
_SPANS: dict[str, tuple[str, Callable[[date, Month], Span]]] = {
    ABOVE: ("上方选的月份", lambda _day, above: (above.first, above.last)),
    "week": ("本周", lambda day, _above: _week(day)),
    "month": ("本月", lambda day, _above: _month(Month.of(day))),
    "before": ("上月", lambda day, _above: _month(Month.of(day).shift(-1))),
    "quarter": ("本季度", lambda day, _above: _quarter(Month.of(day))),
    "year": ("今年", lambda day, _above: (date(day.year, 1, 1), date(day.year, 12, 31))),
}


@dataclass(frozen=True, slots=True)
class PeriodFilter:
    """A span of days of one field; the wish holds (first day, last day), None where it is open."""

    key: str = "period"
    field: str = "日期"
    usual: str = ALL
    """ALL, or ABOVE: then the list is that of the month chosen above."""
    width: int = 168

    @property
    def name(self) -> str:
        """Its name on the screen."""
        return self.field

    def make(self, look: Look) -> FilterControl:
        """Make its control."""
        return PeriodControl(look, self)


class PeriodControl(Choice):
    """The spans; 自选起止 asks for two days."""

    def __init__(self, look: Look, spec: PeriodFilter) -> None:
        everything = (ALL, f"{spec.field}：不限")
        spans = [(key, said) for key, (said, _) in _SPANS.items() if key != spec.usual]
        usual = everything if spec.usual == ALL else (ABOVE, _SPANS[ABOVE][0])
        rest = [*spans, everything] if spec.usual != ALL else spans
        self._usual = spec.usual
        super().__init__(spec.field, [usual, *rest, (_OWN, "自选起止…")], width=spec.width)
        self._look, self._month = look, Month.of(today())
        self._own: Span = (None, None)
        self._before = spec.usual
        self.popup: SpanPopup | None = None
        self.activated.connect(lambda _index: self._ask())
        self.chosen.connect(lambda _value: self._note())

    @property
    def widget(self) -> QWidget:
        """The control itself."""
        return self

    @property
    def kind(self) -> str:
        """Which of the spans is chosen."""
        return str(self.currentData())

    @property
    def value(self) -> Span | None:
        """First and last day; None for all."""
        if self.kind in _SPANS:
            return _SPANS[self.kind][1](today(), self._month)
        return self._own if self.kind == _OWN and any(self._own) else None

    @property
    def narrows(self) -> bool:
        """Whether another span than usual is chosen."""
        return self.kind != self._usual and (self.kind != _OWN or any(self._own))

    @property
    def said(self) -> str:
        """The span in words."""
        span = self.value
        named = self.currentText() if self.kind != ABOVE else self._month.words
        return f"{named}（{span_words(span)}）" if span and self.kind not in {ABOVE, _OWN} else named

    def choose(self, value: object) -> None:
        """Choose a span by its name (ABOVE, ALL, "week" …) or by its two days; None is the usual."""
        if isinstance(value, tuple):
            self._put_own(value)
            return
        super().choose(value if value is not None else self._usual)

    def kept(self) -> str:
        """Return the name of the span, or its days."""
        if not self.narrows:
            return ""
        days = [day.isoformat() if day else "" for day in self._own]
        return self.kind if self.kind != _OWN else "/".join(days)

    def restore(self, kept: str) -> None:
        """Choose the span of this name, or of these days."""
        first, parted, last = kept.partition("/")
        try:
            self.choose((_day(first), _day(last)) if parted else kept or None)
        except ValueError:
            self.choose(None)

    def show_month(self, month: Month) -> None:
        """Follow the month above, where that is what is shown."""
        changed = month != self._month
        self._month = month
        if changed and self.kind == ABOVE:
            self.chosen.emit(self.value)

    def _ask(self) -> None:
        if self.kind != _OWN:
            return
        popup = self.popup = SpanPopup(self.window(), self._look, self._own)
        popup.taken.connect(self._put_own)
        popup.left.connect(self._go_back)
        popup.adjustSize()
        popup.open_under(self)
        popup.first.setFocus()

    def _put_own(self, span: Span) -> None:
        self._own = span
        at = self.findData(_OWN)
        self.setItemText(at, span_words(span))
        if self.currentIndex() == at:
            self.chosen.emit(self.value)
        else:
            self.setCurrentIndex(at)

    def _go_back(self) -> None:
        if not any(self._own):
            super().choose(self._before)

    def _note(self) -> None:
        if self.kind != _OWN:
            self._before, self._own = self.kind, (None, None)
            self.setItemText(self.findData(_OWN), "自选起止…")


class SpanPopup(Popover):
    """Two days; one of them may stay open."""

    taken = Signal(object)
    """(first, last)."""
    left = Signal()
    """Closed without two days."""

    def __init__(self, parent: QWidget, look: Look, span: Span) -> None:
        super().__init__(parent, "自选起止日期")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.first, self.last = DayField(look, today), DayField(look, today)
        self.said = words("", "error", wrap=True)
        self.said.hide()
        fields = []
        for field, name, day in ((self.first, "从", span[0]), (self.last, "到", span[1])):
            field.setAccessibleName(f"{name}哪天")
            field.put(day)
            fields.append(row(words(name, "second", width=24), field))
        self.take = Button(look, "看这几天", "", "primary")
        self.take.clicked.connect(lambda _checked: self._take())
        hint = words("可填 1007、10-7、昨天；空着就是不限", "note")
        self.setLayout(
            column(*fields, hint, self.said, row(None, self.take), gap=8, pad=12)
        )
        self._done = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the days with Enter."""
        if is_enter(event):
            self._take()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: object) -> None:
        """Tell when nothing was chosen."""
        if not self._done:
            self.left.emit()
        super().hideEvent(event)  # type: ignore[arg-type]

    def _take(self) -> None:
        try:
            span = (self.first.value(), self.last.value())
        except Unclear as unclear:
            self._say(str(unclear))
            return
        if span == (None, None):
            self._say("请至少填一个日期")
        elif all(span) and span[0] > span[1]:  # type: ignore[operator]
            self._say("起始日期不能晚于截止日期")
        else:
            self._done = True
            self.close()
            self.taken.emit(span)

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)
        self.said.show()
        self.adjustSize()


def span_words(span: Span | None) -> str:
    """Write a span: 10月1日至10月7日, the years where they are not this one."""
    first, last = span or (None, None)
    if first and last:
        return _said(first) if first == last else f"{_said(first)}至{_said(last)}"
    return f"{_said(first)}起" if first else f"{_said(last)}止" if last else ""


def _said(day: date) -> str:
    return short_day(day) if day.year == today().year else f"{day.year}年{short_day(day)}"


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _week(day: date) -> Span:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _month(month: Month) -> Span:
    return month.first, month.last


def _quarter(month: Month) -> Span:
    first = month.shift(-((month.month - 1) % 3))
    return first.first, first.shift(2).last
