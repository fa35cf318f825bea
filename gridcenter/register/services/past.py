"""What units were on a day: the state of now, or what stands in their past (网格沿革)."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.register.records import Unit, UnitPast
from gridcenter.store.records import field_names


def as_they_were(session: Session, units: Iterable[Unit], day: date) -> list[Unit]:
    """Return the units as they were on a day; one that was otherwise is a copy outside the session."""
    pasts = pasts_on(session, day)
    return [
        detached(unit, _then(pasts[unit.id])) if unit.id in pasts else unit for unit in units
    ]


def pasts_on(session: Session, day: date) -> Mapping[bytes, UnitPast]:
    """Return what stands for a unit on a day, of those that were redrawn after it."""
    query = select(UnitPast).where(UnitPast.until >= day)
    found = session.scalars(query.order_by(UnitPast.until.desc(), UnitPast.id.desc()))
    return {past.unit_id: past for past in found}


def detached(unit: Unit, changes: Mapping[str, object]) -> Unit:
    """Return a copy of a unit outside the session, with some of its fields otherwise."""
    values = {name: getattr(unit, name) for name in field_names(Unit)}
    return Unit(**{"id": unit.id, **values, **changes})


def _then(past: UnitPast) -> Mapping[str, object]:
    return {name: getattr(past, name) for name in ("name", "parent_id", "village_id", "level")}
