"""Which of the visits an account of an area sees: those to its households, and what belongs to them.

Plans of its units are its own; those laid over it, checklists and campaigns are shown to it.
"""

from sqlalchemy import ColumnElement, column, or_, select, table, true

from gridcenter.access.reach import ABOVE, UNITS, Fence
from gridcenter.register.reach import HOMES
from gridcenter.store.fields import Blob
from gridcenter.store.sight import Columns
from gridcenter.visits.records import (
    Campaign,
    CampaignTarget,
    Checklist,
    ChecklistAnswer,
    ChecklistItem,
    Visit,
    VisitPlan,
)

_VISIT = table("visit", column("id", Blob), column("household_id", Blob)).alias("own_visit")


def _answers(answer: Columns) -> ColumnElement[bool]:
    return answer.visit_id.in_(select(_VISIT.c.id).where(_VISIT.c.household_id.in_(HOMES)))


def _laid_over(plan: Columns) -> ColumnElement[bool]:
    return or_(plan.unit_id.is_(None), plan.unit_id.in_(ABOVE))


FENCES = (
    Fence(Visit, lambda visit: visit.household_id.in_(HOMES)),
    Fence(VisitPlan, lambda plan: plan.unit_id.in_(UNITS)),
    Fence(VisitPlan, _laid_over, shown=True),
    Fence(Checklist, lambda _list: true(), shown=True),
    Fence(ChecklistItem, lambda _item: true(), shown=True),
    Fence(ChecklistAnswer, _answers),
    Fence(Campaign, lambda _campaign: true(), shown=True),
    Fence(CampaignTarget, lambda target: target.household_id.in_(HOMES)),
)
