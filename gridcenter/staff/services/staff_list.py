"""The people in posts on a day (网格队伍), as a list."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from gridcenter.access.masking import mask_phone
from gridcenter.base.periods import today
from gridcenter.base.pinyin import starts
from gridcenter.codes.tables import Codes, CodeTable
from gridcenter.register.codes import DISPATCH, ENGAGEMENT, POST, TIER
from gridcenter.register.month import within
from gridcenter.register.records import Person, PostHolding, Unit, Village
from gridcenter.register.services.areas import units_of
from gridcenter.register.services.grids import name_with_village
from gridcenter.store.listing import Listing, Wish

_FIELDS = {"post": PostHolding.post, "tier": PostHolding.tier, "engagement": PostHolding.engagement}


@dataclass(frozen=True, slots=True)
class StaffRow:
    """Somebody in one post or several; the telephone masked."""

    id: bytes
    name: str
    posts: str
    tier: str
    engagement: str
    dispatch: str
    place: str
    since: date | None
    phone: str


class StaffListing:
    """The list of a day; who is loaded is shown as of the day last asked for."""

    def __init__(self) -> None:
        self._day = today()
        self.listing: Listing[StaffRow] = Listing(self.find, self.load)

    def find(self, session: Session, wish: Wish) -> Sequence[bytes]:
        """Return the people; filters "day" (today), "post", "tier", "engagement", "area"."""
        day = wish.filters.get("day")
        self._day = day if isinstance(day, date) else today()
        query = _in_post(self._day)
        if area := wish.filters.get("area"):
            query = query.where(PostHolding.unit_id.in_(units_of(session, area)))
        for key, column in _FIELDS.items():
            if wish.filters.get(key):
                query = query.where(column == wish.filters[key])
        by: dict[str, InstrumentedAttribute[Any]] = {
            "name": Person.name, "since": PostHolding.since, "tier": PostHolding.tier,
        }  # fmt: skip
        chosen = by.get(wish.sort_by)
        order = (chosen.desc() if wish.descending else chosen,) if chosen is not None else ()
        query = query.order_by(*order, Unit.position, PostHolding.post, Person.name, Person.id)
        said = _Said(session, wish.words)
        return list(dict.fromkeys(row[0] for row in session.execute(query) if said.by(*row[1:])))

    def load(self, session: Session, ids: Sequence[bytes]) -> dict[bytes, StaffRow]:
        """Return the rows of these people on the day."""
        held: dict[bytes, list[tuple[PostHolding, str]]] = defaultdict(list)
        query = (
            select(PostHolding, Unit.name, Village.name)
            .join(Unit, Unit.id == PostHolding.unit_id)
            .join(Village, Village.id == Unit.village_id, isouter=True)
            .where(PostHolding.person_id.in_(ids))
            .where(within(PostHolding.since, PostHolding.until, self._day, self._day))
            .order_by(Unit.position, PostHolding.since, PostHolding.id)
        )
        for holding, unit, village in session.execute(query):
            held[holding.person_id].append((holding, name_with_village(unit, village or "")))
        words = {
            table.name: Codes.load(session, table) for table in (POST, TIER, ENGAGEMENT, DISPATCH)
        }
        people = session.scalars(select(Person).where(Person.id.in_(ids)))
        return {person.id: _row(person, held[person.id], words) for person in people}


class _Said:
    """Tells what typed words mean: a name, its initials, a telephone, a post, a place."""

    def __init__(self, session: Session, words: str) -> None:
        self._words = words.lower().split()
        self._posts = Codes.load(session, POST)

    def by(self, name: str, phone: str | None, post: str, unit: str, village: str | None) -> bool:
        """Tell whether all of the words say something of this person."""
        texts = (name, self._posts.word(post), name_with_village(unit, village or ""), phone or "")
        return all(
            any(word in text.lower() for text in texts)
            or (word.isascii() and any(one.startswith(word) for one in starts(name)))
            for word in self._words
        )


def _in_post(day: date) -> Select[bytes, str, str | None, str, str, str]:
    return (
        select(Person.id, Person.name, Person.phone, PostHolding.post, Unit.name, Village.name)
        .join(PostHolding, PostHolding.person_id == Person.id)
        .join(Unit, Unit.id == PostHolding.unit_id)
        .join(Village, Village.id == Unit.village_id, isouter=True)
        .where(within(PostHolding.since, PostHolding.until, day, day))
    )


def _row(
    person: Person, held: Sequence[tuple[PostHolding, str]], words: Mapping[str, Codes]
) -> StaffRow:
    def say(table: CodeTable, *codes: str | None) -> str:
        return "、".join(
            dict.fromkeys(filter(None, (words[table.name].word(code) for code in codes)))
        )

    holdings = [holding for holding, _place in held]
    begun = [one.since for one in holdings]
    return StaffRow(
        person.id, person.name, say(POST, *(one.post for one in holdings)),
        say(TIER, *(one.tier for one in holdings)), say(ENGAGEMENT, *(one.engagement for one in holdings)),
        say(DISPATCH, *(one.dispatch for one in holdings)),
        "、".join(dict.fromkeys(place for _holding, place in held)),
        None if None in begun else min(filter(None, begun), default=None),
        mask_phone(person.phone),
    )  # fmt: skip
