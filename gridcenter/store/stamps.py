"""Hybrid logical clock: stamps that order what happened on many PCs, however wrong their clocks."""

import time
from collections.abc import Callable

WallClock = Callable[[], int]
"""Returns milliseconds since 1970."""

NO_STAMP = bytes(16)


def wall_clock() -> int:
    """Return this PC's clock in milliseconds since 1970."""
    return time.time_ns() // 1_000_000


class StampClock:
    """Gives stamps of 16 bytes: HLC (48 bits of milliseconds, 16 of counter), then the node's tail.

    Stamps compare as bytes; each is greater than every one this node gave or saw.
    """

    def __init__(self, node: bytes, last: bytes = NO_STAMP, wall: WallClock = wall_clock) -> None:
        self._tail = node[-8:]
        self._last = int.from_bytes(last[:8], "big")
        self._wall = wall

    def tick(self) -> bytes:
        """Return a fresh stamp."""
        self._last = max(self._wall() << 16, self._last + 1)
        return self._last.to_bytes(8, "big") + self._tail

    def see(self, stamp: bytes) -> None:
        """Make every later stamp greater than one that came from elsewhere."""
        self._last = max(self._last, int.from_bytes(stamp[:8], "big"))


def stamp_millis(stamp: bytes) -> int:
    """Return the wall-clock part of a stamp, milliseconds since 1970."""
    return int.from_bytes(stamp[:6], "big")
