"""The history of a record, read out of the journal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.store.journal import OpRow, Origin, ops_of_records
from gridcenter.store.listing import visible
from gridcenter.store.records import Record, field_info, field_names
from gridcenter.store.stamps import stamp_millis


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a record changed: when (local time), by whom, from what to what (as in an op)."""

    at: datetime
    actor: str
    verb: str
    field: str
    label: str
    before: Any
    after: Any
    txn: bytes = b""


def history(session: Session, cls: type[Record], record: bytes) -> list[Change]:
    """Return every change of a record, oldest first; a delete or restore is one line without field.

    A record that the session may not see has none.
    """
    if not visible(session, cls, [record]):
        return []
    known = set(field_names(cls))
    now: dict[str, Any] = {}
    changes = []
    for op in ops_of_records(session.connection(), [record]):
        at = datetime.fromtimestamp(stamp_millis(op.stamp) / 1000, UTC).astimezone()
        if op.verb == "delete":
            changes.append(Change(at, op.actor, op.verb, "", "", None, None, op.txn))
        for name, value in op.values.items():
            if name in known and now.get(name) != value:
                label = field_info(cls, name).label
                before = now.get(name)
                changes.append(Change(at, op.actor, op.verb, name, label, before, value, op.txn))
            now[name] = value
    return changes


def made_on(session: Session, records: Iterable[bytes]) -> dict[bytes, bytes]:
    """Return, for each of the records, the node it was entered on."""
    query = select(OpRow.record, Origin.node).join(Origin, Origin.idx == OpRow.origin)
    query = query.where(OpRow.verb == "insert")
    wanted, found = list(records), dict[bytes, bytes]()
    for start in range(0, len(wanted), 500):
        part = query.where(OpRow.record.in_(wanted[start : start + 500]))
        found |= dict(session.execute(part).all())
    return found


def nodes_of(session: Session, records: Iterable[bytes]) -> dict[bytes, bytes]:
    """Return, for each transaction that touched the records, the node it was made on."""
    query = select(OpRow.txn, Origin.node).join(Origin, Origin.idx == OpRow.origin)
    found = session.execute(query.where(OpRow.record.in_(list(records))).distinct())
    return dict(found.all())
