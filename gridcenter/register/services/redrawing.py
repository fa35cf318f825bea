"""Grids drawn anew: split, merged, moved, renamed, closed, opened, from a day on."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import RuleBroken
from gridcenter.base.periods import day_before, day_words, refuse_odd_day
from gridcenter.codes.tables import Codes
from gridcenter.register.codes import REDRAWING_REASON
from gridcenter.register.records import (
    Placement,
    PostHolding,
    Redrawing,
    Unit,
    UnitPast,
)
from gridcenter.register.services.redraw_ground import Ground
from gridcenter.register.services.redraw_plan import Plan, make_plan
from gridcenter.register.services.redraw_preview import PostEnd, Preview, shift_of, told
from gridcenter.register.services.redraw_wish import Filing, Wish
from gridcenter.register.services.terms import terms_of
from gridcenter.store.capture import WriteSession
from gridcenter.store.records import field_names
from gridcenter.store.sight import unlimited
from gridcenter.wing.moves import UnitMove

_LONGEST = 2000
_TITLE = 200


def redraw(
    session: WriteSession, actor: Actor, wish: Wish, filing: Filing, moves: Sequence[UnitMove] = ()
) -> Redrawing:
    """Draw grids anew from a day on and keep what was before; refuses with RuleBroken.

    Places and posts end the day before, and begin on the day; sub-grids go along; open things of
    the wings (`moves`) go with them.
    """
    actor.require(Right.STRUCTURE)
    if not filing.reason:
        raise RuleBroken("reason", "请选择调整原因")
    if filing.reason not in Codes.load(session, REDRAWING_REASON).words:
        raise RuleBroken("reason", "调整原因不在可选的原因里，请重新选择")
    refuse_odd_day(filing.filed_on, "filed_on")
    with unlimited(session):
        ground, plan = make_plan(session, wish, filing)
        shown = told(session, ground, plan, filing, moves)
    record = _note(session, ground, plan, filing, shown)
    _open_units(session, ground, plan)
    _change_units(session, ground, plan, record)
    _place(session, ground, plan.homes)
    _end_posts(session, ground, plan, shown.posts)
    for one in moves:
        if one.move is not None:
            one.move(session, actor, shift_of(ground, plan))
    session.expire_all()
    session.act = f"网格调整　{plan.title}"
    session.made = record.id
    return record


def _note(
    session: WriteSession, ground: Ground, plan: Plan, filing: Filing, shown: Preview
) -> Redrawing:
    record = Redrawing(
        kind=plan.kind,
        grid_set=ground.grid_set,
        title=plan.title[:_TITLE],
        reason=filing.reason,
        effective=filing.effective,
        filed_on=filing.filed_on,
        filing_number=filing.number.strip() or None,
        before=shown.before[:_LONGEST],
        after=shown.after[:_LONGEST],
        households=shown.households,
        people=shown.people,
        posts=len(shown.posts),
        moved="、".join(thing.words for thing in shown.things)[:300] or None,
        note=filing.note.strip() or None,
    )
    session.add(record)
    session.flush()
    return record


def _open_units(session: WriteSession, ground: Ground, plan: Plan) -> None:
    for unit in plan.fresh:
        values = {name: getattr(unit, name) for name in field_names(Unit)}
        session.add(Unit(**(values | {"id": unit.id, "since": ground.day})))
    session.flush()


def _change_units(session: WriteSession, ground: Ground, plan: Plan, record: Redrawing) -> None:
    last = day_before(ground.day)
    kept = set(session.scalars(select(UnitPast.unit_id).where(UnitPast.until == last)))
    for unit_id, values in plan.changed.items():
        unit = session.get_one(Unit, unit_id)
        if unit_id not in kept and (unit.since is None or unit.since < ground.day):
            session.add(
                UnitPast(
                    unit_id=unit.id, redrawing_id=record.id, name=unit.name, parent_id=unit.parent_id,
                    village_id=unit.village_id, level=unit.level, until=last,
                )
            )  # fmt: skip
        for name, value in values.items():
            setattr(unit, name, value)
    for unit_id in plan.ended:
        session.get_one(Unit, unit_id).until = last
    session.flush()


def _place(session: WriteSession, ground: Ground, homes: Mapping[bytes, bytes]) -> None:
    last = day_before(ground.day)
    changes: list[tuple[bytes, dict[str, object]]] = []
    rows: list[dict[str, object]] = []
    gone: list[bytes] = []
    settled: set[tuple[bytes, date | None]] = set()
    """Household and last day of what lies in its new unit already: it lies there once."""
    for placed in ground.placed.values():
        settled |= {(one.household_id, one.until) for one in placed if homes.get(one.household_id) == one.unit_id}
    for placed in ground.placed.values():
        for one in placed:
            goal = homes.get(one.household_id)
            if goal is None or goal == one.unit_id:
                continue
            twice = (one.household_id, one.until) in settled
            settled.add((one.household_id, one.until))
            if twice and one.since is not None and one.since >= ground.day:
                gone.append(one.id)
                continue
            if twice:
                changes.append((one.id, {"until": last}))
                continue
            if one.since is not None and one.since >= ground.day:
                changes.append((one.id, {"unit_id": goal}))
                continue
            changes.append((one.id, {"until": last}))
            rows.append({
                "household_id": one.household_id, "unit_id": goal, "grid_set": ground.grid_set,
                "since": ground.day, "until": one.until,
            })  # fmt: skip
    session.update_many(Placement, changes)
    session.insert_many(Placement, rows)
    session.delete_many(Placement, gone)


def _end_posts(
    session: WriteSession, ground: Ground, plan: Plan, posts: Sequence[PostEnd]
) -> None:
    goals = set(plan.after)
    for one in posts:
        holding = session.get_one(PostHolding, one.id)
        if one.goal is not None and one.goal not in goals:
            raise RuleBroken("posts", f"{one.person}要去的网格不在这次调整里，请重新选择")
        if holding.since is not None and holding.since >= ground.day:
            if one.goal is None:
                raise RuleBroken(
                    "posts",
                    f"{one.person}{day_words(holding.since)}才任{one.post}，晚于生效日期，请选他到哪个新网格继续",
                )
            holding.unit_id = one.goal
            continue
        until, holding.until = holding.until, day_before(ground.day)
        if one.goal is not None:
            session.add(
                PostHolding(
                    person_id=holding.person_id, unit_id=one.goal, post=holding.post,
                    since=ground.day, until=until, **terms_of(holding).values,
                )
            )  # fmt: skip
    session.flush()
