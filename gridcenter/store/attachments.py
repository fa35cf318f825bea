"""Photos and files that belong to a record: the record names them, the media folder holds them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, Date, Integer, String, exists, func, select
from sqlalchemy.orm import Mapped

from gridcenter.store.fields import Blob, Level, Merge, field
from gridcenter.store.journal import OpRow, read_op
from gridcenter.store.records import Record, record_classes, table_of

_CHUNK = 500


class Attachment(Record):
    """A file of a record (附件), addressed by the SHA-256 of its content."""

    __tablename__ = "attachment"
    __title__ = "附件"
    __named_by__ = "name"

    kind: Mapped[str] = field("所属类别", String(40), merge=Merge.APPENDED)
    record: Mapped[bytes] = field("所属登记", Blob(16), merge=Merge.APPENDED, index=True)
    name: Mapped[str] = field("文件名", String(120), level=Level.PERSONAL)
    media: Mapped[str] = field("文件类型", String(80), merge=Merge.APPENDED)
    size: Mapped[int] = field("大小", Integer, unit="字节", merge=Merge.APPENDED)
    digest: Mapped[str] = field("摘要", String(64), merge=Merge.APPENDED)
    added_on: Mapped[date] = field("添加日期", Date, merge=Merge.APPENDED)
    added_by: Mapped[str] = field("添加人", String(50), level=Level.PERSONAL, merge=Merge.APPENDED)


def attached_to(connection: Connection, records: Sequence[bytes]) -> list[bytes]:
    """Return the ids of what is attached to any of these records, asked of the bare table."""
    table, found = table_of(Attachment), list[bytes]()
    for start in range(0, len(records), _CHUNK):
        part = records[start : start + _CHUNK]
        found += connection.scalars(select(table.c.id).where(table.c.record.in_(part)))
    return found


def orphans(connection: Connection) -> int:
    """Return how many attachments belong to no record, though whoever added them knew that.

    One added on another PC while the record was deleted here is none: it waits, unseen, for the
    record to be brought back.
    """
    table = table_of(Attachment)
    query = select(func.count()).select_from(table)
    for kind, cls in record_classes().items():
        there = select(table_of(cls).c.id).where(table_of(cls).c.id == table.c.record)
        query = query.where((table.c.kind != kind) | ~there.exists())
    added, deleted = OpRow.__table__.alias("added"), OpRow.__table__.alias("deleted")
    apart = exists().where(
        added.c.record == table.c.id,
        added.c.verb == "insert",
        deleted.c.record == table.c.record,
        deleted.c.verb == "delete",
        deleted.c.origin != added.c.origin,
    )
    return connection.scalar(query.where(~apart)) or 0


def digests_needed(connection: Connection) -> set[str]:
    """Return the digests of all attachments, those included that the journal may bring back.

    Asked of the bare tables: what an account may see must not decide what is kept.
    """
    table = OpRow.__table__
    living = set(connection.scalars(select(table_of(Attachment).c.digest)))
    ops = connection.execute(select(table).where(table.c.kind == Attachment.__tablename__))
    return living | {d for row in ops if (d := read_op(row).values.get("digest"))}
