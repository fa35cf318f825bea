"""Rows, columns and grounds: how parts are put together."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

Box = TypeVar("Box", bound=QBoxLayout)
Part: TypeAlias = QWidget | QLayout
Item: TypeAlias = Part | int | tuple[Part, int] | None
"""A part, a distance in pixels, None for a stretch, or a part with its share of the rest."""
Pad: TypeAlias = int | tuple[int, int, int, int]
"""Margin on all sides, or left, top, right, bottom, in pixels."""

_BESIDE = 900
"""From this width on cards stand side by side, in pixels."""
LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
TOP = Qt.AlignmentFlag.AlignTop
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignHCenter


def row(*items: Item, gap: int = 8, pad: Pad = 0) -> QHBoxLayout:
    """Put parts side by side."""
    return _fill(QHBoxLayout(), items, gap, pad)


def column(*items: Item, gap: int = 8, pad: Pad = 0) -> QVBoxLayout:
    """Put parts one under another."""
    return _fill(QVBoxLayout(), items, gap, pad)


def cells(
    lines: Sequence[Sequence[Part]],
    stretch: Mapping[int, int] | None = None,
    across: int = 12,
    down: int = 8,
) -> QGridLayout:
    """Put parts in lines and columns; `stretch` tells which columns share the rest."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(across)
    grid.setVerticalSpacing(down)
    grid.setContentsMargins(0, 0, 0, 0)
    for r, line in enumerate(lines):
        for c, part in enumerate(line):
            if isinstance(part, QLayout):
                grid.addLayout(part, r, c)
            else:
                grid.addWidget(part, r, c)
    for c, share in (stretch or {}).items():
        grid.setColumnStretch(c, share)
    return grid


class Ground(QFrame):
    """A ground that the style sheet knows by its name (card, foot, sunken, …)."""

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)


def block(layout: QLayout, name: str = "", *, width: int = 0, height: int = 0) -> Ground:
    """Frame a layout."""
    frame = Ground(name)
    frame.setLayout(layout)
    if width:
        frame.setFixedWidth(width)
    if height:
        frame.setFixedHeight(height)
    return frame


def rule(*, upright: bool = False) -> Ground:
    """Make a hairline."""
    line = block(row(), "rule")
    if upright:
        line.setFixedSize(1, 20)
    else:
        line.setFixedHeight(1)
    return line


def scrolled(inner: QWidget) -> QScrollArea:
    """Let something be taller than its place; it is never wider."""
    area = QScrollArea(widgetResizable=True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inner)
    return area


class Beside(QWidget):
    """Cards side by side, or one under another where the line is too narrow for them."""

    def __init__(self, *items: tuple[QWidget, int], gap: int = 12) -> None:
        super().__init__()
        self._line = row(*items, gap=gap)
        self.setLayout(self._line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn the line as there is room."""
        super().resizeEvent(event)
        turn = QBoxLayout.Direction
        wanted = turn.LeftToRight if self.width() >= _BESIDE else turn.TopToBottom
        if self._line.direction() != wanted:
            self._line.setDirection(wanted)


class FillingStack(QStackedWidget):
    """A stack that asks for `least` pixels of height and takes what is left: its tables scroll."""

    def __init__(self, least: int) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.setMinimumHeight(least)

    def hasHeightForWidth(self) -> bool:
        """Keep wrapped words on a hidden page from asking for height."""
        return False


def add_part(layout: QBoxLayout, item: Item) -> None:
    """Add one item at the end of a row or column."""
    part, share = item if isinstance(item, tuple) else (item, 0)
    if part is None:
        layout.addStretch(1)
    elif isinstance(part, int):
        layout.addSpacing(part)
    elif isinstance(part, QLayout):
        layout.addLayout(part, share)
    else:
        layout.addWidget(part, share)


def empty(layout: QLayout) -> None:
    """Take everything out of a layout, and let it go."""
    while (item := layout.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.hide()
            old.deleteLater()


def _fill(layout: Box, items: Iterable[Item], gap: int, pad: Pad) -> Box:
    layout.setSpacing(gap)
    layout.setContentsMargins(*(pad if isinstance(pad, tuple) else (pad, pad, pad, pad)))
    for item in items:
        add_part(layout, item)
    return layout
