"""The container of a backup: a ZIP of stored members, written in one stream, never trusted."""

import hashlib
import os
import re
import struct
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import msgspec

from gridcenter.base.errors import Damaged, NotFound
from gridcenter.base.progress import Progress
from gridcenter.store.durable import disk_words, sync_folder

FORMAT = "gridcenter-backup-1"
DATABASE, SLOTS, MEDIA, MANIFEST = "gridcenter.db", "keyslots.json", "media.bin", "manifest.json"

_ORDERS = ([DATABASE, SLOTS, MANIFEST], [DATABASE, SLOTS, MEDIA, MANIFEST])
"""Attachments are there when there are any."""
_MOST = {DATABASE: 1 << 40, SLOTS: 1 << 20, MEDIA: 1 << 40, MANIFEST: 1 << 16}
_ENTRY = struct.Struct("<32sQ")
"""Before each attachment in MEDIA: its name and its size."""
_CHUNK = 1 << 20
_EPOCH = (1980, 1, 1, 0, 0, 0)
_END = struct.Struct("<4s4H2LH")
_MOST_FRAME, _MOST_FILE = 4096, 1 << 26
_SHA256 = re.compile(r"[0-9a-f]{64}")
_STRANGE = (
    zipfile.BadZipFile, zipfile.LargeZipFile, msgspec.MsgspecError, struct.error, EOFError,
    NotImplementedError, RuntimeError, ValueError, OverflowError, KeyError,
)  # fmt: skip


class Member(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Size in bytes and SHA-256 (hex) of one member."""

    bytes: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a backup says of itself: schema revision, node (UUID) and epoch it was taken from."""

    format: str
    revision: str
    node: str
    epoch: int
    created: datetime
    members: dict[str, Member]


class Packer:
    """Writes members one after the other and knows size and hash of all it wrote."""

    def __init__(self, out: BinaryIO) -> None:
        self._tee = _Tee(out)
        self._zip = zipfile.ZipFile(self._tee, "w", zipfile.ZIP_STORED)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: object, _trace: TracebackType | None
    ) -> None:
        with nullcontext() if kind is None else suppress(OSError):
            self._zip.close()

    @property
    def written(self) -> int:
        """Return how many bytes went out."""
        return self._tee.size

    @property
    def sha256(self) -> str:
        """Return the SHA-256 (hex) of what went out."""
        return self._tee.digest.hexdigest()

    def put(self, name: str, path: Path, progress: Progress) -> Member:
        """Write a file as a member."""
        info, digest = zipfile.ZipInfo(name, _EPOCH), hashlib.sha256()
        info.file_size = path.stat().st_size
        with path.open("rb") as source, self._zip.open(info, "w") as sink:
            while chunk := source.read(_CHUNK):
                progress.step(2, 4, "写备份文件")
                digest.update(chunk)
                sink.write(chunk)
        return Member(info.file_size, digest.hexdigest())

    def put_files(self, name: str, files: Sequence[Path], progress: Progress) -> Member:
        """Write files with names of 64 hex digits as one member, one after another."""
        info, digest = zipfile.ZipInfo(name, _EPOCH), hashlib.sha256()
        sizes = [path.stat().st_size for path in files]
        info.file_size = sum(sizes) + _ENTRY.size * len(files)
        with self._zip.open(info, "w") as sink:
            for path, size in zip(files, sizes, strict=True):
                progress.step(2, 4, "写附件")
                data = path.read_bytes()
                if len(data) != size:
                    raise OSError(f"changed meanwhile: {path}")
                for part in (_ENTRY.pack(bytes.fromhex(path.name), size), data):
                    digest.update(part)
                    sink.write(part)
        return Member(info.file_size, digest.hexdigest())

    def put_bytes(self, name: str, data: bytes) -> None:
        """Write a small member."""
        self._zip.writestr(zipfile.ZipInfo(name, _EPOCH), data)


class _Tee:
    """A stream that only goes forward, so that its hash is known when it ends."""

    def __init__(self, out: BinaryIO) -> None:
        self._out, self.digest, self.size = out, hashlib.sha256(), 0

    def write(self, data: bytes, /) -> int:
        self.digest.update(data)
        self.size += len(data)
        return self._out.write(data)

    def flush(self) -> None:
        self._out.flush()

    def close(self) -> None:
        """Leave closing to the owner of the file."""


class _Room:
    """Where the files of a member are put, as its bytes come in."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._held = folder, bytearray()

    def take(self, chunk: bytes) -> None:
        """Write what is whole; ValueError for a file that is longer than any attachment."""
        self._held += chunk
        while len(self._held) >= _ENTRY.size:
            name, size = _ENTRY.unpack_from(self._held)
            if size > _MOST_FILE:
                raise ValueError(size)
            end = _ENTRY.size + size
            if len(self._held) < end:
                return
            path = self._folder / name.hex()[:2] / name.hex()
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                file.write(self._held[_ENTRY.size : end])
                file.flush()
                os.fsync(file.fileno())
            del self._held[:end]

    def end(self) -> None:
        """Make the names durable; ValueError when the last file is not whole."""
        if self._held:
            raise ValueError(len(self._held))
        for folder in (*self._folder.iterdir(), self._folder):
            sync_folder(folder)


class Box:
    """A backup file opened for reading: its frame and manifest hold; members prove themselves."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self._path, self._archive = path, archive
        self.manifest = self._manifest()

    @classmethod
    @contextmanager
    def open(cls, path: Path) -> Iterator[Self]:
        """Open a backup; NotFound, Damaged when it is none or not whole, StorageFailed."""
        if not path.is_file():
            raise NotFound(f"找不到备份文件 {path}。请插好U盘，或另选一个文件")
        with disk_words(path), path.open("rb") as file:
            with _doubting(path):
                _refuse_frame(file)
                box = cls(path, zipfile.ZipFile(file))
            yield box

    def extract(self, name: str, target: Path, progress: Progress) -> None:
        """Copy a member to a file; Damaged when it is not what the manifest says."""
        with target.open("wb") as sink:
            for chunk in self._chunks(name):
                progress.step(1, 3, "取出数据")
                sink.write(chunk)

    def extract_files(self, name: str, folder: Path, progress: Progress) -> None:
        """Copy the files of a member into folders by the first two digits of their names."""
        room = _Room(folder)
        for chunk in self._chunks(name):
            progress.step(1, 3, "取出附件")
            with _doubting(self._path):
                room.take(chunk)
        with _doubting(self._path):
            room.end()

    def _chunks(self, name: str) -> Iterator[bytes]:
        digest = hashlib.sha256()
        with disk_words(self._path), _doubting(self._path), self._archive.open(name) as source:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                yield chunk
            if digest.hexdigest() != self.manifest.members[name].sha256:
                raise zipfile.BadZipFile(name)

    def _manifest(self) -> Manifest:
        infos = self._archive.infolist()
        if [info.filename for info in infos] not in _ORDERS or not all(map(_plain, infos)):
            raise zipfile.BadZipFile
        frame = self._path.stat().st_size - sum(info.file_size for info in infos)
        manifest = msgspec.json.decode(self._archive.read(MANIFEST), type=Manifest)
        sizes = {info.filename: info.file_size for info in infos if info.filename != MANIFEST}
        if (
            frame > _MOST_FRAME
            or manifest.format != FORMAT
            or {name: member.bytes for name, member in manifest.members.items()} != sizes
            or not all(_SHA256.fullmatch(m.sha256) for m in manifest.members.values())
        ):
            raise zipfile.BadZipFile
        return manifest


@contextmanager
def _doubting(path: Path) -> Iterator[None]:
    try:
        yield
    except _STRANGE as error:
        words = f"{path} 不是完整的备份文件：不是本程序写的，或已损坏。请换一份备份"
        raise Damaged(words) from error


def _refuse_frame(file: BinaryIO) -> None:
    """Refuse a file whose list of members would not be ours, before anything large is read."""
    file.seek(0, 2)
    if file.tell() < _END.size:
        raise zipfile.BadZipFile
    file.seek(-_END.size, 2)
    mark, _, _, here, entries, size, _, comment = _END.unpack(file.read(_END.size))
    numbers = {len(order) for order in _ORDERS}
    ours = mark == b"PK\5\6" and here == entries and here in numbers and not comment
    if not ours or size > _MOST_FRAME:
        raise zipfile.BadZipFile


def _plain(info: zipfile.ZipInfo) -> bool:
    stored = info.compress_type == zipfile.ZIP_STORED and info.compress_size == info.file_size
    encrypted = info.flag_bits & 1
    return stored and not encrypted and info.file_size <= _MOST[info.filename]
