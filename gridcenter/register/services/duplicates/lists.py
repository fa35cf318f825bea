"""The list of what may have been entered twice, and of what was merged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from gridcenter.base.periods import Month, today
from gridcenter.register.records import Household, LikelyPair, Merger, Person, Residence
from gridcenter.register.services.areas import homes_of
from gridcenter.register.services.duplicates.alike import REASONS
from gridcenter.register.services.duplicates.compare import names_and_places
from gridcenter.register.services.duplicates.likely import KINDS, count_pairs, of_batch, open_pairs
from gridcenter.register.services.duplicates.parting import last_day
from gridcenter.store.listing import Listing, Wish, fetch_ids
from gridcenter.store.search import expression, matching_ids
from gridcenter.wing.todos import Todo, TodoList

SURE, LIKELY = 90, 60


@dataclass(frozen=True, slots=True)
class PairRow:
    """One line of the list: both sides, and why."""

    id: bytes
    kind: str
    first: str
    first_place: str
    second: str
    second_place: str
    strength: int
    reasons: str


@dataclass(frozen=True, slots=True)
class MergerRow:
    """One line of what was merged; `until` is the last day it can be taken apart."""

    id: bytes
    kind: str
    kept: str
    gone: str
    merged_on: date
    merged_by: str
    until: date
    parted_on: date | None
    open: bool
    """Whether it can be taken apart."""


def find_pairs(session: Session, wish: Wish) -> Sequence[bytes]:
    """Return the pairs that match, the surest first.

    Filters: "kind", "reason", "area", "batch" (of an import), "said" (those said to be two).
    """
    query = open_pairs(dismissed=bool(wish.filters.get("said")))
    if kind := wish.filters.get("kind"):
        query = query.where(LikelyPair.kind == kind)
    if reason := wish.filters.get("reason"):
        query = query.where((" " + LikelyPair.reasons + " ").contains(f" {reason} "))
    if area := wish.filters.get("area"):
        query = query.where(_in_area(session, area))
    if isinstance(batch := wish.filters.get("batch"), bytes):
        records = of_batch(batch)
        query = query.where(or_(LikelyPair.first.in_(records), LikelyPair.second.in_(records)))
    surest = LikelyPair.strength.asc() if wish.descending else LikelyPair.strength.desc()
    ids = fetch_ids(session, query.order_by(surest, LikelyPair.id))
    return ids if not wish.words else _said(session, ids, wish.words)


def _in_area(session: Session, area: object) -> ColumnElement[bool]:
    homes = homes_of(session, area)
    people = select(Residence.person_id).where(
        Residence.household_id.in_(homes), Residence.until.is_(None)
    )
    halves = (LikelyPair.first, LikelyPair.second)
    return or_(*(half.in_(people) for half in halves), *(half.in_(homes) for half in halves))


def _said(session: Session, ids: Sequence[bytes], words: str) -> Sequence[bytes]:
    meant: set[bytes] = set()
    for cls, letter in ((Person, "p"), (Household, "h")):
        if query := expression(letter, words):
            meant |= set(matching_ids(session, cls, query))
    rows = session.execute(select(LikelyPair.id, LikelyPair.first, LikelyPair.second))
    wanted = {id_ for id_, one, other in rows if one in meant or other in meant}
    return [id_ for id_ in ids if id_ in wanted]


def load_pairs(session: Session, ids: Sequence[bytes]) -> dict[bytes, PairRow]:
    """Return the rows of these pairs."""
    found = session.scalars(select(LikelyPair).where(LikelyPair.id.in_(ids))).all()
    names: dict[bytes, str] = {}
    places: dict[bytes, str] = {}
    for kind in KINDS:
        halves = [half for row in found if row.kind == kind for half in (row.first, row.second)]
        if halves:
            called, lying = names_and_places(session, kind, halves)
            names |= called
            places |= lying
    return {
        row.id: PairRow(
            row.id, KINDS[row.kind],
            names.get(row.first, ""), places.get(row.first, ""),
            names.get(row.second, ""), places.get(row.second, ""),
            row.strength, "，".join(REASONS[reason] for reason in row.reasons.split()),
        )
        for row in found
    }  # fmt: skip


PAIRS = Listing(find_pairs, load_pairs)


def find_mergers(session: Session, wish: Wish) -> Sequence[bytes]:
    """Return what was merged, the last first; filters: "kind", "state" (open, parted)."""
    query = select(Merger.id)
    if kind := wish.filters.get("kind"):
        query = query.where(Merger.kind == kind)
    if state := wish.filters.get("state"):
        able = and_(Merger.parted_on.is_(None), Merger.details.is_not(None))
        query = query.where(able if state == "open" else Merger.parted_on.is_not(None))
    if wish.words:
        people = select(Person.id).where(Person.name.contains(wish.words, autoescape=True))
        named = Merger.name.contains(wish.words, autoescape=True)
        query = query.where(or_(named, Merger.kept.in_(people)))
    by = Merger.id.asc() if wish.sort_by and not wish.descending else Merger.id.desc()
    return fetch_ids(session, query.order_by(by))


def load_mergers(session: Session, ids: Sequence[bytes]) -> dict[bytes, MergerRow]:
    """Return the rows of these mergers."""
    found = session.scalars(select(Merger).where(Merger.id.in_(ids))).all()
    names: dict[bytes, str] = {}
    for kind in KINDS:
        names |= names_and_places(session, kind, [one.kept for one in found if one.kind == kind])[0]
    day = today()
    return {
        one.id: MergerRow(
            one.id, KINDS[one.kind], names.get(one.kept) or "（已不在册）", one.name or "（已清除）",
            one.merged_on, one.merged_by, last_day(one), one.parted_on,
            one.parted_on is None and one.details is not None and day <= last_day(one),
        )
        for one in found
    }  # fmt: skip


MERGERS = Listing(find_mergers, load_mergers)


def _waiting(session: Session, _month: Month, _day: date) -> Sequence[Todo]:
    count = count_pairs(session)
    if not count:
        return ()
    words = f"{count:,} 对登记可能重复，请核对是不是同一个"
    return (Todo(bytes(16), "duplicates", "查重", words, target=Wish(), count=count),)


WAITING_PAIRS = TodoList(_waiting)
