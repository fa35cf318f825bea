"""Forms of records: the desk's fields, and those that choose a household, a grid, a person."""

from gridcenter.base.periods import today
from gridcenter.desk.declared_fields import FieldMaker, Maker
from gridcenter.desk.desk import Desk
from gridcenter.desk.form_grid import FormGrid
from gridcenter.register.pages.pickers import (
    UNIT_LEVELS,
    HolderField,
    HouseholdField,
    PersonField,
    unit_field,
    village_field,
)


def record_grid(
    desk: Desk, *, columns: int = 2, label: int = 76, makers: dict[str, Maker] | None = None
) -> FormGrid:
    """Return an empty form whose fields are declared; `makers` add records of other wings."""
    known: dict[str, Maker] = {
        "household": lambda _one: HouseholdField(desk),
        "unit": lambda _one: unit_field(desk, *UNIT_LEVELS),
        "village": lambda one: village_field(desk, one.hint),
        "person": lambda _one: PersonField(desk),
        "holder": lambda one: HolderField(desk, one.longest),
    }
    maker = FieldMaker(desk, today, known | (makers or {}))
    return FormGrid(desk.look, columns=columns, label=label, maker=maker)
