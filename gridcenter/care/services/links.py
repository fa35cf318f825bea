"""Who looks after which household: linked one by one, many at once, passed on, ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.base.periods import day_before
from gridcenter.care.records import HouseholdLink
from gridcenter.register.codes import MAIN_SET
from gridcenter.register.records import Household, Person, Placement, Residence
from gridcenter.register.services.structure import Tree
from gridcenter.store.capture import WriteSession
from gridcenter.wing.holdings import Passing


@dataclass(frozen=True, slots=True)
class LinkEntry:
    """What the form of links says: who looks after which households, how, from when, on what ground."""

    person_id: bytes
    households: Sequence[bytes]
    kind: str
    since: date | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Linked:
    """How many links came of it, and how many households had somebody of this kind already."""

    made: int
    left: int


def link_household(session: WriteSession, actor: Actor, entry: LinkEntry) -> HouseholdLink:
    """Link one household to a person; one that has somebody of this kind is refused by name."""
    actor.require(Right.ENTER)
    household = entry.households[0] if entry.households else b""
    known = _open_links(session, [household], entry.kind)
    if known:
        name = session.get_one(Person, known[0].person_id).name
        raise RuleBroken("household_id", f"这一户已经由{name}联系，请先结束，或者用“移交”换人")
    _check(session, entry)
    if household in _own_homes(session, entry.person_id):
        raise RuleBroken("person_id", "这是联系人自己的户，请另选一户或另选一人")
    made = _link(entry, household)
    session.add(made)
    session.flush()
    return made


def link_many(session: WriteSession, actor: Actor, entry: LinkEntry) -> Linked:
    """Link households to one person; the own one and those that have somebody of this kind are left."""
    actor.require(Right.ENTER)
    _check(session, entry)
    taken = {one.household_id for one in _open_links(session, entry.households, entry.kind)}
    taken |= _own_homes(session, entry.person_id) & set(entry.households)
    free = [one for one in dict.fromkeys(entry.households) if one not in taken]
    session.add_all(_link(entry, one) for one in free)
    session.flush()
    return Linked(len(free), len(taken))


def _check(session: Session, entry: LinkEntry) -> None:
    if session.get(Person, entry.person_id) is None:
        raise RuleBroken("person_id", "请选择联系人")
    if not entry.households:
        raise RuleBroken("household_id", "请选择联系的户")
    if not entry.kind:
        raise RuleBroken("kind", "请选择联系方式")
    there = select(Household.id).where(Household.id.in_(entry.households), Household.until.is_(None))
    if len(session.scalars(there).all()) < len(set(entry.households)):
        raise NotFound("所选的户里有的已经不在，或者已经销户，请刷新后再选")


def _own_homes(session: Session, person_id: bytes) -> set[bytes]:
    """Return where a person lives: nobody looks after the own household."""
    query = select(Residence.household_id).where(
        Residence.person_id == person_id, Residence.until.is_(None)
    )
    return set(session.scalars(query))


def _link(entry: LinkEntry, household: bytes) -> HouseholdLink:
    return HouseholdLink(
        person_id=entry.person_id, household_id=household, kind=entry.kind, since=entry.since,
        basis=entry.basis.strip() or None,
    )  # fmt: skip


def open_links() -> ColumnElement[bool]:
    """Return what tells that a link holds now: it has not ended, nor has its household."""
    gone = select(Household.id).where(Household.until.is_not(None))
    return HouseholdLink.until.is_(None) & HouseholdLink.household_id.not_in(gone)


def _open_links(
    session: Session, households: Sequence[bytes], kind: str
) -> Sequence[HouseholdLink]:
    query = select(HouseholdLink).where(
        HouseholdLink.household_id.in_(households), HouseholdLink.kind == kind,
        HouseholdLink.until.is_(None),
    )  # fmt: skip
    return session.scalars(query.order_by(HouseholdLink.id)).all()


def end_links(
    session: WriteSession, actor: Actor, ids: Sequence[bytes], *, last_day: date
) -> int:
    """End links; `last_day` is the last day they hold. Returns how many were still open."""
    actor.require(Right.ENTER)
    links = _held(session, ids)
    for link in links:
        if link.since is not None and last_day < link.since:
            raise RuleBroken("until", "截止日期不能早于起始日期")
        link.until = last_day
    session.flush()
    return len(links)


def pass_links(session: WriteSession, actor: Actor, passing: Passing) -> None:
    """Pass links on: they end for the one the day before, and begin for the other."""
    actor.require(Right.ENTER)
    if passing.successor_id == passing.person_id:
        raise RuleBroken("successor_id", "接手的人和移交的人不能是同一个人")
    if session.get(Person, passing.successor_id) is None:
        raise RuleBroken("successor_id", "请选择接手的人")
    for link in _held(session, passing.ids):
        if link.person_id == passing.successor_id:
            continue
        if link.since is not None and passing.since <= link.since:
            raise RuleBroken("since", "接手日期要晚于原来的起始日期")
        link.until = day_before(passing.since)
        known = _open_links(session, [link.household_id], link.kind)
        if not any(one.person_id == passing.successor_id for one in known if one is not link):
            session.add(HouseholdLink(
                person_id=passing.successor_id, household_id=link.household_id, kind=link.kind,
                since=passing.since, basis=link.basis,
            ))  # fmt: skip
    session.flush()


def _held(session: Session, ids: Sequence[bytes]) -> Sequence[HouseholdLink]:
    query = select(HouseholdLink).where(HouseholdLink.id.in_(ids), HouseholdLink.until.is_(None))
    return session.scalars(query.order_by(HouseholdLink.id)).all()


@dataclass(frozen=True, slots=True)
class Share:
    """What one person would get: how many he or she looks after already, and the households to come."""

    person_id: bytes
    name: str
    before: int
    households: Sequence[bytes]


def spread(session: Session, unit_id: bytes, people: Sequence[bytes], kind: str) -> Sequence[Share]:
    """Share the households of a grid that have nobody of this kind, so that all look after alike many.

    Neighbouring numbers stay together. Nothing is written.
    """
    names = dict(session.execute(select(Person.id, Person.name).where(Person.id.in_(people))).all())
    free = list(free_households(session, unit_id, kind))
    loads = {one: len(links_of(session, one, kind)) for one in people if one in names}
    if not loads:
        raise RuleBroken("people", "请先选至少一名联系人")
    parts = dict.fromkeys(loads, 0)
    for _one in free:
        least = min(loads, key=lambda person: loads[person] + parts[person])
        parts[least] += 1
    shares, start = [], 0
    for person, count in parts.items():
        shares.append(Share(person, names[person], loads[person], free[start : start + count]))
        start += count
    return shares


def keep_spread(
    session: WriteSession, actor: Actor, shares: Sequence[Share], *, kind: str, since: date | None,
    basis: str = "",
) -> Linked:  # fmt: skip
    """Link the households as shared."""
    actor.require(Right.ENTER)
    done = [
        link_many(session, actor, LinkEntry(one.person_id, one.households, kind, since, basis))
        for one in shares
        if one.households
    ]
    return Linked(sum(one.made for one in done), sum(one.left for one in done))


def doubled(session: Session) -> Sequence[tuple[bytes, str]]:
    """Return the households with two links of a kind that hold now, as two PCs may enter them, and the kind."""
    query = (
        select(HouseholdLink.household_id, HouseholdLink.kind)
        .where(open_links())
        .group_by(HouseholdLink.household_id, HouseholdLink.kind)
        .having(func.count() > 1)
        .order_by(HouseholdLink.household_id, HouseholdLink.kind)
    )
    return [(home, kind) for home, kind in session.execute(query)]


def free_households(session: Session, unit_id: bytes, kind: str) -> Sequence[bytes]:
    """Return the households of a grid and below it that nobody of this kind looks after."""
    units = Tree.load(session).within(unit_id)
    taken = select(HouseholdLink.household_id).where(
        HouseholdLink.kind == kind, HouseholdLink.until.is_(None)
    )
    query = (
        select(Household.id)
        .join(Placement, Placement.household_id == Household.id)
        .where(
            Placement.unit_id.in_(units), Placement.until.is_(None), Placement.grid_set == MAIN_SET,
            Household.id.not_in(taken),
        )
        .order_by(Placement.unit_id, Household.number, Household.id)
    )  # fmt: skip
    return session.scalars(query).all()


def links_of(session: Session, person_id: bytes, kind: str = "") -> Sequence[HouseholdLink]:
    """Return what a person looks after now, of one kind or all."""
    query = select(HouseholdLink).where(
        HouseholdLink.person_id == person_id, open_links()
    )
    if kind:
        query = query.where(HouseholdLink.kind == kind)
    return session.scalars(query.order_by(HouseholdLink.id)).all()
