"""How matters get into the search, and what is told of them."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.access.masking import mask_name, mask_phone
from gridcenter.base.periods import short_day, today
from gridcenter.base.pinyin import openings, starts
from gridcenter.matters.codes import STATUS
from gridcenter.matters.records import Matter
from gridcenter.matters.services import MatterRow, load_matters
from gridcenter.register.records import Unit
from gridcenter.store.gathering import chosen, related
from gridcenter.store.search import Detail, Entry, Source, Told, newest_first

_TITLE = 40


def _touched(session: Session, touched: Mapping[str, set[bytes]]) -> set[bytes]:
    return set(touched.get("matter", ())) | related(
        session, Matter.id, Matter.unit_id, touched.get("unit", ())
    )


def _load(session: Session, records: Sequence[bytes]) -> Iterator[Entry]:
    query = (
        select(
            Matter.id, Matter.number, Matter.content, Matter.place, Matter.asker,
            Matter.asker_phone, Matter.status, Matter.reported_on, Unit.name,
        )
        .join(Unit, Unit.id == Matter.unit_id, isouter=True)
        .order_by(Matter.id)
    )  # fmt: skip
    for row in chosen(session, query, Matter.id, records):
        matter, number, content, place, asker, phone, status, reported_on, unit = row
        yield Entry(
            matter, content[:_TITLE], unit or "",
            (content, place or "", asker or "", unit or ""),
            openings(content) | starts(asker or ""),
            [number, *([phone] if phone else ())],
            newest_first(reported_on, closed=status != "open"),
        )  # fmt: skip


def _tell(session: Session, records: Sequence[bytes]) -> dict[bytes, Told]:
    rows, told = load_matters(session, records), {}
    query = select(Matter.id, Matter.asker, Matter.asker_phone).where(Matter.id.in_(records))
    for matter, asker, phone in session.execute(query):
        row = rows.get(matter)
        if row is None:
            continue
        details = [
            Detail("编号", row.number, row.number),
            Detail("电话", phone or "", mask_phone(phone)),
            Detail("诉求人", asker or "", f"诉求人 {mask_name(asker)}"),
        ]
        told[matter] = Told("　".join(filter(None, (row.place, _state(row)))), details)
    return told


def _state(row: MatterRow) -> str:
    if row.status != STATUS.words["open"]:
        return f"{row.status}　{short_day(row.reported_on)}登记"
    if row.due_on is None:
        return row.status
    days = (row.due_on - today()).days
    due = f"还剩 {days} 天" if days > 0 else f"逾期 {-days} 天"
    return f"{row.status}　{due if days else '今天到期'}"


SOURCES = (
    Source(Matter, "m", "事项", "matters", "clipboard-list", _touched, _load, _tell, version=2),
)
