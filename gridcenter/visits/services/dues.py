"""Which households are to be visited, until when, by whom: what the plans ask for on a day."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from gridcenter.care.records import HouseholdLink
from gridcenter.register.codes import MAIN_SET
from gridcenter.register.month import within
from gridcenter.register.records import Household, Person, Placement, PostHolding
from gridcenter.register.services.structure import History, Tree
from gridcenter.visits.records import Visit, VisitPlan
from gridcenter.visits.rules import Rhythm, Turn, due_by


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is to go: somebody of the register."""

    id: bytes
    name: str


@dataclass(frozen=True, slots=True)
class Due:
    """The one visit a household waits for: of the plan whose turn ends first, of those the stricter."""

    household_id: bytes
    unit_id: bytes
    plan: "PlanNow"
    turn: Turn
    last_visit: date | None

    def late(self, day: date) -> bool:
        """Tell whether its last day has passed."""
        return self.turn.last < day


@dataclass(frozen=True, slots=True)
class PlanNow:
    """A plan in force: its rhythm, the units it covers (None: all), the kind of household ("": any)."""

    id: bytes
    name: str
    rhythm: Rhythm
    units: frozenset[bytes] | None
    kind: str
    taken_by: str
    post: str
    visitor_id: bytes | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a household lies on a day, since when, and of which kind it is."""

    household_id: bytes
    unit_id: bytes
    since: date | None
    kind: str


class Plans:
    """The plans in force on a day, the households they cover, and who goes there.

    With `first`, those that were in force on any day from then on; the `tree` of all units ever, as
    they were that day, need not be read again where it is at hand. With `only`, of these households.
    """

    def __init__(
        self,
        session: Session,
        day: date,
        first: date | None = None,
        tree: Tree | None = None,
        only: Sequence[bytes] | None = None,
    ) -> None:
        self._tree = tree or History.load(session).ever(day)
        self.plans = [self._read(plan) for plan in session.scalars(_in_force(day, first or day))]
        self._holders = _holders(session, day) if self.plans else {}
        self._named = _names(session, [p.visitor_id for p in self.plans if p.visitor_id])
        linked = any(plan.taken_by == "link" for plan in self.plans)
        self._links = _links(session, day, only) if linked else {}
        self._turns: dict[tuple[bytes, date | None, date | None], Turn | None] = {}
        self._near: dict[tuple[bytes, str], tuple[Visitor, ...]] = {}

    def __bool__(self) -> bool:
        return bool(self.plans)

    def _read(self, plan: VisitPlan) -> PlanNow:
        rhythm = Rhythm(plan.rhythm, plan.every_days or 1, plan.since, plan.until)
        units = self._tree.within(plan.unit_id) if plan.unit_id else None
        return PlanNow(
            plan.id, plan.name, rhythm, units, plan.household_kind or "", plan.taken_by,
            plan.post or "", plan.visitor_id,
        )  # fmt: skip

    def _covers(self, plan: PlanNow, place: Place) -> bool:
        if plan.taken_by == "link" and place.household_id not in self._links:
            return False
        if plan.kind and plan.kind != place.kind:
            return False
        return plan.units is None or place.unit_id in plan.units

    def next_visit(self, place: Place, last: date | None) -> Due | None:
        """Return the visit a household waits for, begun or not; None when no plan asks for one."""
        covering = [plan for plan in self.plans if self._covers(plan, place)]
        turns = [(turn, plan) for plan in covering if (turn := self._turn(plan, place.since, last))]
        if not turns:
            return None
        turn, plan = min(turns, key=_pressing)
        return Due(place.household_id, place.unit_id, plan, turn, last)

    def _turn(self, plan: PlanNow, begun: date | None, last: date | None) -> Turn | None:
        """Return what `next_turn` says; many households share their days."""
        key = plan.id, begun, last
        if key not in self._turns:
            self._turns[key] = plan.rhythm.next_turn(begun, last)
        return self._turns[key]

    def visitors(self, due: Due) -> tuple[Visitor, ...]:
        """Return who is to go: the named person, else those in the post in the grid or nearest above."""
        if due.plan.taken_by == "person":
            named = self._named.get(due.plan.visitor_id or b"")
            return (named,) if named else ()
        if due.plan.taken_by == "link":
            return self._links.get(due.household_id, ())
        key = due.unit_id, due.plan.post
        if key not in self._near:
            self._near[key] = self._nearest(*key)
        return self._near[key]

    def everybody(self) -> Mapping[bytes, Visitor]:
        """Return all whom the plans may send out, whether a visit is due or not."""
        found = {one.id: one for one in self._named.values()}
        found |= {one.id: one for visitors in self._links.values() for one in visitors}
        for plan in (plan for plan in self.plans if plan.taken_by == "post"):
            for unit in self._tree.by_id if plan.units is None else plan.units:
                found |= {one.id: one for one in self._nearest(unit, plan.post)}
        return found

    def _nearest(self, unit_id: bytes, post: str) -> tuple[Visitor, ...]:
        unit = self._tree.by_id.get(unit_id)
        for above in reversed(self._tree.path(unit)) if unit else ():
            if held := self._holders.get((above.id, post)):
                return tuple(held)
        return ()


def dues(
    session: Session, day: date, plans: Plans, only: Sequence[bytes] | None = None
) -> list[Due]:
    """Return the visits whose turn has begun by a day and that were not made, the most pressing first."""
    if not plans:
        return []
    last = last_visits(session, day, only)
    found = []
    for place in places(session, day, only):
        due = plans.next_visit(place, last.get(place.household_id))
        if due is not None and due_by(due.turn, day):
            found.append(due)
    return sorted(found, key=lambda due: (due.turn.last, due.unit_id, due.household_id))


def next_visit(session: Session, household_id: bytes, day: date) -> tuple[Due, str] | None:
    """Return the next visit to one household and the names of who goes; None when no plan asks for one."""
    plans = Plans(session, day, only=[household_id])
    last = last_visits(session, day, [household_id])
    for place in places(session, day, [household_id]) if plans else ():
        due = plans.next_visit(place, last.get(household_id))
        if due is not None:
            return due, "、".join(one.name for one in plans.visitors(due))
    return None


def places(session: Session, day: date, only: Sequence[bytes] | None = None) -> list[Place]:
    """Return where every household (or `only` these) lies on a day, and since when it is in any grid."""
    query = (
        select(
            Placement.household_id, Placement.unit_id, Placement.since, Placement.until, Household.kind
        )
        .join(Household, Household.id == Placement.household_id)
        .where(Placement.grid_set == MAIN_SET, or_(Placement.since.is_(None), Placement.since <= day))
    )
    if only is not None:
        query = query.where(Placement.household_id.in_(only))
    found: list[tuple[bytes, bytes, str]] = []
    begun: dict[bytes, date] = {}
    for home, unit, since, until, kind in session.execute(query):
        begun[home] = min(begun.get(home, since or date.min), since or date.min)
        if until is None or until >= day:
            found.append((home, unit, kind or ""))
    return [Place(home, unit, begun[home], kind) for home, unit, kind in found]


def last_visits(
    session: Session, day: date, only: Sequence[bytes] | None = None
) -> Mapping[bytes, date]:
    """Return the day of the last visit to each household (or `only` these), up to a day."""
    query = (
        select(Visit.household_id, func.max(Visit.visited_on))
        .where(Visit.visited_on <= day)
        .group_by(Visit.household_id)
    )
    if only is not None:
        query = query.where(Visit.household_id.in_(only))
    return dict(session.execute(query).all())


def _pressing(one: tuple[Turn, PlanNow]) -> tuple[date, int, bytes]:
    turn, plan = one
    return turn.last, plan.rhythm.strictness, plan.id


def _in_force(day: date, first: date) -> Select[VisitPlan]:
    query = select(VisitPlan).where(VisitPlan.since <= day)
    return query.where(or_(VisitPlan.until.is_(None), VisitPlan.until >= first)).order_by(VisitPlan.id)


def _holders(session: Session, day: date) -> Mapping[tuple[bytes, str], list[Visitor]]:
    query = (
        select(PostHolding.unit_id, PostHolding.post, Person.id, Person.name)
        .join(Person, Person.id == PostHolding.person_id)
        .where(within(PostHolding.since, PostHolding.until, day, day))
        .order_by(PostHolding.since, PostHolding.id)
    )
    found: dict[tuple[bytes, str], list[Visitor]] = defaultdict(list)
    for unit, post, person, name in session.execute(query):
        found[unit, post].append(Visitor(person, name))
    return found


def _links(
    session: Session, day: date, only: Sequence[bytes] | None
) -> Mapping[bytes, tuple[Visitor, ...]]:
    """Return who looks after each household (or `only` these) on a day."""
    query = (
        select(HouseholdLink.household_id, Person.id, Person.name)
        .join(Person, Person.id == HouseholdLink.person_id)
        .where(within(HouseholdLink.since, HouseholdLink.until, day, day))
        .order_by(HouseholdLink.since, HouseholdLink.id)
    )
    if only is not None:
        query = query.where(HouseholdLink.household_id.in_(only))
    found: dict[bytes, list[Visitor]] = defaultdict(list)
    for home, person, name in session.execute(query):
        found[home].append(Visitor(person, name))
    return {home: tuple(visitors) for home, visitors in found.items()}


def _names(session: Session, ids: Sequence[bytes]) -> Mapping[bytes, Visitor]:
    query = select(Person.id, Person.name).where(Person.id.in_(ids))
    return {i: Visitor(i, name) for i, name in session.execute(query)} if ids else {}
