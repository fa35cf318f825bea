"""What this machine remembers of the window: theme, size of the words, where the window stood."""

import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QSize, Qt
from PySide6.QtWidgets import QApplication, QWidget

from gridcenter.desk.memory import Memory
from gridcenter.desk.shell import LEAST
from gridcenter.desk.theme import Look
from gridcenter.desk.tokens import DARK, LIGHT

MEMORY = "window.ini"
SCALES = (100, 110, 125, 150)
_FACTOR = "QT_SCALE_FACTOR"
_FIRST = QSize(1366, 768)


def enlarge(folder: Path) -> None:
    """Tell Qt how large words were chosen to be; only before the QApplication is made."""
    percent = _percent(Memory(folder / MEMORY))
    if percent != SCALES[0]:
        os.environ.setdefault(_FACTOR, str(percent / 100))


class Machine(QObject):
    """The look of the program on this PC, chosen by whoever sits here."""

    def __init__(self, app: QApplication, look: Look, memory: Memory) -> None:
        super().__init__()
        self._app, self._look, self.memory = app, look, memory
        app.styleHints().colorSchemeChanged.connect(lambda _scheme: self.dress())

    @property
    def theme(self) -> str:
        """The theme chosen; "" follows the system."""
        return self.memory.recall("theme").get("name", "")

    def wear(self, name: str) -> None:
        """Choose a theme; "" follows the system."""
        self.memory.keep("theme", {"name": name})
        self.dress()

    def turn(self) -> None:
        """Choose the theme that is not worn now."""
        self.wear((LIGHT if self._look.dark else DARK).name)

    def dress(self) -> None:
        """Put on what is chosen."""
        system = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        dark = self.theme == DARK.name if self.theme else system
        self._look.wear(self._app, DARK if dark else LIGHT)

    @property
    def scale(self) -> int:
        """The size of words chosen, in percent."""
        return _percent(self.memory)

    def choose_scale(self, percent: int) -> None:
        """Choose the size of words from the next start on."""
        self.memory.keep("scale", {"percent": str(percent)})

    def scales(self) -> Sequence[int]:
        """Return the sizes at which the window still fits on this screen."""
        room = self._app.primaryScreen().availableSize() * float(os.environ.get(_FACTOR, "1"))
        fits = [p for p in SCALES if (room * 100 / p).boundedTo(_LEAST) == _LEAST]
        return sorted({SCALES[0], self.scale, *fits})

    @property
    def folded(self) -> bool:
        """Whether the navigation was left folded."""
        return self.memory.recall("window").get("folded") == "1"

    def keep_place(self, widget: QWidget, *, folded: bool) -> None:
        """Remember where the window stands, how large it is, and whether the navigation is folded."""
        kept = {"place": bytes(widget.saveGeometry().toHex().data()).decode()}
        self.memory.keep("window", kept | {"folded": str(int(folded))})

    def place(self, widget: QWidget, before: QWidget | None) -> None:
        """Show a window where the one before it stands, or stood when the program was last left."""
        kept = self.memory.recall("window").get("place", "")
        place = before.saveGeometry() if before else QByteArray.fromHex(kept.encode())
        if not widget.restoreGeometry(place):
            room = widget.screen().availableGeometry().size()
            widget.resize(room.boundedTo(_FIRST))
            if room.width() <= _FIRST.width() or room.height() <= _FIRST.height():
                widget.setWindowState(Qt.WindowState.WindowMaximized)
        widget.show()


_LEAST = QSize(*LEAST)


def _percent(memory: Memory) -> int:
    kept = memory.recall("scale").get("percent", "")
    return int(kept) if kept in map(str, SCALES) else SCALES[0]
