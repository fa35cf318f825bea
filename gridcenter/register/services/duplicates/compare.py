"""Two records side by side: what each says, where they differ, what hangs on each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.access.field_words import FieldWords, Lexicon
from gridcenter.access.log import note_access
from gridcenter.access.masking import is_masked
from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.register.records import Household, Person, Residence
from gridcenter.register.services.duplicates.alike import near_number, someone
from gridcenter.register.services.duplicates.likely import Pair
from gridcenter.register.services.duplicates.merging import MERGED, references_to
from gridcenter.register.services.homes import homes_of
from gridcenter.store.capture import WriteSession
from gridcenter.store.declared import Kind, declared
from gridcenter.store.records import Record, field_info, field_names, table_of, target_of

FIRST, SECOND = "first", "second"
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A field of both: in words, masked as declared; `choice` where both hold different values.

    `better` is the side that would be kept if nobody chose; `note` says what the mask hides.
    """

    field: str
    label: str
    first: str
    second: str
    differs: bool
    choice: bool = False
    better: str = FIRST
    note: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two records side by side; `homes` are the two households of a person, where they differ."""

    pair: Pair
    names: tuple[str, str]
    places: tuple[str, str]
    lines: Sequence[Line]
    homes: tuple[tuple[bytes, str], ...] = ()
    held: tuple[str, str] = ("", "")
    """What hangs on each: 走访 3　任职 1."""


def compare(session: Session, lexicon: Lexicon, pair: Pair, *, whole: bool = False) -> Comparison:
    """Return two records side by side; raises NotFound when one is gone."""
    cls = MERGED[pair.kind]
    one, other = session.get(cls, pair.first), session.get(cls, pair.second)
    if one is None or other is None:
        raise NotFound(f"这两条{cls.__title__}登记中有一条已经不在，请刷新后再看")
    speaker = FieldWords(session, lexicon, whole=whole)
    lines = [_line(speaker, cls, name, one, other) for name in _compared(cls)]
    homes = _two_homes(session, pair) if cls is Person else ()
    names, places = names_and_places(session, pair.kind, (pair.first, pair.second))
    return Comparison(
        pair, (names[pair.first], names[pair.second]), (places[pair.first], places[pair.second]),
        [line for line in lines if line.first or line.second], homes,
        (_held(session, pair.kind, pair.first), _held(session, pair.kind, pair.second)),
    )  # fmt: skip


def reveal_pair(
    session: WriteSession, actor: Actor, lexicon: Lexicon, pair: Pair, *, reason: str
) -> Comparison:
    """Return two records with their numbers whole; who looked and why is logged."""
    actor.require(Right.REVEAL)
    if not reason.strip():
        raise RuleBroken("reason", "请写明为什么要看完整号码，会记入查看记录")
    found = compare(session, lexicon, pair, whole=True)
    what = f"核对重复登记，显示{'、'.join(dict.fromkeys(found.names))}的证件号码和电话"
    note_access(session, actor, what=what, count=2, reason=reason.strip())
    return found


def chosen_values(
    session: Session, pair: Pair, sides: Mapping[str, str], kept: bytes
) -> dict[str, Any]:
    """Return the values of the merged record: those chosen, else what either of both holds."""
    cls = MERGED[pair.kind]
    one, other = session.get(cls, pair.first), session.get(cls, pair.second)
    if one is None or other is None:
        raise NotFound(f"这两条{cls.__title__}登记中有一条已经不在，请刷新后再看")
    base, rest = (one, other) if kept == pair.first else (other, one)
    values = {}
    for name in field_names(cls):
        own, strange = getattr(base, name), getattr(rest, name)
        if name in sides:
            values[name] = getattr(one if sides[name] == FIRST else other, name)
        else:
            values[name] = strange if own is None else own
    return values


def names_and_places(
    session: Session, kind: str, ids: Sequence[bytes]
) -> tuple[dict[bytes, str], dict[bytes, str]]:
    """Return names and where they are, of people or households."""
    if kind == Household.__tablename__:
        homes = {home.id: home for home in homes_of(session, list(ids))}
        names = {i: f"{home.head or '（无户主）'}户" for i, home in homes.items()}
        return names, {i: "　".join(filter(None, (h.unit, h.number))) for i, h in homes.items()}
    people = session.execute(select(Person.id, Person.name).where(Person.id.in_(ids))).all()
    stays = session.execute(
        select(Residence.person_id, Residence.household_id).where(
            Residence.person_id.in_(ids), Residence.until.is_(None)
        )
    ).all()
    homes = {home.id: home for home in homes_of(session, [home for _one, home in stays])}
    places = dict.fromkeys(ids, "没有住处登记")
    for person, household in stays:
        if home := homes.get(household):
            places[person] = "　".join(filter(None, (home.unit, f"{home.number} 户")))
    return dict.fromkeys(ids, "") | {person: name for person, name in people}, places  # noqa: C416


def _compared(cls: type[Record]) -> list[str]:
    return [name for name in field_names(cls) if declared(cls, name).kind is not Kind.RECORD] + [
        name for name in field_names(cls) if target_of(cls, name) is not None
    ]


def _line(speaker: FieldWords, cls: type[Record], name: str, one: Record, other: Record) -> Line:
    values = getattr(one, name), getattr(other, name)
    differs = values[0] != values[1]
    both = differs and None not in values
    words = speaker.say(cls, name, values[0]), speaker.say(cls, name, values[1])
    number = name == "id_number" and both
    return Line(
        name, field_info(cls, name).label, *words, differs, both,
        _surer(*values) if number else FIRST,
        _apart(*values) if number and any(words) and is_masked(field_info(cls, name)) else "",
    )  # fmt: skip


def _surer(one: str, other: str) -> str:
    first, second = someone(b"", "", one), someone(b"", "", other)
    return SECOND if second.sure and not first.sure else FIRST


def _apart(one: str, other: str) -> str:
    """Say where two numbers differ, without showing them."""
    if len(one) != len(other):
        near = near_number(*(someone(b"", "", text).number for text in (one, other)))
        told = "，少写或多写了一位" if near == "drop" else ""
        return f"一个 {len(one)} 位，一个 {len(other)} 位{told}"
    wrong = [str(at + 1) for at in range(len(one)) if one[at] != other[at]]
    return f"第 {'、'.join(wrong)} 位不同" if len(wrong) <= _SHOWN else f"有 {len(wrong)} 位不同"


def _two_homes(session: Session, pair: Pair) -> tuple[tuple[bytes, str], ...]:
    query = (
        select(Residence.household_id)
        .where(Residence.person_id.in_((pair.first, pair.second)), Residence.until.is_(None))
        .order_by(Residence.person_id != pair.first, Residence.id)
    )
    ids = list(dict.fromkeys(session.scalars(query)))
    homes = {home.id: home.words for home in homes_of(session, ids)}
    return tuple((one, homes[one]) for one in ids if one in homes) if len(homes) > 1 else ()


def _held(session: Session, kind: str, record: bytes) -> str:
    told = []
    for cls, field in references_to(kind):
        column = table_of(cls).c[field]
        count = session.scalar(select(func.count()).select_from(cls).where(column == record))
        if count:
            told.append(f"{cls.__title__} {count}")
    return "　".join(dict.fromkeys(told))
