"""Who lives in a household, and how a stay ends and another follows it; every change has its day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.base.ids import named_id, new_id
from gridcenter.base.periods import day_before, day_words, refuse_odd_day
from gridcenter.register.kinship import HEAD, Kin
from gridcenter.register.records import Household, Person, Placement, Residence
from gridcenter.store.capture import WriteSession
from gridcenter.store.journal import ops_of_records

Relations = Mapping[bytes, str]
"""Person → relation to the head (code)."""
Dated = TypeVar("Dated", Residence, Placement)


@dataclass(frozen=True, slots=True)
class Living:
    """Somebody who lives in a household now."""

    person: bytes
    stay: bytes
    name: str
    sex: str
    birth: date | None
    relation: str
    since: date | None

    @property
    def kin(self) -> Kin:
        """What kinship is told from."""
        return Kin(self.relation, self.sex)


def living(session: Session, household_id: bytes) -> list[Living]:
    """Return who lives in a household, its head first."""
    query = (
        select(
            Person.id, Residence.id, Person.name, Person.sex, Person.birth,
            Residence.relation, Residence.since,
        )
        .join(Residence, Residence.person_id == Person.id)
        .where(Residence.household_id == household_id, Residence.until.is_(None))
        .order_by(Residence.relation != HEAD, Person.birth.is_(None), Person.birth, Residence.id)
    )  # fmt: skip
    return [
        Living(person, stay, name, sex or "", birth, relation or "", since)
        for person, stay, name, sex, birth, relation, since in session.execute(query)
    ]


def stays(session: Session, household_id: bytes) -> dict[bytes, Residence]:
    """Return the stays there are now, by person."""
    query = select(Residence).where(
        Residence.household_id == household_id, Residence.until.is_(None)
    )
    return {stay.person_id: stay for stay in session.scalars(query.order_by(Residence.id))}


def standing(session: Session, household_id: bytes) -> Household:
    """Return a household that has not ended; raises NotFound, RuleBroken."""
    household = session.get(Household, household_id)
    if household is None:
        raise NotFound("这一户已经不在，请刷新后再看")
    if household.until is not None:
        raise RuleBroken("", f"户 {household.number} 已于{day_words(household.until)}销户，不能再变动")
    return household


def check_day(day: date, today: date) -> None:
    """Refuse a day that has not come, or lies absurdly far back."""
    refuse_odd_day(day, "since")
    if day > today:
        raise RuleBroken("since", "日期不能晚于今天")


def after_begin(one: Residence | Placement, day: date, name: str) -> None:
    """Refuse a change that lies before what it changes began."""
    if one.since is not None and day < one.since:
        raise RuleBroken("since", f"{name}从{day_words(one.since)}起才这样登记，日期不能早于这一天")


def following(session: Session, ids: Iterable[bytes]) -> dict[bytes, bytes]:
    """Return the id of what comes after each of these.

    The same on every PC, so that two PCs that move the same household or person make one record and
    a conflict to settle, not two places at once; a fresh one where that id was used and taken back.
    """
    wanted = {one: named_id("after", one.hex()) for one in ids}
    used = {op.record for op in ops_of_records(session.connection(), wanted.values())}
    return {one: new_id() if after in used else after for one, after in wanted.items()}


def leave(
    session: Session, stay: Residence, day: date, ending: str, went_to: str = ""
) -> None:
    """End a stay; `day` is the first day the person is gone."""
    after_begin(stay, day, _name(session, stay.person_id))
    stay.until, stay.ending, stay.went_to = day_before(day), ending, went_to.strip() or None


def turn(
    session: WriteSession,
    stay: Residence,
    day: date,
    ending: str,
    *,
    household_id: bytes | None = None,
    relation: str | None = None,
) -> Residence:
    """Let another stay follow from a day on: in another household, or with another relation.

    A stay that began on that very day is put right as it stands.
    """
    home = household_id or stay.household_id
    relation = stay.relation if relation is None else relation or None
    if (home, relation) == (stay.household_id, stay.relation):
        return stay
    after_begin(stay, day, _name(session, stay.person_id))
    if stay.since == day:
        stay.household_id, stay.relation = home, relation
        return stay
    made = Residence(
        id=following(session, [stay.id])[stay.id],
        household_id=home,
        person_id=stay.person_id,
        relation=relation,
        address=stay.address if home == stay.household_id else None,
        note=stay.note,
        needs_service=stay.needs_service,
        service=stay.service,
        since=day,
    )
    stay.until, stay.ending = day_before(day), ending
    session.add(made)
    return made


def arrange(
    session: WriteSession,
    household_id: bytes,
    relations: Relations,
    day: date,
    ending: str = "head",
    *,
    headed: bool,
) -> None:
    """Give the people of a household their relations from a day on; there is one head at most.

    `headed`: there must be one, if anybody lives there.
    """
    here = stays(session, household_id)
    for person, stay in here.items():
        if person in relations:
            turn(session, stay, day, ending, relation=relations[person])
    session.flush()
    heads = [one for one in living(session, household_id) if one.relation == HEAD]
    if len(heads) > 1:
        names = "、".join(one.name for one in heads)
        raise RuleBroken("head", f"一户只能有一位户主，现在填了{names}。请改其中的关系")
    if headed and here and not heads:
        raise RuleBroken("head", "请给留下的人选一位户主")


def has_head(session: Session, household_id: bytes) -> bool:
    """Tell whether a household has a head now."""
    return any(stay.relation == HEAD for stay in stays(session, household_id).values())


def chosen(session: Session, household_id: bytes, people: Sequence[bytes]) -> list[Residence]:
    """Return the stays of these people; raises RuleBroken for none, NotFound for one who is gone."""
    if not people:
        raise RuleBroken("people", "请先勾选是哪些人")
    here = stays(session, household_id)
    if not here.keys() >= set(people):
        raise NotFound("有人已经不在这一户，请刷新后再办")
    return [here[person] for person in people]


def _name(session: Session, person_id: bytes) -> str:
    return session.scalar(select(Person.name).where(Person.id == person_id)) or ""
