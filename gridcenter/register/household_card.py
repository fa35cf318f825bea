"""The household card (户卡, 一户一页): what the office and all wings know of a household, on one page."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.base.errors import RuleBroken
from gridcenter.base.progress import Progress
from gridcenter.codes.tables import Codes
from gridcenter.ledgers.model import Column, Ledger, LedgerDef, Part, Printed, Row, Scope, Value
from gridcenter.register.codes import HOUSEHOLD_KIND
from gridcenter.register.household_cards import CardTable, HomeCard, HouseholdCards
from gridcenter.register.month import Posts, Stays
from gridcenter.register.records import Household, Unit
from gridcenter.register.services.grids import name_with_village
from gridcenter.register.services.privacy import SWITCHES, keeps
from gridcenter.register.territory import Territory
from gridcenter.wing.home_card import CardPart

MOST = 4000
"""So many households at most in one go, more than a station has; a whole township is printed by stations."""
_TITLE = "农户情况卡"
_THIRD = 1 / 3
_LIST = (
    Column("no", "序号", 10, "c", "int"),
    Column("number", "户号", 24, "c", "code"),
    Column("head", "户主", 18, "c"),
    Column("kind", "户类型", 20, "c"),
    Column("grid", "基本网格", 30),
    Column("subgrid", "子网格", 30),
    Column("people", "人口", 11, "r", "int"),
    Column("address", "住址", 40),
)
_KEYS = (Column("number", "户号", 24, "c", "code"), Column("head", "户主", 18, "c"))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the cards are made of: the month's territory and posts, the parts of all wings."""

    session: Session
    territory: Territory
    posts: Posts
    parts: Sequence[tuple[CardPart, Sequence[int]]]
    """Each with the columns that are shown: what is not kept in this township is not."""
    day: date
    kinds: Codes
    villages: Mapping[bytes, str]


def household_card(parts: Sequence[CardPart]) -> LedgerDef:
    """Return the ledger of household cards with what all wings know."""

    def build(session: Session, scope: Scope) -> Ledger:
        return household_cards(session, scope, parts)

    return LedgerDef(
        "household-card", "户情况卡", "户卡", build, draw=_draw, about="household"
    )


def _draw(ledger: HouseholdCards, out: BinaryIO, progress: Progress) -> Printed:
    from gridcenter.register.household_card_paper import (  # noqa: PLC0415  (start-up: most commands draw nothing)
        draw_cards,
    )

    return draw_cards(ledger, out, progress)


def household_cards(
    session: Session, scope: Scope, parts: Sequence[CardPart], only: Sequence[bytes] = ()
) -> HouseholdCards:
    """Make the cards of an area as of the end of a month, in the order of the tree and of the numbers.

    With `only`, of these households in this order.
    Raises RuleBroken("area") where that would be too many for one printing.
    """
    territory = Territory.load(session, scope)
    asked = _Asked(
        session, territory, Posts.load(session, scope.month), _shown(session, parts), scope.filled_on,
        Codes.load(session, HOUSEHOLD_KIND), {v.id: v.name for v in territory.villages.all},
    )  # fmt: skip
    where = _where(asked, scope, only)
    if len(where) > MOST:
        raise RuleBroken(
            "area",
            f"这个范围有 {len(where):,} 户，一次印不了这么多户卡。请在“范围”里选一个站、村或网格",
        )
    ids = list(where)
    homes = {one.id: one for one in session.scalars(select(Household).where(Household.id.in_(ids)))}
    filled = [(part, part.rows(session, ids, scope.month)) for part, _shown_columns in asked.parts]
    cards = [_card(asked, homes[one], where[one], filled) for one in ids if one in homes]
    return _ledger(asked, scope, cards)


def _shown(session: Session, parts: Sequence[CardPart]) -> Sequence[tuple[CardPart, Sequence[int]]]:
    hidden = {key for key in SWITCHES if not keeps(session, key)}
    return [
        (part, [n for n, column in enumerate(part.columns) if column.key not in hidden])
        for part in parts
    ]


def _where(asked: _Asked, scope: Scope, only: Sequence[bytes]) -> dict[bytes, bytes | None]:
    """Return the unit of every household of the area on the last day, in the order of the cards."""
    territory, stays = asked.territory, Stays.load(asked.session, scope.month)
    if only:
        lying = stays.lying(asked.day)
        return {home: lying.get(home) or stays.last.get(home) for home in only}
    inside = {
        home: unit
        for home, unit in stays.lying(asked.day).items()
        if territory.lies(unit, asked.day)
    }
    places = {unit.id: n for n, unit in enumerate(territory.ever.below(None))}
    numbers = dict(asked.session.execute(select(Household.id, Household.number)).all())
    ordered = sorted(
        (home for home in inside if home in numbers),
        key=lambda home: (places.get(inside[home], 0), _natural(numbers[home])),
    )
    return {home: inside[home] for home in ordered}


def _natural(number: str) -> list[tuple[int, str]]:
    return [
        (int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", number)
    ]


Filled = Sequence[tuple[CardPart, Mapping[bytes, Sequence[tuple[Value, ...]]]]]


def _card(asked: _Asked, home: Household, unit_id: bytes | None, filled: Filled) -> HomeCard:
    grid, subgrid = _units(asked, unit_id)
    tables, people = [], 0
    for (part, rows), (_part, columns) in zip(filled, asked.parts, strict=True):
        own = rows.get(home.id, ())
        people = len(own) if part.order == 0 else people
        kept = tuple(tuple(row[n] for n in columns) for row in own)
        tables.append(CardTable(part.title, tuple(part.columns[n] for n in columns), kept))
    head = _head(tables)
    lowest = subgrid or grid
    worker = asked.posts.holders(lowest.id, "worker", asked.day) if lowest else []
    names, phones = (
        "、".join(filter(None, (getattr(one, key) for one in worker))) for key in ("name", "phone")
    )
    charge = asked.posts.name(grid.id, "grid_head", asked.day) if grid else None
    kind = asked.kinds.word(home.kind) or "—"
    facts = (
        (("户号", home.number, _THIRD), ("户主", head or "—", _THIRD), ("户类型", kind, _THIRD)),
        (("基本网格", grid.name if grid else "—", _THIRD), ("子网格", subgrid.name if subgrid else "—", _THIRD),
         ("登记人口", f"{people}人", _THIRD)),
        (("网格员", names or "—", _THIRD), ("网格长", charge or "—", _THIRD), ("网格员电话", phones or "—", _THIRD)),
        (("住址", name_with_village(home.address or "", asked.villages.get(home.village_id, "")), 1.0),),
    )  # fmt: skip
    return HomeCard(home.number, head, facts, tuple(tables), people)


def _head(tables: Sequence[CardTable]) -> str:
    first = tables[0].rows[0] if tables and tables[0].rows else ()
    return str(first[0]) if len(first) > 1 and first[1] == "户主" else ""


def _units(asked: _Asked, unit_id: bytes | None) -> tuple[Unit | None, Unit | None]:
    tree = asked.territory.tree if unit_id in asked.territory.tree.by_id else asked.territory.ever
    unit = tree.by_id.get(unit_id) if unit_id else None
    if unit is None:
        return None, None
    grid = tree.above(unit, "grid")
    return (grid or unit), (unit if grid is not None and grid is not unit else None)


def _ledger(asked: _Asked, scope: Scope, cards: Sequence[HomeCard]) -> HouseholdCards:
    parts = [Part(_LIST, tuple(_list_row(n, card) for n, card in enumerate(cards, 1)))]
    for number, (part, columns) in enumerate(asked.parts):
        shown = tuple(part.columns[n] for n in columns)
        rows = tuple(
            Row((card.number, card.head or None, *row))
            for card in cards
            for row in card.tables[number].rows
        )
        parts.append(Part((*_KEYS, *shown), rows, part.title))
    made = asked.territory.ledger("户卡", "HK", _TITLE, scope, *parts)
    title = _TITLE if len(cards) == 1 else made.title
    return HouseholdCards(
        **{
            name: getattr(made, name)
            for name in made.__dataclass_fields__
            if name not in {"personal", "title", "wide"}
        },
        personal=True, title=title, wide=True,
        cards=tuple(cards), day=asked.day,
    )  # fmt: skip


def _list_row(number: int, card: HomeCard) -> Row:
    (home, head, kind), (grid, subgrid, _people), _workers, (address,) = card.facts
    values = (home[1], head[1], kind[1], grid[1], subgrid[1])
    return Row((number, *(None if one == "—" else one for one in values), card.people, address[1]))
