"""Which of these records an account of an area sees: those of its units, and of the people posted there."""

from sqlalchemy import ColumnElement, column, or_, select, table

from gridcenter.access.reach import UNITS, Fence
from gridcenter.staff.records import (
    Absence,
    AllowanceChange,
    Attendance,
    Handover,
    HandoverLine,
    Training,
    WorkCheck,
    WorkCheckItem,
)
from gridcenter.store.fields import Blob
from gridcenter.store.sight import Columns

_POST = table("post_holding", column("person_id", Blob), column("unit_id", Blob)).alias("own_post")
_CHECK = table(
    "work_check", column("id", Blob), column("unit_id", Blob), column("follow_unit_id", Blob)
).alias("own_check")
_HANDOVER = table("handover", column("id", Blob), column("person_id", Blob)).alias("own_handover")


def _posted(record: Columns) -> ColumnElement[bool]:
    return record.person_id.in_(select(_POST.c.person_id).where(_POST.c.unit_id.in_(UNITS)))


def _of_own_check(item: Columns) -> ColumnElement[bool]:
    own = or_(_CHECK.c.unit_id.in_(UNITS), _CHECK.c.follow_unit_id.in_(UNITS))
    return item.check_id.in_(select(_CHECK.c.id).where(own))


def _of_own_handover(line: Columns) -> ColumnElement[bool]:
    return line.handover_id.in_(select(_HANDOVER.c.id).where(_posted(_HANDOVER.c)))


FENCES = (
    Fence(AllowanceChange, lambda change: change.unit_id.in_(UNITS)),
    Fence(Absence, _posted),
    Fence(Training, lambda training: training.unit_id.in_(UNITS)),
    Fence(Training, lambda training: training.unit_id.is_(None), shown=True),
    Fence(Attendance, _posted),
    Fence(WorkCheck, lambda check: or_(check.unit_id.in_(UNITS), check.follow_unit_id.in_(UNITS))),
    Fence(WorkCheckItem, _of_own_check),
    Fence(Handover, _posted),
    Fence(HandoverLine, _of_own_handover),
)
