"""Identity of records: UUIDv7 (RFC 9562 §5.7) as 16 bytes, so that ids sort by time of making."""

import os
import threading
import time
import uuid

_LOCK = threading.Lock()
_last = 0


def new_id() -> bytes:
    """Return a fresh id, greater than every earlier one of this process."""
    global _last  # noqa: PLW0603  (the one clock of the process)
    with _LOCK:
        ticks = max((time.time_ns() // 1_000_000) << 12, _last + 1)
        _last = ticks
    head = ((ticks >> 12) << 16) | 0x7000 | (ticks & 0xFFF)
    tail = int.from_bytes(os.urandom(8), "big") & 0x3FFFFFFFFFFFFFFF | 0x8000000000000000
    return ((head << 64) | tail).to_bytes(16, "big")


def named_id(*parts: str) -> bytes:
    """Return the id that the same words give on every PC (UUIDv5)."""
    return uuid.uuid5(_NAMESPACE, "\x1f".join(parts)).bytes


def show_id(value: bytes) -> str:
    """Write an id in the usual form with hyphens."""
    return str(uuid.UUID(bytes=value))


def read_id(text: str) -> bytes:
    """Read an id as show_id writes it; raises ValueError."""
    return uuid.UUID(text).bytes


_NAMESPACE = uuid.UUID("6f1d3f52-5a3e-5d0b-9a5e-3a9f9a0b7c11")
