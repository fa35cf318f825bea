"""First run, step one: which township, by name from province down, or by its code."""

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gridcenter.base.errors import GridCenterError, RuleBroken
from gridcenter.desk.cards import Card
from gridcenter.desk.choices import Option
from gridcenter.desk.fields import LineField
from gridcenter.desk.form_grid import FormGrid
from gridcenter.desk.layouts import block, column, row
from gridcenter.desk.picking import PickField
from gridcenter.desk.theme import Look
from gridcenter.desk.words import IconLabel, words

_ASK = "请选择"
_LEVELS = (
    ("province", "省（区、市）", 2), ("city", "市（州）", 4),
    ("county", "县（市、区）", 6), ("township", "乡镇（街道）", 9),
)  # fmt: skip
_HOW = "名单是国家统计局 {}的。可以打拼音首字母，如 shandong、sd。"


class Place(Protocol):
    """A division: code and name."""

    @property
    def code(self) -> str:
        """Official code."""

    @property
    def name(self) -> str:
        """Name."""


class PlaceStep(QWidget):
    """Four choices, each narrowing the next, and the code beside them."""

    chosen = Signal(str, str)
    """Code and name of the township; empty when none is chosen any more."""

    def __init__(self, look: Look, children: Callable[[str], Sequence[Place]], dated: str) -> None:
        super().__init__()
        self._children = children
        self.choices = [PickField(look, [], _ASK) for _level in _LEVELS]
        self.code, self.name = LineField("9 位数字"), LineField("如 严务乡")
        self.code.setMaxLength(9)
        self.name.setMaxLength(30)
        self._lay_out(look, dated)
        self.choices[0].set_options(self._options(""))
        for number, choice in enumerate(self.choices):
            choice.picked.connect(lambda value, n=number: self._narrow(n, str(value or "")))
        self.code.editingFinished.connect(self._take_code)

    @property
    def township(self) -> str:
        """The 9-digit code chosen; "" when none is."""
        chosen = self.choices[-1].chosen
        return str(chosen.value) if chosen else ""

    @property
    def words(self) -> str:
        """The names from province down."""
        return "　".join(choice.text() for choice in self.choices if choice.chosen)

    def check(self) -> None:
        """Refuse to go on without a township; raises RuleBroken."""
        self._take_code()
        if not self.township:
            raise RuleBroken("division", "请选到乡镇（街道），或者填 9 位区划代码")
        if not self.name.text().strip():
            raise RuleBroken("name", "请填写乡镇名称")

    def _lay_out(self, look: Look, dated: str) -> None:
        grid = FormGrid(look, label=96)
        for (key, label, _digits), choice in zip(_LEVELS, self.choices, strict=True):
            grid.add(key, label, choice, required=key == "township")
        left = Card(
            look, "从名单里选", grid, None, words(_HOW.format(dated), "note", wrap=True),
            pad=(20, 12, 24, 16), gap=12,
        )  # fmt: skip
        other = FormGrid(look, label=96)
        other.add("code", "区划代码", self.code)
        other.add("name", "印在台账上", self.name, required=True)
        hint = row(
            column(IconLabel(look, "map-pin", "text3"), None),
            (words("填了代码，左边会自己选好。后来改了名的，这里改成现在的名称。", "note", wrap=True), 1),
        )
        right = Card(look, "或者填代码", other, None, block(hint), pad=(20, 12, 24, 16), gap=12)
        self.setLayout(column(row((left, 11), (right, 10), gap=16), None, gap=0))

    def _options(self, above: str) -> list[Option]:
        return [(one.code, one.name) for one in self._children(above)]

    def _narrow(self, number: int, code: str) -> None:
        for below in self.choices[number + 1 :]:
            below.set_options([])
            if below.chosen:
                below.drop()
        if number + 1 < len(self.choices):
            if code:
                self.choices[number + 1].set_options(self._options(code))
            return
        self.code.setText(code)
        name = self.choices[number].text() if code else ""
        self.name.setText(name)
        self.chosen.emit(code, name)

    def _take_code(self) -> None:
        """Choose by the code typed, as far down as it is known."""
        typed = self.code.text().strip()
        if not typed.isdigit() or typed == self.township:
            return
        try:
            for choice, (_key, _name, digits) in zip(self.choices, _LEVELS, strict=True):
                choice.put(typed[:digits] if len(typed) >= digits else None)
        except GridCenterError:
            return
        self.code.setText(typed)
