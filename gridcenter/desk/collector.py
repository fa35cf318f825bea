"""Python's cyclic garbage is collected by the window's thread alone, between two events.

Left to itself the collector runs wherever Python happens to make an object: in a worker, where it
would destroy parts of the window in the wrong thread, or inside a call of Qt that holds a lock
which destroying another part wants too. The program then stands still.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY = 1000
"""Milliseconds between two looks."""


class Collector(QObject):
    """Takes the place of the automatic collector while a program is open."""

    def __init__(self) -> None:
        super().__init__()
        self._automatic = False
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self.collect)

    def begin(self) -> None:
        """Collect from now on; what was imported until now is never looked at again."""
        self._automatic = gc.isenabled()
        gc.disable()
        gc.freeze()
        self._timer.start()

    def end(self) -> None:
        """Leave it to Python again, as it was before."""
        self._timer.stop()
        gc.unfreeze()
        if self._automatic:
            gc.enable()

    def collect(self) -> None:
        """Collect the oldest generation that is due, and those younger."""
        due = [n for n, count in enumerate(gc.get_count()) if count > gc.get_threshold()[n]]
        if due:
            gc.collect(max(due))
