"""Whether anybody is at the desk: key and mouse, by the program's own windows."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove,
        QEvent.Type.Wheel, QEvent.Type.TouchBegin, QEvent.Type.TabletPress,
    }
)  # fmt: skip


class Idle(QObject):
    """Asks for the lock after some quiet minutes, and at once by Ctrl+L, whatever dialog is open.

    A touch only notes the time; the one timer looks when the minutes could first be over.
    """

    lock_wanted = Signal()

    def __init__(self, app: QGuiApplication, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._app, self._clock = app, clock
        self._limit, self._last = 0.0, 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look_up)
        app.focusWindowChanged.connect(self._watch)

    def start(self, minutes: int) -> None:
        """Count from now."""
        self._limit, self._last = minutes * 60.0, self._clock()
        self._watch(self._app.focusWindow())
        self.look_up()

    def stop(self) -> None:
        """Count no more."""
        self._limit = 0.0
        self._timer.stop()

    def look_up(self) -> None:
        """Ask for the lock when it is time, or come back when it may be."""
        if not self._limit:
            return
        left = self._limit - (self._clock() - self._last)
        if left <= 0:
            self.lock_wanted.emit()
        else:
            self._timer.start(round(left * 1000) + 1)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Note a touch; one that comes too late (the PC slept) or Ctrl+L locks, and goes no further."""
        if not self._limit or event.type() not in _TOUCHES:
            return False
        if self._clock() - self._last >= self._limit or _asks_for_lock(event):
            self.lock_wanted.emit()
            return True
        self._last = self._clock()
        return False

    def _watch(self, window: QWindow | None) -> None:
        if window is not None and self._limit:
            window.installEventFilter(self)


def _asks_for_lock(event: QEvent) -> bool:
    if not isinstance(event, QKeyEvent):
        return False
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return event.key() == Qt.Key.Key_L and held == Qt.KeyboardModifier.ControlModifier
