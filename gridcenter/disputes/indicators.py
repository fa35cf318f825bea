"""What disputes say of each grid: how many were settled."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.disputes.records import Dispute
from gridcenter.wing.indicators import Indicator, Land, shares


def settled(session: Session, land: Land) -> Mapping[bytes, float]:
    """Return the share of the month's disputes that were settled, by grid."""
    query = select(Dispute.unit_id, Dispute.status).where(
        Dispute.registered_on.between(land.month.first, land.month.last)
    )
    rows = session.execute(query)
    return shares((land.grid_of.get(unit), status == "agreed") for unit, status in rows)


INDICATORS = (
    Indicator(
        "settled", "纠纷化解率", "%", "本月登记的纠纷里，调解成功的占比", (70, 80, 90, 95), "disputes", settled,
    ),
)  # fmt: skip
