"""One of two, side by side: for choosing between what two records say."""

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from gridcenter.desk.choices import Option
from gridcenter.desk.layouts import column, row

_LEAST = 180


class EitherField(QWidget):
    """Two radio buttons with the words of both; `stacked` ones stand one under the other."""

    turned = Signal()

    def __init__(self, one: Option, other: Option, *, stacked: bool = False) -> None:
        super().__init__()
        self._values = (one[0], other[0])
        self.buttons = (QRadioButton(one[1]), QRadioButton(other[1]))
        group = QButtonGroup(self)
        for button in self.buttons:
            group.addButton(button)
            button.setMinimumWidth(_LEAST)
            button.setToolTip(button.text())
        shares = [(button, 1) for button in self.buttons]
        self.setLayout(column(*shares, gap=4) if stacked else row(*shares, gap=12))
        self.setFocusProxy(self.buttons[0])
        group.buttonToggled.connect(lambda _button, on: self.turned.emit() if on else None)

    @property
    def widget(self) -> QWidget:
        """The field itself."""
        return self

    @property
    def changed(self) -> SignalInstance:
        """The other one was chosen."""
        return self.turned

    def say(self, one: str, other: str) -> None:
        """Write other words beside the buttons; what is chosen stays."""
        for button, text in zip(self.buttons, (one, other), strict=True):
            button.setText(text)
            button.setToolTip(text)

    def value(self) -> object:
        """Return the value of the one chosen; None before one is."""
        pairs = zip(self.buttons, self._values, strict=True)
        return next((value for button, value in pairs if button.isChecked()), None)

    def put(self, value: object) -> None:
        """Choose the one of this value."""
        for button, known in zip(self.buttons, self._values, strict=True):
            if known == value:
                button.setChecked(True)

    def words(self) -> str:
        """Return which one is chosen: "1", "2", or "" before one is."""
        return next((str(n) for n, b in enumerate(self.buttons, 1) if b.isChecked()), "")

    def put_words(self, words: str) -> None:
        """Choose what `words` gave."""
        for number, button in enumerate(self.buttons, 1):
            if words == str(number):
                button.setChecked(True)
