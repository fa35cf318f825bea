"""What was found twice, kept at hand until the register changes; and pairs said to be two."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Select, and_, delete, func, insert, or_, select
from sqlalchemy.orm import Session, aliased

from gridcenter.access.actors import Actor, Right
from gridcenter.base.ids import new_id
from gridcenter.base.periods import today
from gridcenter.base.progress import Progress
from gridcenter.register.records import (
    DistinctPair,
    Household,
    LikelyPair,
    Merger,
    Person,
    Residence,
)
from gridcenter.register.services.duplicates.finding import (
    Likely,
    find_homes_twice,
    find_people_twice,
    pair_id,
)
from gridcenter.store.capture import WriteSession
from gridcenter.store.database import Named
from gridcenter.store.journal import OpRow
from gridcenter.store.meta import get_meta, set_meta
from gridcenter.store.records import record_classes
from gridcenter.store.sight import unlimited


class Reader(Protocol):
    """What looking needs of the database."""

    def read(self) -> AbstractContextManager[Any]:
        """Frame a use that changes nothing."""


class Keeper(Protocol):
    """What keeping needs of it."""

    def write(self, actor: Named) -> AbstractContextManager[WriteSession]:
        """Frame a use that changes something."""


class Database(Reader, Keeper, Protocol):
    """Both."""


KINDS = {"person": "人员", "household": "户"}
_NOW, _FOUND = "likely_now", "likely_found"
_RESTS_ON = frozenset({Person.__tablename__, Household.__tablename__, Residence.__tablename__})


def mark_stale(session: Session, touched: Mapping[str, set[bytes]]) -> None:
    """Note that the register has changed since pairs were looked for: a deriver of the database."""
    if not _RESTS_ON.isdisjoint(touched):
        set_meta(session.connection(), _NOW, new_id())


def is_stale(session: Session) -> bool:
    """Tell whether the register has changed since pairs were looked for."""
    connection = session.connection()
    found = get_meta(connection, _FOUND)
    return found is None or found != (get_meta(connection, _NOW) or b"")


@dataclass(frozen=True, slots=True)
class Found:
    """The pairs of the whole register, and the state of it that they are of."""

    pairs: Sequence[Likely]
    state: bytes


def look_anew(database: Database, actor: Actor) -> bool:
    """Look for pairs in the whole register if it has changed; tells whether it had."""
    actor.require(Right.READ)
    found = search(database)
    if found is not None:
        keep_found(database, actor, found)
    return found is not None


def search(database: Reader, progress: Progress | None = None) -> Found | None:
    """Look for pairs in the whole register, writing nothing; None when it has not changed."""
    with database.read() as session, unlimited(session):
        if not is_stale(session):
            return None
        state = get_meta(session.connection(), _NOW) or b""
        found = [*find_people_twice(session, progress), *find_homes_twice(session)]
        return Found(_with_those_again(session, found), state)


def keep_found(database: Keeper, actor: Actor, found: Found) -> None:
    """Put what was found in place of what was found before."""
    with database.write(actor) as session:
        session.execute(delete(LikelyPair))
        rows = [
            {
                "id": one.id, "kind": one.kind, "first": one.first, "second": one.second,
                "strength": one.strength, "reasons": " ".join(one.reasons),
            }
            for one in found.pairs
        ]  # fmt: skip
        if rows:
            session.execute(insert(LikelyPair), rows)
        set_meta(session.connection(), _FOUND, found.state)
        session.unit.touched[LikelyPair.__tablename__] = set()


def open_pairs(*, dismissed: bool = False) -> Select[bytes]:
    """Return the query of the pairs the session sees both halves of; `dismissed`: those said to be two."""
    said = (
        select(DistinctPair.id)
        .where(DistinctPair.first == LikelyPair.first, DistinctPair.second == LikelyPair.second)
        .exists()
    )
    halves = []
    for cls in (Person, Household):
        one, other = aliased(cls), aliased(cls)
        halves.append(and_(
            LikelyPair.kind == cls.__tablename__,
            LikelyPair.first.in_(select(one.id)), LikelyPair.second.in_(select(other.id)),
        ))  # fmt: skip
    return select(LikelyPair.id).where(said if dismissed else ~said, or_(*halves))


def count_pairs(session: Session) -> int:
    """Return how many pairs wait to be looked at."""
    return session.scalar(select(func.count()).select_from(open_pairs().subquery())) or 0


def of_batch(batch: bytes) -> Select[bytes]:
    """Return the query of the records that one transaction, such as an import, touched."""
    return select(OpRow.record).where(OpRow.txn == batch)


def count_of_batch(session: Session, batch: bytes) -> int:
    """Return how many of the waiting pairs an import had to do with."""
    records = of_batch(batch)
    query = open_pairs().where(or_(LikelyPair.first.in_(records), LikelyPair.second.in_(records)))
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair as somebody chose it."""

    kind: str
    first: bytes
    second: bytes
    reasons: tuple[str, ...] = ()


def pair(session: Session, id_: bytes) -> Pair | None:
    """Return a pair by its id, None when it is none any more."""
    row = session.get(LikelyPair, id_)
    return Pair(row.kind, row.first, row.second, tuple(row.reasons.split())) if row else None


def set_aside(session: WriteSession, actor: Actor, ids: Sequence[bytes]) -> int:
    """Note that pairs are two (不是同一个); returns how many were not noted before."""
    actor.require(Right.ENTER)
    known = {pair_id(one, other) for one, other in session.execute(_said())}
    rows = session.scalars(select(LikelyPair).where(LikelyPair.id.in_(ids)))
    new = [
        {
            "kind": row.kind, "first": row.first, "second": row.second,
            "said_on": today(), "said_by": actor.name,
        }
        for row in rows
        if row.id not in known
    ]  # fmt: skip
    session.insert_many(DistinctPair, new)
    return len(new)


def take_up_again(session: WriteSession, actor: Actor, ids: Sequence[bytes]) -> int:
    """Take back that pairs are two."""
    actor.require(Right.ENTER)
    wanted = set(ids)
    rows = session.execute(select(DistinctPair.id, DistinctPair.first, DistinctPair.second))
    gone = [row for row, one, other in rows if pair_id(one, other) in wanted]
    session.delete_many(DistinctPair, gone)
    return len(gone)


def _said() -> Select[bytes, bytes]:
    return select(DistinctPair.first, DistinctPair.second)


def _with_those_again(session: Session, found: Sequence[Likely]) -> list[Likely]:
    """Add, or put first, the pairs merged before whose gone half is there again."""
    again: dict[bytes, Likely] = {}
    for kind in KINDS:
        cls = record_classes()[kind]
        one, other = aliased(cls), aliased(cls)
        query = (
            select(Merger.kept, Merger.gone)
            .join(one, one.id == Merger.kept)
            .join(other, other.id == Merger.gone)
            .where(Merger.kind == kind, Merger.parted_on.is_(None))
        )
        for kept, gone in session.execute(query):
            made = Likely(kind, min(kept, gone), max(kept, gone), ("again",))
            again[made.id] = made
    known = {one.id: one for one in found}
    joined = [
        Likely(one.kind, one.first, one.second, (*one.reasons, *getattr(known.get(id_), "reasons", ())))
        for id_, one in again.items()
    ]
    return [*joined, *(one for one in found if one.id not in again)]
