"""Putting packages where they go so that a power cut or a pulled stick leaves no half file.

Every file is written as `.part`, synced, read back, and only then given its name (sync.md §3).
"""

import hashlib
import os
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeVar

from gridcenter.base.errors import StorageFailed
from gridcenter.base.progress import Progress
from gridcenter.exchange.cards import CARD_SUFFIX
from gridcenter.exchange.frame import PACKAGE_SUFFIX
from gridcenter.store.durable import PART, disk_words, sync_folder, whole_file

_PIECE = 1 << 20
_OURS = (PACKAGE_SUFFIX + PART, CARD_SUFFIX + PART)

T = TypeVar("T")


@dataclass(frozen=True)
class Copied:
    """A copy that was read back: where it lies, its SHA-256, its size in bytes."""

    path: Path
    sha256: bytes
    size: int


def seal_into(path: Path, write: Callable[[BinaryIO], T]) -> T:
    """Let `write` fill a file that appears under `path` only when whole and synced.

    Returns what `write` returns. Raises StorageFailed for every OSError, other errors of `write`
    unchanged.
    """
    with disk_words(path), whole_file(path) as target:
        return write(target)


def hand_over(
    source: Path, folder: Path, *, sha256: bytes = b"", progress: Progress | None = None
) -> Copied:
    """Copy a finished file into a folder (a stick, an inbox), read it back, then name it.

    A whole copy that is there already is left as it is. `sha256` is what the file should be;
    when given, another content is refused before it gets its name. Raises StorageFailed when a
    disk is full, gone or faulty; nothing that looks whole is left behind. Raises Stopped.
    """
    progress = progress or Progress()
    wanted = sha256 or file_sha256(source)
    target = folder / source.name
    size = _check_room(source, folder)
    if _same(target, size, wanted):
        return Copied(target, wanted, size)
    part = target.with_name(target.name + PART)
    try:
        _copy(source, part, size, progress)
        _prove(part, wanted)
        with disk_words(target):
            part.replace(target)
            sync_folder(folder)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    return Copied(target, wanted, size)


def sweep(folder: Path) -> list[Path]:
    """Remove what an interrupted run left in a folder; return the removed, oldest name first.

    Takes only our own `.gcpkg.part` and `.gccard.part`; raises StorageFailed.
    """
    with disk_words(folder):
        left = sorted(path for path in folder.iterdir() if path.name.endswith(_OURS))
        for path in left:
            path.unlink()
    return left


def file_sha256(path: Path) -> bytes:
    """Return the SHA-256 of a file; raises StorageFailed."""
    with disk_words(path), path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").digest()


def _check_room(source: Path, folder: Path) -> int:
    with disk_words(source):
        size = source.stat().st_size
    with disk_words(folder):
        free = shutil.disk_usage(folder).free
    if free < size:
        raise StorageFailed(
            f"{folder} 空间不足：需要 {_megabytes(size)} MB，只剩 {_megabytes(free)} MB。"
            "请腾出空间或换一个盘"
        )
    return size


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}"


def _same(target: Path, size: int, wanted: bytes) -> bool:
    with disk_words(target):
        there = target.is_file() and target.stat().st_size == size
    return there and file_sha256(target) == wanted


def _copy(source: Path, part: Path, size: int, progress: Progress) -> None:
    """Copy and sync; a fault names the side it came from."""
    with disk_words(source):
        reader = source.open("rb")
    with reader, disk_words(part), part.open("wb") as writer:
        done = 0
        while piece := _read(reader, source):
            progress.step(done, size, part.stem)
            writer.write(piece)
            done += len(piece)
        writer.flush()
        os.fsync(writer.fileno())
    progress.step(size, size, part.stem)


def _read(reader: BinaryIO, source: Path) -> bytes:
    with disk_words(source):
        return reader.read(_PIECE)


def _prove(part: Path, wanted: bytes) -> None:
    """Read the copy from the disk itself, as far as the system allows, and compare."""
    with disk_words(part), part.open("rb") as copy:
        if sys.platform == "linux":
            os.posix_fadvise(copy.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        found = hashlib.file_digest(copy, "sha256").digest()
    if found != wanted:
        raise StorageFailed(
            f"拷贝到 {part.parent} 的文件读回来与原件不一致：U盘可能已损坏或容量不实，请换一个盘"
        )
