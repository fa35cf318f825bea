"""How people, households, grids and villages get into the search, and what is told of them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from gridcenter.access.masking import mask_identity, mask_phone
from gridcenter.base.periods import age
from gridcenter.base.pinyin import starts
from gridcenter.codes.tables import Codes
from gridcenter.register.codes import MAIN_SET, POST
from gridcenter.register.records import (
    Household,
    Person,
    Placement,
    PostHolding,
    Residence,
    Unit,
    Village,
)
from gridcenter.register.services.grids import name_with_village
from gridcenter.register.services.homes import homes_of
from gridcenter.register.services.people import load_residents
from gridcenter.register.services.privacy import IDENTITY, keeps
from gridcenter.register.services.structure import level_names
from gridcenter.store.gathering import chosen, related
from gridcenter.store.search import Detail, Entry, Source, Told


def _people_touched(session: Session, touched: Mapping[str, set[bytes]]) -> set[bytes]:
    people = set(touched.get("person", ()))
    if touched.get("data_switch"):
        people |= set(session.scalars(select(Person.id)))
    for column, records in (
        (Residence.id, touched.get("residence", ())),
        (Residence.household_id, _homes_touched(session, touched)),
    ):
        people |= related(session, Residence.person_id, column, records)
    return people


def _homes_touched(session: Session, touched: Mapping[str, set[bytes]]) -> set[bytes]:
    return set(touched.get("household", ())) | related(
        session, Placement.household_id, Placement.id, touched.get("placement", ())
    )


def _households_touched(session: Session, touched: Mapping[str, set[bytes]]) -> set[bytes]:
    households = _homes_touched(session, touched)
    for column, records in (
        (Residence.id, touched.get("residence", ())),
        (Residence.person_id, touched.get("person", ())),
    ):
        households |= related(session, Residence.household_id, column, records)
    return households


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
    numbered = keeps(session, IDENTITY)
    for row in chosen(session, query, Person.id, records):
        person, name, phone, number, own, shared, household, unit, village = row
        if person in seen:
            continue
        seen.add(person)
        figures = [figure for figure in (phone, number if numbered else None, household) if figure]
        place = name_with_village(unit or "", village or "")
        texts = (name, own or shared or "", _wordy(place))
        yield Entry(person, name, place, texts, starts(name), figures)


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
    for household, name in chosen(session, head_query, Residence.household_id, records):
        heads[household].append(name)
    for household, number, address, unit, village in chosen(session, query, Household.id, records):
        names = heads[household]
        title = f"{'、'.join(names) or '（无户主）'}户"
        spelt = [word for name in names for word in starts(name)]
        place = name_with_village(unit or "", village or "")
        texts = (address or "", _wordy(place), *names)
        yield Entry(household, title, place, texts, spelt, (number,))


def _wordy(place: str) -> str:
    """Leave the numbers of a grid out, lest everybody of grid 01 be found by them."""
    return "".join(char for char in place if not char.isascii())


def _placed() -> ColumnElement[bool]:
    return and_(
        Placement.household_id == Household.id,
        Placement.grid_set == MAIN_SET,
        Placement.until.is_(None),
    )


def number_details(phone: str | None, identity: str | None) -> list[Detail]:
    """Return the numbers of a person, masked."""
    return [
        Detail("电话", phone or "", mask_phone(phone)),
        Detail("证件", identity or "", f"证件 {mask_identity(identity)}"),
    ]


def _tell_people(session: Session, records: Sequence[bytes]) -> dict[bytes, Told]:
    residents, posts = load_residents(session, records), _posts(session, records)
    numbered = keeps(session, IDENTITY)
    addresses = dict(
        session.execute(
            select(Residence.person_id, func.coalesce(Residence.address, Household.address))
            .join(Household, Household.id == Residence.household_id)
            .where(Residence.person_id.in_(records), Residence.until.is_(None))
        ).all()
    )
    told = {}
    for person in session.scalars(select(Person).where(Person.id.in_(records))):
        row = residents.get(person.id)
        details = number_details(person.phone, person.id_number if numbered else None)
        duty, unit = posts.get(person.id, ("", None))
        if row is None:
            told[person.id] = Told(duty, details, unit, "grids" if unit else "")
            continue
        years = age(row.birth)
        who = " ".join(filter(None, (row.sex, f"{years} 岁" if years else "")))
        address = addresses.get(person.id) or ""
        details += [
            Detail("户号", row.household, f"户号 {row.household}"),
            Detail("地址", address, address),
        ]
        told[person.id] = Told("　".join(filter(None, (who, row.unit, duty))), details)
    return told


def _posts(session: Session, people: Sequence[bytes]) -> dict[bytes, tuple[str, bytes]]:
    words = Codes.load(session, POST)
    query = (
        select(PostHolding.person_id, PostHolding.post, Unit.id, Unit.name, Village.name)
        .join(Unit, Unit.id == PostHolding.unit_id)
        .join(Village, Village.id == Unit.village_id, isouter=True)
        .where(PostHolding.person_id.in_(people), PostHolding.until.is_(None))
        .order_by(PostHolding.id.desc())
    )
    return {
        person: (f"{name_with_village(name, village or '')}{words.word(post)}", unit)
        for person, post, unit, name, village in session.execute(query)
    }


def _tell_households(session: Session, records: Sequence[bytes]) -> dict[bytes, Told]:
    members: dict[bytes, list[bytes]] = defaultdict(list)
    query = (
        select(Residence.household_id, Residence.person_id)
        .where(Residence.household_id.in_(records), Residence.until.is_(None))
        .order_by(Residence.relation != "head", Residence.id)
    )
    for household, person in session.execute(query):
        members[household].append(person)
    addresses = dict(
        session.execute(
            select(Household.id, Household.address).where(Household.id.in_(records))
        ).all()
    )
    told = {}
    for home in homes_of(session, list(records)):
        people, address = members[home.id], addresses.get(home.id) or ""
        note = f"{home.unit}　{len(people)} 人" if people else f"{home.unit}　没有登记的人"
        details = [
            Detail("户号", home.number, f"户号 {home.number}"), Detail("地址", address, address),
        ]  # fmt: skip
        told[home.id] = Told(note, details)
    return told


def _units_touched(session: Session, touched: Mapping[str, set[bytes]]) -> set[bytes]:
    units = set(touched.get("unit", ()))
    for wanted, column, kind in (
        (PostHolding.unit_id, PostHolding.id, "post_holding"),
        (PostHolding.unit_id, PostHolding.person_id, "person"),
        (Unit.id, Unit.village_id, "village"),
    ):
        units |= related(session, wanted, column, touched.get(kind, ()))
    return units


def _load_units(session: Session, records: Sequence[bytes]) -> Iterator[Entry]:
    heads: dict[bytes, list[tuple[str, str | None]]] = defaultdict(list)
    held = (
        select(PostHolding.unit_id, Person.name, Person.phone)
        .join(Person, Person.id == PostHolding.person_id)
        .where(PostHolding.until.is_(None))
    )
    for unit, name, phone in chosen(session, held, PostHolding.unit_id, records):
        heads[unit].append((name, phone))
    query = (
        select(Unit.id, Unit.name, Unit.code, Village.name)
        .join(Village, Village.id == Unit.village_id, isouter=True)
        .where(Unit.until.is_(None), Unit.grid_set == MAIN_SET, Unit.parent_id.is_not(None))
        .order_by(Unit.position, Unit.id)
    )
    for unit, name, code, village in chosen(session, query, Unit.id, records):
        title, people = name_with_village(name, village or ""), [one for one, _phone in heads[unit]]
        spelt = {word for one in (title, *people) for word in starts(one)}
        figures = [figure for figure in (code, *(phone for _one, phone in heads[unit])) if figure]
        yield Entry(unit, title, village or "", (title, village or "", *people), spelt, figures)


def _tell_units(session: Session, records: Sequence[bytes]) -> dict[bytes, Told]:
    words, levels = Codes.load(session, POST), level_names(session)
    held: dict[bytes, list[str]] = defaultdict(list)
    details: dict[bytes, list[Detail]] = defaultdict(list)
    query = (
        select(PostHolding.unit_id, PostHolding.post, Person.name, Person.phone)
        .join(Person, Person.id == PostHolding.person_id)
        .where(PostHolding.unit_id.in_(records), PostHolding.until.is_(None))
        .order_by(PostHolding.id)
    )
    for unit, post, name, phone in session.execute(query):
        held[unit].append(f"{words.word(post)} {name}")
        details[unit].append(Detail("电话", phone or "", mask_phone(phone)))
    units = session.execute(select(Unit.id, Unit.level).where(Unit.id.in_(records)))
    return {
        unit: Told("　".join((levels.get(level, level), *held[unit][:2])), details[unit])
        for unit, level in units
    }


def _villages_touched(_session: Session, touched: Mapping[str, set[bytes]]) -> set[bytes]:
    return set(touched.get("village", ()))


def _load_villages(session: Session, records: Sequence[bytes]) -> Iterator[Entry]:
    query = (
        select(Village.id, Village.name, Village.code)
        .where(Village.until.is_(None))
        .order_by(Village.position, Village.id)
    )
    for village, name, code in chosen(session, query, Village.id, records):
        yield Entry(village, name, "", (name,), starts(name), (code,) if code else ())


def _tell_villages(session: Session, records: Sequence[bytes]) -> dict[bytes, Told]:
    codes = session.execute(select(Village.id, Village.code).where(Village.id.in_(records))).all()
    grids: dict[bytes, list[bytes]] = defaultdict(list)
    query = (
        select(Unit.village_id, Unit.id)
        .where(Unit.village_id.in_(records), Unit.until.is_(None), Unit.level == "grid")
        .order_by(Unit.position, Unit.id)
    )
    for village, unit in session.execute(query):
        if village is not None:
            grids[village].append(unit)
    return {
        village: Told(
            f"{len(grids[village])} 个网格" if grids[village] else "还没有划分网格",
            [Detail("区划代码", code or "", f"区划代码 {code}")],
            grids[village][0] if grids[village] else None,
        )
        for village, code in codes
    }


SOURCES = (
    Source(
        Person, "p", "人员", "residents", "users", _people_touched, _load_people, _tell_people,
        version=3,
    ),
    Source(
        Household, "h", "户", "households", "house",
        _households_touched, _load_households, _tell_households,
        version=3,
    ),
    Source(
        Unit, "u", "网格和站", "grids", "network", _units_touched, _load_units, _tell_units,
        version=2,
    ),
    Source(
        Village, "v", "行政村", "grids", "house",
        _villages_touched, _load_villages, _tell_villages, listed=False,
    ),
)  # fmt: skip
