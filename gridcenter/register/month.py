"""Who held which post, and which households and residents there were, in a month."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Mapped, Session

from gridcenter.base.periods import Month
from gridcenter.register.codes import MAIN_SET
from gridcenter.register.records import Person, Placement, PostHolding, Residence
from gridcenter.register.services.structure import existing

_Day = Mapped[date | None]


def touching(since: _Day, until: _Day, month: Month) -> ColumnElement[bool]:
    """Return the condition that a span (None = open) touches a month."""
    return within(since, until, month.last, month.first)


def within(since: _Day, until: _Day, begun: date, ended: date) -> ColumnElement[bool]:
    """Return the condition that a span had begun by one day and not ended before another."""
    return and_(or_(since.is_(None), since <= begun), or_(until.is_(None), until >= ended))


@dataclass(frozen=True, slots=True)
class Held:
    """A post held for a time, by whom."""

    name: str
    phone: str | None
    since: date | None
    until: date | None


class Posts:
    """The posts held in a month."""

    def __init__(self, month: Month, rows: Iterable[tuple[bytes, str, Held]]) -> None:
        self._month = month
        self._held: dict[tuple[bytes, str], list[Held]] = defaultdict(list)
        for unit_id, post, held in rows:
            self._held[unit_id, post].append(held)

    @classmethod
    def load(cls, session: Session, month: Month) -> "Posts":
        """Read the posts whose time touches a month."""
        query = (
            select(
                PostHolding.unit_id, PostHolding.post,
                Person.name, Person.phone, PostHolding.since, PostHolding.until,
            )
            .join(Person, Person.id == PostHolding.person_id)
            .where(touching(PostHolding.since, PostHolding.until, month))
            .order_by(PostHolding.since, PostHolding.id)
        )  # fmt: skip
        rows = session.execute(query)
        return cls(
            month,
            [
                (unit, post, Held(name, phone, since, until))
                for unit, post, name, phone, since, until in rows
            ],
        )

    def holders(self, unit_id: bytes, post: str, day: date | None = None) -> list[Held]:
        """Return who held a post on a day; nobody then, or no day: the last to hold it that month."""
        held = self._held.get((unit_id, post), [])
        found = [one for one in held if day and existing(day, one.since, one.until)]
        found = found or [one for one in held if existing(self._month.last, one.since, one.until)]
        last = max((one.until for one in held if one.until), default=None)
        return found or [one for one in held if one.until == last]

    def during(self, unit_id: bytes, post: str, first: date, last: date) -> list[Held]:
        """Return who held a post on some day of these; nobody then: the last to hold it that month."""
        held = self._held.get((unit_id, post), [])
        found = [
            one for one in held
            if (one.since is None or one.since <= last) and (one.until is None or one.until >= first)
        ]  # fmt: skip
        return found or self.holders(unit_id, post, last)

    def lasting(self, unit_id: bytes, *posts: str) -> bool:
        """Tell whether somebody holds one of these posts on the last day of the month."""
        day = self._month.last
        held = (one for post in posts for one in self._held.get((unit_id, post), ()))
        return any(existing(day, one.since, one.until) for one in held)

    def name(self, unit_id: bytes, post: str, day: date | None = None) -> str | None:
        """Return the names of those who held a post, None when nobody did."""
        return "、".join(one.name for one in self.holders(unit_id, post, day)) or None


def homes(session: Session, month: Month, grid_set: str = MAIN_SET) -> dict[bytes, bytes]:
    """Return the unit of every household in a month: the last it lay in, where it moved, in one set."""
    return Stays.load(session, month, grid_set).last


def settled(session: Session, month: Month, grid_set: str = MAIN_SET) -> dict[bytes, bytes]:
    """Return the unit of every household that was there on the last day of a month: these are counted."""
    return Stays.load(session, month, grid_set).lying(month.last)


class Stays:
    """Where the households lay in a month, day by day."""

    def __init__(self, month: Month, rows: Iterable[tuple[bytes, bytes, date | None, date | None]]) -> None:
        self._month = month
        self._stays: dict[bytes, list[tuple[bytes, date | None, date | None]]] = defaultdict(list)
        for household, unit, since, until in rows:
            self._stays[household].append((unit, since, until))

    @classmethod
    def load(cls, session: Session, month: Month, grid_set: str = MAIN_SET) -> "Stays":
        """Read the places of a set whose time touches a month."""
        query = select(
            Placement.household_id, Placement.unit_id, Placement.since, Placement.until
        ).where(
            Placement.grid_set == grid_set, touching(Placement.since, Placement.until, month)
        )
        rows = session.execute(query.order_by(Placement.since, Placement.id))
        places = [(household, unit, since, until) for household, unit, since, until in rows]
        return cls(month, sorted(places, key=lambda row: row[3] or date.max))

    @property
    def last(self) -> dict[bytes, bytes]:
        """The unit of every household: the last it lay in."""
        return {household: stays[-1][0] for household, stays in self._stays.items()}

    @property
    def units(self) -> frozenset[bytes]:
        """The units in which somebody lay on some day."""
        return frozenset(unit for stays in self._stays.values() for unit, _, _ in stays)

    def unit(self, household: bytes, day: date) -> bytes | None:
        """Return the unit in which a household lay on a day, else the last it lay in that month."""
        stays = self._stays.get(household, [])
        then = [unit for unit, since, until in stays if existing(day, since, until)]
        return then[-1] if then else stays[-1][0] if stays else None

    def lying(self, day: date) -> dict[bytes, bytes]:
        """Return the unit of every household that lay somewhere on a day."""
        return {
            household: unit
            for household, stays in self._stays.items()
            for unit, since, until in stays
            if existing(day, since, until)
        }


def residents(session: Session, month: Month) -> dict[bytes, int]:
    """Return how many people each household had on the last day of a month."""
    query = select(Residence.household_id, func.count()).where(
        within(Residence.since, Residence.until, month.last, month.last)
    )
    return dict(session.execute(query.group_by(Residence.household_id)).all())


def counts(
    session: Session, month: Month, grid_set: str = MAIN_SET
) -> dict[bytes, tuple[int, int]]:
    """Return how many households and people each unit itself had: `settled` and `residents`, counted."""
    latest = (Placement.until.is_(None).desc(), Placement.until.desc(), Placement.since.desc(), Placement.id.desc())
    place = func.row_number().over(partition_by=Placement.household_id, order_by=latest)
    placed = (
        select(Placement.household_id, Placement.unit_id, place.label("place"))
        .where(Placement.grid_set == grid_set, within(Placement.since, Placement.until, month.last, month.last))
        .subquery()
    )
    living = (
        select(Residence.household_id, func.count().label("people"))
        .where(within(Residence.since, Residence.until, month.last, month.last))
        .group_by(Residence.household_id)
        .subquery()
    )
    query = (
        select(placed.c.unit_id, func.count(), func.coalesce(func.sum(living.c.people), 0))
        .join(living, living.c.household_id == placed.c.household_id, isouter=True)
        .where(placed.c.place == 1)
        .group_by(placed.c.unit_id)
    )
    return {unit: (homes_, people) for unit, homes_, people in session.execute(query)}
