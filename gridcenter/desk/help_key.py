"""F1 in every window and box of the program: the page of the manual about what is on the screen."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

_HELP, _BOUND = "help", "f1"


class HelpKey(QObject):
    """Gives F1 to each window when it is first come to: a box keeps the keys of the window below away.

    A widget says by its property "help" which page of the manual is about it and all inside it.
    """

    def __init__(self, app: QApplication, ask: Callable[[str], object]) -> None:
        super().__init__()
        self._app, self._ask = app, ask
        self._heard = app.focusWindowChanged.connect(self._bind_active)
        self._bind_active()

    def stop(self) -> None:
        """Leave windows that come later alone."""
        QObject.disconnect(self._heard)

    def _bind_active(self, _window: object = None) -> None:
        self._bind(self._app.activeWindow())

    def _bind(self, window: QWidget | None) -> None:
        if window is None or window.property(_BOUND):
            return
        window.setProperty(_BOUND, True)
        shortcut = QShortcut(QKeySequence("F1"), window)
        shortcut.activated.connect(lambda: self._ask(subject(window)))


def subject(window: QWidget) -> str:
    """Return the page of the manual about what has the focus in a window, "" when nothing says."""
    here: QWidget | None = window.focusWidget() or window
    while here is not None:
        key = here.property(_HELP)
        if key:
            return str(key)
        here = here.parentWidget()
    return ""
