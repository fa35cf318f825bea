"""Links as lists: households with whoever looks after them, and people with how many they look after."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from gridcenter.access.masking import mask_phone
from gridcenter.care.codes import LINK_KIND
from gridcenter.care.records import HouseholdLink
from gridcenter.care.services.links import open_links
from gridcenter.codes.tables import Codes
from gridcenter.register.codes import MAIN_SET
from gridcenter.register.records import Household, Person, Placement, Unit, Village
from gridcenter.register.services.areas import homes_of as homes_in
from gridcenter.register.services.grids import name_with_village
from gridcenter.register.services.homes import homes_of
from gridcenter.register.services.lookups import people_of
from gridcenter.store.listing import Listing, Wish, fetch_ids
from gridcenter.store.search import matching


@dataclass(frozen=True, slots=True)
class LinkSeen:
    """A link as it is told: whose, which household's, how, since and until when."""

    id: bytes
    person_id: bytes
    person: str
    household_id: bytes
    kind: str
    since: date | None
    until: date | None
    basis: str


@dataclass(frozen=True, slots=True)
class LinkedHome:
    """A household of the page: whoever looks after it now."""

    id: bytes
    head: str
    number: str
    unit: str
    links: Sequence[LinkSeen]

    @property
    def people(self) -> str:
        """The names, one beside the other."""
        return "、".join(dict.fromkeys(one.person for one in self.links))

    @property
    def kinds(self) -> str:
        """How they look after it."""
        return "、".join(dict.fromkeys(one.kind for one in self.links))

    @property
    def since(self) -> date | None:
        """Since when, of the oldest link."""
        return min((one.since for one in self.links if one.since), default=None)


def find_homes(session: Session, wish: Wish) -> Sequence[bytes]:
    """Return the households; filters: "area", "state" ("with", "without", "several"), "kind".

    "without" and "several" with a kind mean links of that kind; "person" are those of one person.
    """
    filters = wish.filters
    query: Select[bytes] = (
        select(Household.id)
        .join(
            Placement,
            (Placement.household_id == Household.id) & Placement.until.is_(None)
            & (Placement.grid_set == MAIN_SET),
            isouter=True,
        )
        .join(Unit, Unit.id == Placement.unit_id, isouter=True)
    )  # fmt: skip
    if area := filters.get("area"):
        query = query.where(Household.id.in_(homes_in(session, area)))
    query = query.where(Household.until.is_(None), *_states(filters.get("state"), filters.get("kind")))
    if person := filters.get("person"):
        query = query.where(Household.id.in_(_linked(None).where(HouseholdLink.person_id == person)))
    if wish.words:
        lookers = _linked(None).where(HouseholdLink.person_id.in_(matching("p", wish.words)))
        query = query.where(or_(Household.id.in_(matching("h", wish.words)), Household.id.in_(lookers)))
    if wish.sort_by == "number":
        order = Household.number.desc() if wish.descending else Household.number
        return fetch_ids(session, query.order_by(order, Household.id))
    return fetch_ids(session, query.order_by(Unit.position, Unit.id, Household.number, Household.id))


def _linked(kind: object) -> Select[bytes]:
    query = select(HouseholdLink.household_id).where(open_links())
    return query.where(HouseholdLink.kind == kind) if kind else query


def _states(state: object, kind: object) -> list[ColumnElement[bool]]:
    people = func.count(HouseholdLink.person_id.distinct())
    several = _linked(kind).group_by(HouseholdLink.household_id).having(people > 1)
    if state == "without":
        return [Household.id.not_in(_linked(kind))]
    if state == "several":
        return [Household.id.in_(several)]
    return [Household.id.in_(_linked(kind))] if state == "with" or kind else []


def links_seen(
    session: Session, *conditions: ColumnElement[bool], now: bool = True
) -> list[LinkSeen]:
    """Return links with names and words, the newest first."""
    kinds = Codes.load(session, LINK_KIND)
    query = (
        select(HouseholdLink, Person.name)
        .join(Person, Person.id == HouseholdLink.person_id, isouter=True)
        .where(*conditions)
        .order_by(HouseholdLink.since.desc(), HouseholdLink.id.desc())
    )
    if now:
        query = query.where(open_links())
    return [
        LinkSeen(
            one.id, one.person_id, name or "（不在本片的人）", one.household_id, kinds.word(one.kind),
            one.since, one.until, one.basis or "",
        )
        for one, name in session.execute(query)
    ]  # fmt: skip


def load_homes(session: Session, ids: Sequence[bytes]) -> dict[bytes, LinkedHome]:
    """Return the rows of these households."""
    links: dict[bytes, list[LinkSeen]] = defaultdict(list)
    for one in links_seen(session, HouseholdLink.household_id.in_(ids)):
        links[one.household_id].append(one)
    return {
        one.id: LinkedHome(one.id, one.head, one.number, one.unit, tuple(links[one.id]))
        for one in homes_of(session, ids)
    }


HOMES_LINKED = Listing(find_homes, load_homes)


@dataclass(frozen=True, slots=True)
class Looker:
    """Somebody who looks after households: how many, of which kinds, where."""

    id: bytes
    name: str
    note: str
    phone: str
    count: int
    kinds: str
    units: str


def find_lookers(session: Session, wish: Wish) -> Sequence[bytes]:
    """Return who looks after households, by name; filters: "area" (of the households), "kind", "over" (a number)."""
    filters = wish.filters
    query = (
        select(Person.id)
        .join(HouseholdLink, HouseholdLink.person_id == Person.id)
        .where(open_links())
        .group_by(Person.id)
    )
    if area := filters.get("area"):
        query = query.where(HouseholdLink.household_id.in_(homes_in(session, area)))
    if kind := filters.get("kind"):
        query = query.where(HouseholdLink.kind == kind)
    if over := filters.get("over"):
        query = query.having(func.count(HouseholdLink.household_id.distinct()) > over)
    if wish.words:
        query = query.where(Person.id.in_(matching("p", wish.words)))
    name = Person.name.desc() if wish.descending else Person.name
    return fetch_ids(session, query.order_by(name, Person.id))


def load_lookers(session: Session, ids: Sequence[bytes]) -> dict[bytes, Looker]:
    """Return the rows of these people."""
    theirs = HouseholdLink.person_id.in_(ids), HouseholdLink.until.is_(None)
    homes = func.count(HouseholdLink.household_id.distinct())
    counts = dict(session.execute(
        select(HouseholdLink.person_id, homes).where(*theirs).group_by(HouseholdLink.person_id)
    ).all())  # fmt: skip
    kinds, units = _kinds_and_units(session, theirs)
    notes = {one.id: one.note for one in people_of(session, ids)}
    people = select(Person.id, Person.name, Person.phone).where(Person.id.in_(ids))
    return {
        person: Looker(
            person, name, notes.get(person, ""), mask_phone(phone), counts.get(person, 0),
            "、".join(kinds[person]), "、".join(units[person]),
        )
        for person, name, phone in session.execute(people)
    }  # fmt: skip


def _kinds_and_units(
    session: Session, theirs: Sequence[ColumnElement[bool]]
) -> tuple[Mapping[bytes, dict[str, None]], Mapping[bytes, dict[str, None]]]:
    """Return how each looks after households, and in which units, everything once and in order."""
    words = Codes.load(session, LINK_KIND)
    placed = (
        (Placement.household_id == HouseholdLink.household_id) & Placement.until.is_(None)
        & (Placement.grid_set == MAIN_SET)
    )  # fmt: skip
    query = (
        select(HouseholdLink.person_id, HouseholdLink.kind, Unit.name, Village.name)
        .join(Placement, placed, isouter=True)
        .join(Unit, Unit.id == Placement.unit_id, isouter=True)
        .join(Village, Village.id == Unit.village_id, isouter=True)
        .where(*theirs)
        .group_by(HouseholdLink.person_id, HouseholdLink.kind, Unit.id)
        .order_by(Unit.position, Unit.id)
    )
    kinds: dict[bytes, dict[str, None]] = defaultdict(dict)
    units: dict[bytes, dict[str, None]] = defaultdict(dict)
    for person, kind, unit, village in session.execute(query):
        kinds[person][words.word(kind)] = None
        if unit:
            units[person][name_with_village(unit, village or "")] = None
    return kinds, units


LOOKERS = Listing(find_lookers, load_lookers)


def count_linked(session: Session) -> tuple[int, int]:
    """Return how many households are looked after, and by how many people."""
    homes = func.count(HouseholdLink.household_id.distinct())
    people = func.count(HouseholdLink.person_id.distinct())
    row = session.execute(select(homes, people).where(open_links())).one()
    return row[0], row[1]
