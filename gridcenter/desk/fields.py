"""Fields that are typed into; each knows its value, its words for a draft, and how to look wrong."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final, Protocol

from PySide6.QtCore import QRegularExpression, Qt, Signal, SignalInstance
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QRegularExpressionValidator,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from gridcenter.base.dates import read_typed_day
from gridcenter.base.periods import day_words
from gridcenter.desk.calendar_popup import pick_day
from gridcenter.desk.choices import Choice, SearchChoice
from gridcenter.desk.layouts import RIGHT
from gridcenter.desk.theme import Look

_PAD, _ICON = 11, 34
_WIPES = {Qt.Key.Key_Backspace, Qt.Key.Key_Delete}


class Unclear(Exception):  # noqa: N818
    """What is typed cannot be read; the message is the sentence for the person at the screen."""


class Waiting(Unclear):
    """What the typed words mean is still being looked up; `changed` tells when it is known."""


class Field(Protocol):
    """What a form needs of a field."""

    @property
    def widget(self) -> QWidget:
        """Return the widget to lay out."""

    @property
    def changed(self) -> SignalInstance:
        """Return the signal of any change."""

    def value(self) -> object:
        """Return what is entered; None when empty; raises Unclear."""

    def put(self, value: object) -> None:
        """Enter a value."""

    def words(self) -> str:
        """Return what is entered as text, for a draft."""

    def put_words(self, words: str) -> None:
        """Enter what `words` gave."""


class LineField(QLineEdit):
    """One line of words."""

    def __init__(self, hint: str = "", *, width: int = 0, longest: int = 0) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        if width:
            self.setFixedWidth(width)
        if longest:
            self.setMaxLength(longest)

    @property
    def widget(self) -> QWidget:
        """The field itself."""
        return self

    @property
    def changed(self) -> SignalInstance:
        """Any change of the words."""
        return self.textChanged

    def value(self) -> object:
        """Return the words without spaces around them; None when there are none."""
        return self.text().strip() or None

    def put(self, value: object) -> None:
        """Enter words."""
        self.setText("" if value is None else str(value))
        self.setCursorPosition(0)

    def words(self) -> str:
        """Return the words as typed."""
        return self.text()

    def put_words(self, words: str) -> None:
        """Enter the words as typed."""
        self.setText(words)


KEPT: Final = "（照旧）"
"""The value of a masked field that nobody touched: what is on record stays."""


class MaskedField(LineField):
    """Words shown masked: whole only after the eye is pressed, which is logged; typing begins anew."""

    wanted = Signal()
    """The eye was pressed."""

    def __init__(self, look: Look, hint: str = "", *, longest: int = 0) -> None:
        super().__init__(hint, longest=longest)
        self._masked = False
        self._eye = self.addAction(
            look.icon("eye", "text3"), QLineEdit.ActionPosition.TrailingPosition
        )
        self._eye.setText("显示完整号码")
        self._eye.setToolTip("显示完整号码，会记入查看记录；要改号码也可以直接输入新的")
        self._eye.triggered.connect(self.wanted)
        self._eye.setVisible(False)

    @property
    def masked(self) -> bool:
        """Whether the words on record are kept, unseen."""
        return self._masked

    def put_masked(self, masked: str) -> None:
        """Show what is on record masked."""
        super().put(masked)
        self._turn(masked=bool(masked))

    def value(self) -> object:
        """Return KEPT while masked, else the words."""
        return KEPT if self._masked else super().value()

    def put(self, value: object) -> None:
        """Enter whole words."""
        self._turn(masked=False)
        super().put(value)

    def words(self) -> str:
        """Return the words as typed; nothing while masked."""
        return "" if self._masked else super().words()

    def put_words(self, words: str) -> None:
        """Enter the words as typed; none leave what is masked."""
        if words or not self._masked:
            self.put(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Begin anew when something is typed over what is masked."""
        if self._masked and (event.text().isalnum() or event.key() in _WIPES):
            self.put(None)
        super().keyPressEvent(event)

    def _turn(self, *, masked: bool) -> None:
        self._masked = masked
        self._eye.setVisible(masked)
        self.setReadOnly(masked)


class SecretField(LineField):
    """A password: hidden, shown while the eye is pressed, never part of a draft."""

    def __init__(self, look: Look, hint: str = "") -> None:
        super().__init__(hint)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(Qt.InputMethodHint.ImhHiddenText)
        eye = self.addAction(look.icon("eye", "text3"), QLineEdit.ActionPosition.TrailingPosition)
        eye.setToolTip("显示或隐藏口令")
        eye.setText("显示或隐藏口令")
        eye.triggered.connect(self._turn)

    def value(self) -> object:
        """Return the password exactly as typed."""
        return self.text() or None

    def words(self) -> str:
        """Return nothing: a password is not kept in a draft."""
        return ""

    def _turn(self) -> None:
        hidden = self.echoMode() == QLineEdit.EchoMode.Password
        self.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)


class NumberField(LineField):
    """A number typed into a plain field: no wheel, no arrows."""

    def __init__(self, *, decimals: int = 0, width: int = 74, negative: bool = False) -> None:
        super().__init__(width=width)
        self._decimals = decimals
        self.setAlignment(RIGHT)
        sign = "-?" if negative else ""
        tail = rf"([.．]\d{{0,{decimals}}})?" if decimals else ""
        pattern = QRegularExpression(rf"{sign}[\d０-９]{{0,9}}{tail}")
        self.setValidator(QRegularExpressionValidator(pattern, self))

    def value(self) -> object:
        """Return an int, or a Decimal where decimals are allowed; None when empty."""
        text = self.text().strip().replace("．", ".")
        if not text:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation:
            raise Unclear(f"“{text}”不是数字，请只填数字") from None
        return number if self._decimals else int(number)

    def put(self, value: object) -> None:
        """Enter a number, without zeros behind."""
        super().put(f"{value:g}" if isinstance(value, float | Decimal) else value)


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
            self._told = weekday if written else f"{_short(day, self._today())} {weekday}"
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


def _short(day: date, today: date) -> str:
    year = "" if day.year == today.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


class LinesField(QPlainTextEdit):
    """Several lines of words; Tab goes on to the next field."""

    def __init__(self, hint: str = "", *, height: int = 66, longest: int = 0) -> None:
        super().__init__()
        self._longest = longest
        self.setPlaceholderText(hint)
        self.setFixedHeight(height)
        self.setTabChangesFocus(True)

    @property
    def widget(self) -> QWidget:
        """The field itself."""
        return self

    @property
    def changed(self) -> SignalInstance:
        """Any change of the words."""
        return self.textChanged

    def value(self) -> object:
        """Return the words without spaces around them; None when there are none; raises Unclear."""
        text = self.toPlainText().strip()
        if self._longest and len(text) > self._longest:
            over = len(text) - self._longest
            raise Unclear(f"最多 {self._longest} 字，多了 {over} 字，请写短些")
        return text or None

    def put(self, value: object) -> None:
        """Enter words."""
        self.setPlainText("" if value is None else str(value))

    def words(self) -> str:
        """Return the words as typed."""
        return self.toPlainText()

    def put_words(self, words: str) -> None:
        """Enter the words as typed."""
        self.setPlainText(words)


class TickField(QCheckBox):
    """Yes or no."""

    @property
    def widget(self) -> QWidget:
        """The field itself."""
        return self

    @property
    def changed(self) -> SignalInstance:
        """Any change of the tick."""
        return self.toggled

    def value(self) -> object:
        """Return True or False."""
        return self.isChecked()

    def put(self, value: object) -> None:
        """Tick or untick."""
        self.setChecked(bool(value))

    def words(self) -> str:
        """Return 1 when ticked."""
        return "1" if self.isChecked() else ""

    def put_words(self, words: str) -> None:
        """Tick what is not empty."""
        self.setChecked(bool(words))


class ChoiceField:
    """A choice as a field of a form."""

    def __init__(self, choice: Choice | SearchChoice) -> None:
        self.choice = choice

    @property
    def widget(self) -> QWidget:
        """The combo box."""
        return self.choice

    @property
    def changed(self) -> SignalInstance:
        """Any other choice."""
        return self.choice.chosen

    def value(self) -> object:
        """Return the value chosen."""
        return self.choice.value

    def put(self, value: object) -> None:
        """Choose a value."""
        self.choice.choose(value)

    def words(self) -> str:
        """Return the words of the option chosen."""
        return self.choice.currentText()

    def put_words(self, words: str) -> None:
        """Choose the option of these words."""
        self.choice.setCurrentIndex(self.choice.findText(words))
