"""Households labelled by a kind of old: each label becomes a concern with an end, or goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.periods import months_later
from gridcenter.codes.tables import CodeEntry, Codes
from gridcenter.register.codes import HOUSEHOLD_KIND
from gridcenter.register.labels import concern_in, is_dropped
from gridcenter.register.records import Concern, Household
from gridcenter.register.services.books import Book, Values, read_rows
from gridcenter.register.services.concerns import REVIEWED, last_day
from gridcenter.store.capture import WriteSession

FROM_KIND = "原户类型转来"


@dataclass(frozen=True, slots=True)
class Turned:
    """How many labels became concerns, and how many went without one."""

    concerns: int
    dropped: int


class ConcernBook(Book):
    """All concerns there ever were, so that a label is not turned into the same one twice."""

    def __init__(self, session: Session) -> None:
        super().__init__(Concern, read_rows(session, Concern))
        self._known = {(row["household_id"], row["kind"]) for row in self.rows.values()}

    def take(self, household_id: bytes, kind: str, reason: str, today: date) -> Values | None:
        """Note a concern about a household; None where there is, or was, one of this kind."""
        if (household_id, kind) in self._known:
            return None
        self._known.add((household_id, kind))
        values: dict[str, Any] = {
            "household_id": household_id, "kind": kind, "reason": reason, "since": today,
            "review_on": months_later(today, REVIEWED), "expires_on": last_day(today),
        }  # fmt: skip
        return self.add(values)


def labels_in_use(session: Session) -> dict[str, str]:
    """Return the kinds of households that label people: code → word."""
    codes = Codes.load(session, HOUSEHOLD_KIND)
    every = codes.words | codes.retired
    return {code: word for code, word in every.items() if concern_in(word) or is_dropped(word)}


def labelled(session: Session) -> Sequence[tuple[bytes, str]]:
    """Return the households with such a kind, and its word."""
    labels = labels_in_use(session)
    query = select(Household.id, Household.kind).where(Household.kind.in_(labels))
    return [(home, labels[kind or ""]) for home, kind in session.execute(query.order_by(Household.id))]


def turn_labels(session: WriteSession, actor: Actor, *, today: date) -> Turned:
    """Turn every kind that labels a household into a concern, and let nobody choose such a kind again."""
    actor.require(Right.CONCERN)
    book, homes = ConcernBook(session), labelled(session)
    made = 0
    for home, word in homes:
        if kind := concern_in(word):
            made += book.take(home, kind, FROM_KIND, today) is not None
    book.save(session)
    session.update_many(Household, [(home, {"kind": None}) for home, _word in homes])
    _retire(session)
    return Turned(made, len(homes) - made)


def _retire(session: WriteSession) -> None:
    added = select(CodeEntry).where(
        CodeEntry.table == HOUSEHOLD_KIND.name, CodeEntry.code.in_(labels_in_use(session))
    )
    for entry in session.scalars(added):
        entry.enabled = False
    session.flush()
