"""Which inspections an account of an area sees: those of its grids, and what it has to follow up."""

from sqlalchemy import ColumnElement, column, select, table

from gridcenter.access.reach import UNITS, Fence
from gridcenter.store.fields import Blob
from gridcenter.store.sight import Columns
from gridcenter.supervision.records import Inspection, InspectionProblem, InspectionScore

_INSPECTION = table("inspection", column("id", Blob), column("unit_id", Blob)).alias("own_round")
_PROBLEM = table(
    "inspection_problem", column("inspection_id", Blob), column("follow_unit_id", Blob)
).alias("own_problem")


def _of_own(part: Columns) -> ColumnElement[bool]:
    own = select(_INSPECTION.c.id).where(_INSPECTION.c.unit_id.in_(UNITS))
    return part.inspection_id.in_(own)


def _followed(inspection: Columns) -> ColumnElement[bool]:
    return inspection.id.in_(select(_PROBLEM.c.inspection_id).where(_PROBLEM.c.follow_unit_id.in_(UNITS)))


FENCES = (
    Fence(Inspection, lambda inspection: inspection.unit_id.in_(UNITS)),
    Fence(Inspection, _followed, shown=True),
    Fence(InspectionScore, _of_own),
    Fence(InspectionProblem, _of_own),
    Fence(InspectionProblem, lambda problem: problem.follow_unit_id.in_(UNITS)),
)
