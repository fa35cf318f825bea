"""A list of another office compared with the register: what does not match is counted and forgotten.

The list is read in memory alone. Nothing of it is written anywhere: not to the file, not to a log.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.access.log import note_access
from gridcenter.access.masking import mask_identity
from gridcenter.base.errors import RuleBroken
from gridcenter.base.identity import Identity, check, upgrade
from gridcenter.base.ids import new_id
from gridcenter.base.names import name_key
from gridcenter.care.services.helping import HelpEntry, screen
from gridcenter.register.records import Household, Residence
from gridcenter.register.services.books import People, Values, read_rows
from gridcenter.register.services.homes import Home, homes_of
from gridcenter.register.services.privacy import IDENTITY, keeps
from gridcenter.sheets.columns import Line
from gridcenter.store.capture import WriteSession

Sureness = Literal["sure", "doubtful", "name"]
_ROUNDED = 15
"""Figures that a spreadsheet leaves of an identity number."""
_ROUND = "000"
"""What a spreadsheet puts in place of the rest; one time in eleven the check digit is right all the same."""
_SLIPS = 2
"""So many figures of a miswritten number may differ."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Somebody of the register whom a row means, surely or perhaps."""

    id: bytes
    person_id: bytes
    name: str
    identity: str
    home: Home
    sureness: Sureness
    words: str
    """What speaks for it, or against."""


@dataclass(frozen=True, slots=True)
class Matched:
    """What came of a list; of those not here there is only the number."""

    rows: int
    hits: Sequence[Hit]
    gone: int
    unread: int

    def count(self, sureness: Sureness) -> int:
        """Return how many hits there are of a kind."""
        return sum(hit.sureness == sureness for hit in self.hits)


def matched(session: Session, lines: Sequence[Line]) -> Matched:
    """Compare the rows of a list with the people this account sees."""
    people = People.load(session)
    stays = read_rows(session, Residence, Residence.until.is_(None))
    living = {stay["person_id"]: stay["household_id"] for stay in stays}
    found: dict[bytes, tuple[Values, Sureness, str]] = {}
    gone = unread = 0
    for line in lines:
        if not line.values.get("name"):
            unread += 1
            continue
        meant = [one for one in _meant(people, line.values) if one[0]["id"] in living]
        gone += not meant
        for person, sureness, words in meant:
            known = found.get(person["id"])
            if known is None or _order(sureness) < _order(known[1]):
                found[person["id"]] = (person, sureness, words)
    homes = {one.id: one for one in homes_of(session, sorted({living[one] for one in found}))}
    numbered = keeps(session, IDENTITY)
    hits = [
        Hit(
            new_id(), one["id"], one["name"], mask_identity(one["id_number"]) if numbered else "",
            homes[living[one["id"]]], sureness, words,
        )
        for one, sureness, words in found.values()
    ]  # fmt: skip
    hits.sort(key=lambda hit: (_order(hit.sureness), hit.home.unit, hit.name, hit.id))
    return Matched(len(lines), hits, gone, unread)


def _order(sureness: Sureness) -> int:
    return ("sure", "doubtful", "name").index(sureness)


def _meant(people: People, v: dict[str, Any]) -> Iterator[tuple[Values, Sureness, str]]:
    number: Identity = v["id_number"]
    alike = people.by_name(v["name"])
    if number.text and number.reason in {"", "old_id"}:
        yield from _by_number(people, v, upgrade(number.text), alike)
    elif number.text:
        yield from _by_doubtful(number, alike)
    else:
        yield from _by_name(v, alike)


def _by_number(
    people: People, v: dict[str, Any], number: str, alike: Sequence[Values]
) -> Iterator[tuple[Values, Sureness, str]]:
    same = people.by_number(number)
    if same is not None and name_key(same["name"]) == name_key(v["name"]):
        yield same, "sure", "姓名和号码都对"
        return
    if same is not None:
        yield same, "doubtful", "号码相同，名单上写的是另一个姓名"
    for person in alike:
        own = person["id_number"]
        if not own:
            yield person, "name", "姓名相同，名册里没有号码"
        elif own != number and (check(own).problem or number.endswith(_ROUND)) and _near(own, number):
            yield person, "doubtful", "姓名相同，号码对不上，名单或名册有一个写错"


def _by_doubtful(
    number: Identity, alike: Sequence[Values]
) -> Iterator[tuple[Values, Sureness, str]]:
    rounded = number.reason == "rounded_id"
    why = "名单的号码被表格改成了000" if rounded else "名单的号码校验位不对或写错"
    for person in alike:
        own = person["id_number"]
        if not own:
            yield person, "name", "姓名相同，名册里没有号码"
        elif own == number.text or _near(own, number.text):
            yield person, "doubtful", f"姓名相同，{why}"


def _near(one: str, other: str) -> bool:
    if one[:_ROUNDED] == other[:_ROUNDED] and min(len(one), len(other)) >= _ROUNDED:
        return True
    differing = sum(a != b for a, b in zip(one, other, strict=False))
    return len(one) == len(other) and differing <= _SLIPS


def _by_name(v: dict[str, Any], alike: Sequence[Values]) -> Iterator[tuple[Values, Sureness, str]]:
    for person in alike:
        if v["birth"] and person["birth"] == v["birth"]:
            yield person, "sure", "姓名和出生日期都对"
        elif v["phone"] and person["phone"] == v["phone"]:
            yield person, "sure", "姓名和电话都对"
        elif not (v["birth"] and person["birth"]):
            yield person, "name", "只有姓名相同，请核对"


def note_matching(session: WriteSession, actor: Actor, done: Matched) -> None:
    """Log that a list was compared: how many rows, how many hits, nobody's name."""
    actor.require(Right.IMPORT)
    note_access(session, actor, what=f"比对外单位名单　{done.rows:,} 行", count=len(done.hits))


def screen_hits(
    session: WriteSession, actor: Actor, hits: Sequence[Hit], *, need: str, screened_on: date, today: date
) -> tuple[int, int]:
    """Enter the households of hits as in need; returns how many came of it, and how many were so already."""
    actor.require(Right.ENTER)
    made = left = 0
    for household in dict.fromkeys(hit.home.id for hit in hits):
        meant = [hit.person_id for hit in hits if hit.home.id == household]
        one = meant[0] if len(meant) == 1 else None
        try:
            screen(session, actor, HelpEntry(household, need, screened_on, one), today=today)
        except RuleBroken as refused:
            if refused.field != "need":
                raise
            left += 1
        else:
            made += 1
    return made, left


def tag_hits(session: WriteSession, actor: Actor, hits: Sequence[Hit], *, kind: str) -> int:
    """Give the households of hits a kind; returns how many had another."""
    actor.require(Right.ENTER)
    if not kind:
        raise RuleBroken("kind", "请选择户类型")
    changed = 0
    for household in dict.fromkeys(hit.home.id for hit in hits):
        known = session.get(Household, household)
        if known is not None and known.kind != kind:
            known.kind = kind
            changed += 1
    session.flush()
    return changed
