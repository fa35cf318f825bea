"""Handing over a finished file: whole or not at all."""

import errno
import os
import tempfile
from pathlib import Path
from typing import BinaryIO

from gridcenter.base.errors import StorageFailed

_WORDS = {
    errno.ENOSPC: "磁盘空间不够，没有写成。请清理磁盘或换一个位置再试",
    errno.EDQUOT: "磁盘空间配额用完了，没有写成。请清理文件或换一个位置再试",
    errno.EROFS: "这个磁盘只能读不能写。请换一个位置再试",
    errno.EACCES: "没有写入的权限，或者文件正在别的程序里打开。请关闭它或换一个位置再试",
    errno.EPERM: "没有写入的权限，或者文件正在别的程序里打开。请关闭它或换一个位置再试",
    errno.ENOENT: "文件夹不存在。请换一个位置再试",
    errno.ENOTDIR: "文件夹不存在。请换一个位置再试",
    errno.EISDIR: "这是一个文件夹，不能当作文件写。请换一个文件名再试",
    errno.ENAMETOOLONG: "文件名太长。请换一个短一些的名字再试",
}
_OTHER = "磁盘写入出错。请检查磁盘或U盘是否插好，再换一个位置试试"


def deliver(content: bytes, target: Path | BinaryIO) -> None:
    """Write a file to a path (whole or not at all) or an open stream; raises StorageFailed."""
    try:
        if isinstance(target, Path):
            _replace(target, content)
        else:
            target.write(content)
    except OSError as error:
        where = f"“{target}”：" if isinstance(target, Path) else ""
        raise StorageFailed(where + _WORDS.get(error.errno or 0, _OTHER)) from error


def _replace(path: Path, content: bytes) -> None:
    """Write beside the path, then put in place of it."""
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
