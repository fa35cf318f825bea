"""What can be done with visits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.base.names import name_problem, tidy_name
from gridcenter.codes.tables import Codes
from gridcenter.matters.codes import STATUS
from gridcenter.matters.records import Matter
from gridcenter.matters.services import MatterEntry, register_matter
from gridcenter.register.records import Household, Person, Placement, Residence, Unit, Village
from gridcenter.register.services.areas import homes_of
from gridcenter.register.services.grids import name_with_village
from gridcenter.store.capture import WriteSession
from gridcenter.store.listing import Listing, Wish, fetch_ids, in_span
from gridcenter.store.search import matching
from gridcenter.visits.codes import KIND, RESULT
from gridcenter.visits.records import Visit


@dataclass(frozen=True, slots=True)
class VisitEntry:
    """What the visit form says."""

    visited_on: date
    household_id: bytes
    visitor: str
    kind: str = "daily"
    result: str = "met"
    need: str = ""
    note: str = ""
    visitor_id: bytes | None = None


def record_visit(session: WriteSession, actor: Actor, entry: VisitEntry, *, today: date) -> Visit:
    """Enter a visit; a day in the future is refused."""
    actor.require(Right.ENTER)
    if entry.visited_on > today:
        raise RuleBroken("visited_on", "走访日期不能晚于今天")
    if session.get(Household, entry.household_id) is None:
        raise RuleBroken("household_id", "请选择走访的户")
    visitor = tidy_name(entry.visitor)
    if not visitor:
        raise RuleBroken("visitor", "请填写走访人")
    if problem := name_problem(visitor):
        raise RuleBroken("visitor", f"走访人{problem}")
    visit = Visit(
        visited_on=entry.visited_on,
        household_id=entry.household_id,
        visitor=visitor,
        visitor_id=entry.visitor_id,
        kind=entry.kind,
        result=entry.result,
        need=entry.need.strip() or None,
        note=entry.note.strip() or None,
    )
    session.add(visit)
    session.flush()
    return visit


def raise_matter(session: WriteSession, actor: Actor, visit_id: bytes) -> Matter:
    """Turn the need heard on a visit into a matter, in one step; done already, the matter is returned."""
    actor.require(Right.ENTER)
    visit = session.get(Visit, visit_id)
    if visit is None:
        raise NotFound("这次走访已经不在，请刷新后再看")
    if visit.matter_id is not None:
        return session.get_one(Matter, visit.matter_id)
    if not visit.need:
        raise RuleBroken("need", "这次走访没有记下诉求，不用转为事项")
    household = session.get_one(Household, visit.household_id)
    matter = register_matter(
        session,
        actor,
        MatterEntry(
            content=visit.need,
            reported_on=visit.visited_on,
            channel="visit",
            unit_id=_unit_on(session, visit.household_id, visit.visited_on),
            village_id=household.village_id,
            household_id=household.id,
            asker=_head_name(session, household.id),
        ),
    )
    visit.matter_id = matter.id
    session.flush()
    return matter


def _unit_on(session: Session, household_id: bytes, day: date) -> bytes | None:
    return session.scalar(
        select(Placement.unit_id).where(
            Placement.household_id == household_id,
            or_(Placement.since.is_(None), Placement.since <= day),
            or_(Placement.until.is_(None), Placement.until >= day),
        )
    )


def _head_name(session: Session, household_id: bytes) -> str:
    query = (
        select(Person.name)
        .join(Residence, Residence.person_id == Person.id)
        .where(Residence.household_id == household_id, Residence.relation == "head")
    )
    return session.scalar(query) or ""


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One line of the visits page."""

    id: bytes
    visited_on: date
    unit: str
    household: str
    head: str
    visitor: str
    kind: str
    result: str
    need: str
    matter: str
    """What became of the need: the state of its matter in words; "" while it is none."""


def find_visits(session: Session, wish: Wish) -> Sequence[bytes]:
    """Return the visits that match; filters: "period" (a span), "area", "need" ("open": not yet a matter)."""
    query: Select[bytes] = select(Visit.id).where(*in_span(Visit.visited_on, wish.filters.get("period")))
    if area := wish.filters.get("area"):
        query = query.where(Visit.household_id.in_(homes_of(session, area)))
    if wish.filters.get("need") == "open":
        query = query.where(Visit.need.is_not(None), Visit.matter_id.is_(None))
    if wish.words:
        word = wish.words
        query = query.where(
            or_(
                Visit.visitor.contains(word, autoescape=True),
                Visit.need.contains(word, autoescape=True),
                Visit.household_id.in_(matching("h", word)),
            )
        )
    columns = {"visitor": Visit.visitor, "result": Visit.result, "kind": Visit.kind}
    column = columns.get(wish.sort_by, Visit.visited_on)
    down = wish.descending or not wish.sort_by
    return fetch_ids(session, query.order_by(column.desc() if down else column, Visit.id))


def load_visits(session: Session, ids: Sequence[bytes]) -> dict[bytes, VisitRow]:
    """Return the rows of these visits."""
    kinds, results = Codes.load(session, KIND), Codes.load(session, RESULT)
    states = Codes.load(session, STATUS)
    query = (
        select(Visit, Household.number, Unit.name, Village.name, Person.name, Matter.status)
        .join(Household, Household.id == Visit.household_id)
        .join(Placement, (Placement.household_id == Household.id) & Placement.until.is_(None), isouter=True)
        .join(Unit, Unit.id == Placement.unit_id, isouter=True)
        .join(Village, Village.id == Unit.village_id, isouter=True)
        .join(
            Residence,
            (Residence.household_id == Household.id)
            & (Residence.relation == "head")
            & Residence.until.is_(None),
            isouter=True,
        )
        .join(Person, Person.id == Residence.person_id, isouter=True)
        .join(Matter, Matter.id == Visit.matter_id, isouter=True)
        .where(Visit.id.in_(ids))
    )
    return {
        v.id: VisitRow(
            v.id, v.visited_on, name_with_village(unit or "", village or ""), number, head or "",
            v.visitor, kinds.word(v.kind),
            results.word(v.result), v.need or "", states.word(status) if v.matter_id else "",
        )
        for v, number, unit, village, head, status in session.execute(query)
    }  # fmt: skip


VISITS = Listing(find_visits, load_visits)
