"""Backup and restore: one file that holds the encrypted database, its key slots and the attachments.

A ZIP of stored members in a fixed order – gridcenter.db, keyslots.json, media.bin when there are
attachments, manifest.json – that any program can list, and that this one takes in only when every
byte is accounted for. Nothing personal stands in it in clear but the login names in the key slots;
the attachments lie in it as encrypted as in the data folder.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

import msgspec
from sqlalchemy import Connection, func, select

from gridcenter.base.errors import Busy, Damaged, NotAllowed
from gridcenter.base.ids import show_id
from gridcenter.base.progress import Progress
from gridcenter.store.attachments import digests_needed
from gridcenter.store.boxes import DATABASE, FORMAT, MANIFEST, MEDIA, SLOTS, Box, Manifest, Packer
from gridcenter.store.check import check
from gridcenter.store.database import Database
from gridcenter.store.durable import PART, disk_words, sync_folder, whole_file
from gridcenter.store.faults import in_words
from gridcenter.store.journal import Origin, origins
from gridcenter.store.keys import KeySlots
from gridcenter.store.media import FOLDER
from gridcenter.store.meta import get_meta, set_meta
from gridcenter.store.schema import knows, revision_of, upgrade
from gridcenter.store.stamps import WallClock, wall_clock

_STAGE = ".backup"
_CHUNK = 1 << 20
_TRIES = 20

Heads = tuple[tuple[bytes, int, int, bytes], ...]
"""Where each line of the journal ends: node, epoch, number and hash of the last op."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup that was read back and found whole: its size and its SHA-256 (hex)."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored: state of when, of which node, and the epoch that begins now."""

    created: datetime
    node: str
    epoch: int


def backup(
    database: Database, folder: Path, target: Path, progress: Progress | None = None
) -> Kept:
    """Write one file with the database and the key slots of `folder`, and prove it readable.

    The copy is made with no writer in between; writers wait only for a copy on the same disk.
    `target` appears (or is replaced) only after its bytes were read back from the disk and the
    copy was opened with the key. Raises Busy, Damaged, StorageFailed, Stopped.
    """
    progress = progress or Progress()
    with _stage(folder) as stage:
        copy = stage / DATABASE
        progress.step(0, 4, "复制数据")
        with _still(database) as connection:
            heads, manifest = _heads(connection), _describe(connection)
            with disk_words(copy):
                database.copy_file(copy)
        with disk_words(folder):
            shutil.copyfile(folder / SLOTS, stage / SLOTS)
        files = _contents(database)
        with disk_words(target), whole_file(target) as out, _proving(copy, database.key, heads):
            return _write(out, stage, files, manifest, progress)


def logins_of(source: Path) -> tuple[str, ...]:
    """Return the login names whose passwords open a backup; Damaged, NotFound, StorageFailed."""
    with Box.open(source) as box, TemporaryDirectory() as room, disk_words(Path(room)):
        slots = Path(room) / SLOTS
        box.extract(SLOTS, slots, Progress())
        return KeySlots.load(slots).logins()


def restore(
    source: Path,
    folder: Path,
    login: str,
    password: str,
    progress: Progress | None = None,
    wall: WallClock = wall_clock,
) -> Restored:
    """Make a data folder from a backup; on any failure the folder is left empty.

    The node begins a new epoch, so that what is entered from now on can never be taken for the
    line that went on after the backup (sync.md §1). Raises NotAllowed for a folder in use or a
    wrong password, Damaged, StorageFailed, Stopped.
    """
    progress = progress or Progress()
    with Box.open(source) as box, ExitStack() as undo:
        _refuse_used(folder)
        undo.callback(_clear, folder)
        database, slots = folder / (DATABASE + PART), folder / (SLOTS + PART)
        with disk_words(folder):
            folder.mkdir(parents=True, exist_ok=True)
            box.extract(SLOTS, slots, progress)
            key = KeySlots.load(slots).open_with_password(login, password)
            box.extract(DATABASE, database, progress)
            if MEDIA in box.manifest.members:
                box.extract_files(MEDIA, folder / FOLDER, progress)
        progress.step(2, 3, "核对数据")
        epoch = _renew(database, key, box.manifest, wall)
        with disk_words(folder):
            _settle(folder, slots, database)
        undo.pop_all()
        return Restored(box.manifest.created, box.manifest.node, epoch)


@contextmanager
def _stage(folder: Path) -> Iterator[Path]:
    """Give a folder beside the data for the copy; what a crash left there goes first."""
    stage = folder / _STAGE
    shutil.rmtree(stage, ignore_errors=True)
    with disk_words(stage):
        stage.mkdir()
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


@contextmanager
def _still(database: Database) -> Iterator[Connection]:
    """Hold all writers off while everything committed lies in the file itself, none in its WAL."""
    journal = database.path.with_name(database.path.name + "-wal")
    with (
        in_words(),
        database.engine.connect() as connection,
        database.writer.connect() as writer,
    ):
        for _ in range(_TRIES):
            row = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
            connection.rollback()
            writer.exec_driver_sql("SELECT 1")
            if row[0] == 0 and (not journal.exists() or journal.stat().st_size == 0):
                yield writer
                return
            writer.rollback()
    raise Busy("数据正在使用，没有备份成。请等当前的登记或导入做完，再备份一次")


def _contents(database: Database) -> list[Path]:
    """Return the files of all attachments, after those that a crash left were swept away."""
    with database.read() as session:
        database.media.sweep(digests_needed(session.connection()))
    return list(database.media.files())


def _heads(connection: Connection) -> Heads:
    lines = ((o.node, o.epoch, o.head_seq, o.head_hash) for o in origins(connection))
    return tuple(sorted(lines))


def _describe(connection: Connection) -> Manifest:
    node, epoch = get_meta(connection, "node"), get_meta(connection, "epoch")
    if node is None or epoch is None:
        raise Damaged("数据文件夹没有初始化完，不能备份。请换一个空文件夹重新初始化")
    now = datetime.now().astimezone().replace(microsecond=0)
    return Manifest(FORMAT, revision_of(connection) or "", show_id(node), int(epoch), now, {})


@contextmanager
def _proving(copy: Path, key: bytes, heads: Heads) -> Iterator[None]:
    """Open the copy with the key meanwhile: page checks, structure, same ends of the journal."""
    with closing(Database(copy, key)) as database, ThreadPoolExecutor(2) as pool:
        proofs = [pool.submit(proof, database, heads) for proof in (_pages_hold, _tables_hold)]
        yield
        if not all(proof.result() for proof in proofs):
            raise Damaged("备份副本核对不符，没有写出备份。请先检查数据（check）和磁盘")


def _pages_hold(database: Database, _heads: Heads) -> bool:
    with database.read() as session:
        return not session.connection().exec_driver_sql("PRAGMA cipher_integrity_check").all()


def _tables_hold(database: Database, heads: Heads) -> bool:
    with database.read() as session:
        connection = session.connection()
        structure = connection.exec_driver_sql("PRAGMA quick_check(1)").scalars().all()
        return structure == ["ok"] and _heads(connection) == heads


def _write(
    out: BinaryIO, stage: Path, files: Sequence[Path], manifest: Manifest, progress: Progress
) -> Kept:
    with Packer(out) as packer:
        members = {name: packer.put(name, stage / name, progress) for name in (DATABASE, SLOTS)}
        if files:
            members[MEDIA] = packer.put_files(MEDIA, files, progress)
        described = msgspec.structs.replace(manifest, members=members)
        packer.put_bytes(MANIFEST, msgspec.json.encode(described, order="sorted"))
    out.flush()
    os.fsync(out.fileno())
    progress.step(3, 4, "读回核对")
    written = _read_back(Path(out.name), progress)
    if written != Kept(packer.written, packer.sha256):
        raise Damaged(f"{out.name} 读回的内容与写入的不同，备份作废。请换一个U盘或硬盘再备份")
    return written


def _read_back(path: Path, progress: Progress) -> Kept:
    """Hash a file as it lies on the disk, not in the system's memory where that can be told."""
    total, size = hashlib.sha256(), 0
    with path.open("rb") as source:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(source.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while chunk := source.read(_CHUNK):
            progress.step(3, 4, "读回核对")
            total.update(chunk)
            size += len(chunk)
    with Box.open(path):
        return Kept(size, total.hexdigest())


def _refuse_used(folder: Path) -> None:
    """Refuse a folder with anything in it but what an interrupted restore left."""
    with disk_words(folder):
        names = {path.name for path in folder.iterdir()} if folder.exists() else set()
        interrupted = DATABASE + PART in names and DATABASE not in names
        ours = {name for name in names if name.startswith((DATABASE + PART, SLOTS, FOLDER))}
        if names - (ours if interrupted else set()):
            raise NotAllowed(f"{folder} 不是空文件夹，不能恢复到这里。请换一个空文件夹")
    _clear(folder)


def _clear(folder: Path) -> None:
    with disk_words(folder):
        for pattern in (f"{DATABASE}*", f"{SLOTS}*"):
            for path in folder.glob(pattern):
                path.unlink(missing_ok=True)
        if (folder / FOLDER).exists():
            shutil.rmtree(folder / FOLDER)


def _renew(path: Path, key: bytes, manifest: Manifest, wall: WallClock) -> int:
    """Bring an extracted database up to date, check it through and begin a new epoch in it."""
    with closing(Database(path, key)) as database:
        with in_words(), database.engine.connect() as connection:
            _refuse_foreign(connection, manifest)
        upgrade(database, None)
        found = check(database)
        if not found.ok:
            raise Damaged(f"备份里的数据有损坏（{found.problems[0]}），没有恢复。请换一份备份")
        with in_words(), database.engine.begin() as connection:
            last = connection.scalar(select(func.max(Origin.epoch))) or 0
            epoch = max(wall(), manifest.epoch + 1, last + 1)
            set_meta(connection, "epoch", str(epoch).encode())
    return epoch


def _refuse_foreign(connection: Connection, manifest: Manifest) -> None:
    revision = revision_of(connection) or ""
    if not knows(revision):
        raise Damaged("这份备份由更新版本的程序写成，本程序恢复不了。请安装新版本后再恢复")
    epoch = get_meta(connection, "epoch") or b""
    found = (revision, show_id(get_meta(connection, "node") or bytes(16)), epoch.decode())
    if found != (manifest.revision, manifest.node, str(manifest.epoch)):
        raise Damaged("备份的清单与里面的数据不符，没有恢复。请换一份备份")


def _settle(folder: Path, slots: Path, database: Path) -> None:
    """Give the files their names, the database last: it is what makes the folder a data folder."""
    for part in (slots, database):
        with part.open("rb+") as file:
            os.fsync(file.fileno())
    for part in (slots, database):
        part.replace(part.with_name(part.name.removesuffix(PART)))
    sync_folder(folder)
