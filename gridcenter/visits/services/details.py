"""One visit at hand, the visits of a household, needs that wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.base.errors import NotFound
from gridcenter.codes.tables import Codes
from gridcenter.matters.codes import STATUS
from gridcenter.matters.records import Matter
from gridcenter.register.services.homes import Home, home
from gridcenter.visits.codes import KIND, RESULT
from gridcenter.visits.records import Visit


@dataclass(frozen=True, slots=True)
class VisitDetails:
    """What the drawer shows of a visit."""

    id: bytes
    home: Home
    visited_on: date
    visitor: str
    kind: str
    result: str
    need: str
    note: str
    matter_id: bytes | None
    matter: str
    matter_state: str
    """What became of the need: 办理中, 已办结; "" while it is no matter."""


def visit_details(session: Session, visit_id: bytes) -> VisitDetails:
    """Return one visit; raises NotFound."""
    v = session.get(Visit, visit_id)
    if v is None:
        raise NotFound("这次走访已经不在，请刷新后再看")
    matter = session.get(Matter, v.matter_id) if v.matter_id else None
    return VisitDetails(
        v.id, home(session, v.household_id), v.visited_on, v.visitor, Codes.load(session, KIND).word(v.kind),
        Codes.load(session, RESULT).word(v.result), v.need or "", v.note or "", v.matter_id,
        matter.number if matter else "", Codes.load(session, STATUS).word(matter.status) if matter else "",
    )  # fmt: skip


def household_visits(session: Session, household_id: bytes) -> Sequence[VisitDetails]:
    """Return the visits to a household, newest first."""
    query = select(Visit.id).where(Visit.household_id == household_id)
    ids = session.scalars(query.order_by(Visit.visited_on.desc(), Visit.id.desc()))
    return [visit_details(session, visit) for visit in ids]
