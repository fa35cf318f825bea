"""How those in posts get into the search: by name, post, place, telephone."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from gridcenter.access.masking import mask_phone
from gridcenter.base.periods import short_day, today
from gridcenter.base.pinyin import starts
from gridcenter.codes.tables import Codes
from gridcenter.register.codes import POST
from gridcenter.register.records import Person, PostHolding, Unit, Village
from gridcenter.register.services.grids import name_with_village
from gridcenter.store.gathering import chosen, related
from gridcenter.store.search import Detail, Entry, Source, Told


def _touched(session: Session, touched: Mapping[str, set[bytes]]) -> set[bytes]:
    holdings = set(touched.get("post_holding", ()))
    for column, kind in ((PostHolding.person_id, "person"), (PostHolding.unit_id, "unit")):
        holdings |= related(session, PostHolding.id, column, touched.get(kind, ()))
    return holdings


def _load(session: Session, records: Sequence[bytes]) -> Iterator[Entry]:
    words = Codes.load(session, POST)
    query = (
        select(PostHolding.id, PostHolding.post, Person.name, Person.phone, Unit.name, Village.name)
        .join(Person, Person.id == PostHolding.person_id)
        .join(Unit, Unit.id == PostHolding.unit_id)
        .join(Village, Village.id == Unit.village_id, isouter=True)
        .where(PostHolding.until.is_(None))
        .order_by(PostHolding.id)
    )
    for row in chosen(session, query, PostHolding.id, records):
        holding, post, name, phone, unit, village = row
        place, word = name_with_village(unit, village or ""), words.word(post)
        spelt = {one for text in (name, word) for one in starts(text)}
        yield Entry(holding, f"{word} {name}", place, (word, name, place), spelt, [phone] if phone else [])


def _tell(session: Session, records: Sequence[bytes]) -> dict[bytes, Told]:
    query = (
        select(PostHolding, Person.phone, Unit.name)
        .join(Person, Person.id == PostHolding.person_id)
        .join(Unit, Unit.id == PostHolding.unit_id)
        .where(PostHolding.id.in_(records))
        .where(or_(PostHolding.until.is_(None), PostHolding.until >= today()))
    )
    return {
        one.id: Told(
            f"{unit}　{short_day(one.since)}起" if one.since else unit,
            [Detail("电话", phone or "", mask_phone(phone))], one.person_id,
        )
        for one, phone, unit in session.execute(query)
    }  # fmt: skip


SOURCES = (
    Source(
        PostHolding, "w", "网格队伍", "staff", "shield-check", _touched, _load, _tell, listed=False
    ),
)
