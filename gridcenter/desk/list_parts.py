"""The filter bar above a list and the bar of what is ticked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from gridcenter.desk.buttons import Button, IconButton
from gridcenter.desk.choices import Choice, Option
from gridcenter.desk.layouts import Ground, row
from gridcenter.desk.search_field import SearchField
from gridcenter.desk.theme import Look
from gridcenter.desk.words import words

PAUSE = 200
"""Milliseconds after the last key before the list is asked anew."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice in the filter bar; its first option is “all” (value None)."""

    key: str
    name: str
    options: Sequence[Option]
    width: int = 124
    wide_only: bool = False


@dataclass(frozen=True, slots=True)
class RowAct:
    """Something that can be done with rows: in the bar of the ticked, in the menu of a row."""

    text: str
    run: Callable[[Sequence[bytes]], object]
    icon: str = ""
    keys: str = ""
    many: bool = True
    """Makes sense for several rows at once."""


class FilterBar(QWidget):
    """Words and choices; tells when they have come to rest."""

    changed = Signal()

    def __init__(self, look: Look, hint: str, filters: Sequence[Filter]) -> None:
        super().__init__()
        self.search = SearchField(look, hint)
        self.choices = {f.key: Choice(f.name, f.options, width=f.width) for f in filters}
        self._wide_only = [f.key for f in filters if f.wide_only]
        self.columns = IconButton(look, "columns-3", "选列", "", width=40)
        self.setLayout(row((self.search, 1), *self.choices.values(), self.columns))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.changed)
        self.search.textChanged.connect(lambda _text: self._pause.start())
        for choice in self.choices.values():
            choice.chosen.connect(lambda _value: self.changed.emit())

    @property
    def words(self) -> str:
        """The words typed."""
        return self.search.text().strip()

    @property
    def filters(self) -> Mapping[str, object]:
        """The values chosen, those that are not “all”."""
        return {k: c.value for k, c in self.choices.items() if c.value is not None}

    @property
    def narrows(self) -> bool:
        """Whether anything is typed or chosen."""
        return bool(self.words or self.filters)

    def put(self, words: str = "", filters: Mapping[str, object] | None = None) -> None:
        """Set words and choices at once, as a door to the list does."""
        self.blockSignals(True)
        self.search.setText(words)
        for key, choice in self.choices.items():
            choice.choose((filters or {}).get(key))
        self.blockSignals(False)
        self._pause.stop()
        self.changed.emit()

    def set_slim(self, slim: bool) -> None:
        """Leave out the choices that are for wide windows only."""
        for key in self._wide_only:
            self.choices[key].setVisible(not slim)


class TickedBar(Ground):
    """How many are ticked and what can be done with them."""

    cleared = Signal()

    def __init__(self, look: Look, unit: str, acts: Sequence[RowAct]) -> None:
        super().__init__("pick")
        self._unit, self._ids = unit, list[bytes]()
        self._count = words("", "accent")
        buttons = [self._button(look, act) for act in acts if act.many]
        clear = Button(look, "取消选择", "", "link")
        clear.clicked.connect(lambda _checked: self.cleared.emit())
        self.setLayout(row(self._count, 4, *buttons, None, clear, gap=8, pad=(12, 3, 8, 3)))
        self.show_ticked([])

    def show_ticked(self, ids: list[bytes]) -> None:
        """Show how many are ticked; hide when none is."""
        self._ids = ids
        self._count.setText(f"已选 {len(ids):,} {self._unit}")
        self.setAccessibleName(self._count.text())
        self.setVisible(bool(ids))

    def _button(self, look: Look, act: RowAct) -> Button:
        made = Button(look, act.text, act.icon, "link")
        made.clicked.connect(lambda _checked: act.run(tuple(self._ids)))
        return made
