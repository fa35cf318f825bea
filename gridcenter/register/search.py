"""How people and households get into the search index."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from gridcenter.base.pinyin import starts
from gridcenter.register.codes import MAIN_SET
from gridcenter.register.records import Household, Person, Placement, Residence, Unit, Village
from gridcenter.register.services.grids import name_with_village
from gridcenter.store.search import Entry, Source

_CHUNK = 900
_ALL_AT_ONCE = 4000


def _people_touched(session: Session, touched: Mapping[str, set[bytes]]) -> set[bytes]:
    people = set(touched.get("person", ()))
    for column, records in (
        (Residence.id, touched.get("residence", ())),
        (Residence.household_id, touched.get("household", ())),
    ):
        people |= _ids(session, Residence.person_id, column, records)
    return people


def _households_touched(session: Session, touched: Mapping[str, set[bytes]]) -> set[bytes]:
    households = set(touched.get("household", ()))
    for column, records in (
        (Residence.id, touched.get("residence", ())),
        (Residence.person_id, touched.get("person", ())),
    ):
        households |= _ids(session, Residence.household_id, column, records)
    return households


def _ids(
    session: Session,
    wanted: InstrumentedAttribute[bytes],
    column: InstrumentedAttribute[bytes],
    records: Iterable[bytes],
) -> set[bytes]:
    listed = set(records)
    if len(listed) > _ALL_AT_ONCE:
        pairs = session.execute(select(column, wanted))
        return {one for at, one in pairs if at in listed}
    found: set[bytes] = set()
    for part in _parts(sorted(listed)):
        found |= set(session.scalars(select(wanted).where(column.in_(part))))
    return found


def _load_people(session: Session, records: Sequence[bytes]) -> Iterator[Entry]:
    query = (
        select(
            Person.id, Person.name, Person.phone, Person.id_number,
            Residence.address, Household.address, Household.number, Unit.name, Village.name,
        )
        .join(Residence, and_(Residence.person_id == Person.id, Residence.until.is_(None)), isouter=True)
        .join(Household, Household.id == Residence.household_id, isouter=True)
        .join(Placement, _placed(), isouter=True)
        .join(Unit, Unit.id == Placement.unit_id, isouter=True)
        .join(Village, Village.id == Unit.village_id, isouter=True)
        .order_by(Person.id)
    )  # fmt: skip
    seen: set[bytes] = set()
    for row in _chosen(session, query, Person.id, records):
        person, name, phone, number, own, shared, household, unit, village = row
        if person in seen:
            continue
        seen.add(person)
        figures = [figure for figure in (phone, number, household) if figure]
        place = name_with_village(unit or "", village or "")
        yield Entry(person, name, place, (name, own or shared or ""), starts(name), figures)


def _load_households(session: Session, records: Sequence[bytes]) -> Iterator[Entry]:
    heads: dict[bytes, list[str]] = defaultdict(list)
    query = (
        select(Household.id, Household.number, Household.address, Unit.name, Village.name)
        .join(Placement, _placed(), isouter=True)
        .join(Unit, Unit.id == Placement.unit_id, isouter=True)
        .join(Village, Village.id == Unit.village_id, isouter=True)
        .order_by(Household.id)
    )
    head_query = (
        select(Residence.household_id, Person.name)
        .join(Person, Person.id == Residence.person_id)
        .where(Residence.relation == "head", Residence.until.is_(None))
    )
    for household, name in _chosen(session, head_query, Residence.household_id, records):
        heads[household].append(name)
    for household, number, address, unit, village in _chosen(session, query, Household.id, records):
        names = heads[household]
        title = f"{'、'.join(names) or '（无户主）'}户"
        spelt = [word for name in names for word in starts(name)]
        place = name_with_village(unit or "", village or "")
        yield Entry(household, title, place, (address or "", *names), spelt, (number,))


def _placed() -> ColumnElement[bool]:
    return and_(
        Placement.household_id == Household.id,
        Placement.grid_set == MAIN_SET,
        Placement.until.is_(None),
    )


def _chosen(
    session: Session,
    query: Select[*tuple[Any, ...]],
    column: InstrumentedAttribute[bytes],
    records: Sequence[bytes],
) -> Iterator[tuple[Any, ...]]:
    """Yield the query's rows for the records: one pass over everything when they are many."""
    if len(records) > _ALL_AT_ONCE:
        wanted = set(records)
        yield from (tuple(row) for row in session.execute(query) if row[0] in wanted)
        return
    for part in _parts(records):
        yield from (tuple(row) for row in session.execute(query.where(column.in_(part))))


def _parts(records: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    return (records[start : start + _CHUNK] for start in range(0, len(records), _CHUNK))


SOURCES = (
    Source("person", "p", "人员", _people_touched, _load_people),
    Source("household", "h", "户", _households_touched, _load_households),
)
