"""The field of a day: typed as people write it, or picked from the calendar."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit

from gridcenter.base.dates import read_typed_day
from gridcenter.base.periods import day_words, short_day
from gridcenter.desk.calendar_popup import pick_day
from gridcenter.desk.fields import LineField, Unclear
from gridcenter.desk.layouts import RIGHT
from gridcenter.desk.theme import Look

_PAD, _ICON = 11, 34


class DayField(LineField):
    """A day typed as 1007, 10-7, 2026-10-07, 10月7日, 昨天, 上周五 or -1; or picked from the calendar.

    What is understood stands beside it at once; with `past`, a day to come is refused; with
    `whole`, one without its year (a birth).
    """

    def __init__(
        self,
        look: Look,
        today: Callable[[], date],
        *,
        width: int = 0,
        past: bool = False,
        whole: bool = False,
    ) -> None:
        super().__init__("如 1968-3-5" if whole else "如 10-7、昨天", width=width)
        self._look, self._today, self._past, self._whole = look, today, past, whole
        self._told = ""
        ways = "1968-3-5、19680305、1968年3月5日" if whole else "1007、10-7、2026-10-07、昨天、上周五"
        self.setToolTip(f"可填 {ways}，按 ↓ 打开日历")
        action = self.addAction(
            look.icon("calendar", "text3"), QLineEdit.ActionPosition.TrailingPosition
        )
        action.setText("打开日历")
        action.setToolTip("打开日历")
        action.triggered.connect(self._pick)
        self.editingFinished.connect(self._tidy)
        self.textChanged.connect(lambda _text: self._tell())

    def value(self) -> object:
        """Return a date; None when empty; raises Unclear."""
        text, today = self.text().strip(), self._today()
        if not text:
            return None
        read = read_typed_day(text, today, past=self._past, whole=self._whole)
        if read.day is None or not read.exact:
            raise Unclear(read.problem or f"“{text}”没有写全，请写成 {today.isoformat()} 这样")
        if self._past and read.day > today:
            raise Unclear(
                f"{day_words(read.day)}还没有到，可填 {today.isoformat()} 或更早的日子"
            )
        return read.day

    def put(self, value: object) -> None:
        """Enter a day, written 2026-10-07."""
        super().put(value.isoformat() if isinstance(value, date) else value)

    @property
    def told(self) -> str:
        """What the typed words are understood as: 10月7日 星期三."""
        return self._told

    def words(self) -> str:
        """Return the day in full: 昨天 is another day when a draft is taken up again."""
        try:
            day = self.value()
        except Unclear:
            return self.text()
        return day.isoformat() if isinstance(day, date) else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the calendar with the down key."""
        if event.key() == Qt.Key.Key_Down:
            self._pick()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say at the right, where there is room, what the typed words are understood as."""
        super().paintEvent(event)
        if not self._told:
            return
        painter, font = QPainter(self), self._look.font("t_small")
        room = self.rect().adjusted(_PAD, 0, -_ICON, 0)
        typed = self.fontMetrics().horizontalAdvance(self.text())
        told = QFontMetrics(font).horizontalAdvance(self._told)
        if typed + told + _PAD <= room.width():
            painter.setFont(font)
            painter.setPen(self._look.colour("text3"))
            painter.drawText(room, RIGHT, self._told)

    def _tell(self) -> None:
        try:
            day = self.value()
        except Unclear:
            day = None
        self._told = ""
        if isinstance(day, date):
            weekday = f"星期{'一二三四五六日'[day.weekday()]}"
            written = self.text().strip() == day.isoformat()
            words = short_day(day) if day.year == self._today().year else day_words(day)
            self._told = weekday if written else f"{words} {weekday}"
        self.update()

    def _tidy(self) -> None:
        try:
            day = self.value()
        except Unclear:
            return
        if isinstance(day, date) and self.text() != day.isoformat():
            self.setText(day.isoformat())

    def _pick(self) -> None:
        try:
            day = self.value()
        except Unclear:
            day = None
        shown = day if isinstance(day, date) else self._today()
        pick_day(self, self._look, shown, self.put, latest=self._today() if self._past else None)
