"""Where households lie and that they end: moved to another grid from a day on, one or many; 销户."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.base.ids import named_id
from gridcenter.base.periods import day_before
from gridcenter.register.records import Household, Placement, Unit
from gridcenter.register.services.stays import (
    after_begin,
    check_day,
    following,
    leave,
    standing,
    stays,
)
from gridcenter.store.capture import WriteSession
from gridcenter.wing.home_ends import Ended, HomeEnd

_CHUNK = 500


def move_homes(
    session: WriteSession,
    actor: Actor,
    households: Sequence[bytes],
    unit_id: bytes,
    *,
    day: date,
    today: date,
) -> int:
    """Put households into another grid of its grid set from a day on; returns how many changed.

    Other grid sets keep their places. Of several places that two PCs gave a household in the set, one is left.
    """
    actor.require(Right.ENTER)
    check_day(day, today)
    unit = _unit_on(session, unit_id, day)
    there = _standing(session, households)
    placed, surplus = _one_each(_placements(session, there, unit.grid_set), unit_id)
    moving = [one for one in there if one not in placed or placed[one].unit_id != unit_id]
    left = {one: placed[one] for one in moving if one in placed}
    for one, old in left.items():
        after_begin(old, day, f"户 {there[one].number} ")
    put_right = {one for one, old in left.items() if old.since == day}
    ended = [old.id for one, old in left.items() if one not in put_right]
    rows = _new_rows(session, [one for one in moving if one not in put_right], placed, unit, day)
    touched = {*moving, *(place.household_id for place in surplus)}
    _end_surplus(session, surplus, day)
    session.update_many(Placement, [(one, {"until": day_before(day)}) for one in ended])
    session.update_many(Placement, [(left[one].id, {"unit_id": unit_id}) for one in sorted(put_right)])
    session.insert_many(Placement, rows)
    session.expire_all()
    return len(touched)


def _unit_on(session: Session, unit_id: bytes, day: date) -> Unit:
    """Return the unit that households are put into; raises RuleBroken where it does not exist that day."""
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise RuleBroken("unit_id", "请选择新的网格")
    if unit.until is not None and unit.until < day:
        raise RuleBroken("unit_id", f"{unit.name}已经撤销，请另选一个网格")
    if unit.since is not None and day < unit.since:
        raise RuleBroken("since", f"{unit.name}那时还没有设立，请把日期往后放")
    return unit


def _one_each(
    places: Sequence[Placement], unit_id: bytes
) -> tuple[dict[bytes, Placement], Sequence[Placement]]:
    """Return the one place of each household that goes on or is left, that in the unit if any; and the others."""
    placed: dict[bytes, Placement] = {}
    for place in places:
        if place.household_id not in placed or place.unit_id == unit_id:
            placed[place.household_id] = place
    return placed, [place for place in places if placed[place.household_id] is not place]


def _end_surplus(session: WriteSession, surplus: Sequence[Placement], day: date) -> None:
    """End the places that two PCs gave a household beside its own; what would not last a day goes."""
    begun = [one.id for one in surplus if one.since is None or one.since < day]
    gone = [one.id for one in surplus if one.id not in begun]
    session.update_many(Placement, [(one, {"until": day_before(day)}) for one in begun])
    session.delete_many(Placement, gone)


def _new_rows(
    session: Session, moving: Sequence[bytes], placed: dict[bytes, Placement], unit: Unit, day: date
) -> list[dict[str, Any]]:
    """Return the places that begin; a household placed for the first time has always lain there."""
    before = {
        one: placed[one].id if one in placed else named_id("placed", unit.grid_set, one.hex())
        for one in moving
    }
    ids = following(session, before.values())
    return [
        {
            "id": ids[before[one]], "household_id": one, "unit_id": unit.id,
            "grid_set": unit.grid_set, "since": day if one in placed else None,
        }
        for one in moving
    ]  # fmt: skip


def _standing(session: Session, households: Sequence[bytes]) -> dict[bytes, Household]:
    found: dict[bytes, Household] = {}
    for start in range(0, len(households), _CHUNK):
        query = select(Household).where(Household.id.in_(households[start : start + _CHUNK]))
        found |= {one.id: one for one in session.scalars(query)}
    if len(found) != len(set(households)):
        raise NotFound("有的户已经不在，请刷新后再选")
    ended = [one.number for one in found.values() if one.until is not None]
    if ended:
        raise RuleBroken("", f"户 {ended[0]} 已经销户，不能调整网格。请先取消勾选")
    return found


def _placements(session: Session, households: dict[bytes, Household], grid_set: str) -> list[Placement]:
    ids, found = list(households), []
    for start in range(0, len(ids), _CHUNK):
        query = select(Placement).where(
            Placement.household_id.in_(ids[start : start + _CHUNK]),
            Placement.until.is_(None),
            Placement.grid_set == grid_set,
        )
        found += list(session.scalars(query.order_by(Placement.id)))
    return found


def end_household(
    session: WriteSession,
    actor: Actor,
    household_id: bytes,
    *,
    day: date,
    today: date,
    why: str,
    went_to: str = "",
    ends: Sequence[HomeEnd] = (),
) -> Household:
    """End a household; whoever still lives there is gone from that day on, and what hangs on it (`ends`) ends."""
    actor.require(Right.ENTER)
    check_day(day, today)
    household = standing(session, household_id)
    if not why.strip():
        raise RuleBroken("ending", "请填写销户原因")
    for stay in stays(session, household_id).values():
        leave(session, stay, day, "closed", went_to)
    close(session, household, day, why, ends)
    return household


def close(
    session: WriteSession,
    household: Household,
    day: date,
    why: str,
    ends: Sequence[HomeEnd] = (),
    *,
    left: bool = False,
) -> None:
    """Write that a household is gone from a day on; its places in every grid set end, and what the wings know."""
    query = select(Placement).where(
        Placement.household_id == household.id, Placement.until.is_(None)
    )
    for place in session.scalars(query):
        after_begin(place, day, f"户 {household.number} ")
        place.until = day_before(day)
    if household.since is not None and day < household.since:
        raise RuleBroken("since", "销户日期不能早于立户日期")
    household.until, household.ending = day_before(day), why.strip()
    session.flush()
    ended = Ended(household.id, household.until, left)
    for one in ends:
        one.end(session, ended)
