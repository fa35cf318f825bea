"""Fields that are typed into; each knows its value, its words for a draft, and how to look wrong."""

from decimal import Decimal, InvalidOperation
from typing import Final, Protocol

from PySide6.QtCore import QRegularExpression, Qt, Signal, SignalInstance
from PySide6.QtGui import (
    QKeyEvent,
    QRegularExpressionValidator,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from gridcenter.desk.choices import Choice
from gridcenter.desk.layouts import RIGHT
from gridcenter.desk.theme import Look

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


def shorter(text: str, longest: int) -> str:
    """Return the words if they are no longer than what is kept (0: any length); raises Unclear."""
    if longest and len(text) > longest:
        raise Unclear(f"最多 {longest} 字，多了 {len(text) - longest} 字，请写短些")
    return text


class LineField(QLineEdit):
    """One line of words."""

    def __init__(self, hint: str = "", *, width: int = 0, longest: int = 0) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        if width:
            self.setFixedWidth(width)
        self._longest = longest

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
        return shorter(self.text().strip(), self._longest) or None

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
        return shorter(self.toPlainText().strip(), self._longest) or None

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

    def __init__(self, choice: Choice) -> None:
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
        """Choose a value; one that is offered no more stays what it is."""
        if value is not None and self.choice.findData(value) < 0:
            self.choice.addItem("原来填的（现在没有这一项）", value)
        self.choice.choose(value)

    def words(self) -> str:
        """Return the words of the option chosen."""
        return self.choice.currentText()

    def put_words(self, words: str) -> None:
        """Choose the option of these words."""
        self.choice.setCurrentIndex(self.choice.findText(words))
