"""Files that belong to records: adding, opening, giving a copy, taking away.

Whoever may see the record may see its attachments; none is reached but through its record.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.access.log import note_access
from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.store.attachments import Attachment
from gridcenter.store.capture import WriteSession
from gridcenter.store.media import Media
from gridcenter.store.pictures import shrink
from gridcenter.store.records import record_classes

MOST_BYTES, MOST_FILES = 20 << 20, 20
PICTURE = "image/jpeg"
PICTURES = (".jpg", ".jpeg", ".png", ".webp")
_TYPES = {
    ".pdf": "application/pdf", ".doc": "application/msword", ".wps": "application/vnd.ms-works",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xls": "application/vnd.ms-excel", ".et": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".txt": "text/plain", ".csv": "text/csv",
}  # fmt: skip
KINDS = (*PICTURES, *_TYPES)
"""Endings of the files that are taken."""
_OFFICE = (b"PK\3\4", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_LONGEST_NAME = 120
_ALLOWED = "可以添加图片（JPG、PNG、WebP）、PDF、Word、Excel、WPS 和文本文件"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file ready to be kept: its name, its type, its content; a photo is small and bare already."""

    name: str
    media: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Held:
    """What a screen shows of an attachment."""

    id: bytes
    name: str
    media: str
    size: int
    digest: str
    on: date
    by: str

    @property
    def picture(self) -> bool:
        """Whether it can be looked at here."""
        return self.media == PICTURE


def right_over(kind: str) -> Right:
    """Return the right to change records of a kind, and so to add and take away their attachments."""
    cls = record_classes().get(kind)
    return Right[cls.__kept_by__] if cls else Right.ENTER


def check_file(name: str, size: int) -> None:
    """Refuse a file by its name and size, before it is read; RuleBroken("file")."""
    ending = PurePath(name).suffix.lower()
    if ending in {".heic", ".heif"}:
        raise RuleBroken("file", f"“{name}”是苹果手机的 HEIC 照片，请在手机上存成 JPG 再添加")
    if ending not in KINDS:
        raise RuleBroken("file", f"“{name}”这种文件不能添加。{_ALLOWED}")
    if size > MOST_BYTES:
        raise RuleBroken("file", f"“{name}”有 {size / (1 << 20):.0f} MB，一个附件最多 20 MB")
    if not size:
        raise RuleBroken("file", f"“{name}”是空文件，没有内容")


def prepare(name: str, data: bytes) -> Prepared:
    """Check a file and make a photo of it small and bare; RuleBroken("file") in words."""
    check_file(name, len(data))
    path = PurePath(_tidy(name))
    ending = path.suffix.lower()
    if ending in PICTURES:
        return Prepared(f"{path.stem}.jpg", PICTURE, shrink(data))
    if not _fits(ending, data):
        raise RuleBroken("file", f"“{name}”的内容与文件类型不符，可能已损坏或改过名字")
    return Prepared(path.name, _TYPES[ending], data)


def attach(
    session: WriteSession,
    media: Media,
    actor: Actor,
    kind: str,
    record: bytes,
    files: Sequence[Prepared],
    *,
    on: date,
) -> list[Attachment]:
    """Add files to a record, each content on the disk before its row; one there already is left out."""
    actor.require(right_over(kind))
    _reach(session, kind, record)
    there = set(session.scalars(select(Attachment.digest).where(_of(kind, record))))
    made = []
    for file in files:
        digest = media.put(file.data)
        if digest in there:
            continue
        there.add(digest)
        made.append(
            Attachment(
                kind=kind, record=record, name=file.name, media=file.media, size=len(file.data),
                digest=digest, added_on=on, added_by=actor.name,
            )
        )  # fmt: skip
    if len(there) > MOST_FILES:
        raise RuleBroken("file", f"一条登记最多 {MOST_FILES} 个附件，请先删去不用的")
    session.add_all(made)
    session.flush()
    return made


def detach(session: WriteSession, actor: Actor, attachment_id: bytes) -> str:
    """Take an attachment away; its content stays while the journal may bring it back. Returns its name."""
    actor.require(Right.ENTER)
    found = _find(session, attachment_id)
    actor.require(right_over(found.kind))
    session.delete(found)
    session.flush()
    return found.name


def attachments_of(session: Session, kind: str, record: bytes) -> list[Held]:
    """Return the attachments of a record, oldest first."""
    query = select(Attachment).where(_of(kind, record)).order_by(Attachment.id)
    return [
        Held(a.id, a.name, a.media, a.size, a.digest, a.added_on, a.added_by)
        for a in session.scalars(query)
    ]


def count_attachments(session: Session, kind: str, record: bytes) -> int:
    """Return how many attachments a record has."""
    return session.scalar(select(func.count(Attachment.id)).where(_of(kind, record))) or 0


def open_attachment(session: Session, media: Media, actor: Actor, attachment_id: bytes) -> bytes:
    """Return the content to be looked at; NotFound when it is not on this PC."""
    actor.require(Right.READ)
    return media.get(_find(session, attachment_id).digest)


def copy_attachment(
    session: WriteSession, media: Media, actor: Actor, attachment_id: bytes
) -> bytes:
    """Return the content to be saved outside the program; that it went out is logged."""
    actor.require(Right.PRINT)
    found = _find(session, attachment_id)
    title = record_classes()[found.kind].__title__
    data = media.get(found.digest)
    note_access(session, actor, what=f"另存{title}的附件 {found.name}"[:200], count=1)
    return data


def _of(kind: str, record: bytes) -> ColumnElement[bool]:
    return and_(Attachment.kind == kind, Attachment.record == record)


def _find(session: Session, attachment_id: bytes) -> Attachment:
    found = session.get(Attachment, attachment_id)
    if found is None:
        raise NotFound("这个附件已经不在，请刷新后再看")
    _reach(session, found.kind, found.record)
    return found


def _reach(session: Session, kind: str, record: bytes) -> None:
    cls = record_classes().get(kind)
    if cls is None or session.scalar(select(cls.id).where(cls.id == record)) is None:
        raise NotFound("这条登记已经不在，或不在您能看的范围里。请刷新后再看")


def _tidy(name: str) -> str:
    """Return a name without folders, control characters and what Windows does not allow."""
    bare = "".join("_" if c in '<>:"|?*\\/' or not c.isprintable() else c for c in PurePath(name).name)
    path = PurePath(bare.strip(" ."))
    return path.stem[: _LONGEST_NAME - len(path.suffix) - 1] + path.suffix


def _fits(ending: str, data: bytes) -> bool:
    if ending == ".pdf":
        return b"%PDF-" in data[:1024]
    if ending in {".txt", ".csv"}:
        return b"\0" not in data
    return data.startswith(_OFFICE)
