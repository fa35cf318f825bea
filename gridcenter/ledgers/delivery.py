"""Handing over a finished file: whole or not at all."""

from pathlib import Path
from typing import BinaryIO

from gridcenter.store.durable import disk_words, write_whole


def deliver(content: bytes, target: Path | BinaryIO) -> None:
    """Write a file to a path (whole or not at all) or an open stream; raises StorageFailed."""
    with disk_words(target if isinstance(target, Path) else Path("文件")):
        if isinstance(target, Path):
            write_whole(target, content)
        else:
            target.write(content)
