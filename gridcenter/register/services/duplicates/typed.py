"""Who may be meant by what somebody is just typing."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from gridcenter.base import identity
from gridcenter.base.phones import tidy_phone
from gridcenter.register.records import Person, Residence
from gridcenter.register.services.duplicates.alike import (
    REASONS,
    reasons_for,
    someone,
    strength,
)
from gridcenter.register.services.duplicates.compare import names_and_places
from gridcenter.store.gathering import chosen
from gridcenter.store.sight import unlimited

_FRONT = 14
_MOST = 2
_WHOLE = 15
_ELSEWHERE = "别的网格已经登记了这个证件号码。请联系中心主任核对"


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form holds so far of somebody."""

    name: str = ""
    number: str = ""
    birth: date | None = None
    phone: str = ""
    household: bytes | None = None


@dataclass(frozen=True, slots=True)
class Twin:
    """Somebody of the register who may be meant: who in words, why; no id for one elsewhere."""

    id: bytes | None
    words: str


def twins_of(session: Session, typed: Typed, but: bytes | None = None) -> list[Twin]:
    """Return who may already stand in the register, the likeliest first, at most two."""
    number = identity.fold_identity(typed.number)
    phone = tidy_phone(typed.phone)[0] if typed.phone.strip() else ""
    conditions = [*_same_number(number), *_same_name(typed, phone)]
    if not conditions:
        return []
    query = select(Person).where(or_(*conditions), Person.id != (but or b""))
    people = session.scalars(query).all()
    homes = frozenset([typed.household]) if typed.household else frozenset[bytes]()
    meant = someone(b"", typed.name, number, typed.birth, phone, homes=homes)
    at_home = _homes(session, [person.id for person in people])
    found = []
    for one in people:
        known = someone(
            one.id, one.name, one.id_number, one.birth, one.phone, one.sex, frozenset(at_home[one.id])
        )
        if reasons := reasons_for(meant, known):
            found.append((strength(reasons), one.id, reasons))
    found.sort(key=lambda one: -one[0])
    told = _told(session, [(one, reasons) for _sure, one, reasons in found[:_MOST]])
    return told or _elsewhere(session, number, but)


def _same_number(number: str) -> list[ColumnElement[bool]]:
    if len(number) < _WHOLE:
        return []
    old, head = number[:6] + number[8:17], number[:_FRONT]
    return [
        Person.id_number.in_((number, identity.upgrade(number), old)),
        Person.id_number.between(head, f"{head}~"),
    ]


def _same_name(typed: Typed, phone: str) -> list[ColumnElement[bool]]:
    """Return what besides the name may be the same: nothing while no name is typed."""
    conditions: list[ColumnElement[bool]] = []
    if not typed.name.strip():
        return conditions
    if typed.birth is not None:
        conditions.append(Person.birth == typed.birth)
    if phone:
        conditions.append(Person.phone.contains(phone.split("、", maxsplit=1)[0], autoescape=True))
    if typed.household is not None:
        living = select(Residence.person_id).where(
            Residence.household_id == typed.household, Residence.until.is_(None)
        )
        conditions.append(Person.id.in_(living))
    return conditions


def _homes(session: Session, people: Sequence[bytes]) -> Mapping[bytes, set[bytes]]:
    """Return the households each lives in now."""
    query = select(Residence.person_id, Residence.household_id).where(Residence.until.is_(None))
    found: dict[bytes, set[bytes]] = defaultdict(set)
    for person, home in chosen(session, query, Residence.person_id, people):
        found[person].add(home)
    return found


def _told(session: Session, found: Collection[tuple[bytes, tuple[str, ...]]]) -> list[Twin]:
    names, places = names_and_places(session, "person", [one for one, _reasons in found])
    return [
        Twin(one, f"{names[one]}（{places[one]}，{'、'.join(REASONS[r] for r in reasons)}）")
        for one, reasons in found
    ]


def _elsewhere(session: Session, number: str, but: bytes | None) -> list[Twin]:
    if len(number) < _WHOLE:
        return []
    same = select(Person.id).where(Person.id_number == number, Person.id != (but or b""))
    with unlimited(session):
        known = session.scalar(same.limit(1))
    return [Twin(None, _ELSEWHERE)] if known is not None else []
