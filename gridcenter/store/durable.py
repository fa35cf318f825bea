"""Files that are either whole or not there, whenever the power fails."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from gridcenter.base.errors import StorageFailed

PART = ".part"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_LOCKED_UP = {errno.EACCES, errno.EPERM, errno.EROFS}
_UNKNOWN_HERE = {errno.EINVAL, errno.ENOTSUP}
_GONE = {errno.ENOENT, errno.ENODEV, errno.ENXIO, errno.ENOTDIR}


@contextmanager
def disk_words(path: Path) -> Iterator[None]:
    """Turn an OSError about `path` into StorageFailed, in words."""
    try:
        yield
    except OSError as error:
        raise StorageFailed(_sentence(error, path)) from error


def _sentence(error: OSError, path: Path) -> str:
    if error.errno in _FULL:
        return f"磁盘空间不足，写不下 {path}。请腾出空间或换一个盘再试"
    if error.errno in _LOCKED_UP:
        return f"{path} 不能写入：文件夹只读、写保护或没有权限。请检查写保护开关和权限"
    if error.errno in _GONE:
        return f"找不到 {path}：U盘可能已拔出，或文件夹已被移走。请插好后再试"
    return f"读写 {path} 时出错（U盘拔出、接触不良或磁盘损坏）。请插好或换一个盘再试"


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the system knows how; raises OSError.

    Windows refuses the call and writes names through by itself; so do some stick file systems.
    """
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _UNKNOWN_HERE:
            raise
    finally:
        os.close(handle)


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write that appears under `path` only when the block ends well.

    Until then the bytes lie in `path` + ".part", which is removed when the block fails. Raises
    the OSError of the disk.
    """
    part = path.with_name(path.name + PART)
    try:
        with part.open("wb") as target:
            yield target
            target.flush()
            os.fsync(target.fileno())
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    sync_folder(path.parent)


def write_whole(path: Path, data: bytes) -> None:
    """Write a small file so that it is either the old one or the new one; raises OSError."""
    with whole_file(path) as target:
        target.write(data)


def check_writable(path: Path) -> None:
    """Find out before the work whether a file can be written there; raises StorageFailed in words."""
    part = path.with_name(path.name + PART)
    with disk_words(path):
        part.open("wb").close()
        part.unlink()
