"""People, posts, households and residents: entering and changing them by hand."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.access.masking import mask_phone
from gridcenter.base import identity
from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.base.names import name_problem, tidy_name
from gridcenter.base.phones import tidy_phone
from gridcenter.codes.tables import Codes
from gridcenter.register.codes import HOUSEHOLD_KIND, MAIN_SET, RELATION, SEX, SEX_CODES
from gridcenter.register.records import (
    Household,
    Person,
    Placement,
    PostHolding,
    Residence,
    Unit,
    Village,
)
from gridcenter.register.services.areas import homes_of
from gridcenter.register.services.grids import name_with_village
from gridcenter.register.services.privacy import ETHNIC, IDENTITY, SWITCHES, keeps
from gridcenter.register.services.terms import NO_TERMS, PostTerms, refuse_holding
from gridcenter.store.capture import WriteSession
from gridcenter.store.listing import Listing, Wish, fetch_ids
from gridcenter.store.search import expression, matching_ids
from gridcenter.store.sight import unlimited


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """What a form says of a person; identity number and phone as typed."""

    name: str
    sex: str = ""
    birth: date | None = None
    id_number: str = ""
    phone: str = ""
    ethnic: str = ""


def enter_person(session: WriteSession, actor: Actor, entry: PersonEntry) -> Person:
    """Enter a person; the identity number (GB 11643) fills birth date and sex when they are empty.

    A number whose length or check digit is wrong is kept as entered: old papers hold such numbers.
    """
    actor.require(Right.ENTER)
    person = Person(**_person_values(session, entry))
    session.add(person)
    session.flush()
    return person


def change_person(
    session: WriteSession,
    actor: Actor,
    person_id: bytes,
    entry: PersonEntry,
    *,
    keep: Collection[str] = (),
) -> Person:
    """Change what is known of a person; the fields that `keep` names stay as they are."""
    actor.require(Right.ENTER)
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound("这个人已经不在名册里，请刷新后再看")
    for key, value in _person_values(session, entry).items():
        if key not in keep:
            setattr(person, key, value)
    session.flush()
    return person


def _person_values(session: Session, entry: PersonEntry) -> dict[str, object]:
    name = tidy_name(entry.name)
    problem = name_problem(name) if name else "不能空着"
    if problem:
        raise RuleBroken("name", f"姓名{problem}" if name else "请填写姓名")
    number = identity.check(entry.id_number) if entry.id_number.strip() else None
    for key, given in ((IDENTITY, entry.id_number.strip()), (ETHNIC, entry.ethnic)):
        if given and not keeps(session, key):
            raise RuleBroken(key, f"本乡镇不登记{SWITCHES[key][0]}，请不要填写")
    phone, odd = tidy_phone(entry.phone)
    if odd:
        raise RuleBroken("phone", f"联系电话{odd}")
    return {
        "name": name,
        "sex": entry.sex or (SEX_CODES.get(number.sex) if number else None),
        "birth": entry.birth or (number.birth if number else None),
        "id_number": number.text if number else None,
        "phone": phone or None,
        "ethnic": entry.ethnic or None,
    }


def appoint(
    session: WriteSession,
    actor: Actor,
    *,
    person_id: bytes,
    unit_id: bytes,
    post: str,
    since: date | None = None,
    until: date | None = None,
    terms: PostTerms = NO_TERMS,
) -> PostHolding:
    """Give a person a post somewhere from a day on, past or to come; refuses the same post twice at a time."""
    actor.require(Right.STRUCTURE)
    if session.get(Unit, unit_id) is None or session.get(Person, person_id) is None:
        raise NotFound("所选的网格或人员已经不在，请刷新后再选")
    holding = PostHolding(
        person_id=person_id, unit_id=unit_id, post=post, since=since, until=until, **terms.values
    )
    refuse_holding(session, holding)
    session.add(holding)
    session.flush()
    return holding


def relieve(session: WriteSession, actor: Actor, holding_id: bytes, *, last_day: date) -> None:
    """End a post; `last_day` is the last day it was held."""
    actor.require(Right.STRUCTURE)
    holding = session.get(PostHolding, holding_id)
    if holding is None:
        raise NotFound("这条任职已经不在，请刷新后再看")
    if holding.since is not None and last_day < holding.since:
        raise RuleBroken("until", "离任日期不能早于任职日期")
    holding.until = last_day
    session.flush()


@dataclass(frozen=True, slots=True)
class ResidentEntry:
    """What the resident form says: the person, and the household it belongs to."""

    person: PersonEntry
    household_id: bytes
    relation: str
    since: date | None = None
    note: str = ""
    needs_service: bool = False
    service: str = ""


def enter_resident(session: WriteSession, actor: Actor, entry: ResidentEntry) -> Residence:
    """Enter a person as a member of a household; a household has one head (户主)."""
    actor.require(Right.ENTER)
    if session.get(Household, entry.household_id) is None:
        raise RuleBroken("household_id", "请选择所属的户")
    if entry.relation == "head" and _head(session, entry.household_id) is not None:
        raise RuleBroken("relation", "这一户已经有户主了。换户主请先改原户主的关系")
    person = enter_person(session, actor, entry.person)
    residence = Residence(
        household_id=entry.household_id,
        person_id=person.id,
        relation=entry.relation or None,
        since=entry.since,
        note=entry.note or None,
        needs_service=entry.needs_service or None,
        service=entry.service.strip() or None,
    )
    session.add(residence)
    session.flush()
    return residence


def enter_household(
    session: WriteSession,
    actor: Actor,
    *,
    unit_id: bytes,
    number: str,
    address: str = "",
    kind: str = "",
    since: date | None = None,
) -> Household:
    """Enter a household in a grid from a day on (None: always); its number is unique in the village."""
    actor.require(Right.ENTER)
    unit = session.get(Unit, unit_id)
    if unit is None or unit.village_id is None:
        raise RuleBroken("unit_id", "请选择所在的网格")
    number = number.strip()
    if not number:
        raise RuleBroken("number", "请填写户号")
    taken = select(Household.id).where(
        Household.village_id == unit.village_id, Household.number == number
    )
    with unlimited(session):
        known = session.scalar(taken)
    if known is not None:
        raise RuleBroken("number", f"本村已经有户号 {number}，请核对")
    household = Household(
        village_id=unit.village_id, number=number, address=address or None, kind=kind or None,
        since=since,
    )  # fmt: skip
    session.add(household)
    session.flush()
    session.add(
        Placement(household_id=household.id, unit_id=unit_id, grid_set=unit.grid_set, since=since)
    )
    session.flush()
    return household


def _head(session: Session, household_id: bytes) -> bytes | None:
    return session.scalar(
        select(Residence.id).where(
            Residence.household_id == household_id,
            Residence.relation == "head",
            Residence.until.is_(None),
        )
    )


@dataclass(frozen=True, slots=True)
class ResidentRow:
    """One line of the residents page; phone masked."""

    id: bytes
    name: str
    sex: str
    birth: date | None
    unit: str
    relation: str
    phone: str
    kind: str
    household: str


def find_residents(session: Session, wish: Wish) -> Sequence[bytes]:
    """Return the ids of the people who live here and match, in the order asked for.

    Filters: "area" (a unit or a village), "kind" (household kind).
    """
    if wish.words:
        query = expression("p", wish.words)
        found = matching_ids(session, Person, query) if query else []
        if not wish.filters and not wish.sort_by:
            return found
        meant = set(found)
    else:
        meant = None
    statement = select(Residence.person_id).where(Residence.until.is_(None))
    area, kind = wish.filters.get("area"), wish.filters.get("kind")
    if area:
        statement = statement.where(Residence.household_id.in_(homes_of(session, area)))
    if kind:
        statement = statement.join(Household).where(Household.kind == kind)
    statement = _ordered(statement, wish)
    ids = fetch_ids(session, statement)
    return ids if meant is None else [one for one in ids if one in meant]


def _ordered(statement: Select[bytes], wish: Wish) -> Select[bytes]:
    columns = {"name": Person.name, "birth": Person.birth, "sex": Person.sex, "phone": Person.phone}
    column = columns.get(wish.sort_by)
    if column is None:
        return statement.order_by(Residence.id.desc() if wish.descending else Residence.id)
    statement = statement.join(Person, Person.id == Residence.person_id)
    return statement.order_by(column.desc() if wish.descending else column)


def load_residents(session: Session, ids: Sequence[bytes]) -> dict[bytes, ResidentRow]:
    """Return the rows of these people."""
    kinds, relations = Codes.load(session, HOUSEHOLD_KIND), Codes.load(session, RELATION)
    query = (
        select(
            Person.id, Person.name, Person.sex, Person.birth, Person.phone,
            Residence.relation, Household.kind, Household.number, Unit.name, Village.name,
        )
        .join(Residence, Residence.person_id == Person.id)
        .join(Household, Household.id == Residence.household_id)
        .join(
            Placement,
            (Placement.household_id == Household.id)
            & Placement.until.is_(None)
            & (Placement.grid_set == MAIN_SET),
            isouter=True,
        )
        .join(Unit, Unit.id == Placement.unit_id, isouter=True)
        .join(Village, Village.id == Unit.village_id, isouter=True)
        .where(Person.id.in_(ids), Residence.until.is_(None))
    )  # fmt: skip
    rows = {}
    for row in session.execute(query):
        person, name, sex, birth, phone, relation, kind, number, unit, village = row
        rows[person] = ResidentRow(
            person, name, SEX.words.get(sex or "", ""), birth,
            name_with_village(unit or "", village or ""),
            relations.word(relation), mask_phone(phone), kinds.word(kind), number,
        )  # fmt: skip
    return rows


RESIDENTS = Listing(find_residents, load_residents)


def count_residents(session: Session) -> tuple[int, int]:
    """Return how many people live here, in how many households."""
    people = session.scalar(
        select(func.count()).select_from(Residence).where(Residence.until.is_(None))
    )
    households = session.scalar(
        select(func.count()).select_from(Placement).where(
            Placement.until.is_(None), Placement.grid_set == MAIN_SET
        )
    )
    return people or 0, households or 0
