"""What two people changed without knowing of each other, and how it is settled (sync.md §5)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, Literal

import msgspec
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.access.field_words import FieldWords, Lexicon
from gridcenter.access.log import note_access
from gridcenter.access.masking import HIDDEN, masked
from gridcenter.access.reach import hidden_from
from gridcenter.base.errors import NotFound
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


@dataclass(frozen=True, slots=True)
class Sides:
    """The value that stands and the other in words; `hidden` when there is more of them to reveal."""

    kept: str
    lost: str
    hidden: bool = False


def conflicts(session: Session, actor: Actor) -> list[Conflict]:
    """Return the open clashes of what the account may see, those that must be settled first."""
    actor.require(Right.READ)
    hidden = [cls.__tablename__ for cls in hidden_from(actor.role)]
    query = (
        select(ConflictRow)
        .where(ConflictRow.kind.not_in(hidden))
        .order_by(
            ConflictRow.critical.desc(), ConflictRow.kind, ConflictRow.title, ConflictRow.field
        )
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
    for right in (Right.READ, Right.ENTER, Right.EXCHANGE):
        actor.require(right)
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
    named = next((n for n in _NAMING if state.values.get(n)), "")
    name = str(state.values[named]) if named else ""
    if cls is not None and named in field_names(cls):
        name = masked(field_info(cls, named), name)
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


def sides_of(session: Session, actor: Actor, lexicon: Lexicon, conflict: Conflict) -> Sides:
    """Return both values as a person reads them, masked as their declaration says."""
    actor.require(Right.READ)
    shown = _sides(FieldWords(session, lexicon), conflict)
    return Sides(*shown, hidden=shown != _sides(FieldWords(session, lexicon, whole=True), conflict))


def reveal_sides(
    session: WriteSession, actor: Actor, lexicon: Lexicon, conflict: Conflict, reason: str
) -> Sides:
    """Return both values whole; who looked and why is logged."""
    for right in (Right.READ, Right.REVEAL):
        actor.require(right)
    what = f"显示两边写得不一样的{conflict.title}的{conflict.label}"
    note_access(session, actor, what=what, count=1, reason=reason)
    return Sides(*_sides(FieldWords(session, lexicon, whole=True), conflict))


def _sides(speaker: FieldWords, conflict: Conflict) -> tuple[str, str]:
    return _shown(speaker, conflict, conflict.kept), _shown(speaker, conflict, conflict.lost)


def _shown(speaker: FieldWords, conflict: Conflict, value: Any) -> str:  # noqa: ANN401
    if value is None:
        return "（空）"
    cls, name = record_classes().get(conflict.kind), conflict.field
    if cls is None or name not in field_names(cls):
        return HIDDEN
    said = speaker.say(cls, name, revive(cls, {name: value})[name])
    return said or ("（指向另一条登记）" if isinstance(value, bytes) else "（空）")
