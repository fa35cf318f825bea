"""Whom a typed name, pinyin initials, telephone or number tail may mean; those in a post first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Exists, Select, and_, exists, or_, select
from sqlalchemy.orm import Session

from gridcenter.access.masking import mask_phone
from gridcenter.base.errors import NotFound
from gridcenter.base.pinyin import starts
from gridcenter.codes.tables import Codes
from gridcenter.register.codes import MAIN_SET, POST, SEX
from gridcenter.register.records import Person, Placement, PostHolding, Residence, Unit, Village
from gridcenter.register.services.grids import name_with_village
from gridcenter.store.search import expression, matching_ids

MOST = 12
_SPARE = 12
"""So many more are looked for, since some may be gone."""


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of the register: the name, and what tells namesakes apart, the telephone masked."""

    id: bytes
    name: str
    note: str


def find_people(session: Session, typed: str, most: int = MOST) -> list[Known]:
    """Return the people that words, pinyin initials, a telephone or a number tail mean.

    Who has died is not offered, nor who has moved away and holds no post.
    """
    query = expression("p", typed)
    if not query:
        return []
    found = matching_ids(session, Person, query, most + _SPARE)
    gone = set(session.scalars(select(Person.id).where(Person.id.in_(found), _gone())))
    ids = [one for one in found if one not in gone][:most]
    known = {one.id: one for one in people_of(session, ids)}
    return [known[i] for i in ids if i in known]


def _gone() -> ColumnElement[bool]:
    lived, lives = _stay(), _stay().where(Residence.until.is_(None))
    holds = exists().where(PostHolding.person_id == Person.id, PostHolding.until.is_(None))
    return or_(Person.died.is_not(None), and_(lived, ~lives, ~holds))


def _stay() -> Exists:
    return exists().where(Residence.person_id == Person.id)


def known_person(session: Session, person_id: bytes) -> Known:
    """Return one person; raises NotFound."""
    found = people_of(session, [person_id])
    if not found:
        raise NotFound("这个人已经不在名册里，请刷新后再看")
    return found[0]


def people_of(session: Session, ids: Sequence[bytes]) -> list[Known]:
    """Return these people, one line each."""
    lines = {
        person: Known(person, name, _note(
            SEX.words.get(sex or "", ""), f"{birth.year}年生" if birth else "",
            name_with_village(unit or "", village or ""), mask_phone(phone),
        ))
        for person, name, sex, birth, phone, unit, village in session.execute(
            _people().where(Person.id.in_(ids))
        )
    }  # fmt: skip
    return list(lines.values())


def _people() -> Select[bytes, str, str | None, date | None, str | None, str, str]:
    return (
        select(
            Person.id, Person.name, Person.sex, Person.birth, Person.phone, Unit.name, Village.name
        )
        .join(
            Residence,
            and_(Residence.person_id == Person.id, Residence.until.is_(None)),
            isouter=True,
        )
        .join(
            Placement,
            and_(
                Placement.household_id == Residence.household_id,
                Placement.grid_set == MAIN_SET,
                Placement.until.is_(None),
            ),
            isouter=True,
        )
        .join(Unit, Unit.id == Placement.unit_id, isouter=True)
        .join(Village, Village.id == Unit.village_id, isouter=True)
    )


def find_holders(session: Session, typed: str, most: int = MOST) -> list[Known]:
    """Return those in a post whose name fits, then others of the register; "" means all in a post."""
    holders = [one for one in _holders(session) if _fits(one.name, typed)]
    if not typed:
        return holders
    seen = {one.id for one in holders}
    others = [one for one in find_people(session, typed, most) if one.id not in seen]
    return [*holders, *others][:most]


def _holders(session: Session) -> list[Known]:
    posts = Codes.load(session, POST)
    query = (
        select(Person.id, Person.name, PostHolding.post, Unit.name, Village.name)
        .join(PostHolding, PostHolding.person_id == Person.id)
        .join(Unit, Unit.id == PostHolding.unit_id)
        .join(Village, Village.id == Unit.village_id, isouter=True)
        .where(PostHolding.until.is_(None), Person.died.is_(None))
        .order_by(Unit.position, Person.name)
    )
    found: dict[bytes, Known] = {}
    for person, name, post, unit, village in session.execute(query):
        note = _note(posts.word(post), name_with_village(unit, village or ""))
        found.setdefault(person, Known(person, name, note))
    return list(found.values())


def _fits(name: str, typed: str) -> bool:
    plain = typed.lower().replace(" ", "")
    if plain in name or plain in name.replace("·", ""):
        return True
    return plain.isascii() and any(s.startswith(plain) for s in starts(name))


def _note(*parts: str) -> str:
    return "　".join(part for part in parts if part)
