"""Imports: one file, one batch, one transaction; taken back as a whole."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Integer, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from gridcenter.access.actors import Actor, Right
from gridcenter.access.log import note_access
from gridcenter.base.bulk import without_cycle_hunt
from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.base.periods import Month
from gridcenter.base.progress import Progress
from gridcenter.sheets.changes import FieldChange, field_changes
from gridcenter.sheets.columns import Line, Remark, Shape
from gridcenter.sheets.layouts import Layout, keep_layout, layout_key, recall_layout
from gridcenter.sheets.reading import Book, open_book
from gridcenter.sheets.shapes import Reading, read_book
from gridcenter.sheets.titles import stated_month
from gridcenter.sheets.verdicts import Outcome, Tally, Verdict, tally, write_verdicts
from gridcenter.store.acts import forget_redo, note_act
from gridcenter.store.capture import WriteSession
from gridcenter.store.database import Database
from gridcenter.store.fields import Blob
from gridcenter.store.journal import Op
from gridcenter.store.records import Local
from gridcenter.store.sight import unlimited
from gridcenter.store.undo import take_back

_FIRST = 60
"""So many rows of a sheet are read to see how it is laid out."""


class ImportBatch(Local):
    """An import that was carried out; its id is that of its transaction."""

    __tablename__ = "import_batch"

    txn: Mapped[bytes] = mapped_column(Blob(16), primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    file: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    actor: Mapped[str] = mapped_column(String(40))
    at: Mapped[str] = mapped_column(String(32))
    created: Mapped[int] = mapped_column(Integer)
    updated: Mapped[int] = mapped_column(Integer)
    unchanged: Mapped[int] = mapped_column(Integer)
    rejected: Mapped[int] = mapped_column(Integer)
    undone: Mapped[str | None] = mapped_column(String(32))


@dataclass(frozen=True, slots=True)
class Context:
    """What an import knows beside the rows: today, and the month that the sheet is about."""

    today: date
    month: Month | None = None

    @property
    def year(self) -> int:
        """The year that completes 10月9日."""
        return self.month.year if self.month else self.today.year


Apply = Callable[[WriteSession, Actor, Reading, Context], list[Verdict]]


@dataclass(frozen=True, slots=True)
class ImportKind:
    """A kind of spreadsheet a wing takes in: its shape (by context) and what is done with its rows."""

    name: str
    title: str
    shape: Callable[[Context], Shape]
    apply: Apply
    right: Right = Right.ENTER
    """What an account must be allowed besides importing."""
    leave_out: Callable[[Session, Reading], Reading] = lambda _session, reading: reading
    """Takes out of a file what is not kept here, and says so in its notes."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do."""

    batch: bytes
    reading: Reading
    verdicts: list[Verdict]
    tally: Tally
    changes: tuple[FieldChange, ...] = ()
    """What it would change of records that were there, when it was only tried."""


def judge(line: Line, outcome: Outcome, remarks: Iterable[Remark] | None = None) -> Verdict:
    """Return the verdict on a line; without remarks of its own it keeps those of the reading."""
    said = line.remarks if remarks is None else tuple(remarks)
    return Verdict(line.sheet, line.row, outcome, said)


def preview(kind: ImportKind, book: Book, layout: Layout, *, today: date) -> Reading:
    """Read the beginning of a file as an import of this kind would, touching nothing."""
    first = [replace(sheet, rows=sheet.rows[:_FIRST]) for sheet in book.sheets]
    return _read(kind, replace(book, sheets=tuple(first)), today, layout, None)[0]


def run_import(
    database: Database,
    actor: Actor,
    kind: ImportKind,
    path: Path,
    *,
    today: date,
    layout: Layout | None = None,
    dry: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Import a file in one transaction; `dry` tells what would happen and keeps nothing.

    A layout that is said is kept for files like this one, and taken where none is said. Raises what reading raises, Stopped, NotAllowed.
    """
    actor.require(Right.IMPORT)
    actor.require(kind.right)
    with without_cycle_hunt():
        return _carry_out(database, actor, kind, path, today, layout, dry=dry, progress=progress)


def _carry_out(
    database: Database,
    actor: Actor,
    kind: ImportKind,
    path: Path,
    today: date,
    layout: Layout | None,
    *,
    dry: bool,
    progress: Progress | None,
) -> Imported:
    book = open_book(path)
    key = layout_key(book)
    reading, context = _read(kind, book, today, _settled(database, kind, key, layout), progress)
    with database.write(actor, keep=not dry) as session:
        reading = kind.leave_out(session, reading)
        with unlimited(session):  # who is known elsewhere is not entered twice, but refused
            verdicts = kind.apply(session, actor, reading, context)
        counted = tally(verdicts)
        batch = session.unit.txn
        session.add(_batch(batch, kind, path, actor, counted))
        note_act(session, actor.login, actor.role.key, f"导入{kind.title}　{path.name}")
        session.flush()
        ops = session.unit.ops if dry else ()
    if layout and not dry:
        with database.write(actor) as session:
            keep_layout(session, kind.name, key, layout)
    return Imported(batch, reading, verdicts, counted, _changes(database, ops))


def _settled(database: Database, kind: ImportKind, key: str, layout: Layout | None) -> Layout:
    if layout is not None:
        return layout
    with database.read() as session:
        return recall_layout(session, kind.name, key)


def _changes(database: Database, ops: Sequence[Op]) -> tuple[FieldChange, ...]:
    if not ops:
        return ()
    with database.read() as session:
        return tuple(field_changes(session, ops))


def export_verdicts(database: Database, actor: Actor, done: Imported, target: Path) -> None:
    """Log, then write the verdicts of an import as a workbook: it holds the rows as they stood.

    Raises StorageFailed.
    """
    actor.require(Right.IMPORT)
    with database.write(actor) as session:
        what = f"导出逐行结论 {done.reading.path.name}"
        note_access(session, actor, what=what, count=done.tally.rows)
    write_verdicts(target, done.reading, done.verdicts)


def undo_import(
    database: Database, actor: Actor, kinds: Iterable[ImportKind], batch: bytes
) -> int:
    """Take a whole import back, with the rights to carry it out; returns how many records changed.

    `kinds` are all there are.
    """
    actor.require(Right.IMPORT)
    rights = {kind.name: kind.right for kind in kinds}
    with database.write(actor) as session:
        actor.require(rights.get(_find_batch(session, batch).kind, Right.STRUCTURE))
        return undo_batch(session, batch)


def undo_batch(session: WriteSession, batch: bytes) -> int:
    """Take a whole import back for good: whoever wants it again imports the file again."""
    row = _find_batch(session, batch)
    if row.undone:
        raise RuleBroken("batch", f"“{row.file}”这一批已经撤回过了")
    row.undone = _now()
    if row.created + row.updated == 0:
        return 0
    count = take_back(session, batch)
    forget_redo(session, batch)
    return count


def _find_batch(session: Session, batch: bytes) -> ImportBatch:
    row = session.get(ImportBatch, batch)
    if row is None:
        raise NotFound("没有这个导入批次，请核对批次号")
    return row


def is_batch(session: Session, txn: bytes) -> bool:
    """Tell whether a transaction is an import."""
    return session.get(ImportBatch, txn) is not None


def batches(database: Database) -> list[ImportBatch]:
    """Return the imports carried out, newest first."""
    with database.read() as session:
        return list(session.scalars(select(ImportBatch).order_by(ImportBatch.txn.desc())))


def _read(
    kind: ImportKind,
    book: Book,
    today: date,
    layout: Layout,
    progress: Progress | None,
) -> tuple[Reading, Context]:
    context = Context(today, stated_month(book))
    shape = kind.shape(context)
    return read_book(book, shape, layout.columns, progress, layout.head), context


def _batch(
    txn: bytes, kind: ImportKind, path: Path, actor: Actor, counted: Tally
) -> ImportBatch:
    return ImportBatch(
        txn=txn,
        kind=kind.name,
        file=path.name,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        actor=actor.name,
        at=_now(),
        created=counted.created,
        updated=counted.updated,
        unchanged=counted.unchanged,
        rejected=counted.rejected,
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
