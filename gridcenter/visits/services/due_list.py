"""The list of households to be visited: due and overdue, narrowed by visitor, area, kind and last day."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.base.periods import Month, today
from gridcenter.codes.tables import Codes
from gridcenter.register.codes import HOUSEHOLD_KIND
from gridcenter.register.records import Household
from gridcenter.register.services.areas import homes_of as homes_in
from gridcenter.register.services.homes import homes_of
from gridcenter.store.listing import Listing, Wish, fetch_ids
from gridcenter.store.search import matching
from gridcenter.visits.codes import RESULT
from gridcenter.visits.records import Visit, VisitPlan
from gridcenter.visits.rules import days_late
from gridcenter.visits.services.dues import Due, Plans, Visitor, dues


@dataclass(frozen=True, slots=True)
class DueRow:
    """One line of the list."""

    id: bytes
    head: str
    number: str
    unit: str
    kind: str
    plan: str
    visitor: str
    last: str
    """Day and result of the last visit: 11-02　家中无人."""
    due_on: date
    days_late: int


def find_dues(session: Session, wish: Wish) -> Sequence[bytes]:
    """Return the households due today; filters "visitor", "area", "kind", "plan", "due" (late, week, month)."""
    day = today()
    plans = Plans(session, day)
    keeps = _filters(session, plans, wish, day)
    found = [due for due in dues(session, day, plans) if all(keep(due) for keep in keeps)]
    if wish.descending:
        found.reverse()
    return [due.household_id for due in found]


def _filters(
    session: Session, plans: Plans, wish: Wish, day: date
) -> list[Callable[[Due], bool]]:
    keeps: list[Callable[[Due], bool]] = []
    filters = wish.filters
    if visitor := filters.get("visitor"):
        keeps.append(lambda due: any(one.id == visitor for one in plans.visitors(due)))
    if area := filters.get("area"):
        inside = set(fetch_ids(session, homes_in(session, area)))
        keeps.append(lambda due: due.household_id in inside)
    if kind := filters.get("kind"):
        of_kind = set(fetch_ids(session, select(Household.id).where(Household.kind == kind)))
        keeps.append(lambda due: due.household_id in of_kind)
    if plan := filters.get("plan"):
        keeps.append(lambda due: due.plan.id == plan)
    if last := _last_day(filters.get("due"), day):
        keeps.append(lambda due: due.turn.last <= last)
    if words := wish.words:
        meant = set(fetch_ids(session, select(Household.id).where(Household.id.in_(matching("h", words)))))
        keeps.append(
            lambda due: due.household_id in meant
            or any(words in one.name for one in plans.visitors(due))
        )
    return keeps


def _last_day(due: object, day: date) -> date | None:
    days = {
        "late": day - timedelta(days=1),
        "week": day + timedelta(days=6 - day.weekday()),
        "month": Month.of(day).last,
    }
    return days.get(str(due))


def load_dues(session: Session, ids: Sequence[bytes]) -> dict[bytes, DueRow]:
    """Return the rows of these households."""
    day = today()
    plans = Plans(session, day, only=ids)
    kinds, last = Codes.load(session, HOUSEHOLD_KIND), _last_words(session, ids)
    households = session.execute(select(Household.id, Household.kind).where(Household.id.in_(ids)))
    kind_of = {i: kinds.word(kind) for i, kind in households}
    homes = {home.id: home for home in homes_of(session, ids)}
    return {
        due.household_id: DueRow(
            due.household_id, homes[due.household_id].head, homes[due.household_id].number,
            homes[due.household_id].unit, kind_of[due.household_id], due.plan.name,
            visitor_names(plans.visitors(due)), last.get(due.household_id, "还没走访过"),
            due.turn.last, days_late(due.turn, day),
        )
        for due in dues(session, day, plans, ids)
        if due.household_id in homes
    }  # fmt: skip


def _last_words(session: Session, ids: Sequence[bytes]) -> dict[bytes, str]:
    results = Codes.load(session, RESULT)
    query = select(Visit.household_id, Visit.visited_on, Visit.result).where(Visit.household_id.in_(ids))
    return {
        home: f"{day:%Y-%m-%d}　{results.word(result)}"
        for home, day, result in session.execute(query.order_by(Visit.visited_on, Visit.id))
    }


def visitor_names(visitors: Sequence[Visitor]) -> str:
    """Write who goes: several holders of one post stand side by side."""
    return "、".join(one.name for one in visitors)


def due_visitors(session: Session) -> list[Visitor]:
    """Return everybody whom the plans of today may send out, by name."""
    return sorted(Plans(session, today()).everybody().values(), key=lambda one: one.name)


def due_plans(session: Session) -> list[tuple[bytes, str]]:
    """Return the plans there are, by name."""
    query = select(VisitPlan.id, VisitPlan.name).order_by(VisitPlan.name)
    return [(plan, name) for plan, name in session.execute(query)]


def due_words(session: Session) -> str:
    """Return what stands beside the title: how many are due, how many of them late."""
    day = today()
    plans = Plans(session, day)
    if not plans:
        return "还没有走访计划，先到“计划安排”里定一个"
    found = dues(session, day, plans)
    late = sum(due.late(day) for due in found)
    return f"待走访 {len(found):,} 户" + (f"，其中 {late:,} 户已过期" if late else "")


DUES = Listing(find_dues, load_dues)
