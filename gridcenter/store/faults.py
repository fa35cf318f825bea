"""Database faults sorted once, by cause, into words for the person at the screen."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError

from gridcenter.base.errors import Busy, Damaged, GridCenterError, RuleBroken, StorageFailed

_SQLITE = (
    ("database or disk is full", StorageFailed, "磁盘已满，没有保存。请腾出空间后再试，已有的数据没有损坏"),
    ("readonly", StorageFailed, "数据文件夹是只读的，没有保存。请检查文件夹权限，或换一个文件夹"),
    ("unable to open", StorageFailed, "数据文件打不开。请检查文件夹是否还在、有没有权限"),
    ("is locked", Busy, "数据正被另一个程序占用，请稍后再试"),
    ("not a database", Damaged, "数据文件打不开：口令对应的密钥不符，或文件已损坏。请从备份恢复"),
    ("malformed", Damaged, "数据文件已损坏。请不要继续登记，从最近的备份恢复"),
    ("disk i/o error", StorageFailed, "读写磁盘出错，没有保存。请检查磁盘或U盘是否还连着"),
)

def database_fault(error: DBAPIError) -> GridCenterError | None:
    """Return the words for a database error, or None when it is a fault of the program."""
    text = str(error.orig).lower()
    if isinstance(error, IntegrityError) and "foreign key" in text:
        return RuleBroken("", "还有别的登记用到它，不能删除或改动。请先处理那些登记")
    for part, kind, words in _SQLITE:
        if part in text:
            return kind(words)
    return None


@contextmanager
def in_words() -> Iterator[None]:
    """Turn known database faults into words; all others pass unchanged."""
    try:
        yield
    except DBAPIError as error:
        known = database_fault(error)
        if known is None:
            raise
        raise known from error
