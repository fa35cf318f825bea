"""Finding people and households that were entered twice, by blocks of likely ones: never all with all."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import combinations
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.base.progress import Progress
from gridcenter.base.texts import fold, squeeze
from gridcenter.register.records import DistinctPair, Household, Person, Residence
from gridcenter.register.services.duplicates.alike import (
    Someone,
    blocks_of,
    reasons_for,
    someone,
    strength,
)

_CROWD = 30
"""From so many on, only neighbours of a block are compared: an office's telephone, a day made up."""
_BESIDE = 6
_FIGURES = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Likely:
    """Two records that may be one, in the order of their ids, and why."""

    kind: str
    first: bytes
    second: bytes
    reasons: tuple[str, ...]

    @property
    def id(self) -> bytes:
        """The id of the pair."""
        return pair_id(self.first, self.second)

    @property
    def strength(self) -> int:
        """How sure it is."""
        return strength(self.reasons)


def pair_id(one: bytes, other: bytes) -> bytes:
    """Return the id that two records share as a pair."""
    return blake2b(min(one, other) + max(one, other), digest_size=16).digest()


def find_people_twice(session: Session, progress: Progress | None = None) -> list[Likely]:
    """Return the people the session sees who may be one, the surest first."""
    people = everybody(session)
    found = []
    for n, (one, other) in enumerate(_meetings(people)):
        if progress is not None and not n % 1000:
            progress.step(0, 0, "查找重复登记")
        reasons = reasons_for(one, other)
        if reasons:
            found.append(_pair("person", one.id, other.id, reasons))
    return _surest(found)


def everybody(session: Session) -> list[Someone]:
    """Return all people the session sees, in the form for comparing."""
    homes: dict[bytes, set[bytes]] = defaultdict(set)
    stays = select(Residence.person_id, Residence.household_id).where(Residence.until.is_(None))
    for person, household in session.execute(stays):
        homes[person].add(household)
    query = select(
        Person.id, Person.name, Person.id_number, Person.birth, Person.phone, Person.sex
    ).order_by(Person.id)
    return [
        someone(row[0], *row[1:], frozenset(homes.get(row[0], ())))
        for row in session.execute(query)
    ]


def distinct_pairs(session: Session) -> set[bytes]:
    """Return the pairs that somebody has found to be two."""
    rows = session.execute(select(DistinctPair.first, DistinctPair.second))
    return {pair_id(one, other) for one, other in rows}


def _meetings(people: Iterable[Someone]) -> Iterator[tuple[Someone, Someone]]:
    """Yield every two that share a block, once."""
    blocks: dict[object, list[Someone]] = defaultdict(list)
    for person in people:
        for key in blocks_of(person):
            blocks[key].append(person)
    met: set[tuple[bytes, bytes]] = set()
    for block in blocks.values():
        if len(block) > 1:
            for one, other in _neighbours(block):
                at = (one.id, other.id) if one.id < other.id else (other.id, one.id)
                if at[0] != at[1] and at not in met:
                    met.add(at)
                    yield one, other


def _neighbours(block: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    if len(block) <= _CROWD:
        yield from combinations(block, 2)
        return
    for at in range(len(block)):
        for beside in range(at + 1, min(at + 1 + _BESIDE, len(block))):
            yield block[at], block[beside]


def find_homes_twice(session: Session) -> list[Likely]:
    """Return the households of one village that may be one, the surest first."""
    heads = _heads(session)
    blocks: dict[object, list[_Home]] = defaultdict(list)
    query = select(
        Household.id, Household.village_id, Household.number, Household.address
    ).where(Household.until.is_(None))
    for household, village, number, address in session.execute(query.order_by(Household.id)):
        home = _Home(
            household, village, _plain_number(number), _plain_address(address), heads.get(household, ())
        )
        blocks[village, "number", home.number].append(home)
        if home.address:
            blocks[village, "address", home.address].append(home)
        for head in home.heads:
            blocks["head", head.id].append(home)
    found: dict[bytes, Likely] = {}
    for block in blocks.values():
        for one, other in _neighbours(block) if len(block) > 1 else ():
            reasons = one.reasons_with(other)
            if reasons and one.id != other.id:
                pair = _pair("household", one.id, other.id, reasons)
                found[pair.id] = pair
    return _surest(found.values())


@dataclass(frozen=True, slots=True)
class _Home:
    """A household in the form for comparing."""

    id: bytes
    village: bytes
    number: tuple[str, ...]
    address: str
    heads: Sequence[Someone]

    def reasons_with(self, other: "_Home") -> tuple[str, ...]:
        """Return why two may be one household; () when they are two.

        A like number or address alone says little: father and son live at one address.
        """
        same_head = {one.id for one in self.heads} & {one.id for one in other.heads}
        like_head = any(_one_head(a, b) for a in self.heads for b in other.heads)
        nearby = self.village == other.village
        reasons = ["head"] if same_head else []
        if nearby and self.number == other.number and self.number:
            reasons.append("home_number")
        if nearby and self.address and self.address == other.address:
            reasons.append("address")
        if like_head and not same_head:
            reasons.append("head_sound")
        alike = same_head or (len(reasons) > 1 and "head_sound" in reasons)
        bare = not self.heads or not other.heads
        both = {"home_number", "address"} <= set(reasons)
        return tuple(reasons) if alike or (bare and both) else ()


def _one_head(one: Someone, other: Someone) -> bool:
    two = one.sure and other.sure and one.number != other.number
    return not two and not one.sounds.isdisjoint(other.sounds)


def _heads(session: Session) -> dict[bytes, list[Someone]]:
    query = (
        select(Residence.household_id, Person.id, Person.name, Person.id_number)
        .join(Person, Person.id == Residence.person_id)
        .where(Residence.relation == "head", Residence.until.is_(None))
        .order_by(Residence.id)
    )
    heads: dict[bytes, list[Someone]] = defaultdict(list)
    for household, person, name, number in session.execute(query):
        heads[household].append(someone(person, name, number))
    return heads


def _plain_number(number: str) -> tuple[str, ...]:
    """Return the figures of a household's number without leading zeros: 0041, 41号 → 41."""
    return tuple(part.lstrip("0") for part in _FIGURES.findall(fold(number)))


def _plain_address(address: str | None) -> str:
    """Return an address to compare by, "" when it names no house."""
    plain = squeeze(fold(address or "")).replace("-", "").removesuffix("号")
    return plain if _FIGURES.search(plain) else ""


def _pair(kind: str, one: bytes, other: bytes, reasons: tuple[str, ...]) -> Likely:
    return Likely(kind, min(one, other), max(one, other), reasons)


def _surest(found: Iterable[Likely]) -> list[Likely]:
    return sorted(found, key=lambda pair: (-pair.strength, pair.first, pair.second))
