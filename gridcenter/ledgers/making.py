"""From a definition to a finished file: built, drawn, written, and logged when it names people."""

import hashlib
from contextlib import AbstractContextManager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Protocol

from gridcenter.access.actors import Actor, Right
from gridcenter.access.log import note_access
from gridcenter.base.errors import RuleBroken
from gridcenter.base.progress import Progress
from gridcenter.ledgers.delivery import deliver
from gridcenter.ledgers.model import Ledger, LedgerDef, Scope
from gridcenter.ledgers.pdf import print_ledger
from gridcenter.ledgers.xlsx import write_ledger
from gridcenter.store.capture import WriteSession
from gridcenter.store.database import Database, Named

PDF, XLSX = ".pdf", ".xlsx"


@dataclass(frozen=True, slots=True)
class Made:
    """A ledger file that was made; `missing` are the characters no font has, and where."""

    rows: int
    pages: int
    sha256: str
    missing: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A ledger as it would be printed now: its data and its PDF, not yet handed to anybody."""

    definition: LedgerDef
    ledger: Ledger
    pdf: bytes
    made: Made


def make_file(
    database: Database, actor: Actor, definition: LedgerDef, scope: Scope, target: Path
) -> Made:
    """Make a ledger file and log it when it holds personal data.

    Raises RuleBroken for an ending that is neither .pdf nor .xlsx, NotAllowed, StorageFailed.
    """
    actor.require(Right.PRINT)
    ending = target.suffix.lower()
    if ending not in {PDF, XLSX}:
        raise RuleBroken("output", f"文件名“{target.name}”要以 .pdf 或 .xlsx 结尾")
    if ending == PDF:
        drawn = draft(database, actor, definition, scope)
        return hand_out(database, actor, drawn, target)
    ledger = _build(database, definition, scope)
    content = BytesIO()
    write_ledger(ledger, content)
    digest = hashlib.sha256(content.getvalue()).hexdigest()
    hand_over(database, actor, ledger, content.getvalue(), target)
    return Made(body_rows(ledger), 0, digest, ())


def draft(
    database: Database,
    actor: Actor,
    definition: LedgerDef,
    scope: Scope,
    progress: Progress | None = None,
) -> Draft:
    """Draw a ledger for looking at; raises NotAllowed, NotFound for an area not there, Stopped."""
    actor.require(Right.PRINT)
    ledger = _build(database, definition, scope)
    content = BytesIO()
    printed = (definition.draw or print_ledger)(ledger, content, progress or Progress())
    missing = tuple((one.char, one.where) for one in printed.missing)
    made = Made(body_rows(ledger), printed.pages, printed.sha256, missing)
    return Draft(definition, ledger, content.getvalue(), made)


def hand_out(database: Database, actor: Actor, drawn: Draft, target: Path) -> Made:
    """Write a drawn ledger as PDF, byte for byte as it was seen, logged; raises StorageFailed."""
    actor.require(Right.PRINT)
    hand_over(database, actor, drawn.ledger, drawn.pdf, target)
    note_out(database, actor, drawn)
    return drawn.made


def note_out(database: Database, actor: Actor, drawn: Draft) -> None:
    """Note what a kind of ledger wants noted once it has gone out on paper or as PDF."""
    actor.require(Right.PRINT)
    if drawn.definition.noted is not None:
        with database.write(actor) as session:
            drawn.definition.noted(session, actor, drawn.ledger)


class Writes(Protocol):
    """Whatever can be written to: the database, or the part of it a page knows."""

    def write(self, actor: Named) -> AbstractContextManager[WriteSession]:
        """Frame a use that changes something."""


def hand_over(
    database: Writes,
    actor: Actor,
    ledger: Ledger,
    content: bytes,
    target: Path,
    right: Right = Right.PRINT,
) -> None:
    """Log that a ledger leaves, then write its file: nothing leaves unlogged; raises StorageFailed."""
    actor.require(right)
    note_leaving(database, actor, ledger, "导出", target.suffix.lower().removeprefix("."), right)
    deliver(content, target)


def note_leaving(
    database: Writes, actor: Actor, ledger: Ledger, verb: str, form: str, right: Right = Right.PRINT
) -> None:
    """Log that a ledger that names people was exported or printed, which takes a right; others are not logged."""
    actor.require(right)
    if ledger.personal or ledger.logged:
        with database.write(actor) as session:
            what = f"{verb} {ledger.title} {ledger.number}（{form}）"
            note_access(session, actor, what=what, count=body_rows(ledger))


def body_rows(ledger: Ledger) -> int:
    """Count the rows of the first table that stand for something."""
    return sum(row.kind == "body" for row in ledger.parts[0].rows)


def _build(database: Database, definition: LedgerDef, scope: Scope) -> Ledger:
    with database.read() as session:
        return definition.build(session, scope)
