"""What two people changed without knowing of each other, and how it is settled (sync.md §5)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any, Literal

import msgspec
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotFound
from gridcenter.base.periods import day_words
from gridcenter.codes.tables import Codes, CodeTable
from gridcenter.exchange.records import ConflictRow
from gridcenter.store.capture import WriteSession
from gridcenter.store.fields import Merge
from gridcenter.store.fold import WHOLE, Clash, State, fold
from gridcenter.store.foreign import confirm
from gridcenter.store.journal import ops_of_records
from gridcenter.store.records import field_info, field_names, record_classes
from gridcenter.store.values import revive

_CHUNK = 500
_TITLE = 80
_NAMING = ("name", "number", "word")
_ISO_DAY = len("2026-10-07")


@dataclass(frozen=True, slots=True)
class Conflict:
    """An open clash for people: `kept` stands now, `lost` is the other value (as in an op).

    `field` is "*" when one side deleted the record; `critical` ones must be settled before a month
    is sealed.
    """

    kind: str
    record: bytes
    field: str
    lost_stamp: bytes
    title: str
    label: str
    critical: bool
    kept: Any
    kept_by: str
    lost: Any
    lost_by: str

    @property
    def words(self) -> str:
        """The clash in one sentence."""
        if self.field == WHOLE:
            return f"{self.title}：{self.lost_by}删除了它，{self.kept_by or '别人'}同时改动了它，现予保留"
        return (
            f"{self.title}的{self.label}：{self.kept_by}填“{_shown(self.kept)}”，"
            f"{self.lost_by}填“{_shown(self.lost)}”，现按前者"
        )


def conflicts(session: Session) -> list[Conflict]:
    """Return the open clashes, those that must be settled first."""
    query = select(ConflictRow).order_by(
        ConflictRow.critical.desc(), ConflictRow.kind, ConflictRow.title, ConflictRow.field
    )
    return [_conflict(row) for row in session.scalars(query)]


def count_conflicts(session: Session) -> int:
    """Return how many clashes are open."""
    return session.scalar(select(func.count()).select_from(ConflictRow)) or 0


def resolve(
    session: WriteSession, actor: Actor, conflict: Conflict, choice: Literal["kept", "lost"]
) -> None:
    """Settle a clash by an op that knows both sides: the value that stands, or the other one.

    For a record that one side deleted, "lost" deletes it. Raises NotFound when it is settled.
    """
    actor.require(Right.ENTER)
    key = (conflict.record, conflict.field, conflict.lost_stamp)
    cls = record_classes().get(conflict.kind)
    if cls is None or session.get(ConflictRow, key) is None:
        raise NotFound("这一处已经处理过了，请刷新后再看")
    if conflict.field != WHOLE:
        value = getattr(conflict, choice)
        changed = revive(cls, {conflict.field: value})
        session.update_many(cls, [(conflict.record, changed)])
    elif choice == "lost":
        session.delete_many(cls, [conflict.record])
    else:
        confirm(session, conflict.kind, conflict.record)
    _renew(session, [conflict.record])


def keep_conflicts(session: Session, touched: Mapping[str, set[bytes]]) -> None:
    """Bring the open clashes of the touched records up to date: a deriver of the database."""
    if not isinstance(session, WriteSession) or not count_conflicts(session):
        return
    records = list(chain.from_iterable(touched.values()))
    found: set[bytes] = set()
    for start in range(0, len(records), _CHUNK):
        part = records[start : start + _CHUNK]
        query = select(ConflictRow.record).where(ConflictRow.record.in_(part))
        found.update(session.scalars(query))
    if found:
        _renew(session, found)


def note_clashes(
    session: WriteSession, records: Collection[bytes], states: Mapping[bytes, State]
) -> int:
    """Write the clashes of records folded anew in place of the old ones; return how many there are."""
    known = list(records)
    for start in range(0, len(known), _CHUNK):
        part = known[start : start + _CHUNK]
        session.execute(delete(ConflictRow).where(ConflictRow.record.in_(part)))
    rows = [row for record, state in states.items() for row in _rows(record, state)]
    session.add_all(rows)
    session.flush()
    session.unit.touched[ConflictRow.__tablename__].update(known)
    return len(rows)


def _renew(session: WriteSession, records: Collection[bytes]) -> None:
    session.flush()
    here = [op for op in session.unit.ops if op.record in set(records)]
    states = fold(chain(ops_of_records(session.connection(), records), here))
    note_clashes(session, records, {r: s for r, s in states.items() if s.clashes})
    session.expire_all()


def _rows(record: bytes, state: State) -> Iterable[ConflictRow]:
    if not state.alive:
        return
    unique = {(clash.field, clash.lost_stamp): clash for clash in state.clashes}
    for clash in unique.values():
        yield ConflictRow(
            record=record, field=clash.field, lost_stamp=clash.lost_stamp, kind=state.kind,
            title=_title(state), critical=_critical(state.kind, clash),
            kept=msgspec.msgpack.encode(state.values.get(clash.field)),
            kept_by=state.writers.get(clash.field, clash.kept_by),
            lost=msgspec.msgpack.encode(clash.lost), lost_by=clash.lost_by,
        )  # fmt: skip


def _title(state: State) -> str:
    cls = record_classes().get(state.kind)
    name = next((str(state.values[n]) for n in _NAMING if state.values.get(n)), "")
    return f"{cls.__title__ if cls else state.kind}{name and ' ' + name}"[:_TITLE]


def _critical(kind: str, clash: Clash) -> bool:
    cls = record_classes().get(kind)
    if cls is None or clash.field not in field_names(cls):
        return False
    return field_info(cls, clash.field).merge is Merge.CRITICAL


def _conflict(row: ConflictRow) -> Conflict:
    return Conflict(
        row.kind, row.record, row.field, row.lost_stamp, row.title, _label(row), row.critical,
        msgspec.msgpack.decode(row.kept), row.kept_by,
        msgspec.msgpack.decode(row.lost), row.lost_by,
    )  # fmt: skip


def _label(row: ConflictRow) -> str:
    cls = record_classes().get(row.kind)
    if row.field == WHOLE:
        return "整条登记"
    if cls is None or row.field not in field_names(cls):
        return row.field
    return field_info(cls, row.field).label


def value_words(session: Session, tables: Iterable[CodeTable], conflict: Conflict) -> tuple[str, str]:
    """Return the value that stands and the other as a person reads them: words of code tables, days."""
    cls = record_classes().get(conflict.kind)
    known = cls is not None and conflict.field in field_names(cls)
    name = field_info(cls, conflict.field).codes if cls and known else ""
    table = next((table for table in tables if table.name == name), None)
    codes = Codes.load(session, table) if table else None
    return _shown(conflict.kept, codes), _shown(conflict.lost, codes)


def _shown(value: Any, codes: Codes | None = None) -> str:  # noqa: ANN401
    if value is None:
        return "（空）"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, bytes):
        return "（指向另一条登记）"
    if codes is not None:
        return codes.word(str(value))
    return _day_words(str(value))


def _day_words(text: str) -> str:
    try:
        return day_words(date.fromisoformat(text)) if len(text) == _ISO_DAY else text
    except ValueError:
        return text
