"""Who answered for a place on a day (谁在某日负责): the posts of its grid and of all above, and the Party unit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.access.masking import mask_phone
from gridcenter.base.periods import today
from gridcenter.base.pinyin import says
from gridcenter.codes.tables import Codes
from gridcenter.register.codes import MAIN_SET, POST
from gridcenter.register.month import within
from gridcenter.register.records import PartyCover, PartyUnit, Person, Placement, PostHolding, Unit
from gridcenter.register.services.grids import name_with_village, village_names
from gridcenter.register.services.homes import find_homes
from gridcenter.register.services.structure import Tree, level_names
from gridcenter.store.listing import Listing, Wish

_PARTY = "党组织"
_MOST_HOMES = 5


@dataclass(frozen=True, slots=True)
class Charge:
    """Somebody in charge of a unit, or the Party unit over it (without a person)."""

    id: bytes
    person_id: bytes | None
    unit: str
    level: str
    post: str
    name: str
    phone: str
    since: date | None


def responsible(session: Session, units: Iterable[bytes], day: date) -> list[Charge]:
    """Return who answered for these units on a day, and for all above them, the nearest first."""
    tree = Tree.load(session, day)
    path = {
        one.id: len(tree.path(one))
        for unit in units if unit in tree.by_id
        for one in tree.path(tree.by_id[unit])
    }  # fmt: skip
    villages, levels = village_names(session), level_names(session)
    named = {
        unit: (
            name_with_village(tree.by_id[unit].name, villages.get(tree.by_id[unit].village_id, "")),
            levels.get(tree.by_id[unit].level, ""),
        )
        for unit in path
    }
    found = [*_holders(session, named, day), *_party(session, tree, named, day)]
    order = {unit: place for place, unit in enumerate(sorted(path, key=lambda one: -path[one]))}
    return [charge for unit, charge in sorted(found, key=lambda one: order[one[0]])]


_Named = Mapping[bytes, tuple[str, str]]


def _holders(session: Session, named: _Named, day: date) -> list[tuple[bytes, Charge]]:
    words = Codes.load(session, POST)
    place = {post: n for n, post in enumerate(POST.words)}
    query = (
        select(PostHolding, Person)
        .join(Person, Person.id == PostHolding.person_id)
        .where(PostHolding.unit_id.in_(named), within(PostHolding.since, PostHolding.until, day, day))
        .order_by(PostHolding.since, PostHolding.id)
    )
    rows = sorted(session.execute(query).all(), key=lambda row: place.get(row[0].post, len(place)))
    return [
        (
            one.unit_id,
            Charge(
                one.id, person.id, *named[one.unit_id], words.word(one.post), person.name,
                mask_phone(person.phone), one.since,
            ),
        )
        for one, person in rows
    ]  # fmt: skip


def _party(
    session: Session, tree: Tree, named: _Named, day: date
) -> list[tuple[bytes, Charge]]:
    """Return the Party units laid over the units; where none is, the branches of the village."""
    query = (
        select(PartyCover, PartyUnit)
        .join(PartyUnit, PartyUnit.id == PartyCover.party_unit_id)
        .where(PartyCover.unit_id.in_(named), within(PartyCover.since, PartyCover.until, day, day))
        .order_by(PartyUnit.position, PartyCover.id)
    )
    covered = [
        (cover.unit_id, Charge(cover.id, None, *named[cover.unit_id], _PARTY, unit.name, "", cover.since))
        for cover, unit in session.execute(query)
    ]
    if covered:
        return covered
    grids = {u.village_id: u.id for u in map(tree.by_id.__getitem__, named) if u.village_id and u.level == "grid"}
    branches = select(PartyUnit).where(
        PartyUnit.kind == "branch", PartyUnit.village_id.in_(grids),
        within(PartyUnit.since, PartyUnit.until, day, day),
    )  # fmt: skip
    return [
        (grids[one.village_id], Charge(one.id, None, *named[grids[one.village_id]], _PARTY, one.name, "", one.since))
        for one in session.scalars(branches.order_by(PartyUnit.position, PartyUnit.id))
        if one.village_id
    ]


def units_meant(session: Session, words: str, area: object, day: date) -> list[bytes]:
    """Return the units that an area, or words (a household, its address, a grid's name), mean on a day."""
    tree = Tree.load(session, day)
    meant = _of_area(tree, area) if isinstance(area, bytes) else []
    if words:
        meant += _of_homes(session, words, day) or _of_name(session, tree, words)
    return meant


def _of_area(tree: Tree, area: bytes) -> list[bytes]:
    return [area] if area in tree.by_id else sorted(tree.within(area))


def _of_homes(session: Session, words: str, day: date) -> list[bytes]:
    homes = [home.id for home in find_homes(session, words, _MOST_HOMES)]
    query = select(Placement.unit_id).where(
        Placement.household_id.in_(homes), Placement.grid_set == MAIN_SET,
        within(Placement.since, Placement.until, day, day),
    )  # fmt: skip
    return list(dict.fromkeys(session.scalars(query)))


def _of_name(session: Session, tree: Tree, words: str) -> list[bytes]:
    villages = village_names(session)
    return [
        unit.id for unit in tree.below(None)
        if says(words, name_with_village(unit.name, villages.get(unit.village_id, "")))
    ]  # fmt: skip


class ResponsibleListing:
    """The answer as a list; filters "area" and "day" (today), words for a household or a grid."""

    def __init__(self) -> None:
        self._charges: dict[bytes, Charge] = {}
        self.listing: Listing[Charge] = Listing(self.find, self.load)

    def find(self, session: Session, wish: Wish) -> Sequence[bytes]:
        """Return who answered, the nearest first; nobody as long as no place is given."""
        day = wish.filters.get("day")
        on = day if isinstance(day, date) else today()
        units = units_meant(session, wish.words, wish.filters.get("area"), on)
        self._charges = {one.id: one for one in responsible(session, units, on)}
        return list(self._charges)

    def load(self, _session: Session, ids: Sequence[bytes]) -> dict[bytes, Charge]:
        """Return the rows last found."""
        return {one: self._charges[one] for one in ids if one in self._charges}


def places_ever(session: Session) -> list[tuple[bytes, str]]:
    """Return the units that are no more, by id and name with village: a past day may be asked about them."""
    villages = village_names(session)
    gone = select(Unit).where(Unit.until.is_not(None), Unit.grid_set == MAIN_SET)
    return [
        (unit.id, name_with_village(unit.name, villages.get(unit.village_id, "")))
        for unit in session.scalars(gone.order_by(Unit.until.desc(), Unit.position))
    ]
