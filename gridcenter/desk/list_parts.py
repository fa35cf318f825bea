"""The filter bar above a list and the bar of what is ticked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from gridcenter.access.actors import Right
from gridcenter.base.periods import Month
from gridcenter.desk.buttons import Button, IconButton
from gridcenter.desk.filters import FilterControl, FilterSpec, TreeControl, mark_active
from gridcenter.desk.layouts import Ground, column, row
from gridcenter.desk.popover import Popover
from gridcenter.desk.search_field import SearchField
from gridcenter.desk.theme import Look
from gridcenter.desk.tree_picker import Node
from gridcenter.desk.words import words

PAUSE = 200
"""Milliseconds after the last key before the list is asked anew."""
_MOST = 3
"""So many choices stand in the bar at most; the others open from the button behind them."""
_LEAST_SEARCH, _BUTTON, _GAP = 230, 40, 8


@dataclass(frozen=True, slots=True)
class RowAct:
    """Something that can be done with rows: in the bar of the ticked, in the menu of a row."""

    text: str
    run: Callable[[Sequence[bytes]], object]
    icon: str = ""
    keys: str = ""
    many: bool = True
    """Makes sense for several rows at once."""
    asks: bool = False
    """Asks first, naming the row: for what is not easily undone."""
    right: Right | None = None
    """What an account must be allowed to be offered this; None: nothing."""


class FilterBar(QWidget):
    """Words and choices; tells when they have come to rest."""

    changed = Signal()
    chosen_by_hand = Signal()
    """Somebody chose or cleared something here: worth remembering."""

    def __init__(self, look: Look, hint: str, filters: Sequence[FilterSpec]) -> None:
        super().__init__()
        self.search = SearchField(look, hint)
        self.choices: dict[str, FilterControl] = {f.key: f.make(look) for f in filters}
        self.more = IconButton(look, "list-filter", "更多条件", "", width=_BUTTON)
        self.columns = IconButton(look, "columns-3", "选列", "", width=_BUTTON)
        self._sheet = _Sheet(self, look, [f.name for f in filters])
        self._look, self._placed = look, -1
        self._row = row((self.search, 1), self.more, self.columns, gap=_GAP)
        self.setLayout(self._row)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.changed)
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self.more.clicked.connect(lambda _checked: self._sheet.open_under(self.more))
        self._sheet.clear.clicked.connect(lambda _checked: self.clear())
        for control in self.choices.values():
            control.chosen.connect(lambda _value: self._chose())
        self._place(_MOST)

    @property
    def words(self) -> str:
        """The words typed."""
        return self.search.text().strip()

    @property
    def filters(self) -> Mapping[str, object]:
        """The values chosen, those that are not “all”."""
        return {k: c.value for k, c in self.choices.items() if c.value is not None}

    @property
    def narrowing(self) -> Sequence[FilterControl]:
        """The controls that hold something else than usual."""
        return [control for control in self.choices.values() if control.narrows]

    @property
    def narrows(self) -> bool:
        """Whether anything is typed or chosen."""
        return bool(self.words or self.narrowing)

    @property
    def said(self) -> Sequence[str]:
        """What is typed and chosen, in words."""
        typed = [f"“{self.words}”"] if self.words else []
        return [*typed, *(control.said for control in self.narrowing)]

    def put(self, words: str = "", filters: Mapping[str, object] | None = None) -> None:
        """Set words and choices at once, as a door to the list does."""
        self.blockSignals(True)
        self.search.setText(words)
        for key, control in self.choices.items():
            control.choose((filters or {}).get(key))
        self.blockSignals(False)
        self._pause.stop()
        self._show_active()
        self.changed.emit()

    def clear(self) -> None:
        """Take all words and choices away."""
        self.put()
        self.chosen_by_hand.emit()

    def hurry(self) -> bool:
        """Ask at once instead of waiting for more words; tells whether there was anything to ask."""
        waits = self._pause.isActive()
        self._pause.stop()
        if waits:
            self.changed.emit()
        return waits

    def kept(self) -> dict[str, str]:
        """Return what is chosen, to be remembered; words typed are personal and are not kept."""
        return {key: kept for key, c in self.choices.items() if (kept := c.kept())}

    def restore(self, kept: Mapping[str, str]) -> None:
        """Choose again what was remembered."""
        self.blockSignals(True)
        for key, control in self.choices.items():
            control.restore(kept.get(key, ""))
        self.blockSignals(False)
        self._show_active()

    def offer(self, key: str, nodes: Sequence[Node]) -> None:
        """Offer the nodes of a tree; what was chosen stays chosen if it is still there."""
        control = self.choices[key]
        if isinstance(control, TreeControl):
            control.set_nodes(nodes)
        self._show_active()

    def show_month(self, month: Month) -> None:
        """Tell the controls which month is chosen above."""
        for control in self.choices.values():
            control.show_month(month)

    def minimumSizeHint(self) -> QSize:
        """Ask for the search line only: choices that find no room go behind the button."""
        return QSize(_LEAST_SEARCH + 2 * (_BUTTON + _GAP), self._row.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put as many choices into the bar as there is room for."""
        super().resizeEvent(event)
        room = self.width() - _LEAST_SEARCH - 2 * (_BUTTON + _GAP)
        fits = 0
        for control in list(self.choices.values())[:_MOST]:
            room -= control.widget.sizeHint().width() + _GAP
            fits += room >= 0
        self._place(fits)

    def _place(self, fits: int) -> None:
        controls = list(self.choices.values())
        if fits == self._placed:
            return
        self._placed = fits
        for at, control in enumerate(controls[:fits]):
            self._row.insertWidget(at + 1, control.widget)
        self._sheet.hold(fits, controls[fits:])
        self._show_active()

    def _chose(self) -> None:
        self._show_active()
        if not self.signalsBlocked():
            self.chosen_by_hand.emit()
            self.changed.emit()

    def _show_active(self) -> None:
        for control in self.choices.values():
            mark_active(control.widget, active=control.narrows)
        behind = list(self.choices.values())[max(self._placed, 0) :]
        inside = sum(control.narrows for control in behind)
        self.more.setVisible(bool(behind))
        mark_active(self.more, active=bool(inside))
        tip = f"更多条件，已用 {inside} 个" if inside else "更多条件"
        self.more.setToolTip(tip)
        self.more.setAccessibleName(tip)


class _Sheet(Popover):
    """The choices that found no room in the bar."""

    def __init__(self, bar: QWidget, look: Look, names: Sequence[str]) -> None:
        super().__init__(bar, "更多条件")
        self._names = [words(name, "second") for name in names]
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self.clear = Button(look, "清空条件", "", "link")
        self.setLayout(column(self._grid, row(None, self.clear), gap=10, pad=14))

    def hold(self, first: int, controls: Sequence[FilterControl]) -> None:
        """Hold these; the first of them is the filter of this number."""
        for number, name in enumerate(self._names):
            name.setVisible(number >= first)
            self._grid.addWidget(name, number, 0)
        for number, control in enumerate(controls, start=first):
            self._grid.addWidget(control.widget, number, 1)
        self.adjustSize()


class TickedBar(Ground):
    """How many are ticked and what can be done with them."""

    cleared = Signal()
    acted = Signal(object)
    """The RowAct to be done with the ticked rows."""

    def __init__(self, look: Look, unit: str, acts: Sequence[RowAct]) -> None:
        super().__init__("pick")
        self._unit = unit
        self._count = words("", "accent")
        buttons = [self._button(look, act) for act in acts if act.many]
        clear = Button(look, "取消选择", "", "link")
        clear.clicked.connect(lambda _checked: self.cleared.emit())
        self.setLayout(row(self._count, 4, *buttons, None, clear, gap=8, pad=(12, 3, 8, 3)))
        self.show_ticked([])

    def show_ticked(self, ids: list[bytes]) -> None:
        """Show how many are ticked; hide when none is."""
        self._count.setText(f"已选 {len(ids):,} {self._unit}")
        self.setAccessibleName(self._count.text())
        self.setVisible(bool(ids))

    def _button(self, look: Look, act: RowAct) -> Button:
        made = Button(look, act.text, act.icon, "link")
        made.clicked.connect(lambda _checked: self.acted.emit(act))
        return made
