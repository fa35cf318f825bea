"""The list of households: found, filtered and put into rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import Session

from gridcenter.codes.tables import Codes
from gridcenter.register.codes import HOUSEHOLD_KIND, MAIN_SET
from gridcenter.register.kinship import HEAD
from gridcenter.register.records import Household, Person, Placement, Residence, Unit
from gridcenter.register.services.areas import homes_of
from gridcenter.register.services.grids import name_with_village, village_names
from gridcenter.store.listing import Listing, Wish, fetch_ids
from gridcenter.store.search import expression, matching_ids


@dataclass(frozen=True, slots=True)
class HomeRow:
    """One line of the households page."""

    id: bytes
    head: str
    number: str
    unit: str
    village: str
    kind: str
    people: int
    address: str
    ended: bool


STATES = (
    ("unplaced", "还没划入网格"), ("empty", "空户（没有人）"), ("headless", "没有户主"), ("ended", "已销户"),
)  # fmt: skip
"""What a list of households can be narrowed to: value → words; without it those there are."""


def find_households(session: Session, wish: Wish) -> Sequence[bytes]:
    """Return the households that a wish means, in the order asked for.

    Filters: "area" (a unit or a village), "kind", "state" (one of STATES).
    """
    query = select(Household.id).where(*_conditions(session, wish.filters))
    ids = fetch_ids(session, _ordered(query, wish))
    if not wish.words:
        return ids
    asked = expression("h", wish.words)
    meant = matching_ids(session, Household, asked) if asked else []
    if wish.sort_by:
        found = set(meant)
        return [one for one in ids if one in found]
    there = set(ids)
    return [one for one in meant if one in there]


def _conditions(session: Session, filters: Mapping[str, object]) -> list[ColumnElement[bool]]:
    state = filters.get("state")
    ended = Household.until.is_not(None) if state == "ended" else Household.until.is_(None)
    conditions: list[ColumnElement[bool]] = [ended]
    if kind := filters.get("kind"):
        conditions.append(Household.kind == kind)
    if area := filters.get("area"):
        conditions.append(Household.id.in_(homes_of(session, area)))
    lived = exists().where(Residence.household_id == Household.id, Residence.until.is_(None))
    if state == "unplaced":
        conditions.append(~exists().where(_placed()))
    elif state == "empty":
        conditions.append(~lived)
    elif state == "headless":
        conditions += [lived, ~lived.where(Residence.relation == HEAD)]
    return conditions


def _ordered(query: Select[bytes], wish: Wish) -> Select[bytes]:
    columns = {"number": Household.number, "address": Household.address, "kind": Household.kind}
    column = columns.get(wish.sort_by)
    if wish.sort_by == "head":
        names = select(Person.name).join(Residence, Residence.person_id == Person.id)
        name = names.where(
            Residence.household_id == Household.id, Residence.relation == HEAD, Residence.until.is_(None)
        ).limit(1).scalar_subquery()  # fmt: skip
        return query.order_by(name.desc() if wish.descending else name, Household.id)
    if column is None:
        return query.order_by(Household.id.desc() if wish.descending else Household.id)
    return query.order_by(column.desc() if wish.descending else column, Household.id)


def _placed() -> ColumnElement[bool]:
    return and_(
        Placement.household_id == Household.id,
        Placement.grid_set == MAIN_SET,
        Placement.until.is_(None),
    )


def load_households(session: Session, ids: Sequence[bytes]) -> dict[bytes, HomeRow]:
    """Return the rows of these households; one that has ended is told with its last head."""
    kinds = Codes.load(session, HOUSEHOLD_KIND)
    heads, people = _heads(session, ids), _counts(session, ids)
    villages = village_names(session)
    query = (
        select(Household, Unit.name, Unit.village_id)
        .join(Placement, _placed(), isouter=True)
        .join(Unit, Unit.id == Placement.unit_id, isouter=True)
        .where(Household.id.in_(ids))
    )
    return {
        home.id: HomeRow(
            home.id, heads.get(home.id, ""), home.number,
            name_with_village(unit or "", villages.get(around, "")),
            villages.get(home.village_id, ""), kinds.word(home.kind), people.get(home.id, 0),
            home.address or "", home.until is not None,
        )
        for home, unit, around in session.execute(query)
    }  # fmt: skip


def _heads(session: Session, ids: Sequence[bytes]) -> dict[bytes, str]:
    query = (
        select(Residence.household_id, Person.name)
        .join(Person, Person.id == Residence.person_id)
        .where(Residence.household_id.in_(ids), Residence.relation == HEAD)
        .order_by(Residence.until.is_(None), Residence.until, Residence.id)
    )
    return dict(session.execute(query).all())


def _counts(session: Session, ids: Sequence[bytes]) -> dict[bytes, int]:
    query = select(Residence.household_id, func.count()).where(
        Residence.household_id.in_(ids), Residence.until.is_(None)
    )
    return dict(session.execute(query.group_by(Residence.household_id)).all())


HOUSEHOLDS = Listing(find_households, load_households)


def count_households(session: Session) -> tuple[int, int]:
    """Return how many households there are, and how many of them lie in no grid."""
    there = select(func.count(Household.id)).where(Household.until.is_(None))
    loose = there.where(~exists().where(_placed()))
    return session.scalar(there) or 0, session.scalar(loose) or 0
