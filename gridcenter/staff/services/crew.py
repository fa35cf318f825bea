"""Who works in the grids on a day or in a month: everybody in a post, by the order of the grids."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.base.names import tidy_name
from gridcenter.codes.tables import Codes
from gridcenter.register.codes import POST
from gridcenter.register.month import within
from gridcenter.register.records import Person, PostHolding, Unit, Village
from gridcenter.register.services.grids import name_with_village
from gridcenter.register.services.structure import Tree


@dataclass(frozen=True, slots=True)
class Posted:
    """Somebody in a post: where, as what."""

    person_id: bytes
    name: str
    unit_id: bytes
    unit: str
    post: str
    post_words: str

    @property
    def place(self) -> str:
        """Where, and as what: 严务村第一网格　网格员."""
        return f"{self.unit}　{self.post_words}".strip()


def crew(session: Session, begun: date, ended: date | None = None) -> dict[bytes, Posted]:
    """Return those in a post on a day, or on some day from `begun` to `ended`, by the order of the grids."""
    posts = Codes.load(session, POST)
    query = (
        select(
            PostHolding.person_id, Person.name, PostHolding.post, Unit.id, Unit.name, Village.name
        )
        .join(Person, Person.id == PostHolding.person_id)
        .join(Unit, Unit.id == PostHolding.unit_id)
        .join(Village, Village.id == Unit.village_id, isouter=True)
        .where(within(PostHolding.since, PostHolding.until, ended or begun, begun))
        .order_by(PostHolding.since, PostHolding.id)
    )
    order = {unit.id: place for place, unit in enumerate(Tree.load(session).below(None))}
    found: dict[bytes, Posted] = {}
    rows = sorted(session.execute(query), key=lambda row: order.get(row[3], len(order)))
    for person, name, post, unit_id, unit, village in rows:
        place = name_with_village(unit, village or "")
        found.setdefault(person, Posted(person, name, unit_id, place, post, posts.word(post)))
    return found


@dataclass(frozen=True, slots=True)
class Matched:
    """Names on a sheet against those in a post: known, unknown, and those that several bear."""

    known: Sequence[bytes]
    unknown: Sequence[str]
    several: Sequence[str]


def match_names(people: Mapping[bytes, Posted], names: Sequence[str]) -> Matched:
    """Match names as written on a sign-in sheet."""
    by_name: dict[str, list[bytes]] = {}
    for person in people.values():
        by_name.setdefault(tidy_name(person.name), []).append(person.person_id)
    wanted = list(dict.fromkeys(name for one in names if (name := tidy_name(one))))
    return Matched(
        [by_name[name][0] for name in wanted if len(by_name.get(name, ())) == 1],
        [name for name in wanted if name not in by_name],
        [name for name in wanted if len(by_name.get(name, ())) > 1],
    )
