"""Dealing out what a grid consists of: tick sub-grids, groups or households, and say where they go."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from gridcenter.desk.buttons import Button
from gridcenter.desk.choices import Choice
from gridcenter.desk.layouts import column, row
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.short_list import LOW, ShortList
from gridcenter.desk.theme import Look
from gridcenter.desk.words import words
from gridcenter.register.services.redraw_choices import Dealt

_HEAD, _LEAST, _MOST = 36, 3, 7
"""Height of the head of the list, in pixels, and how many rows it has room for."""
LEFT_BEHIND = 0
"""Where what nobody dealt lies."""


class DealField(QWidget):
    """A list with ticks; the value says of each thing the number of the new grid it goes to, from 1."""

    dealt = Signal(object)

    def __init__(self, look: Look, read: Callable[[bool], Sequence[Dealt]]) -> None:
        super().__init__()
        self._read = read
        self._found: dict[bytes, Dealt] = {}
        self._goals: dict[bytes, int] = {}
        self._names: Sequence[str] = ()
        columns: tuple[Column[Dealt], ...] = (
            Column("name", "子网格、村民组或户", lambda d: d.name, 0),
            Column("note", "说明", lambda d: d.note, 180),
            Column("households", "户数", lambda d: f"{d.households:,}", 66, number=True),
            Column("goal", "分到", self._goal_words, 170),
        )
        self.list = ShortList(look, "要分出去的子网格和户", columns, ticks=True, scrolls=True)
        self.how = Choice("户怎么列", [(False, "户按村民组列"), (True, "户逐户列")], width=142)
        self.goal = Choice("分到哪个网格", (), width=190)
        self.deal = Button(look, "把勾选的分过去", "arrow-right")
        head = row(self.how, None, words("勾选后分到", "second"), self.goal, self.deal)
        self.setLayout(column(head, self.list, gap=6))
        self.setFocusProxy(self.list)
        self.how.chosen.connect(lambda _value: self.reload())
        self.deal.clicked.connect(lambda _checked: self.deal_out())
        self.reload()

    @property
    def widget(self) -> QWidget:
        """The list with what stands above it."""
        return self

    @property
    def changed(self) -> SignalInstance:
        """Something was dealt out otherwise."""
        return self.dealt

    def reload(self) -> None:
        """Read what there is to deal, as it is to be listed; what was dealt stays so."""
        self._found = {one.id: one for one in self._read(bool(self.how.value))}
        self.list.model_.clear_ticks()
        self._show()
        self.dealt.emit(None)

    def name_goals(self, names: Sequence[str], *, goes_on: bool) -> None:
        """Offer these new grids, and the old one while it goes on."""
        self._names = ["留在原网格" if goes_on else "（还没有分）", *names]
        chosen = self.goal.value
        self.goal.set_options(list(enumerate(self._names)))
        if len(self._names) > 1 and chosen in {None, LEFT_BEHIND}:
            self.goal.choose(1)
        self._goals = {one: n for one, n in self._goals.items() if n < len(self._names)}
        self._show()

    def deal_out(self) -> None:
        """Let what is ticked, or else the current row, go to the grid chosen."""
        current = self.list.current
        ids = self.list.model_.ticked or ([current] if current else [])
        goal = self.goal.value
        if ids and isinstance(goal, int):
            self.put({atom: goal for one in ids for atom in _atoms(self._found[one])})
            self.list.model_.clear_ticks()

    def value(self) -> object:
        """Return number of the new grid → the sub-grids and the households that go there."""
        subunits = {unit for one in self._found.values() for unit in one.subunits}
        dealt: dict[int, tuple[set[bytes], set[bytes]]] = {}
        for atom, goal in self._goals.items():
            if goal != LEFT_BEHIND:
                dealt.setdefault(goal, (set(), set()))[atom not in subunits].add(atom)
        return {goal: (frozenset(units), frozenset(homes)) for goal, (units, homes) in dealt.items()}

    def put(self, value: object) -> None:
        """Deal out sub-grids and households by id: Mapping of bytes to the number of the new grid."""
        if isinstance(value, Mapping):
            self._goals |= value
            self._show()
            self.dealt.emit(None)

    def words(self) -> str:
        """Return what was dealt, to tell whether anything changed."""
        return "".join(f"{one.hex()}{n}" for one, n in sorted(self._goals.items()))

    def put_words(self, words: str) -> None:
        """Nothing is kept in a draft."""

    def _goal_words(self, one: Dealt) -> str:
        goals = {self._goals.get(atom, LEFT_BEHIND) for atom in _atoms(one)}
        if len(goals) > 1:
            return "分到几处"
        goal = goals.pop()
        return self._names[goal] if goal < len(self._names) else ""

    def _show(self) -> None:
        self.list.show_rows(self._found)
        self.list.setFixedHeight(_HEAD + LOW * min(max(len(self._found), _LEAST), _MOST))


def _atoms(one: Dealt) -> frozenset[bytes]:
    return one.subunits | one.homes
