"""Taking a merger apart again, within ninety days; what was changed since stays and is told."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotAllowed, NotFound, RuleBroken
from gridcenter.register.records import Merger
from gridcenter.register.services.duplicates.details import (
    Changed,
    Gone,
    Made,
    Moved,
    read_details,
    title_for,
)
from gridcenter.store.capture import WriteSession
from gridcenter.store.fields import Blob
from gridcenter.store.fold import fold
from gridcenter.store.journal import ops_of_records
from gridcenter.store.records import Record, field_info, field_names, record_classes, table_of
from gridcenter.store.sight import unlimited
from gridcenter.store.values import revive

REVERSIBLE = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Parted:
    """What taking apart did, and in words what stayed with the record that was kept."""

    records: int
    left: tuple[str, ...]


def last_day(merger: Merger) -> date:
    """Return the last day on which a merger can be taken apart."""
    return merger.merged_on + REVERSIBLE


def part(session: WriteSession, actor: Actor, merger_id: bytes, *, today: date) -> Parted:
    """Bring the record that is gone back, with what hung on it; raises NotFound, RuleBroken."""
    actor.require(Right.ENTER)
    merger = session.get(Merger, merger_id)
    if merger is None:
        raise NotFound("这条合并记录已经不在，请刷新后再看")
    if merger.parted_on is not None:
        raise RuleBroken("", "这一次合并已经拆开过了")
    if merger.details is None or today > last_day(merger):
        raise RuleBroken("", "合并已经过了 90 天，合并前的内容已经清除，不能再拆开")
    details = read_details(merger.details)
    with unlimited(session):
        work = _Parting(session, actor)
        for gone in reversed(details.gone):
            work.restore(gone)
        for changed in reversed(details.changed):
            work.change_back(changed)
        for moved in details.moved:
            work.move_back(moved)
        for made in details.made:
            work.take_away(made)
    session.update_many(Merger, [(merger_id, {"parted_on": today, "details": None})])
    return Parted(work.records, work.left())


def empty_old(session: WriteSession, actor: Actor, *, today: date) -> int:
    """Empty the personal values of mergers that can no longer be taken apart; returns how many."""
    if not actor.may(Right.ENTER):
        return 0
    old = list(session.scalars(due_for_emptying(today)))
    session.update_many(Merger, [(one, {"details": None, "name": None}) for one in old])
    return len(old)


def any_old(session: Session, *, today: date) -> bool:
    """Tell whether there are mergers whose personal values must be emptied."""
    return session.scalar(due_for_emptying(today).limit(1)) is not None


def due_for_emptying(today: date) -> Any:  # noqa: ANN401  (a Select of ids)
    """Return the query of mergers past their ninety days that still hold personal values."""
    held = Merger.details.is_not(None) | Merger.name.is_not(None)
    return select(Merger.id).where(Merger.merged_on < today - REVERSIBLE, held)


class _Parting:
    """One merger being taken apart; what cannot be put back is counted by kind and field."""

    def __init__(self, session: WriteSession, actor: Actor) -> None:
        self._session, self._actor = session, actor
        self.records = 0
        self._left: Counter[str] = Counter()

    def left(self) -> tuple[str, ...]:
        """Return in words what stayed as it is now."""
        return tuple(
            words if count == 1 else f"{words}（{count} 条）" for words, count in self._left.items()
        )

    def restore(self, gone: Gone) -> None:
        """Bring a deleted record back as it was."""
        cls, record = record_classes().get(gone.kind), bytes.fromhex(gone.id)
        if cls is None:
            return
        self._require(cls)
        if self._row(cls, record) is not None:
            self._left[f"{self._title(cls)}已经在册，没有动"] += 1
            return
        values = _revived(cls, gone.values)
        if not self._parents_there(cls, values):
            self._left[f"{self._title(cls)}所属的登记已经不在，没有恢复"] += 1
            return
        state = fold(ops_of_records(self._session.connection(), [record])).get(record)
        if state is not None:
            blank = dict.fromkeys(field_names(cls))
            self._session.restore_many(cls, [blank | values | {"id": record, "made": state.made}])
            self.records += 1

    def change_back(self, changed: Changed) -> None:
        """Give fields the values they had, where nobody changed them since."""
        cls, record = record_classes().get(changed.kind), bytes.fromhex(changed.id)
        row = self._row(cls, record) if cls else None
        if cls is None or row is None:
            return
        before, after = (
            _revived(cls, side) for side in (changed.before, changed.after)
        )
        back = {name: before[name] for name, value in after.items() if row[name] == value}
        for name in after.keys() - back.keys():
            self._left[f"{self._field(cls, name)}后来改过，照现在的留着"] += 1
        if back:
            self._require(cls)
            self._session.update_many(cls, [(record, back)])

    def move_back(self, moved: Moved) -> None:
        """Point a reference back to the record that is there again, unless it points elsewhere by now."""
        cls, record = record_classes().get(moved.kind), bytes.fromhex(moved.id)
        row = self._row(cls, record) if cls else None
        if cls is None or row is None:
            return
        if row[moved.field] != bytes.fromhex(moved.after):
            self._left[f"{self._title(cls)}后来改到了别处，没有动"] += 1
            return
        self._require(cls)
        self._session.update_many(cls, [(record, {moved.field: bytes.fromhex(moved.before)})])
        self.records += 1

    def take_away(self, made: Made) -> None:
        """Delete a record that was made in place of one that is back, unless it was changed since."""
        cls, record = record_classes().get(made.kind), bytes.fromhex(made.id)
        row = self._row(cls, record) if cls else None
        if cls is None or row is None:
            return
        if any(row[name] != value for name, value in _revived(cls, made.values).items()):
            self._left[f"{self._title(cls)}后来改过，照现在的留着"] += 1
            return
        self._require(cls)
        self._session.delete_many(cls, [record])

    def _title(self, cls: type[Record]) -> str:
        return title_for(self._actor, cls)

    def _field(self, cls: type[Record], name: str) -> str:
        seen = self._actor.may(Right[cls.__seen_by__])
        return f"{cls.__title__}的{field_info(cls, name).label}" if seen else self._title(cls)

    def _row(self, cls: type[Record], record: bytes) -> dict[str, Any] | None:
        table = table_of(cls)
        query = select(table).where(table.c.id == record)
        found = self._session.connection().execute(query).mappings().first()
        return dict(found) if found else None

    def _parents_there(self, cls: type[Record], values: dict[str, Any]) -> bool:
        for column in table_of(cls).columns:
            for key in column.foreign_keys:
                parent = record_classes().get(key.column.table.name)
                value = values.get(column.key)
                if value is not None and parent is not None and self._row(parent, value) is None:
                    return False
        return True

    def _require(self, cls: type[Record]) -> None:
        if not self._actor.may(Right[cls.__kept_by__]):
            raise NotAllowed(
                f"这里有{self._title(cls)}登记，{self._actor.role.title}账号不能改它。请由中心主任来拆开"
            )


def _revived(cls: type[Record], values: dict[str, Any]) -> dict[str, Any]:
    """Return values as the record holds them: ids were kept as text."""
    columns = table_of(cls).columns
    plain = {
        name: bytes.fromhex(value) if value is not None and isinstance(columns[name].type, Blob) else value
        for name, value in values.items()
        if name in columns
    }
    return revive(cls, plain)


def mergers_into(session: Session, kind: str, kept: bytes) -> Sequence[bytes]:
    """Return what was merged into a record and is not parted from it."""
    query = select(Merger.gone).where(
        Merger.kind == kind, Merger.kept == kept, Merger.parted_on.is_(None)
    )
    return list(session.scalars(query))
