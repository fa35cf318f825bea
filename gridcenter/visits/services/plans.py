"""Plans of visits: entered, changed, deleted; kept by whoever keeps the posts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.register.records import Person, Unit
from gridcenter.store.capture import WriteSession
from gridcenter.visits.records import VisitPlan


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """What the form of a plan says."""

    name: str
    rhythm: str
    since: date
    taken_by: str = "post"
    post: str = "worker"
    visitor_id: bytes | None = None
    every_days: int | None = None
    unit_id: bytes | None = None
    household_kind: str = ""
    until: date | None = None
    note: str = ""


def make_plan(session: WriteSession, actor: Actor, entry: PlanEntry) -> VisitPlan:
    """Enter a plan of visits."""
    actor.require(Right.STRUCTURE)
    plan = VisitPlan(**_checked(session, entry))
    session.add(plan)
    session.flush()
    return plan


def change_plan(session: WriteSession, actor: Actor, plan_id: bytes, entry: PlanEntry) -> VisitPlan:
    """Change a plan; what was visited before stays as it is."""
    actor.require(Right.STRUCTURE)
    plan = plan_of(session, plan_id)
    for name, value in _checked(session, entry).items():
        setattr(plan, name, value)
    session.flush()
    return plan


def drop_plan(session: WriteSession, actor: Actor, plan_id: bytes) -> str:
    """Delete a plan; returns its name. The visits stay."""
    actor.require(Right.STRUCTURE)
    plan = plan_of(session, plan_id)
    session.delete(plan)
    session.flush()
    return plan.name


def plan_of(session: Session, plan_id: bytes) -> VisitPlan:
    """Return a plan; raises NotFound."""
    plan = session.get(VisitPlan, plan_id)
    if plan is None:
        raise NotFound("这个走访计划已经不在，请刷新后再看")
    return plan


def entry_of(plan: VisitPlan) -> PlanEntry:
    """Return what the form of a plan begins with."""
    return PlanEntry(
        plan.name, plan.rhythm, plan.since, plan.taken_by, plan.post or "", plan.visitor_id,
        plan.every_days, plan.unit_id, plan.household_kind or "", plan.until, plan.note or "",
    )  # fmt: skip


def _checked(session: Session, entry: PlanEntry) -> Mapping[str, object]:
    if not entry.name.strip():
        raise RuleBroken("name", "请填写计划名称，如“独居老人每月走访”")
    if not entry.rhythm:
        raise RuleBroken("rhythm", "请选择走访周期")
    if entry.rhythm == "days" and not entry.every_days:
        raise RuleBroken("every_days", "请填写隔多少天走访一次")
    if entry.every_days is not None and entry.every_days < 1:
        raise RuleBroken("every_days", "间隔至少是 1 天")
    if entry.until and entry.until < entry.since:
        raise RuleBroken("until", "结束日期不能早于开始日期")
    if entry.unit_id and session.get(Unit, entry.unit_id) is None:
        raise RuleBroken("unit_id", "这个网格已经不在，请重新选择")
    by_post, by_person = entry.taken_by == "post", entry.taken_by == "person"
    if by_post and not entry.post:
        raise RuleBroken("post", "请选择由哪个岗位走访")
    if by_person and (not entry.visitor_id or session.get(Person, entry.visitor_id) is None):
        raise RuleBroken("visitor_id", "请选择由谁走访")
    return {
        "name": entry.name.strip(), "rhythm": entry.rhythm, "since": entry.since, "until": entry.until,
        "every_days": entry.every_days if entry.rhythm == "days" else None,
        "taken_by": entry.taken_by, "post": entry.post if by_post else None,
        "visitor_id": entry.visitor_id if by_person else None, "unit_id": entry.unit_id,
        "household_kind": entry.household_kind or None, "note": entry.note.strip() or None,
    }  # fmt: skip
