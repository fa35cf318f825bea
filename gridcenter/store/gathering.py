"""How the sources of the search gather what they enter: of few records by id, of many in one pass."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

_CHUNK = 900
_ALL_AT_ONCE = 4000


def related(
    session: Session,
    wanted: InstrumentedAttribute[bytes] | InstrumentedAttribute[bytes | None],
    column: InstrumentedAttribute[bytes] | InstrumentedAttribute[bytes | None],
    records: Iterable[bytes],
) -> set[bytes]:
    """Return what stands in one column where another holds one of the records."""
    listed = set(records)
    if len(listed) > _ALL_AT_ONCE:
        pairs = session.execute(select(column, wanted))
        return {one for at, one in pairs if at in listed and one is not None}
    found: set[bytes] = set()
    for part in _parts(sorted(listed)):
        query = select(wanted).where(column.in_(part))
        found |= {one for one in session.scalars(query) if one is not None}
    return found


def chosen(
    session: Session,
    query: Select[*tuple[Any, ...]],
    column: InstrumentedAttribute[bytes],
    records: Sequence[bytes],
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a query whose first column is one of the records."""
    if len(records) > _ALL_AT_ONCE:
        wanted = set(records)
        yield from (tuple(row) for row in session.execute(query) if row[0] in wanted)
        return
    for part in _parts(records):
        yield from (tuple(row) for row in session.execute(query.where(column.in_(part))))


def _parts(records: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    return (records[start : start + _CHUNK] for start in range(0, len(records), _CHUNK))
