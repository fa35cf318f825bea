"""One of a few words, chosen by a single letter: 家中无人 by J."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from gridcenter.base.pinyin import initials
from gridcenter.desk.choices import Option
from gridcenter.desk.fields import LineField

_WIPES = {Qt.Key.Key_Backspace, Qt.Key.Key_Delete}
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


def letters(options: Sequence[Option]) -> dict[str, Option]:
    """Give each word a letter: the first of its initials that no word before it has; else none."""
    found: dict[str, Option] = {}
    for option in options:
        free = (one.upper() for one in initials(option[1]) if one.upper() not in found)
        if letter := next(free, ""):
            found[letter] = option
    return found


class LetterField(LineField):
    """Shows the word chosen; a letter, a number or ↑ ↓ chooses another, whatever the input method."""

    settled = Signal()
    """A letter chose: the keys may go on to the next field."""

    def __init__(
        self, options: Sequence[Option], usual: object, *, width: int = 0, hint: str = ""
    ) -> None:
        super().__init__(hint, width=width)
        self._options, self._usual = tuple(options), usual
        named = letters(options)
        self._letters = named | {str(n): option for n, option in enumerate(options, 1)}
        self._value: object = None
        self.setReadOnly(True)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setToolTip("　".join(f"{letter} {word}" for letter, (_value, word) in named.items()))
        self.put(None)

    @property
    def hint(self) -> str:
        """The letters and what they choose, in words."""
        return self.toolTip()

    def value(self) -> object:
        """Return the code chosen."""
        return self._value

    def put(self, value: object) -> None:
        """Choose by code; the usual one when it is not offered."""
        known = dict(self._options)
        self._value = value if value in known else self._usual
        super().put(known.get(self._value, ""))

    def words(self) -> str:
        """Return the code, for a draft; "" for the usual one."""
        return "" if self._value == self._usual else str(self._value)

    def put_words(self, words: str) -> None:
        """Choose what `words` named."""
        self.put(words or None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by letter, walk with the arrows."""
        plain = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier == Qt.KeyboardModifier.NoModifier
        chosen = self._letters.get(event.text().upper()) if plain and event.text() else None
        if chosen is not None:
            self.put(chosen[0])
            self.settled.emit()
        elif event.key() in _WIPES:
            self.put(None)
        elif event.key() in _STEPS:
            self._step(_STEPS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        codes = [code for code, _word in self._options]
        at = codes.index(self._value) if self._value in codes else -1
        self.put(codes[(at + by) % len(codes)])
