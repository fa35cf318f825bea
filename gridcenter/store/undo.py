"""Taking a whole transaction back, by the journal."""

from collections import defaultdict
from typing import Any

from sqlalchemy import select

from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.store.capture import WriteSession
from gridcenter.store.fold import State, fold
from gridcenter.store.journal import OpRow, ops_of_records, ops_of_transaction
from gridcenter.store.records import Record, field_names, record_classes, table_of
from gridcenter.store.values import revive

_CHUNK = 500


def take_back(session: WriteSession, txn: bytes) -> int:
    """Undo every op of a transaction by new ops; returns how many records were changed back.

    Raises NotFound when there is no such transaction, RuleBroken when a record of it was changed
    since by something else, or when a later record hangs on one of it.
    """
    session.flush()
    connection = session.connection()
    ops = ops_of_transaction(connection, txn)
    if not ops:
        raise NotFound("找不到这一批，请核对批次号")
    kinds = {op.record: op.kind for op in ops}
    _refuse_later(session, set(kinds), max(op.stamp for op in ops))
    history = ops_of_records(connection, kinds)
    before = fold(op for op in history if op.txn != txn)
    by_kind: dict[str, list[bytes]] = defaultdict(list)
    for record, kind in kinds.items():
        by_kind[kind].append(record)
    for kind, records in by_kind.items():
        _turn_back(session, record_classes()[kind], records, before)
    _refuse_orphans(session)
    return len(kinds)


def _refuse_later(session: WriteSession, records: set[bytes], last: bytes) -> None:
    table = OpRow.__table__
    query = select(table.c.record).where(table.c.stamp > last)
    later = {record for (record,) in session.connection().execute(query)} & records
    if later:
        raise RuleBroken("", f"这一批里有 {len(later)} 条后来又改过，不能整批撤回。请先撤回后来的改动")


def _turn_back(
    session: WriteSession, cls: type[Record], records: list[bytes], before: dict[bytes, State]
) -> None:
    present = _present(session, cls, records)
    gone = [r for r in records if r in present and not (r in before and before[r].alive)]
    session.delete_many(cls, gone)
    changes, restored = [], []
    for record in records:
        state = before.get(record)
        if state is None or not state.alive:
            continue
        values = dict.fromkeys(field_names(cls)) | revive(cls, state.values)
        if record in present:
            old = {n: v for n, v in values.items() if present[record][n] != v}
            changes += [(record, old)] if old else []
        else:
            restored.append(values | {"id": record, "made": state.made})
    session.update_many(cls, changes)
    session.restore_many(cls, restored)


def _present(
    session: WriteSession, cls: type[Record], records: list[bytes]
) -> dict[bytes, dict[str, Any]]:
    table = table_of(cls)
    found: dict[bytes, dict[str, Any]] = {}
    for start in range(0, len(records), _CHUNK):
        query = select(table).where(table.c.id.in_(records[start : start + _CHUNK]))
        for row in session.connection().execute(query):
            found[row.id] = dict(row._mapping)  # noqa: SLF001  (SQLAlchemy's public name for it)
    return found


def _refuse_orphans(session: WriteSession) -> None:
    orphans = session.connection().exec_driver_sql("PRAGMA foreign_key_check").all()
    if orphans:
        words = f"后来有 {len(orphans)} 条登记用到了这一批里的内容，不能整批撤回。请先处理那些登记"
        raise RuleBroken("", words)
