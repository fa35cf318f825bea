"""Wrong passwords make the next try wait, longer each time, so that guessing leads nowhere."""

import math
import time
from collections.abc import Callable, Mapping
from typing import Protocol

FREE = 5
"""Tries before the first wait."""
_FIRST, _MOST, _DOUBLED = 10, 300, 8
_KEY = "tries"


class Notebook(Protocol):
    """Where the tries of an account are noted; it outlives the program, and names nobody."""

    def recall(self, key: str) -> Mapping[str, str]:
        """Return what was kept under a key."""

    def keep(self, key: str, values: dict[str, str]) -> None:
        """Keep these instead."""


class Patience:
    """Counts the wrong tries of each account in a row; nobody sleeps, whoever asks is told how long it still takes."""

    def __init__(
        self, of: Callable[[str], Notebook], clock: Callable[[], float] = time.time
    ) -> None:
        self._of, self._clock = of, clock

    def refusal(self, login: str) -> str:
        """Why there can be no try yet; "" when there can."""
        wrong, since = self._noted(login)
        left = math.ceil(min(since - self._clock(), 0) + _wait(wrong))
        return f"口令连着错了 {wrong} 次，请过 {left} 秒再试" if left > 0 else ""

    def wrong(self, login: str) -> None:
        """Note a wrong try."""
        self._note(login, self._noted(login)[0] + 1)

    def right(self, login: str) -> None:
        """Note a right one."""
        if self._noted(login)[0]:
            self._note(login, 0)

    def _noted(self, login: str) -> tuple[int, float]:
        kept = self._of(login).recall(_KEY)
        try:
            return int(kept.get("wrong", 0)), float(kept.get("at", 0))
        except ValueError:
            return FREE, self._clock()

    def _note(self, login: str, wrong: int) -> None:
        self._of(login).keep(_KEY, {"wrong": str(wrong), "at": str(self._clock())})


def _wait(wrong: int) -> float:
    """Return how many seconds so many wrong tries cost."""
    return min(_FIRST * 2.0 ** min(wrong - FREE, _DOUBLED), _MOST) if wrong >= FREE else 0.0
