"""Push buttons: one filled red one a page, the rest quiet."""

from typing import Literal, TypeAlias

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from gridcenter.desk.enter_key import is_enter
from gridcenter.desk.layouts import row
from gridcenter.desk.theme import Look
from gridcenter.desk.tokens import SIZE

Kind: TypeAlias = Literal["", "primary", "quiet", "link", "nav", "tab", "segment", "tile"]
GAP = " "
"""Stands between icon and word: the style sheet knows no distance there."""
_ICON_TOKENS = {"primary": "on_accent", "link": "accent_text"}


class Pressed(QPushButton):
    """Pressed by Enter as by the space bar."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press it, also where no dialog does so for it."""
        if is_enter(event):
            self.click()
        else:
            super().keyPressEvent(event)


class Button(Pressed):
    """A verb, with an icon where one helps."""

    def __init__(
        self,
        look: Look,
        text: str,
        icon: str = "",
        kind: Kind = "",
        *,
        tip: str = "",
        checked: bool | None = None,
    ) -> None:
        super().__init__()
        self._look, self._icon_name, self._token = look, icon, _ICON_TOKENS.get(kind, "text2")
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        if icon:
            self.show_icon(icon)
        if checked is not None:
            self.setCheckable(True)
            self.setChecked(checked)
        self.say(text)
        self.setToolTip(tip)

    def say(self, text: str) -> None:
        """Change the words."""
        self.setText(f"{GAP}{text}" if text and self._icon_name else text)
        self.setAccessibleName(text)

    def show_icon(self, icon: str) -> None:
        """Change the icon."""
        self._icon_name = icon
        self.setIcon(self._look.icon(icon, self._token))
        self.setIconSize(QSize(SIZE["icon"], SIZE["icon"]))


class IconButton(Button):
    """A button without words: its tooltip says what it does."""

    def __init__(
        self, look: Look, icon: str, tip: str, kind: Kind = "quiet", *, width: int = 34
    ) -> None:
        super().__init__(look, "", icon, kind, tip=tip)
        self.setAccessibleName(tip)
        self.setFixedWidth(width)


def segments(*buttons: Button) -> QHBoxLayout:
    """Join buttons of which one is chosen into one control."""
    for place, button in (("first", buttons[0]), ("last", buttons[-1])):
        button.setProperty("place", place)
    return row(*buttons, gap=0)


class Door(Pressed):
    """A quiet button of several parts (icon, words, chip) that leads somewhere.

    A `wide` one takes a whole line; its last part has the rest of it.
    """

    def __init__(self, *parts: QWidget, tip: str, wide: bool = False) -> None:
        super().__init__()
        self.setProperty("kind", "door")
        self.setAutoDefault(False)
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        for part in parts:
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        shares = [*parts[:-1], (parts[-1], 1)] if wide else parts
        self.setLayout(row(*shares, gap=8 if wide else 6, pad=0 if wide else (6, 0, 6, 0)))

    def event(self, event: QEvent) -> bool:
        """Ask for another width when a part has changed its own."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)

    def sizeHint(self) -> QSize:
        """Be as wide as the parts: a push button does not ask its layout."""
        layout = self.layout()
        return layout.sizeHint() if layout else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Never cut the parts."""
        layout = self.layout()
        return layout.minimumSize() if layout else self.sizeHint()
