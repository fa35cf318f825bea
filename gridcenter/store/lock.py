"""One program at a time works on a data folder; whoever comes second learns who is there.

The lock is the operating system's and ends with its process, however that dies. `holder.json`
only tells who; without the lock it means nothing.
"""

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec
from filelock import FileLock, Timeout

from gridcenter.base.errors import Busy, StorageFailed
from gridcenter.store.durable import disk_words, write_whole

LOCK_NAME = "gridcenter.lock"
HOLDER_NAME = "holder.json"
_MAX_FILE = 1 << 16

Program = Literal["窗口", "命令行"]


class Holder(msgspec.Struct, frozen=True):
    """Who works on a data folder: program, account (may be empty), PC, process, since when."""

    program: Program
    account: str
    pc: str
    pid: int
    since: datetime

    @classmethod
    def here(cls, program: Program, account: str = "") -> "Holder":
        """Describe this process."""
        now = datetime.now().astimezone()
        return cls(program, account, platform.node() or "本机", os.getpid(), now)

    def words(self) -> str:
        """Say who has the data and what to do about it."""
        who = self.account or "另一位用户"
        how = "" if self.program == "窗口" else "用命令行"
        since = self.since.astimezone()
        when = f"{since.month}月{since.day}日 {since:%H:%M}"
        return f"数据正由 {who} 在电脑 {self.pc} 上{how}使用（{when} 起），请先在那里退出"


@contextmanager
def hold(folder: Path, who: Holder) -> Iterator[None]:
    """Keep the folder for this process during the block.

    Raises Busy at once when another holds it, StorageFailed when the folder cannot be written
    or its file system knows no locks.
    """
    lock = FileLock(folder / LOCK_NAME, timeout=0, thread_local=False, fallback_to_soft=False)
    _acquire(lock, folder)
    try:
        with disk_words(folder):
            write_whole(folder / HOLDER_NAME, msgspec.json.encode(who))
        yield
    finally:
        with suppress(OSError):
            (folder / HOLDER_NAME).unlink()
        lock.release()


def holder(folder: Path) -> Holder | None:
    """Return who wrote last that they hold the folder; they may be gone."""
    try:
        with (folder / HOLDER_NAME).open("rb") as source:
            return msgspec.json.decode(source.read(_MAX_FILE), type=Holder)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def _acquire(lock: FileLock, folder: Path) -> None:
    with disk_words(folder):
        (folder / LOCK_NAME).open("ab").close()  # filelock would make a missing folder
        try:
            lock.acquire()
        except Timeout:
            raise Busy(_busy_words(folder)) from None
        except NotImplementedError:
            raise StorageFailed(f"{folder} 所在的盘不支持加锁，请把数据放在本机硬盘上") from None


def _busy_words(folder: Path) -> str:
    found = holder(folder)
    return found.words() if found else f"数据 {folder} 正被另一个程序使用，请先退出那个程序"
