"""How inspections get into the search: by grid, month, inspector."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.base.periods import Month, short_day
from gridcenter.base.pinyin import starts
from gridcenter.register.records import Unit, Village
from gridcenter.register.services.grids import name_with_village
from gridcenter.store.gathering import chosen, related
from gridcenter.store.search import Entry, Source, Told, newest_first
from gridcenter.supervision.records import Inspection


def _touched(session: Session, touched: Mapping[str, set[bytes]]) -> set[bytes]:
    return set(touched.get("inspection", ())) | related(
        session, Inspection.id, Inspection.unit_id, touched.get("unit", ())
    )


def _load(session: Session, records: Sequence[bytes]) -> Iterator[Entry]:
    query = (
        select(Inspection.id, Inspection.month, Inspection.inspector, Unit.name, Village.name)
        .join(Unit, Unit.id == Inspection.unit_id)
        .join(Village, Village.id == Unit.village_id, isouter=True)
        .order_by(Inspection.id)
    )
    for record, month, inspector, unit, village in chosen(session, query, Inspection.id, records):
        when, grid = Month.parse(month), name_with_village(unit, village or "")
        yield Entry(
            record, f"{grid} {when.words}督查", "", (grid, f"{when.words}督查", inspector or ""),
            starts(grid) | starts("督查") | starts(inspector or ""), (month,),
            newest_first(when.first),
        )  # fmt: skip


def _tell(session: Session, records: Sequence[bytes]) -> dict[bytes, Told]:
    return {
        one.id: Told(
            "　".join(filter(None, (short_day(one.inspected_on), one.inspector or ""))),
            opens=one.unit_id, month=Month.parse(one.month),
        )
        for one in session.scalars(select(Inspection).where(Inspection.id.in_(records)))
    }  # fmt: skip


SOURCES = (
    Source(
        Inspection, "i", "督查", "inspections", "clipboard-check", _touched, _load, _tell,
        listed=False, version=2,
    ),
)  # fmt: skip
