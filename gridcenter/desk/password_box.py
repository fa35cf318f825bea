"""Where a password is asked for: the field, and beneath it what is wrong with it."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from gridcenter.desk.fields import SecretField
from gridcenter.desk.layouts import Item, column, row
from gridcenter.desk.theme import Look
from gridcenter.desk.words import IconLabel, Role, set_role, words


class PasswordBox(QWidget):
    """Emits what was entered; whoever listens checks it and answers with `refuse`."""

    submitted = Signal(str)

    def __init__(self, look: Look, *tail: Item) -> None:
        super().__init__()
        self.field = SecretField(look)
        self.field.setAccessibleName("口令")
        self.field.installEventFilter(self)
        self.field.returnPressed.connect(self.submit)
        self.field.textChanged.connect(self._typed)
        self._mark, self._said = IconLabel(look, "circle-alert", "due", 16), words("", "due", wrap=True)
        self.setLayout(column(self.field, row(self._mark, (self._said, 1), *tail), gap=6))
        self._say("", "due")

    @property
    def said(self) -> str:
        """The sentence beneath the password."""
        return self._said.text()

    def refuse(self, sentence: str) -> None:
        """Say why nobody was let in."""
        self._say(sentence, "error")
        self.field.setProperty("bad", bool(sentence))
        self.field.style().polish(self.field)

    def tell(self, sentence: str) -> None:
        """Say that something went well."""
        self._say(sentence, "done")

    def submit(self) -> None:
        """Hand over what was entered."""
        if self.field.text():
            self.submitted.emit(self.field.text())
        else:
            self.refuse("请输入口令")

    def again(self) -> None:
        """Let the password be typed once more."""
        self.field.selectAll()
        self.field.setFocus()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Notice the caps-lock key by what it does."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            text = event.text()
            if len(text) == 1 and text.isascii() and text.isalpha():
                self._say("大写锁定键开着" if text.isupper() != shift else "", "due")
        return False

    def _typed(self, _text: str) -> None:
        if self.field.property("bad"):
            self.refuse("")

    def _say(self, sentence: str, role: Role) -> None:
        self._said.setText(sentence)
        set_role(self._said, role)
        self._mark.show_icon("circle-check" if role == "done" else "circle-alert", role)
        self._mark.setVisible(bool(sentence))
