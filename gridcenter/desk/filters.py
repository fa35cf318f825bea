"""What a list can be narrowed by: declared by a wing, shown as a control of the filter bar."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QComboBox, QWidget

from gridcenter.base.periods import Month
from gridcenter.desk.choices import Choice, Option
from gridcenter.desk.theme import Look
from gridcenter.desk.tree_picker import Node, TreeChoice


class FilterControl(Protocol):
    """A control of the filter bar."""

    @property
    def widget(self) -> QWidget:
        """The control itself."""

    @property
    def chosen(self) -> SignalInstance:
        """Something else was chosen."""

    @property
    def value(self) -> object:
        """What the wish of the list holds; None when it does not narrow at all."""

    @property
    def narrows(self) -> bool:
        """Whether something else than usual is chosen."""

    @property
    def said(self) -> str:
        """What is chosen, in words."""

    def choose(self, value: object) -> None:
        """Choose a value, as a door to the list does; None is the usual one."""

    def kept(self) -> str:
        """Return what is chosen, to be remembered; "" for the usual."""

    def restore(self, kept: str) -> None:
        """Choose again what was remembered, if it is still offered."""

    def show_month(self, month: Month) -> None:
        """Be told which month is chosen above."""


class FilterSpec(Protocol):
    """The declaration of a filter."""

    @property
    def key(self) -> str:
        """Its name in the wish."""

    @property
    def name(self) -> str:
        """Its name on the screen."""

    def make(self, look: Look) -> FilterControl:
        """Make its control."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice among a few; its first option is “all” (value None)."""

    key: str
    name: str
    options: Sequence[Option]
    width: int = 124

    def make(self, look: Look) -> FilterControl:
        """Make its control."""
        return OptionControl(self.name, self.options, width=self.width)


@dataclass(frozen=True, slots=True)
class TreeFilter:
    """A node of a tree, by its id; the nodes are read by a question beside the window."""

    key: str
    name: str
    nodes: Callable[[Any], Sequence[Node]]
    """Reads them in a session."""
    everything: str
    width: int = 150
    tables: frozenset[str] = frozenset({"unit", "village"})
    """A commit that touches one of them changes the tree."""

    def make(self, look: Look) -> FilterControl:
        """Make its control."""
        return TreeControl(look, self.name, (), self.everything, width=self.width)


class OptionControl(Choice):
    """One of some options."""

    @property
    def widget(self) -> QWidget:
        """The control itself."""
        return self

    @property
    def narrows(self) -> bool:
        """Whether an option other than “all” is chosen."""
        return self.value is not None

    @property
    def said(self) -> str:
        """The words of the option."""
        return self.currentText().strip()

    def kept(self) -> str:
        """Return the words of the option: its value may be anything."""
        return self.said if self.narrows else ""

    def restore(self, kept: str) -> None:
        """Choose the option of these words."""
        self.setCurrentIndex(max(0, self.findText(kept)))

    def show_month(self, month: Month) -> None:
        """Care for no month."""


class TreeControl(TreeChoice):
    """A node of a tree."""

    @property
    def widget(self) -> QWidget:
        """The control itself."""
        return self

    @property
    def narrows(self) -> bool:
        """Whether a node is chosen."""
        return self.value is not None

    @property
    def said(self) -> str:
        """The name of the node."""
        return self.currentText()

    def kept(self) -> str:
        """Return the id of the node."""
        return self.value.hex() if self.value else ""

    def restore(self, kept: str) -> None:
        """Choose the node of this id."""
        try:
            self.choose(bytes.fromhex(kept) or None)
        except ValueError:
            self.choose(None)

    def show_month(self, month: Month) -> None:
        """Care for no month."""


def mark_active(control: QWidget, *, active: bool) -> None:
    """Let a control be seen to narrow the list."""
    if control.property("active") != active:
        control.setProperty("active", active)
        control.style().polish(control)
        if isinstance(control, QComboBox):
            control.update()
