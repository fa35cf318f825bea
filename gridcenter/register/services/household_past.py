"""One household at hand, and what happened to it: who came and went, where it lay, told in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.base.errors import NotFound
from gridcenter.base.periods import day_before
from gridcenter.codes.tables import Codes
from gridcenter.register.codes import HOUSEHOLD_KIND, MAIN_SET, RELATION, STAY_ENDING
from gridcenter.register.records import Household, Person, Placement, Residence, Unit, Village
from gridcenter.register.services.grids import name_with_village, village_names
from gridcenter.register.services.stays import Living, living


@dataclass(frozen=True, slots=True)
class HomeDetails:
    """What the drawer shows of a household."""

    id: bytes
    number: str
    head: str
    kind: str
    kind_code: str
    village: str
    unit: str
    unit_id: bytes | None
    address: str
    since: date | None
    until: date | None
    ending: str
    members: tuple[Living, ...]
    places: tuple[str, ...]
    """Where it lies in other grid sets."""

    @property
    def name(self) -> str:
        """赵景禄户."""
        return f"{self.head or '（无户主）'}户"


def home_details(session: Session, household_id: bytes) -> HomeDetails:
    """Return what is known of a household; raises NotFound."""
    home = session.get(Household, household_id)
    if home is None:
        raise NotFound("这一户已经不在，请刷新后再看")
    members = tuple(living(session, household_id))
    head = next((one.name for one in members if one.relation == "head"), "")
    village = session.get(Village, home.village_id)
    own, others = None, []
    for place, unit in _places(session, home):
        if place.grid_set == MAIN_SET:
            own = unit
        else:
            others.append(unit.name)
    names = village_names(session)
    return HomeDetails(
        home.id, home.number, head or (_last_head(session, household_id) if home.until else ""),
        Codes.load(session, HOUSEHOLD_KIND).word(home.kind), home.kind or "",
        village.name if village else "",
        name_with_village(own.name, names.get(own.village_id, "")) if own else "",
        own.id if own else None, home.address or "", home.since, home.until, home.ending or "",
        members, tuple(others),
    )  # fmt: skip


def _places(session: Session, home: Household) -> Sequence[tuple[Placement, Unit]]:
    query = (
        select(Placement, Unit)
        .join(Unit, Unit.id == Placement.unit_id)
        .where(Placement.household_id == home.id, Placement.until == home.until)
        .order_by(Placement.id)
    )
    return [(place, unit) for place, unit in session.execute(query)]


def _last_head(session: Session, household_id: bytes) -> str:
    """Return who headed a household that nobody heads now."""
    query = (
        select(Person.name)
        .join(Residence, Residence.person_id == Person.id)
        .where(Residence.household_id == household_id, Residence.relation == "head")
        .order_by(Residence.until.desc(), Residence.id)
    )
    return session.scalar(query.limit(1)) or ""


@dataclass(frozen=True, slots=True)
class Turn:
    """Something that happened to a household on a day, in words; `person` is the one it is about."""

    day: date
    words: str
    person: bytes | None = None


def home_turns(session: Session, household_id: bytes) -> list[Turn]:
    """Return what happened to a household, newest first."""
    home = session.get_one(Household, household_id)
    turns = [*_stay_turns(session, household_id), *_place_turns(session, household_id)]
    if home.since is not None:
        turns.append(Turn(home.since, "立户"))
    if home.until is not None:
        turns.append(Turn(home.until, f"销户：{home.ending}" if home.ending else "销户"))
    return sorted(turns, key=lambda one: one.day, reverse=True)


def _stay_turns(session: Session, household_id: bytes) -> Iterator[Turn]:
    endings, relations = Codes.load(session, STAY_ENDING), Codes.load(session, RELATION)
    query = (
        select(Residence, Person.name)
        .join(Person, Person.id == Residence.person_id)
        .where(Residence.household_id == household_id)
        .order_by(Residence.id)
    )
    found = list(session.execute(query))
    before = {
        (stay.person_id, stay.until): stay for stay, _name in found if stay.until is not None
    }
    for stay, name in found:
        if stay.since is not None:
            old = before.get((stay.person_id, day_before(stay.since)))
            if old is None:
                came = f"（{stay.came_from}）" if stay.came_from else ""
                relation = relations.word(stay.relation) or "关系未填"
                yield Turn(stay.since, f"{name} 迁入{came}，{relation}", stay.person_id)
            else:
                was, now = relations.word(old.relation), relations.word(stay.relation)
                yield Turn(stay.since, f"{name} 由{was or '未填'}改为{now or '未填'}", stay.person_id)
        if stay.until is not None and stay.ending != "head":
            went = f"（{stay.went_to}）" if stay.went_to else ""
            yield Turn(stay.until, f"{name} {endings.word(stay.ending) or '迁出'}{went}", stay.person_id)


def _place_turns(session: Session, household_id: bytes) -> Iterator[Turn]:
    villages = village_names(session)
    query = (
        select(Placement.since, Unit.name, Unit.village_id)
        .join(Unit, Unit.id == Placement.unit_id)
        .where(Placement.household_id == household_id, Placement.since.is_not(None))
    )
    for since, unit, village in session.execute(query):
        if since is not None:
            yield Turn(since, f"划入 {name_with_village(unit, villages.get(village, ''))}")


def kept_of(session: Session, household_id: bytes) -> list[tuple[type[Residence | Placement], bytes]]:
    """Return the records whose history is told with that of the household."""
    stays = session.scalars(select(Residence.id).where(Residence.household_id == household_id))
    places = session.scalars(select(Placement.id).where(Placement.household_id == household_id))
    return [*((Residence, one) for one in stays), *((Placement, one) for one in places)]
