"""Fields with their labels and the place where an error is said."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from gridcenter.desk.declared_fields import FieldMaker
from gridcenter.desk.fields import Field, LineField, LinesField, TickField, Unclear, Waiting
from gridcenter.desk.layouts import RIGHT, block, column, row
from gridcenter.desk.picking import OfferField
from gridcenter.desk.theme import Look
from gridcenter.desk.tokens import SIZE
from gridcenter.desk.words import IconLabel, words
from gridcenter.store.declared import declared
from gridcenter.store.records import Record


class Slot(QWidget):
    """A field and, beneath it, the sentence that says what is wrong with it.

    What cannot be read is said when the person goes on, what is missing only when it is saved.
    With `apart`, whoever lays out the form puts `error_line` beneath the whole row. `missing` is the
    sentence for a required field left empty, where the label does not make one.
    """

    settled = Signal()
    """What was still being looked up is known."""
    judged = Signal()
    """The error was said, or taken away."""

    def __init__(
        self,
        look: Look,
        key: str,
        label: str,
        field: Field,
        *,
        required: bool = False,
        apart: bool = False,
        unit: str = "",
        missing: str = "",
    ) -> None:
        super().__init__()
        self.key, self.label, self.field, self.required = key, label, field, required
        self._missing = missing
        self._waiting = False
        self._said = words("", "error", wrap=True)
        self.error_line = QWidget()
        mark = IconLabel(look, "circle-alert", "error", 16)
        self.error_line.setLayout(row(mark, (self._said, 1), gap=6))
        self.error_line.hide()
        measured = row(field.widget, words(unit, "second"), None) if unit else field.widget
        self.setLayout(column(measured, *([] if apart else [self.error_line]), gap=4))
        field.widget.setAccessibleName(f"{label}（必填）" if required else label)
        field.widget.installEventFilter(self)
        field.changed.connect(self._changed)

    @property
    def error(self) -> str:
        """The sentence shown; empty when nothing is wrong."""
        return self._said.text()

    def read(self) -> object:
        """Return the value; raises Unclear when it is missing or cannot be read."""
        value = self.field.value()
        if self.required and value is None:
            picked = isinstance(self.field, OfferField) and not self.field.free
            typed = isinstance(self.field, LineField | LinesField) and not picked
            raise Unclear(self._missing or f"请{'填写' if typed else '选择'}{self.label}")
        return value

    def check(self) -> None:
        """Say what cannot be read; an empty field is not wrong yet."""
        try:
            self.field.value()
        except Waiting:
            self._waiting = True
        except Unclear as unclear:
            self.show_error(str(unclear))

    def show_error(self, sentence: str) -> None:
        """Outline the field in red and say what is wrong."""
        self._said.setText(sentence)
        self.error_line.setVisible(bool(sentence))
        widget = self.field.widget
        widget.setProperty("bad", bool(sentence))
        widget.style().polish(widget)
        widget.setAccessibleDescription(sentence)
        self.judged.emit()

    def clear_error(self) -> None:
        """Take the error away."""
        if self.error:
            self.show_error("")

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Check the field once it has settled what was typed into it."""
        if event.type() == QEvent.Type.FocusOut:
            QTimer.singleShot(0, self, self.check)
        return False

    def _changed(self, *_ignored: object) -> None:
        self.clear_error()
        if self._waiting:
            self._waiting = False
            self.check()
            self.settled.emit()


@dataclass(frozen=True, slots=True)
class Ask:
    """A declared field where the form says more than the declaration."""

    name: str
    label: str = ""
    hint: str = ""
    required: bool | None = None
    wide: bool | None = None
    field: Field | None = None
    key: str = ""
    """The key of the value; the name of the field when empty."""


@dataclass(slots=True)
class _Cell:
    """A caption, what stands beside it, and whether it takes a line of its own."""

    caption: QWidget | None
    widget: QWidget
    wide: bool
    across: bool = False


class FormGrid(QWidget):
    """Labels and fields in one or two columns, in the order of the paper.

    With a `maker`, fields are made from the declarations of records: `declare(Visit, "kind", …)`.
    """

    def __init__(
        self, look: Look, *, columns: int = 1, label: int = 76, maker: FieldMaker | None = None
    ) -> None:
        super().__init__()
        self._look, self._columns, self._label, self._maker = look, columns, label, maker
        self._place = 0
        self._cells: list[_Cell] = []
        self.slots: dict[str, Slot] = {}
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(10)
        self.setLayout(self._grid)
        self._share()

    def declare(self, cls: type[Record], *fields: str | Ask) -> None:
        """Add fields of a record by name: label, control, longest length, hint, unit as declared."""
        assert self._maker is not None, "a form from declarations needs a maker of fields"
        for field in fields:
            asked = Ask(field) if isinstance(field, str) else field
            one = declared(cls, asked.name)
            one = replace(one, hint=asked.hint or one.hint, label=asked.label or one.label)
            self.add(
                asked.key or asked.name,
                one.label,
                asked.field or self._maker.make(one),
                required=one.required if asked.required is None else asked.required,
                wide=one.wide if asked.wide is None else asked.wide,
                unit=one.unit,
            )

    def add(
        self,
        key: str,
        label: str,
        field: Field,
        *,
        required: bool = False,
        wide: bool = False,
        unit: str = "",
        missing: str = "",
    ) -> Slot:
        """Add a field after the last one; a wide one takes a line of its own."""
        slot = Slot(self._look, key, label, field, required=required, unit=unit, missing=missing)
        self.slots[key] = slot
        caption = None
        if not isinstance(field, TickField):
            caption = self._caption(label, field, required=required)
        self._append(_Cell(caption, slot, wide))
        return slot

    def add_row(self, widget: QWidget) -> None:
        """Add a line that is no field: a note, a rule."""
        self._append(_Cell(None, widget, wide=True, across=True))

    def heading(self, text: str) -> None:
        """Begin a section."""
        self.add_row(block(column(words(text, "head"), pad=(0, 8 if self._cells else 0, 0, 0))))

    def arrange(self, columns: int) -> None:
        """Lay the same fields out in so many columns."""
        if columns == self._columns:
            return
        for cell in self._cells:
            for widget in (cell.caption, cell.widget):
                if widget is not None:
                    self._grid.removeWidget(widget)
        for n in range(self._columns):
            self._grid.setColumnStretch(2 * n + 1, 0)
        self._columns, self._place = columns, 0
        self._share()
        for cell in self._cells:
            self._put_down(cell)

    def caption_width(self) -> int:
        """Return how wide the first column of captions wants to be."""
        places = [self._grid.itemAtPosition(n, 0) for n in range(self._grid.rowCount())]
        shown = {id(p.widget()) for p in places if p is not None}
        hints = [c.caption.sizeHint().width() for c in self._cells if c.caption and id(c.caption) in shown]
        return max(hints, default=0)

    def widen_captions(self, width: int) -> None:
        """Make the first column of captions at least so wide, as in the grids above and below."""
        self._grid.setColumnMinimumWidth(0, width)

    def put(self, values: Mapping[str, object]) -> None:
        """Enter values by the keys of the fields."""
        for key, value in values.items():
            self.slots[key].field.put(value)

    def _append(self, cell: _Cell) -> None:
        self._cells.append(cell)
        self._put_down(cell)

    def _put_down(self, cell: _Cell) -> None:
        if cell.wide:
            self._place += -self._place % self._columns
        line, place = divmod(self._place, self._columns)
        top = Qt.AlignmentFlag.AlignTop
        if cell.across:
            self._grid.addWidget(cell.widget, line, 0, 1, 2 * self._columns)
        else:
            if cell.caption is not None:
                self._grid.addWidget(cell.caption, line, 2 * place, top)
            span = 2 * self._columns - 1 if cell.wide else 1
            self._grid.addWidget(cell.widget, line, 2 * place + 1, 1, span, top)
        self._place += self._columns if cell.wide else 1

    def _share(self) -> None:
        for n in range(self._columns):
            self._grid.setColumnStretch(2 * n + 1, 1)

    def _caption(self, label: str, field: Field, *, required: bool) -> QWidget:
        caption = words(f"{label} *" if required else label, "second", align=RIGHT)
        caption.setMinimumWidth(self._label)
        caption.setFixedHeight(SIZE["h_control"])
        caption.setBuddy(field.widget)
        return caption
