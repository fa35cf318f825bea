"""Choosing a node of a tree: a popup with the tree, narrowed by words or pinyin initials."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QComboBox, QTreeView, QWidget

from gridcenter.base.pinyin import starts
from gridcenter.desk.enter_key import is_enter
from gridcenter.desk.layouts import column
from gridcenter.desk.popover import Popover
from gridcenter.desk.search_field import SearchField
from gridcenter.desk.theme import Look
from gridcenter.desk.words import words

_ID = Qt.ItemDataRole.UserRole
_LEAST, _HIGH, _LOW, _EDGE = 300, 400, 200, 12
"""Width, wished height, what still lies below its control, from the edge of the screen."""
_MOST_OPEN = 40
"""A longer tree opens with its first two levels."""
_MOVES = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
_OPENS = {Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_F4}
_TURNS = {Qt.Key.Key_Left: False, Qt.Key.Key_Right: True}


@dataclass(frozen=True, slots=True)
class Node:
    """Something that can be chosen, below its parent; nodes come in the order of the tree."""

    id: bytes
    parent: bytes | None
    name: str
    note: str = ""
    """Stands behind the name: how many live there, who is in charge."""
    offered: bool = True
    """False for a mere heading."""


def fitting(nodes: Sequence[Node], typed: str) -> set[bytes]:
    """Return the nodes whose name holds the words, or sounds like them from any character on."""
    wanted = "".join(typed.split()).lower()
    return {
        node.id
        for node in nodes
        if node.offered
        and (wanted in node.name.lower() or any(s.startswith(wanted) for s in starts(node.name)))
    }


class TreePopup(Popover):
    """Words above, the tree below: ↑ ↓ choose, ← → fold, Enter takes, Esc leaves."""

    chosen = Signal(object)
    """The id, or None for everything."""

    def __init__(
        self, parent: QWidget, look: Look, name: str, nodes: Sequence[Node], everything: str = ""
    ) -> None:
        super().__init__(parent, name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._nodes, self._everything = nodes, everything
        self.search = SearchField(look, "名称或拼音首字母")
        self.tree, self._model = QTreeView(), QStandardItemModel(self)
        self._nothing = words("没有这个名称，换个字试试", "note", align=Qt.AlignmentFlag.AlignCenter)
        self.tree.setModel(self._model)
        self._furnish(name)
        self.setLayout(column(self.search, (self.tree, 1), self._nothing, gap=6, pad=8))
        self.search.installEventFilter(self)
        self.search.textChanged.connect(lambda _text: self._narrow())
        self.tree.clicked.connect(self._take)
        self._narrow()

    def begin(self, under: QWidget, current: object, typed: str = "") -> None:
        """Open beneath a control, at what is chosen now."""
        top = under.mapToGlobal(QPoint(0, under.height())).y()
        room = under.screen().availableGeometry().bottom() - top - _EDGE
        self.resize(max(_LEAST, under.width()), min(_HIGH, room) if room >= _LOW else _HIGH)
        self.search.setText(typed)
        if not typed:
            self._go(current)
        self.open_under(under)
        self.search.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the keys of the tree be pressed while words are typed."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key, folds = Qt.Key(event.key()), not self.search.text()
            if is_enter(event):
                self._take(self.tree.currentIndex())
                return True
            if key in _MOVES:
                self.tree.event(event)
                return True
            if key in _TURNS and folds:
                self.tree.setExpanded(self.tree.currentIndex(), _TURNS[key])
                return True
        return super().eventFilter(watched, event)

    def _furnish(self, name: str) -> None:
        tree = self.tree
        tree.setHeaderHidden(True)
        tree.setAccessibleName(name)
        tree.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        tree.setUniformRowHeights(True)
        tree.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        tree.setIndentation(18)
        tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _narrow(self) -> None:
        typed = self.search.text().strip()
        found = fitting(self._nodes, typed) if typed else None
        self._fill(found)
        first = next((n.id for n in self._nodes if found and n.id in found), None)
        if found is None and len(self._nodes) > _MOST_OPEN:
            self.tree.expandToDepth(0)
        else:
            self.tree.expandAll()
        self._nothing.setVisible(found is not None and not found)
        self.tree.setVisible(found is None or bool(found))
        self._go(first)

    def _fill(self, found: set[bytes] | None) -> None:
        shown = None if found is None else found | _above(self._nodes, found)
        self._model.clear()
        if self._everything and found is None:
            self._model.appendRow(_item(None, self._everything))
        items: dict[bytes, QStandardItem] = {}
        for node in self._nodes:
            if shown is None or node.id in shown:
                item = items[node.id] = _item(node.id, f"{node.name}　{node.note}".strip())
                item.setEnabled(node.offered)
                above = items.get(node.parent) if node.parent else None
                (above or self._model.invisibleRootItem()).appendRow(item)

    def _go(self, wanted: object) -> None:
        for item in _all_items(self._model):
            if item.data(_ID) == wanted:
                self.tree.setCurrentIndex(item.index())
                self.tree.scrollTo(item.index())
                return
        self.tree.setCurrentIndex(self._model.index(0, 0))

    def _take(self, index: QModelIndex) -> None:
        if index.isValid() and index.flags() & Qt.ItemFlag.ItemIsEnabled:
            self.chosen.emit(index.data(_ID))
            self.close()


class TreeChoice(QComboBox):
    """Shows the node chosen; opens the tree. Typing opens it narrowed."""

    chosen = Signal(object)

    def __init__(
        self,
        look: Look,
        name: str,
        nodes: Sequence[Node] = (),
        everything: str = "",
        *,
        width: int = 0,
    ) -> None:
        super().__init__()
        self._look, self._name, self._nodes = look, name, tuple(nodes)
        self._everything = everything
        self.popup: TreePopup | None = None
        self.setAccessibleName(name)
        self.addItem(everything, None)
        if width:
            self.setFixedWidth(width)

    @property
    def value(self) -> bytes | None:
        """Id of the node chosen; None when everything is, or nothing."""
        found = self.currentData()
        return found if isinstance(found, bytes) else None

    def set_nodes(self, nodes: Sequence[Node]) -> None:
        """Offer these instead; what was chosen stays chosen if it is still there."""
        self._nodes = tuple(nodes)
        self.choose(self.value)

    def choose(self, value: object) -> None:
        """Choose a node by its id; everything when it is not offered.

        As long as no nodes are known any id is taken; `set_nodes` looks it up.
        """
        before = self.value
        found = next((node for node in self._nodes if node.id == value), None)
        self.setItemText(0, found.name if found else self._everything)
        self.setItemData(0, found.id if found else None if self._nodes else value)
        self.setToolTip(found.name if found else "")
        if self.value != before:
            self.chosen.emit(self.value)

    def showPopup(self) -> None:
        """Open the tree instead of a list."""
        self.open()

    def open(self, typed: str = "") -> TreePopup:
        """Open the tree, narrowed by what was typed already; returns it."""
        popup = self.popup = TreePopup(
            self.window(), self._look, self._name, self._nodes, self._everything
        )
        popup.chosen.connect(self.choose)
        popup.destroyed.connect(self._forget)
        popup.begin(self, self.value, typed)
        return popup

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the tree with what is typed, or with Enter, Space and the down key."""
        typed = event.text().strip()
        if is_enter(event) or event.key() in _OPENS:
            self.open()
        elif event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.choose(None)
        elif typed.isalnum() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.open(typed)
        else:
            event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def _forget(self) -> None:
        self.popup = None


def _item(key: bytes | None, text: str) -> QStandardItem:
    item = QStandardItem(text)
    item.setData(key, _ID)
    item.setEditable(False)
    return item


def _above(nodes: Iterable[Node], found: set[bytes]) -> set[bytes]:
    parents = {node.id: node.parent for node in nodes}
    above: set[bytes] = set()
    for one in found:
        here = parents.get(one)
        while here is not None and here not in above:
            above.add(here)
            here = parents.get(here)
    return above


def _all_items(model: QStandardItemModel) -> Iterator[QStandardItem]:
    stack = [model.item(n) for n in reversed(range(model.rowCount()))]
    while stack:
        item = stack.pop()
        yield item
        stack += [item.child(n) for n in reversed(range(item.rowCount()))]
