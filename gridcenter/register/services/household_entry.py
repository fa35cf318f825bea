"""Entering a household with its people in one go, and changing what is known of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import RuleBroken
from gridcenter.register.kinship import HEAD
from gridcenter.register.records import Household
from gridcenter.register.services.people import (
    PersonEntry,
    ResidentEntry,
    enter_household,
    enter_resident,
)
from gridcenter.register.services.stays import standing
from gridcenter.store.capture import WriteSession
from gridcenter.store.sight import unlimited


@dataclass(frozen=True, slots=True)
class MemberEntry:
    """Somebody of a new household; `line` is told when something is wrong with it."""

    person: PersonEntry
    relation: str
    line: str = ""


@dataclass(frozen=True, slots=True)
class HomeEntry:
    """What a form says of a household."""

    unit_id: bytes
    number: str
    address: str = ""
    kind: str = ""


def enter_home(
    session: WriteSession, actor: Actor, entry: HomeEntry, members: Sequence[MemberEntry]
) -> Household:
    """Enter a household with its people; what is wrong with one is refused at its line (name_0 …)."""
    actor.require(Right.ENTER)
    home = enter_household(
        session, actor, unit_id=entry.unit_id, number=entry.number, address=entry.address,
        kind=entry.kind,
    )  # fmt: skip
    if members and not any(one.relation == HEAD for one in members):
        raise RuleBroken(f"relation_{members[0].line}", "请给这一户选一位户主")
    for one in members:
        try:
            enter_resident(session, actor, ResidentEntry(one.person, home.id, one.relation))
        except RuleBroken as refused:
            raise RuleBroken(f"{refused.field}_{one.line}", refused.words) from refused
    return home


def change_household(
    session: WriteSession, actor: Actor, household_id: bytes, *, number: str, address: str, kind: str
) -> Household:
    """Change number, address and kind of a household; its number is unique in the village."""
    actor.require(Right.ENTER)
    home, number = standing(session, household_id), number.strip()
    if not number:
        raise RuleBroken("number", "请填写户号")
    taken = select(Household.id).where(
        Household.village_id == home.village_id, Household.number == number, Household.id != home.id
    )
    with unlimited(session):
        if session.scalar(taken) is not None:
            raise RuleBroken("number", f"本村已经有户号 {number}，请核对")
    home.number, home.address, home.kind = number, address.strip() or None, kind or None
    session.flush()
    return home
