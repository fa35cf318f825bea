"""Is the file sound? Pages, keys, chain; and, when asked, whether the journal gives the same tables."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from gridcenter.base.errors import Damaged
from gridcenter.base.ids import show_id
from gridcenter.base.progress import Progress
from gridcenter.store.attachments import Attachment, orphans
from gridcenter.store.database import Database
from gridcenter.store.fold import fold
from gridcenter.store.history import made_on
from gridcenter.store.journal import all_ops, origins, verify_chain
from gridcenter.store.media import Media
from gridcenter.store.meta import get_meta
from gridcenter.store.records import Base, Record, field_names, record_classes, table_of
from gridcenter.store.values import plain, revive

_ENCODE = msgspec.msgpack.Encoder(order="deterministic").encode
_MOST = 5


@dataclass(frozen=True, slots=True)
class Soundness:
    """What a check found; `digest` covers all journaled state, equal on PCs that hold the same."""

    problems: tuple[str, ...]
    digest: str

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.problems


def check(database: Database, *, deep: bool = False, progress: Progress | None = None) -> Soundness:
    """Check pages (SQLCipher HMAC), structure, foreign keys and the journal's chains.

    `deep` also replays the journal and compares every table with it, and opens every attachment.
    """
    progress = progress or Progress()
    try:
        with database.read() as session:
            found = _look(session.connection(), progress, deep=deep)
            lost = _media(session, database.media, progress) if deep and found.digest else []
            return Soundness((*found.problems, *lost), found.digest)
    except Damaged as damaged:
        return Soundness((damaged.words,), "")


def row_counts(session: Session) -> dict[str, int]:
    """Return how many rows each table holds, by its name."""
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def _look(connection: Connection, progress: Progress, *, deep: bool) -> Soundness:
    progress.step(0, 4, "核对文件")
    broken = _pages(connection)
    if broken:
        return Soundness((broken,), "")
    progress.step(1, 4, "核对记录链")
    problems = [*_orphans(connection), *_chains(connection)]
    if deep and not problems:
        progress.step(2, 4, "按记录重放")
        problems += _replay(connection)
    progress.step(3, 4, "计算摘要")
    return Soundness(tuple(problems), digest(connection))


def _media(session: Session, media: Media, progress: Progress) -> list[str]:
    """Open every attachment; one entered on another PC may not have come yet."""
    here = get_meta(session.connection(), "node")
    table = table_of(Attachment)
    kept = session.connection().execute(select(table).order_by(table.c.id)).all()
    nodes = made_on(session, [one.id for one in kept])
    lost = orphans(session.connection())
    problems = [f"有 {lost:,} 个附件找不到所属的登记"] if lost else []
    for number, one in enumerate(kept):
        progress.step(number, len(kept), "核对附件")
        if not media.has(one.digest):
            if nodes.get(one.id) == here:
                problems.append(f"附件“{one.name}”的文件不见了。请从备份里恢复")
        elif not media.sound(one.digest):
            problems.append(f"附件“{one.name}”的文件已损坏。请从备份里恢复")
    rest = len(problems) - _MOST
    return problems if rest <= 0 else [*problems[:_MOST], f"另有 {rest} 个附件的文件不见或损坏"]


def digest(connection: Connection) -> str:
    """Return SHA-256 (hex) over every journaled record: kind, id and fields, in a fixed order."""
    total = hashlib.sha256()
    for kind, cls in sorted(record_classes().items()):
        for record, values in _rows(connection, cls):
            total.update(_ENCODE((kind, record, values)))
    return total.hexdigest()


def _rows(connection: Connection, cls: type[Record]) -> Iterator[tuple[bytes, dict[str, Any]]]:
    table, names = table_of(cls), field_names(cls)
    query = select(table.c.id, *(table.c[name] for name in names)).order_by(table.c.id)
    for row in connection.execute(query, execution_options={"yield_per": 5000}):
        values = {n: plain(v) for n, v in zip(names, row[1:], strict=True) if v is not None}
        yield row[0], values


def _pages(connection: Connection) -> str:
    """Return what is wrong with the file itself; when anything is, nothing else can be told."""
    pages = connection.exec_driver_sql("PRAGMA cipher_integrity_check").all()
    if pages:
        return f"文件有 {len(pages)} 处校验不符，磁盘可能有坏处。请从备份恢复"
    structure = connection.exec_driver_sql("PRAGMA integrity_check(5)").scalars().all()
    return "" if structure == ["ok"] else "文件结构有损坏。请从备份恢复"


def _orphans(connection: Connection) -> list[str]:
    rows = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    return [f"有 {len(rows)} 行找不到上级记录"] if rows else []


def _chains(connection: Connection) -> Iterator[str]:
    for origin in origins(connection):
        fault = verify_chain(connection, origin)
        if fault:
            yield f"记录链 {show_id(origin.node)[:8]}：{fault}"


def _replay(connection: Connection) -> list[str]:
    classes = record_classes()
    states = fold(all_ops(connection))
    problems = []
    for kind, cls in sorted(classes.items()):
        expected = {
            record: _known(cls, state.values)
            for record, state in states.items()
            if state.kind == kind and state.alive
        }
        for record, values in _rows(connection, cls):
            if expected.pop(record, None) != values:
                problems.append(f"{cls.__title__}记录 {show_id(record)} 与操作记录不一致")
        problems += [
            f"{cls.__title__}记录 {show_id(record)} 在操作记录里有，表里没有" for record in expected
        ]
    rest = len(problems) - _MOST
    return problems if rest <= 0 else [*problems[:_MOST], f"另有 {rest} 处不一致"]


def _known(cls: type[Record], values: dict[str, Any]) -> dict[str, Any]:
    return {n: plain(v) for n, v in revive(cls, values).items() if v is not None}
