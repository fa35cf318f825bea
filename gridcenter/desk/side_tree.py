"""A tree that stands beside what it leads to, narrowed by words or pinyin initials."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QTreeView

from gridcenter.desk.enter_key import is_enter
from gridcenter.desk.layouts import Ground, column, row
from gridcenter.desk.search_field import SearchField
from gridcenter.desk.theme import Look
from gridcenter.desk.tree_picker import Node, fitting
from gridcenter.desk.words import words

_ID = Qt.ItemDataRole.UserRole
_WIDE, _OPEN_DEPTH = 244, 1
_FEW = 14


class SideTree(Ground):
    """↑ ↓ choose, ← → fold, Enter opens."""

    chosen = Signal(bytes, bool)
    """A node became current, and whether by the pointer."""
    opened = Signal(bytes)
    dropped = Signal(bytes, bytes)
    """A node was dragged onto another."""
    menu_wanted = Signal(bytes, QPoint)
    """The menu of a node is wanted, at a point of the screen."""

    def __init__(self, look: Look, name: str, hint: str) -> None:
        super().__init__("card")
        self.setFixedWidth(_WIDE)
        self.search, self.tree = SearchField(look, hint), _Tree()
        self._model, self._nodes = QStandardItemModel(self), tuple[Node, ...]()
        self._items: dict[bytes, QStandardItem] = {}
        self._filling = False
        self._nothing = words("没有这个名称，换个字试试", "note", wrap=True)
        self.tree.setAccessibleName(name)
        self.tree.setModel(self._model)
        self.tree.clicked.connect(lambda index: self._tell(index, True))
        self.tree.entered_on.connect(lambda index: self.opened.emit(index.data(_ID)))
        self.tree.doubleClicked.connect(lambda index: self.opened.emit(index.data(_ID)))
        self.tree.selectionModel().currentChanged.connect(
            lambda index, _before: self._tell(index, False)
        )
        self.tree.dropped.connect(self.dropped)
        self.tree.customContextMenuRequested.connect(self._want_menu)
        self.search.textChanged.connect(lambda _text: self._fill())
        self.search.left.connect(self.tree.setFocus)
        self._nothing.hide()
        self.setLayout(
            column(
                row(self.search, pad=(8, 8, 8, 2)), row(self._nothing, pad=(12, 0, 8, 0)), (self.tree, 1),
                gap=2, pad=(1, 1, 1, 6),
            )
        )  # fmt: skip

    def set_movable(self, movable: bool) -> None:
        """Let nodes be dragged onto others, or not."""
        self.tree.setDragEnabled(movable)
        self.tree.setAcceptDrops(movable)

    def show_nodes(self, nodes: Sequence[Node]) -> None:
        """Show these; what is current stays so, what is folded too."""
        if tuple(nodes) != self._nodes:
            self._nodes = tuple(nodes)
            self._fill()

    def choose(self, wanted: bytes | None) -> None:
        """Make a node current without telling anybody."""
        item = self._items.get(wanted or b"")
        if item is not None and item.index() != self.tree.currentIndex():
            self._filling = True
            self.tree.setCurrentIndex(item.index())
            self.tree.scrollTo(item.index())
            self._filling = False

    def _fill(self) -> None:
        typed = self.search.text().strip()
        found = fitting(self._nodes, typed) if typed else None
        shown = None if found is None else found | self._above(found)
        before = self.tree.currentIndex().data(_ID)
        folded = {
            key for key, item in self._items.items() if not self.tree.isExpanded(item.index())
        }
        first, self._filling = not self._items, True
        self._model.clear()
        self._items = {}
        for node in self._nodes:
            if shown is None or node.id in shown:
                self._add(node)
        for key, item in self._items.items():
            opened = _depth(item) <= _OPEN_DEPTH if first else key not in folded
            self.tree.setExpanded(item.index(), opened or bool(found and len(found) <= _FEW))
        self._nothing.setVisible(found is not None and not found)
        self._filling = False
        self.choose(before)

    def _add(self, node: Node) -> None:
        item = QStandardItem(f"{node.name}　{node.note}".strip())
        item.setData(node.id, _ID)
        item.setEditable(False)
        item.setToolTip(item.text())
        above = self._items.get(node.parent) if node.parent else None
        (above or self._model.invisibleRootItem()).appendRow(item)
        self._items[node.id] = item

    def _above(self, found: set[bytes]) -> set[bytes]:
        parents = {node.id: node.parent for node in self._nodes}
        return {above for one in found for above in _line(parents, one)}

    def _want_menu(self, at: QPoint) -> None:
        index = self.tree.indexAt(at)
        if index.isValid():
            self.menu_wanted.emit(index.data(_ID), self.tree.viewport().mapToGlobal(at))

    def _tell(self, index: QModelIndex, pressed: bool) -> None:
        if index.isValid() and not self._filling:
            self.chosen.emit(index.data(_ID), pressed)


class _Tree(QTreeView):
    entered_on = Signal(object)
    dropped = Signal(bytes, bytes)

    def __init__(self) -> None:
        super().__init__()
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(16)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setExpandsOnDoubleClick(False)
        self.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setDragDropMode(QTreeView.DragDropMode.InternalMove)
        self.setDragEnabled(False)
        self.setAcceptDrops(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell what was dropped on what; the nodes themselves stay where they are."""
        here, there = self.currentIndex(), self.indexAt(event.position().toPoint())
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        if here.isValid() and there.isValid():
            self.dropped.emit(here.data(_ID), there.data(_ID))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the current node by Enter."""
        if is_enter(event) and self.currentIndex().isValid():
            self.entered_on.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


def _line(parents: dict[bytes, bytes | None], one: bytes) -> Iterator[bytes]:
    above = parents.get(one)
    while above is not None:
        yield above
        above = parents.get(above)


def _depth(item: QStandardItem) -> int:
    above = item.parent()
    return 0 if above is None else 1 + _depth(above)
