"""Choosing a household, a grid, a word of a code table, and the part of the tree a list shows."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QStyledItemDelegate

from gridcenter.codes.tables import Codes, CodeTable
from gridcenter.desk.choices import Choice, Option, SearchChoice
from gridcenter.desk.desk import Desk
from gridcenter.desk.fields import ChoiceField, LineField, Unclear
from gridcenter.desk.filters import Filter
from gridcenter.register.codes import LEVELS
from gridcenter.register.services.grids import places
from gridcenter.register.services.homes import Home, find_homes, home

_ID = Qt.ItemDataRole.UserRole


class HouseholdField(LineField):
    """A household, found by the head's name, pinyin initials, telephone, or its number."""

    picked = Signal(object)
    """bytes, or None when what is typed means none yet."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("户主姓名、拼音首字母、电话或户号")
        self._desk, self._found = desk, QStandardItemModel(self)
        self._household: bytes | None = None
        completer = QCompleter(self._found, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        if popup := completer.popup():
            popup.setItemDelegate(QStyledItemDelegate(completer))
            popup.setAccessibleName("找到的户")
        completer.activated.connect(self._take_words)
        self.setCompleter(completer)
        self.textEdited.connect(self._look_up)
        self.editingFinished.connect(self._settle)

    @property
    def changed(self) -> SignalInstance:
        """Another household, or none."""
        return self.picked

    def value(self) -> object:
        """Return the id; None when empty; raises Unclear when the words mean no single household."""
        if self._household is None and self.text().strip():
            raise Unclear(f"没有认出“{self.text().strip()}”是哪一户，请从列出的户里选一户")
        return self._household

    def put(self, value: object) -> None:
        """Choose a household by its id."""
        if not isinstance(value, bytes):
            self._take(None)
            return
        with self._desk.database.read() as session:
            self._show(home(session, value))

    def words(self) -> str:
        """Return the id as text, for a draft."""
        return self._household.hex() if self._household else ""

    def put_words(self, words: str) -> None:
        """Choose the household that `words` named."""
        self.put(bytes.fromhex(words) if words else None)

    def _look_up(self, typed: str) -> None:
        self._household = None
        with self._desk.database.read() as session:
            homes = find_homes(session, typed)
        self._found.clear()
        for each in homes:
            item = QStandardItem(each.words)
            item.setData(each.id, _ID)
            self._found.appendRow(item)
        self.picked.emit(None)

    def _settle(self) -> None:
        if self._household is None and self.text().strip() and self._found.rowCount() == 1:
            self._take(self._found.item(0).data(_ID))

    def _take_words(self, words: str) -> None:
        for item in self._found.findItems(words):
            self.put(item.data(_ID))

    def _take(self, household: object) -> None:
        if household is None:
            self._household = None
            self.clear()
            self.picked.emit(None)
        else:
            self.put(household)

    def _show(self, chosen: Home) -> None:
        self._household = chosen.id
        self.setText(chosen.words)
        self.setCursorPosition(0)
        self.picked.emit(chosen.id)


def unit_field(desk: Desk, *levels: str) -> ChoiceField:
    """Return a field that chooses a unit of these levels by words or pinyin initials."""
    with desk.database.read() as session:
        options: list[Option] = [(p.id, p.name) for p in places(session, *levels)]
    return ChoiceField(SearchChoice("网格", [(None, ""), *options]))


def code_options(desk: Desk, table: CodeTable) -> list[Option]:
    """Return the words of a code table, the office's own included."""
    with desk.database.read() as session:
        return list(Codes.load(session, table).words.items())


def code_field(desk: Desk, table: CodeTable, *, empty: str | None = None) -> ChoiceField:
    """Return a field that chooses a word of a code table; `empty` words stand for none."""
    first: Sequence[Option] = [] if empty is None else [(None, empty)]
    return ChoiceField(Choice(table.title, [*first, *code_options(desk, table)]))


def code_filter(
    desk: Desk,
    key: str,
    table: CodeTable,
    everything: str,
    width: int = 124,
) -> Filter:
    """Return a filter by the words of a code table."""
    options = [(None, everything), *code_options(desk, table)]
    return Filter(key, table.title, options, width)


UNIT_LEVELS = tuple(level for level in LEVELS if level in {"grid", "subgrid"})
"""The levels whose units people and matters belong to."""
