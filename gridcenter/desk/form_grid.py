"""Fields with their labels and the place where an error is said."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from gridcenter.desk.fields import Field, TickField, Unclear
from gridcenter.desk.layouts import RIGHT, column, row
from gridcenter.desk.theme import Look
from gridcenter.desk.tokens import SIZE
from gridcenter.desk.words import IconLabel, words


class Slot(QWidget):
    """A field and, beneath it, the sentence that says what is wrong with it.

    With `apart`, whoever lays out the form puts `error_line` beneath the whole row.
    """

    def __init__(
        self,
        look: Look,
        key: str,
        label: str,
        field: Field,
        *,
        required: bool = False,
        apart: bool = False,
    ) -> None:
        super().__init__()
        self.key, self.label, self.field, self.required = key, label, field, required
        self._said = words("", "error", wrap=True)
        self.error_line = QWidget()
        mark = IconLabel(look, "circle-alert", "error", 16)
        self.error_line.setLayout(row(mark, (self._said, 1), gap=6))
        self.error_line.hide()
        self.setLayout(column(field.widget, *([] if apart else [self.error_line]), gap=4))
        field.widget.setAccessibleName(f"{label}（必填）" if required else label)
        field.changed.connect(self.clear_error)

    @property
    def error(self) -> str:
        """The sentence shown; empty when nothing is wrong."""
        return self._said.text()

    def read(self) -> object:
        """Return the value; raises Unclear when it is missing or cannot be read."""
        value = self.field.value()
        if self.required and value is None:
            raise Unclear(f"请填写{self.label}")
        return value

    def show_error(self, sentence: str) -> None:
        """Outline the field in red and say what is wrong."""
        self._said.setText(sentence)
        self.error_line.setVisible(bool(sentence))
        widget = self.field.widget
        widget.setProperty("bad", bool(sentence))
        widget.style().polish(widget)
        widget.setAccessibleDescription(sentence)

    def clear_error(self, *_ignored: object) -> None:
        """Take the error away."""
        if self.error:
            self.show_error("")


class FormGrid(QWidget):
    """Labels and fields in one or two columns, in the order of the paper."""

    def __init__(self, look: Look, *, columns: int = 1, label: int = 76) -> None:
        super().__init__()
        self._look, self._columns, self._label = look, columns, label
        self._place = 0
        self.slots: dict[str, Slot] = {}
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(10)
        for n in range(columns):
            self._grid.setColumnStretch(2 * n + 1, 1)
        self.setLayout(self._grid)

    def add(
        self, key: str, label: str, field: Field, *, required: bool = False, wide: bool = False
    ) -> Slot:
        """Add a field after the last one; a wide one takes a line of its own."""
        slot = Slot(self._look, key, label, field, required=required)
        self.slots[key] = slot
        if wide and self._place % self._columns:
            self._place += 1
        line, place = divmod(self._place, self._columns)
        top = Qt.AlignmentFlag.AlignTop
        if not isinstance(field, TickField):
            self._grid.addWidget(
                self._caption(label, field, required=required), line, 2 * place, top
            )
        span = 2 * self._columns - 1 if wide else 1
        self._grid.addWidget(slot, line, 2 * place + 1, 1, span, top)
        self._place += self._columns if wide else 1
        return slot

    def add_row(self, widget: QWidget) -> None:
        """Add a line that is no field: a note, a rule, a heading."""
        self._place += -self._place % self._columns
        line = self._place // self._columns
        self._grid.addWidget(widget, line, 0, 1, 2 * self._columns)
        self._place += self._columns

    def put(self, values: Mapping[str, object]) -> None:
        """Enter values by the keys of the fields."""
        for key, value in values.items():
            self.slots[key].field.put(value)

    def _caption(self, label: str, field: Field, *, required: bool) -> QWidget:
        caption = words(f"{label} *" if required else label, "second", align=RIGHT)
        caption.setMinimumWidth(self._label)
        caption.setFixedHeight(SIZE["h_control"])
        caption.setBuddy(field.widget)
        return caption
