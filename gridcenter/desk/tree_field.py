"""A node of a tree as a field of a form."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from gridcenter.desk.enter_key import is_enter
from gridcenter.desk.theme import Look
from gridcenter.desk.tree_picker import Node, TreeChoice, TreePopup


class _GoingOn(TreeChoice):
    """Goes on to the next field once a node is chosen, and lets Enter go on where one was."""

    def open(self, typed: str = "") -> TreePopup:
        """Open the tree; choosing from it ends this field."""
        popup = super().open(typed)
        popup.chosen.connect(lambda _node: QTimer.singleShot(0, self, self.focusNextChild))
        return popup

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the tree with any key but Enter where a node is chosen."""
        if is_enter(event) and self.value is not None:
            event.ignore()
        else:
            super().keyPressEvent(event)


class TreeField:
    """One node of a tree; `everything` are the words for none."""

    def __init__(self, look: Look, name: str, nodes: Sequence[Node], everything: str = "") -> None:
        self.choice = _GoingOn(look, name, nodes, everything)

    @property
    def widget(self) -> QWidget:
        """The box that shows the node."""
        return self.choice

    @property
    def changed(self) -> SignalInstance:
        """Another node, or none."""
        return self.choice.chosen

    def offer(self, nodes: Sequence[Node]) -> None:
        """Offer these instead, without telling; what was chosen stays chosen if it is still there."""
        self.choice.blockSignals(True)
        self.choice.set_nodes(nodes)
        self.choice.blockSignals(False)

    def value(self) -> object:
        """Return the id chosen; None when none is."""
        return self.choice.value

    def put(self, value: object) -> None:
        """Choose a node by its id."""
        self.choice.choose(value)

    def words(self) -> str:
        """Return the id as text, for a draft."""
        return self.choice.value.hex() if self.choice.value else ""

    def put_words(self, words: str) -> None:
        """Choose the node that `words` named."""
        self.choice.choose(bytes.fromhex(words) if words else None)
