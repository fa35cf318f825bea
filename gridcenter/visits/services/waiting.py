"""What waits on the workbench: households to be visited by plan, needs that are not yet matters."""

from collections import defaultdict
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.base.periods import Month
from gridcenter.register.codes import MAIN_SET
from gridcenter.register.records import Placement
from gridcenter.store.listing import Wish
from gridcenter.visits.records import Visit
from gridcenter.visits.services.dues import Due, Plans, dues
from gridcenter.wing.todos import Todo


def visits_to_do(session: Session, _month: Month, today: date) -> list[Todo]:
    """Return one line for each plan that has households past their day, or due within the week."""
    plans = Plans(session, today)
    end = today + timedelta(days=6 - today.weekday())
    late: dict[bytes, list[Due]] = defaultdict(list)
    soon: dict[bytes, list[Due]] = defaultdict(list)
    for due in dues(session, today, plans):
        if due.turn.last <= end:
            (late if due.late(today) else soon)[due.plan.id].append(due)
    lines = [_line(found, "已过期", "late", found[0].turn.last) for found in late.values()]
    return lines + [_line(found, "本周到期", "week", end) for found in soon.values()]


def _line(found: list[Due], state: str, key: str, day: date) -> Todo:
    plan = found[0].plan
    where = Wish(filters={"plan": plan.id, "due": key})
    return Todo(
        plan.id, "dues", "走访", f"{plan.name}：{len(found):,} 户{state}", due_on=day, target=where,
        count=len(found),
    )  # fmt: skip


def needs_to_do(session: Session, _month: Month, _today: date) -> list[Todo]:
    """Return the needs heard on visits that are not yet matters, the newest first."""
    placed = (
        (Placement.household_id == Visit.household_id)
        & Placement.until.is_(None)
        & (Placement.grid_set == MAIN_SET)
    )
    query = (
        select(Visit.id, Visit.need, Placement.unit_id, Visit.visitor)
        .join(Placement, placed, isouter=True)
        .where(Visit.need.is_not(None), Visit.matter_id.is_(None))
        .order_by(Visit.visited_on.desc(), Visit.id)
    )
    return [
        Todo(id_, "visits", "诉求", need or "", unit, who=visitor)
        for id_, need, unit, visitor in session.execute(query)
    ]
