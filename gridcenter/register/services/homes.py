"""One resident and one household at hand: to find, to show in the drawer, to change, to reveal."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session, aliased

from gridcenter.access.actors import Actor, Right
from gridcenter.access.log import note_access
from gridcenter.access.masking import mask_identity, mask_phone
from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.codes.tables import Codes
from gridcenter.register.codes import ETHNIC_GROUP, HOUSEHOLD_KIND, MAIN_SET, RELATION, SEX
from gridcenter.register.records import Household, Person, Placement, Residence, Unit, Village
from gridcenter.register.services.grids import name_with_village
from gridcenter.register.services.people import PersonEntry, ResidentEntry, change_person
from gridcenter.register.services.privacy import ETHNIC, IDENTITY, keeps
from gridcenter.store.capture import WriteSession
from gridcenter.store.search import expression, matching_ids

_Around = aliased(Village)
"""The village of the grid, which may not be that of the household."""


@dataclass(frozen=True, slots=True)
class Home:
    """A household: its head, its number, where it lies."""

    id: bytes
    head: str
    number: str
    unit: str

    @property
    def words(self) -> str:
        """赵景禄户　前街村第一网格　0041."""
        return "　".join(p for p in (f"{self.head or '（无户主）'}户", self.unit, self.number) if p)


def find_homes(session: Session, typed: str, most: int = 12) -> list[Home]:
    """Return the households that words, pinyin initials, a number or a telephone of the head mean.

    Those that have ended are not offered.
    """
    query = expression("h", typed)
    if not query:
        return []
    ids = matching_ids(session, Household, query, most)
    ended = set(session.scalars(
        select(Household.id).where(Household.id.in_(ids), Household.until.is_not(None))
    ))  # fmt: skip
    known = {home.id: home for home in homes_of(session, [i for i in ids if i not in ended])}
    return [known[i] for i in ids if i in known]


def homes_of(session: Session, ids: Sequence[bytes]) -> list[Home]:
    """Return these households, one line each."""
    query = (
        select(
            Household.id, func.max(Person.name), Household.number,
            func.max(Unit.name), func.max(_Around.name),
        )
        .join(Placement, _placed(), isouter=True)
        .join(Unit, Unit.id == Placement.unit_id, isouter=True)
        .join(_Around, _Around.id == Unit.village_id, isouter=True)
        .join(
            Residence,
            and_(
                Residence.household_id == Household.id,
                Residence.relation == "head",
                Residence.until.is_(None),
            ),
            isouter=True,
        )
        .join(Person, Person.id == Residence.person_id, isouter=True)
        .where(Household.id.in_(ids))
        .group_by(Household.id)
    )  # fmt: skip
    return [
        Home(i, head or "", number, name_with_village(unit or "", around or ""))
        for i, head, number, unit, around in session.execute(query)
    ]


def home(session: Session, household_id: bytes) -> Home:
    """Return one household; raises NotFound."""
    found = homes_of(session, [household_id])
    if not found:
        raise NotFound("这一户已经不在，请刷新后再看")
    return found[0]


@dataclass(frozen=True, slots=True)
class Details:
    """What the drawer shows of a resident; numbers masked."""

    person_id: bytes
    residence_id: bytes
    household_id: bytes
    name: str
    sex: str
    birth: date | None
    identity: str
    phone: str
    relation: str
    number: str
    kind: str
    village: str
    unit: str
    address: str
    note: str
    numbered: bool
    """Whether identity numbers are kept in this township."""
    ethnic: str
    service: str
    died: date | None


def resident_details(session: Session, person_id: bytes) -> Details:
    """Return what is known of a resident; raises NotFound for one who has moved out."""
    row = session.execute(_details().where(Person.id == person_id)).first()
    if row is None:
        raise NotFound("这个人已经不在名册里，请刷新后再看")
    person, stay, household, village, unit, around = row
    numbered = keeps(session, IDENTITY)
    service = (stay.service or "需要") if stay.needs_service else ""
    return Details(
        person.id, stay.id, household.id, person.name, SEX.words.get(person.sex or "", ""), person.birth,
        mask_identity(person.id_number) if numbered else "", mask_phone(person.phone),
        Codes.load(session, RELATION).word(stay.relation), household.number,
        Codes.load(session, HOUSEHOLD_KIND).word(household.kind), village,
        name_with_village(unit or "", around or ""),
        stay.address or household.address or "", stay.note or "", numbered,
        ETHNIC_GROUP.words.get(person.ethnic or "", "") if keeps(session, ETHNIC) else "", service,
        person.died,
    )  # fmt: skip


def _details() -> Select[Person, Residence, Household, str, str, str]:
    return (
        select(Person, Residence, Household, Village.name, Unit.name, _Around.name)
        .join(Residence, and_(Residence.person_id == Person.id, Residence.until.is_(None)))
        .join(Household, Household.id == Residence.household_id)
        .join(Village, Village.id == Household.village_id)
        .join(Placement, _placed(), isouter=True)
        .join(Unit, Unit.id == Placement.unit_id, isouter=True)
        .join(_Around, _Around.id == Unit.village_id, isouter=True)
        .order_by(Residence.id)
    )


@dataclass(frozen=True, slots=True)
class Mate:
    """A member of a household."""

    person_id: bytes
    name: str
    sex: str
    birth: date | None
    relation: str


def household_members(session: Session, household_id: bytes) -> list[Mate]:
    """Return who lives in a household, its head first."""
    relations = Codes.load(session, RELATION)
    query = (
        select(Person.id, Person.name, Person.sex, Person.birth, Residence.relation)
        .join(Residence, Residence.person_id == Person.id)
        .where(Residence.household_id == household_id, Residence.until.is_(None))
        .order_by(Residence.relation != "head", Residence.id)
    )
    return [
        Mate(person, name, SEX.words.get(sex or "", ""), birth, relations.word(relation))
        for person, name, sex, birth, relation in session.execute(query)
    ]


def reveal(
    session: WriteSession, actor: Actor, person_id: bytes, *, reason: str
) -> tuple[str, str]:
    """Return the whole identity number and telephone of a person; who asked and why is logged.

    A reason is required (个人信息保护法 §51: 访问有据可查).
    """
    actor.require(Right.REVEAL)
    if not reason.strip():
        raise RuleBroken("reason", "请写明为什么要看完整号码，会记入查看记录")
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound("这个人已经不在名册里，请刷新后再看")
    what = f"显示{person.name}的证件号码和电话"
    note_access(session, actor, what=what, count=1, reason=reason.strip())
    number = person.id_number if keeps(session, IDENTITY) else None
    return number or "", person.phone or ""


@dataclass(frozen=True, slots=True)
class Editable:
    """What the form of a resident begins with, phone and number masked."""

    person: PersonEntry
    household_id: bytes
    relation: str
    note: str
    needs_service: bool
    service: str


def editable(session: Session, actor: Actor, person_id: bytes) -> Editable:
    """Return what a form may change; whole numbers are asked for with `reveal`."""
    actor.require(Right.ENTER)
    details = resident_details(session, person_id)
    person = session.get_one(Person, person_id)
    stay = session.get_one(Residence, details.residence_id)
    entry = PersonEntry(
        person.name, person.sex or "", person.birth, details.identity, details.phone,
        (person.ethnic or "") if keeps(session, ETHNIC) else "",
    )  # fmt: skip
    return Editable(
        entry, stay.household_id, stay.relation or "", stay.note or "", bool(stay.needs_service),
        stay.service or "",
    )  # fmt: skip


def change_resident(
    session: WriteSession,
    actor: Actor,
    person_id: bytes,
    entry: ResidentEntry,
    *,
    keep: Collection[str] = (),
) -> None:
    """Change a person and his or her place in a household; a household has one head (户主).

    `keep` names what of the person stays as it is, unseen: "id_number", "phone".
    """
    actor.require(Right.ENTER)
    change_person(session, actor, person_id, entry.person, keep=keep)
    stay = session.get_one(Residence, resident_details(session, person_id).residence_id)
    if session.get(Household, entry.household_id) is None:
        raise RuleBroken("household_id", "请选择所属的户")
    if entry.relation == "head" and _other_head(session, entry.household_id, stay.id):
        raise RuleBroken("relation", "这一户已经有户主了。换户主请先改原户主的关系")
    stay.household_id, stay.relation = entry.household_id, entry.relation or None
    stay.note = entry.note or None
    stay.needs_service = entry.needs_service or None
    stay.service = entry.service.strip() or None
    session.flush()


def _other_head(session: Session, household_id: bytes, stay: bytes) -> bool:
    query = select(Residence.id).where(
        Residence.household_id == household_id,
        Residence.relation == "head",
        Residence.until.is_(None),
        Residence.id != stay,
    )
    return session.scalar(query.limit(1)) is not None


def _placed() -> ColumnElement[bool]:
    return and_(
        Placement.household_id == Household.id,
        Placement.grid_set == MAIN_SET,
        Placement.until.is_(None),
    )
