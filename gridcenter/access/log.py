"""The log of reveals and exports of personal data: append-only and hash-chained.

Records of providing personal data are kept at least three years (网络数据安全管理条例 §12).
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Integer, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from gridcenter.access.actors import Actor, Right
from gridcenter.store.fields import Blob
from gridcenter.store.records import Local

_START = bytes(32)


class AccessLog(Local):
    """One reveal or export."""

    __tablename__ = "access_log"

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[str] = mapped_column(String(32))
    actor: Mapped[str] = mapped_column(String(40))
    what: Mapped[str] = mapped_column(String(200))
    count: Mapped[int] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(String(200))
    recipient: Mapped[str] = mapped_column(String(100))
    hash: Mapped[bytes] = mapped_column(Blob(32))


@dataclass(frozen=True, slots=True)
class LogEntry:
    """What the log shows of one reveal or export."""

    at: str
    actor: str
    what: str
    count: int
    reason: str
    recipient: str


def note_access(
    session: Session, actor: Actor, *, what: str, count: int, reason: str = "", recipient: str = ""
) -> None:
    """Write one line: what was shown or given away, how many records, why, to whom."""
    last = session.execute(
        select(AccessLog.number, AccessLog.hash).order_by(AccessLog.number.desc()).limit(1)
    ).first()
    number, previous = (last[0] + 1, last[1]) if last else (1, _START)
    entry = LogEntry(
        datetime.now(UTC).isoformat(timespec="seconds"), actor.name, what, count, reason, recipient
    )
    session.add(
        AccessLog(
            number=number, at=entry.at, actor=entry.actor, what=what, count=count, reason=reason,
            recipient=recipient, hash=_link(previous, number, entry),
        )
    )  # fmt: skip
    session.flush()


def read_log(session: Session, actor: Actor, since: str = "") -> list[LogEntry]:
    """Return the lines since a day (ISO), oldest first."""
    actor.require(Right.AUDIT)
    query = select(AccessLog).where(AccessLog.at >= since).order_by(AccessLog.number)
    return [_entry(row) for row in session.scalars(query)]


def broken_log_line(session: Session) -> int | None:
    """Return the number of the first line that does not fit the one before it, or None."""
    previous = _START
    rows = session.scalars(select(AccessLog).order_by(AccessLog.number))
    for expected, row in enumerate(rows, 1):
        previous = _link(previous, row.number, _entry(row))
        if row.number != expected or row.hash != previous:
            return row.number
    return None


def _entry(row: AccessLog) -> LogEntry:
    return LogEntry(row.at, row.actor, row.what, row.count, row.reason, row.recipient)


def _link(previous: bytes, number: int, entry: LogEntry) -> bytes:
    parts = (
        str(number), entry.at, entry.actor, entry.what, str(entry.count), entry.reason,
        entry.recipient,
    )  # fmt: skip
    return hashlib.sha256(previous + "\x1f".join(parts).encode()).digest()
