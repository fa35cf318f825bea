"""What the office has settled about this PC: when it locks, when it was last backed up."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import RuleBroken
from gridcenter.store.settings import keep, recall

MINUTES = (5, 10, 15, 30, 60)
"""After how many idle minutes the window may lock; never is not among them."""


@dataclass(frozen=True, slots=True)
class Locking:
    """When the window locks by itself (锁屏)."""

    KEY: ClassVar[str] = "locking"

    minutes: int = 15


@dataclass(frozen=True, slots=True)
class LastBackup:
    """The last backup that was written and read back (备份)."""

    KEY: ClassVar[str] = "last-backup"

    at: str = ""
    """ISO moment; "" when there was none."""
    file: str = ""

    @property
    def moment(self) -> datetime:
        """When it was; only of a backup that there was."""
        return datetime.fromisoformat(self.at)


def lock_after(session: Session) -> int:
    """Return after how many idle minutes the window locks."""
    minutes = recall(session, Locking).minutes
    return minutes if minutes in MINUTES else Locking().minutes


def set_lock_after(session: Session, actor: Actor, minutes: int) -> None:
    """Settle after how many idle minutes the window locks."""
    actor.require(Right.ACCOUNTS)
    if minutes not in MINUTES:
        raise RuleBroken("minutes", f"锁屏时间可以选 {'、'.join(map(str, MINUTES))} 分钟")
    keep(session, Locking(minutes))


def note_backup(session: Session, file: str) -> None:
    """Note that a backup was written and read back."""
    keep(session, LastBackup(datetime.now(UTC).isoformat(timespec="seconds"), file))
