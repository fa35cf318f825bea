"""What of the inspections waits to be done: problems past their day, grids not yet inspected."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.base.periods import Month
from gridcenter.supervision.records import Inspection, InspectionProblem
from gridcenter.supervision.rounds import RoundRow
from gridcenter.wing.todos import Todo


def problems_to_do(session: Session, today: date) -> list[Todo]:
    """Return the problems not settled by their day, the oldest first."""
    query = (
        select(InspectionProblem, Inspection.unit_id, Inspection.month)
        .join(Inspection, Inspection.id == InspectionProblem.inspection_id)
        .where(InspectionProblem.status != "done", InspectionProblem.deadline <= today)
        .order_by(InspectionProblem.deadline, InspectionProblem.id)
    )
    return [
        Todo(
            one.id, "inspections", "整改", one.description, one.follow_unit_id or unit, who=one.responsible or "",
            due_on=one.deadline, target=unit, month=Month.parse(month),
        )
        for one, unit, month in session.execute(query)
    ]  # fmt: skip


def grids_to_do(round_: Mapping[bytes, RoundRow], month: Month) -> list[Todo]:
    """Return the grids of a month's round that nobody has inspected yet."""
    return [
        Todo(
            row.id,
            "inspections",
            "督查",
            f"{month.month}月还没督查",
            row.id,
            who=row.head,
            month=month,
        )
        for row in round_.values()
        if row.found is None
    ]
