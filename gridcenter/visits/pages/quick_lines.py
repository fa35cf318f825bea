"""The lines of a day: household, result, need, kind; Enter goes on, and on to the next line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gridcenter.desk.buttons import IconButton
from gridcenter.desk.chips import chip
from gridcenter.desk.choices import Option
from gridcenter.desk.desk import Desk
from gridcenter.desk.enter_key import is_enter
from gridcenter.desk.fields import LineField, Unclear, Waiting
from gridcenter.desk.form_grid import Slot
from gridcenter.desk.layouts import block, column, row
from gridcenter.desk.offers import Offer
from gridcenter.desk.words import words
from gridcenter.register.pages.pickers import HouseholdField
from gridcenter.visits.pages.letter_field import LetterField
from gridcenter.visits.services.quick import QuickRow

NUMBER, RESULT, KIND, BIN, MARK = 28, 104, 104, 34, 56
_BEGUN = 10


class HomeField(HouseholdField):
    """A household; Enter waits for what the typed letters mean, and goes on when they mean one."""

    settled = Signal()
    """One was taken after Enter."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._hurried = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter until it is known which household is meant."""
        if is_enter(event) and not self.open and self.chosen is None and self.text().strip():
            self._hurried = self._newest.waiting
            if not self._hurried:
                self.look_for(self.text().strip())
            return
        super().keyPressEvent(event)

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Take the only household that is meant, when Enter was pressed before it was found."""
        hurried, self._hurried = self._hurried, False
        if hurried and len(offers) == 1:
            self.take(offers[0])
            self.settled.emit()
            return
        super().show_offers(offers)
        if not offers and self.hasFocus():
            self.picked.emit(None)


@dataclass(slots=True)
class Line:
    """One line: its fields, and what is said of it."""

    number: int
    frame: QWidget
    home: Slot
    result: LetterField
    need: Slot
    kind: LetterField
    mark: QWidget
    raises: bool = False
    doubted: bool = False

    @property
    def filled(self) -> bool:
        """Whether anything was typed into it."""
        return bool(self.home.field.words() or self._typed or self.need.field.words())

    @property
    def _typed(self) -> str:
        field = self.home.field
        return field.text().strip() if isinstance(field, LineField) else ""

    def turn_raising(self, *, on: bool) -> None:
        """Let the need become a matter when the line is written, or not."""
        self.raises = on
        self.mark.setVisible(on)

    def clear(self) -> None:
        """Empty it."""
        for slot in (self.home, self.need):
            slot.field.put(None)
            slot.clear_error()
        self.result.put(None)
        self.doubted = False
        self.turn_raising(on=False)


class QuickLines(QObject):
    """As many lines as the day has; a new one opens when the last is left."""

    changed = Signal()
    picked = Signal()
    """A household was chosen, or taken back."""

    def __init__(self, desk: Desk, results: Sequence[Option], kinds: Sequence[Option]) -> None:
        super().__init__()
        self._desk, self._results, self._kinds = desk, results, kinds
        self._usual_kind: object = "daily"
        self.lines: list[Line] = []
        self.space: QVBoxLayout = column(gap=4)
        while len(self.lines) < _BEGUN:
            self._open()

    @property
    def filled(self) -> list[Line]:
        """The lines that something was typed into."""
        return [line for line in self.lines if line.filled]

    @property
    def hint(self) -> str:
        """Which letters choose which result."""
        return self.lines[0].result.hint

    def rows(self) -> Iterator[QuickRow]:
        """Yield what the filled lines say; those that cannot be read say why and are left out."""
        for line in self.filled:
            try:
                home, need = line.home.read(), line.need.read()
            except Waiting:
                line.home.check()
                continue
            except Unclear as unclear:
                line.home.show_error(str(unclear))
                continue
            if not isinstance(home, bytes):
                line.home.show_error("请选择走访的户")
                continue
            yield QuickRow(
                line.number, home, str(line.kind.value()), str(line.result.value()),
                str(need or ""), line.raises,
            )  # fmt: skip

    def begin(self) -> None:
        """Put the keys into the first empty line."""
        line = next((one for one in self.lines if not one.filled), None) or self._open()
        line.home.field.widget.setFocus(Qt.FocusReason.TabFocusReason)

    def go_on(self, here: QWidget | None) -> bool:
        """Go on from a field as Enter does: household, result, need, next line; False for none of them."""
        line = self.at(here)
        if line is None:
            return False
        if here is line.home.field.widget:
            following: QWidget = line.result
        elif here is line.need.field.widget:
            place = self.lines.index(line) + 1
            after = self.lines[place] if place < len(self.lines) else self._open()
            following = after.home.field.widget
        else:
            following = line.need.field.widget
        following.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def at(self, here: QWidget | None) -> Line | None:
        """Return the line that a field belongs to."""
        return next((one for one in self.lines if here and one.frame.isAncestorOf(here)), None)

    def settle(self, written: Sequence[int], wrong: Mapping[int, str], doubted: Mapping[int, str]) -> None:
        """Take the written lines away, say at the others what is wrong; begin where something is left."""
        for line in self.lines:
            if line.number in written:
                line.clear()
            elif line.number in wrong or line.number in doubted:
                line.doubted = line.number in doubted
                line.home.show_error(wrong.get(line.number) or doubted[line.number])

    def doubt(self, said: Mapping[bytes, str]) -> None:
        """Warn at lines whose household was visited that day already."""
        for line in self.filled:
            value = line.home.field.value() if line.home.field.words() else None
            if isinstance(value, bytes) and value in said and not line.home.error:
                line.home.show_error(said[value])

    def use_kind(self, kind: object) -> None:
        """Let lines be of this kind that nobody gave another."""
        for line in self.lines:
            if line.kind.value() == self._usual_kind:
                line.kind.put(kind)
        self._usual_kind = kind

    def words(self) -> dict[str, str]:
        """Return the filled lines as text, for a draft."""
        return {
            f"{name}_{n}": text
            for n, line in enumerate(self.filled)
            for name, text in (
                ("home", line.home.field.words()), ("result", line.result.words()),
                ("need", line.need.field.words()), ("kind", line.kind.words()),
                ("raises", "1" if line.raises else ""),
            )
        }  # fmt: skip

    def put_words(self, left: Mapping[str, str]) -> None:
        """Fill the lines as a draft has them."""
        count = sum(1 for key in left if key.startswith("home_"))
        while len(self.lines) <= count:
            self._open()
        for n in range(count):
            line = self.lines[n]
            line.home.field.put_words(left[f"home_{n}"])
            line.result.put_words(left[f"result_{n}"])
            line.need.field.put_words(left[f"need_{n}"])
            line.kind.put_words(left[f"kind_{n}"])
            line.turn_raising(on=bool(left[f"raises_{n}"]))

    def clear(self) -> None:
        """Empty every line."""
        for line in self.lines:
            line.clear()

    def _open(self) -> Line:
        look, number = self._desk.look, len(self.lines) + 1
        home_field = HomeField(self._desk)
        home = Slot(look, f"home_{number}", f"第 {number} 行 户", home_field, apart=True)
        result = LetterField(self._results, "met", width=RESULT)
        result.setAccessibleName(f"第 {number} 行 走访结果")
        need_field = LineField("没有诉求就按回车", longest=1000)
        need = Slot(look, f"need_{number}", f"第 {number} 行 群众诉求及意见", need_field, apart=True)
        kind = LetterField(self._kinds, self._usual_kind, width=KIND)
        kind.setAccessibleName(f"第 {number} 行 走访类型")
        mark = chip("转事项", "accent")
        mark.setFixedWidth(MARK)
        room = mark.sizePolicy()
        room.setRetainSizeWhenHidden(True)
        mark.setSizePolicy(room)
        mark.hide()
        bin_ = IconButton(look, "x", f"清空第 {number} 行", width=BIN)
        line_row = row(
            words(str(number), "note", width=NUMBER), (home, 5), result, (need, 6), mark, kind, bin_
        )
        frame = block(column(line_row, home.error_line, need.error_line, gap=2))
        line = Line(number, frame, home, result, need, kind, mark)
        bin_.clicked.connect(lambda _checked: line.clear())
        self._wire(line, home_field)
        self.lines.append(line)
        self.space.addWidget(frame)
        return line

    def _wire(self, line: Line, home_field: HomeField) -> None:
        home_field.settled.connect(lambda: self.go_on(home_field))
        line.result.settled.connect(lambda: self.go_on(line.result))
        line.kind.settled.connect(lambda: self.go_on(line.kind))
        home_field.picked.connect(lambda _value: self.picked.emit())
        for field in (line.home.field, line.need.field, line.result, line.kind):
            field.changed.connect(lambda *_ignored: self.changed.emit())
