"""The log of reveals and exports of personal data: append-only and hash-chained.

Records of providing personal data are kept at least three years (网络数据安全管理条例 §12).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import cast

from sqlalchemy import Integer, String, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from gridcenter.access.actors import Actor, Right
from gridcenter.base.periods import Span
from gridcenter.store.fields import Blob
from gridcenter.store.listing import Listing, Wish
from gridcenter.store.records import Local

_START = bytes(32)
_ID = 8
"""Bytes of a line's number where lists ask for ids."""


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


def log_listing(actor: Actor) -> Listing[LogEntry]:
    """Return the log as a list, newest first; filters: "period" (two days, None is open), "actor"."""
    actor.require(Right.AUDIT)
    return Listing(_find, _load)


def log_actors(session: Session, actor: Actor) -> Sequence[str]:
    """Return the names that stand in the log."""
    actor.require(Right.AUDIT)
    return session.scalars(select(AccessLog.actor).distinct().order_by(AccessLog.actor)).all()


def log_length(session: Session) -> int:
    """Return how many lines the log has."""
    return session.scalar(select(func.count()).select_from(AccessLog)) or 0


def _find(session: Session, wish: Wish) -> Sequence[bytes]:
    query = select(AccessLog.number)
    first, last = cast("Span", wish.filters.get("period", (None, None)))
    if first is not None:
        query = query.where(AccessLog.at >= _moment(first))
    if last is not None:
        query = query.where(AccessLog.at < _moment(last + timedelta(days=1)))
    who = wish.filters.get("actor")
    if who is not None:
        query = query.where(AccessLog.actor == who)
    if wish.words:
        seen = (AccessLog.what, AccessLog.reason, AccessLog.recipient, AccessLog.actor)
        query = query.where(or_(*(each.contains(wish.words, autoescape=True) for each in seen)))
    order = {"actor": AccessLog.actor, "count": AccessLog.count}.get(wish.sort_by)
    if order is not None:
        query = query.order_by(order.desc() if wish.descending else order)
    down = AccessLog.number.desc()
    query = query.order_by(AccessLog.number if wish.sort_by == "at" and not wish.descending else down)
    return [number.to_bytes(_ID) for number in session.scalars(query)]


def _load(session: Session, ids: Sequence[bytes]) -> dict[bytes, LogEntry]:
    numbers = [int.from_bytes(each) for each in ids]
    rows = session.scalars(select(AccessLog).where(AccessLog.number.in_(numbers)))
    return {row.number.to_bytes(_ID): _entry(row) for row in rows}


def _moment(day: date) -> str:
    """Return the beginning of a day by this PC's clock, as the log writes moments."""
    local = datetime.combine(day, time()).astimezone()
    return local.astimezone(UTC).isoformat(timespec="seconds")


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
