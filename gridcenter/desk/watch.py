"""Nothing goes wrong unseen: slots, threads, Qt itself, the interpreter's own death."""

import faulthandler
import re
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)

from gridcenter.desk.diagnosis import NATIVE
from gridcenter.desk.faults import LOG, note

_WORST = {QtMsgType.QtCriticalMsg: "critical", QtMsgType.QtFatalMsg: "fatal"}
_SOURCE = re.compile(r"[A-Za-z_:]{0,60}")
_LONGEST = 200_000


class Watch(QObject):
    """While it watches, every error that nobody caught arrives as `caught`, later, in the window thread.

    Later: an error may come from within a painting, where no box can be put up.
    """

    caught = Signal(object)
    _met = Signal(object)

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._before: tuple[Any, Any, Any] | None = None
        self._native: IO[str] | None = None
        self._met.connect(self.caught, Qt.ConnectionType.QueuedConnection)

    def begin(self) -> None:
        """Take the hooks."""
        qt = qInstallMessageHandler(self._hear)
        self._before = (sys.excepthook, threading.excepthook, qt)
        sys.excepthook = lambda _kind, error, _trace: self._meet(error)
        threading.excepthook = lambda told: self._meet(told.exc_value)

    def watch_death(self) -> None:
        """Let the interpreter write its last words into the folder, when there is one."""
        path = self._folder / NATIVE
        with suppress(OSError):
            if path.exists() and path.stat().st_size > _LONGEST:
                path.unlink()
            self._native = path.open("a", encoding="utf-8")
            faulthandler.enable(self._native)

    def end(self) -> None:
        """Give the hooks back."""
        if self._before is not None:
            sys.excepthook, threading.excepthook, qt = self._before
            qInstallMessageHandler(qt)
            self._before = None
        if self._native is not None:
            faulthandler.disable()
            self._native.close()
            self._native = None

    def _meet(self, error: BaseException | None) -> None:
        if error is not None and not isinstance(error, KeyboardInterrupt | SystemExit):
            self._met.emit(error)

    def _hear(self, kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        """Note the worst by the name of what complains: the rest of the message may hold anything."""
        if kind in _WORST:
            source = _SOURCE.match(text)
            note(self._folder / LOG, f"Qt {_WORST[kind]} {source[0] if source else ''}".rstrip())
        if sys.stderr is not None:
            print(text, file=sys.stderr)  # noqa: T201  (as Qt does by itself)


