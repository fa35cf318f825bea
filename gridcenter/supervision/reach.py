"""Which inspections an account of an area sees: those of its grids."""

from sqlalchemy import ColumnElement, column, select, table

from gridcenter.access.reach import UNITS, Fence
from gridcenter.store.fields import Blob
from gridcenter.store.sight import Columns
from gridcenter.supervision.records import Inspection, InspectionProblem, InspectionScore

_INSPECTION = table("inspection", column("id", Blob), column("unit_id", Blob)).alias("own_round")


def _of_own(part: Columns) -> ColumnElement[bool]:
    own = select(_INSPECTION.c.id).where(_INSPECTION.c.unit_id.in_(UNITS))
    return part.inspection_id.in_(own)


FENCES = (
    Fence(Inspection, lambda inspection: inspection.unit_id.in_(UNITS)),
    Fence(InspectionScore, _of_own),
    Fence(InspectionProblem, _of_own),
)
