"""Taking a whole transaction back, by the journal."""

from collections import Counter, defaultdict
from datetime import UTC, datetime
from typing import Any, NoReturn, TypeAlias

from sqlalchemy import select

from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.base.periods import day_words
from gridcenter.store.acts import Act, cancelled, mark_redone, mark_undone
from gridcenter.store.capture import WriteSession
from gridcenter.store.fold import State, fold
from gridcenter.store.journal import Op, ops_of_records, ops_of_transaction
from gridcenter.store.records import Base, Record, field_names, record_classes, table_of
from gridcenter.store.stamps import stamp_millis
from gridcenter.store.values import revive

_CHUNK = 500
_FEW = 2
_Rows: TypeAlias = dict[bytes, dict[str, Any]]


def take_back(session: WriteSession, txn: bytes) -> int:
    """Undo every op of a transaction by new ops; returns how many records were changed back.

    Raises NotFound when there is no such transaction, RuleBroken when a record of it was changed
    since, by somebody else or so that it stands otherwise now, or when a later record hangs on one.
    """
    session.flush()
    connection = session.connection()
    ops = ops_of_transaction(connection, txn)
    if not ops:
        raise NotFound("找不到要撤销的这一步，请刷新后再看")
    kinds = {op.record: op.kind for op in ops}
    first, last = min(op.stamp for op in ops), max(op.stamp for op in ops)
    history = list(ops_of_records(connection, kinds))
    by_kind: dict[str, list[bytes]] = defaultdict(list)
    for record, kind in kinds.items():
        by_kind[kind].append(record)
    present = {
        record: row
        for kind, records in by_kind.items()
        for record, row in _present(session, record_classes()[kind], records).items()
    }
    _refuse_later(session, history, last, present, cancelled(connection, txn))
    before = fold(op for op in history if op.stamp < first)
    for kind, records in by_kind.items():
        _turn_back(session, record_classes()[kind], records, before, present)
    _refuse_orphans(session)
    mark_undone(session, txn)
    return len(kinds)


def bring_back(session: WriteSession, act: Act) -> int:
    """Do an undone act again, by taking back what undid it; raises as take_back does."""
    if act.undone_by is None or act.spent:
        raise RuleBroken("", f"“{act.words}”已经恢复过了，或者后来又登记了别的，不能再恢复")
    count = take_back(session, act.undone_by)
    mark_redone(session, act)
    return count


def _refuse_later(
    session: WriteSession, history: list[Op], last: bytes, present: _Rows, void: set[bytes]
) -> None:
    """Let a later change pass that was undone, or that is one's own and left everything as it was."""
    later = [op for op in history if op.stamp > last and op.txn not in void]
    foreign = [op for op in later if op.actor != session.unit.actor]
    if not later:
        return
    if not foreign:
        after = fold(op for op in history if op.stamp <= last)
        if all(_stands(state, present.get(record)) for record, state in after.items()):
            return
    _refuse(foreign or later)


def _stands(state: State, row: dict[str, Any] | None) -> bool:
    if not state.alive or row is None:
        return not state.alive and row is None
    cls = record_classes()[state.kind]
    values = dict.fromkeys(field_names(cls)) | revive(cls, state.values)
    return all(row[name] == value for name, value in values.items())


def _refuse(later: list[Op]) -> NoReturn:
    records, newest = {op.record for op in later}, later[-1]
    day = datetime.fromtimestamp(stamp_millis(newest.stamp) / 1000, UTC).astimezone().date()
    done = "删除了" if newest.verb == "delete" else "改过"
    told = f"由 {newest.actor} 在 {day_words(day)} {done}"
    if len(records) == 1:
        title = record_classes()[newest.kind].__title__
        raise RuleBroken("", f"这里的{title}后来{told}，不能撤销。可以直接去改那一条")
    words = f"其中 {len(records):,} 条后来又改过（最近一次{told}），不能整个撤销"
    raise RuleBroken("", f"{words}。请先撤销后来的改动")


def _turn_back(
    session: WriteSession,
    cls: type[Record],
    records: list[bytes],
    before: dict[bytes, State],
    present: _Rows,
) -> None:
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


def _present(session: WriteSession, cls: type[Record], records: list[bytes]) -> _Rows:
    table = table_of(cls)
    found: _Rows = {}
    for start in range(0, len(records), _CHUNK):
        query = select(table).where(table.c.id.in_(records[start : start + _CHUNK]))
        for row in session.connection().execute(query):
            found[row.id] = dict(row._mapping)  # noqa: SLF001  (SQLAlchemy's public name for it)
    return found


def _refuse_orphans(session: WriteSession) -> None:
    orphans = session.connection().exec_driver_sql("PRAGMA foreign_key_check").all()
    if orphans:
        titles = {table.name: _title(table.name) for table in Base.metadata.sorted_tables}
        counts = Counter(titles[row[0]] for row in orphans)
        told = "、".join(f"{n:,} 条{title}" for title, n in counts.most_common(_FEW))
        more = "等" if len(counts) > _FEW else ""
        raise RuleBroken("", f"后来登记的 {told}{more} 用到了这里的内容，不能撤销。请先处理那些登记")


def _title(table: str) -> str:
    cls = record_classes().get(table)
    return cls.__title__ if cls else "登记"
