"""Which disputes an account of an area sees: those of its units."""

from sqlalchemy import ColumnElement, column, select, table

from gridcenter.access.reach import UNITS, Fence
from gridcenter.disputes.records import Dispute, DisputeParty, DisputePast
from gridcenter.store.fields import Blob
from gridcenter.store.sight import Columns

_DISPUTE = table("dispute", column("id", Blob), column("unit_id", Blob)).alias("own_dispute")


def _of_disputes(part: Columns) -> ColumnElement[bool]:
    own = select(_DISPUTE.c.id).where(_DISPUTE.c.unit_id.in_(UNITS))
    return part.dispute_id.in_(own)


FENCES = (
    Fence(Dispute, lambda dispute: dispute.unit_id.in_(UNITS)),
    Fence(DisputeParty, _of_disputes),
    Fence(DisputePast, _of_disputes),
)
