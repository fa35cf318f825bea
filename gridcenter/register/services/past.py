"""What units were on a day: the state of now, or what stands in their past (网格沿革)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.register.records import Unit, UnitPast
from gridcenter.store.records import field_names


def load_pasts(session: Session) -> Sequence[UnitPast]:
    """Read the pasts of all units."""
    return session.scalars(select(UnitPast).order_by(UnitPast.until, UnitPast.id)).all()


def as_they_were(units: Iterable[Unit], pasts: Sequence[UnitPast], day: date) -> list[Unit]:
    """Return the units as they were on a day; one that was otherwise is a copy outside the session."""
    then = {past.unit_id: past for past in reversed(pasts) if past.until >= day}
    return [detached(unit, _then(then[unit.id])) if unit.id in then else unit for unit in units]


def detached(unit: Unit, changes: Mapping[str, object]) -> Unit:
    """Return a copy of a unit outside the session, with some of its fields otherwise."""
    values = {name: getattr(unit, name) for name in field_names(Unit)}
    return Unit(**{"id": unit.id, **values, **changes})


def _then(past: UnitPast) -> Mapping[str, object]:
    return {name: getattr(past, name) for name in ("name", "parent_id", "village_id", "level")}
