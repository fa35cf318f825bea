"""Which links and help an account of an area sees: those of its households.

Whoever looks after one of its households is named to it, wherever he or she lives.
"""

from sqlalchemy import ColumnElement, column, select, table

from gridcenter.access.reach import Fence
from gridcenter.care.records import HelpCase, HelpMeasure, HouseholdLink
from gridcenter.register.reach import HOMES
from gridcenter.register.records import Person
from gridcenter.store.fields import Blob
from gridcenter.store.sight import Columns

_LINK = table(
    "household_link", column("person_id", Blob), column("household_id", Blob)
).alias("any_link")
_CASE = table("help_case", column("id", Blob), column("household_id", Blob)).alias("any_case")


def _lookers(person: Columns) -> ColumnElement[bool]:
    return person.id.in_(select(_LINK.c.person_id).where(_LINK.c.household_id.in_(HOMES)))


def _measures(measure: Columns) -> ColumnElement[bool]:
    return measure.help_id.in_(select(_CASE.c.id).where(_CASE.c.household_id.in_(HOMES)))


FENCES = (
    Fence(HouseholdLink, lambda link: link.household_id.in_(HOMES)),
    Fence(Person, _lookers, shown=True),
    Fence(HelpCase, lambda case: case.household_id.in_(HOMES)),
    Fence(HelpMeasure, _measures),
)
