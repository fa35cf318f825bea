"""Wrong passwords make the next try wait, longer each time, so that guessing leads nowhere."""

import math
import time
from collections.abc import Callable

FREE = 5
"""Tries before the first wait."""
_FIRST, _MOST = 10, 300


class Patience:
    """Counts the wrong tries in a row; nobody sleeps, whoever asks is told how long it still takes."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._wrong, self._until = 0, 0.0

    @property
    def refusal(self) -> str:
        """Why there can be no try yet; "" when there can."""
        left = math.ceil(self._until - self._clock())
        return f"口令连着错了 {self._wrong} 次，请过 {left} 秒再试" if self._wrong and left > 0 else ""

    def wrong(self) -> None:
        """Note a wrong try."""
        self._wrong += 1
        if self._wrong >= FREE:
            self._until = self._clock() + min(_FIRST * 2 ** (self._wrong - FREE), _MOST)

    def right(self) -> None:
        """Note a right one."""
        self._wrong = 0
