"""Which matters an account of an area sees: those of its units, and of its households where no unit is named."""

from sqlalchemy import ColumnElement, column, or_, select, table

from gridcenter.access.reach import Fence
from gridcenter.matters.records import Matter, MatterPast, MatterStep
from gridcenter.register.reach import HOMES, in_place
from gridcenter.store.fields import Blob
from gridcenter.store.sight import Columns

_MATTER = table(
    "matter", *(column(name, Blob) for name in ("id", "unit_id", "village_id", "household_id"))
).alias("own_matter")


def _matters(matter: Columns) -> ColumnElement[bool]:
    home = matter.household_id.in_(HOMES)
    return or_(in_place(matter), matter.unit_id.is_(None) & home)


def _of_matters(part: Columns) -> ColumnElement[bool]:
    return part.matter_id.in_(select(_MATTER.c.id).where(_matters(_MATTER.c)))


FENCES = (
    Fence(Matter, _matters),
    Fence(MatterStep, _of_matters),
    Fence(MatterPast, _of_matters),
)
