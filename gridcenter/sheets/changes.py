"""What an import would change of records that are there already, field by field."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.store.journal import Op
from gridcenter.store.records import Record, record_classes, table_of
from gridcenter.store.values import revive

_FEW = 500


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a record, as it is and as it would be."""

    record_class: type[Record]
    record: bytes
    field: str
    before: Any
    after: Any


def field_changes(session: Session, ops: Iterable[Op]) -> list[FieldChange]:
    """Return what the ops of a transaction that was not kept would have changed, in their order.

    `session` reads the data without them; records it does not hold or may not see are left out.
    """
    updates: dict[type[Record], dict[bytes, dict[str, Any]]] = {}
    for op in ops:
        if op.verb == "update":
            cls = record_classes()[op.kind]
            of_class = updates.setdefault(cls, {})
            of_class.setdefault(op.record, {}).update(revive(cls, op.values))
    found: list[FieldChange] = []
    for cls, records in updates.items():
        known = _read(session, cls, list(records))
        for record, values in records.items():
            before = known.get(record)
            if before is None:
                continue
            found += [
                FieldChange(cls, record, name, before[name], after)
                for name, after in values.items()
                if before[name] != after
            ]
    return found


def _read(session: Session, cls: type[Record], records: Sequence[bytes]) -> dict[bytes, Any]:
    found: dict[bytes, Any] = {}
    columns = [column for column in table_of(cls).columns if column.key not in {"made", "edits"}]
    attributes = [getattr(cls, column.key) for column in columns]
    for start in range(0, len(records), _FEW):
        query = select(*attributes).where(cls.id.in_(records[start : start + _FEW]))
        for row in session.execute(query).mappings():
            found[row["id"]] = row
    return found
