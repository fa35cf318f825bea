"""The ledger of posts (网格队伍任职一览表): who was in which post for which days of a month."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.access.masking import mask_phone
from gridcenter.base.periods import Month
from gridcenter.codes.tables import Codes
from gridcenter.ledgers.library import band, summing
from gridcenter.ledgers.model import Column, Ledger, LedgerDef, Part, Row, Scope
from gridcenter.register.codes import DISPATCH, ENGAGEMENT, POST, TIER
from gridcenter.register.month import touching
from gridcenter.register.records import Person, PostHolding, Unit
from gridcenter.register.services.grids import name_with_village
from gridcenter.register.territory import Territory

_COLUMNS = (
    Column("no", "序号", 10, "c", "int"),
    Column("name", "姓名", 18, "c"),
    Column("post", "岗位", 24, "c"),
    Column("place", "所在网格", 38),
    Column("tier", "层级", 15, "c"),
    Column("engagement", "专兼职", 13, "c"),
    Column("dispatch", "派驻方式", 18, "c"),
    Column("since", "任职日期", 25, "c", "date", full_dates=True),
    Column("until", "离任日期", 25, "c", "date", full_dates=True),
    Column("days", "本月\n在岗天数", 15, "r", "int"),
    Column("phone", "联系电话", 25, "c", "code"),
)
_PUBLIC = frozenset({"grid_head", "guide", "worker", "part_time", "grid_guide", "station_head", "cadre"})
"""The posts whose telephones stand on the notice boards (公示)."""


@dataclass(frozen=True, slots=True)
class Served:
    """Somebody in a post in a month: the days that fall into it."""

    person: Person
    holding: PostHolding
    unit: Unit
    since: date | None
    until: date | None
    days: int


def served(session: Session, territory: Territory) -> list[Served]:
    """Return who was in a post of the area in its month, in the order of the tree.

    A post entered twice for the same days, as two PCs may do, counts once.
    """
    order = {unit.id: place for place, unit in enumerate(territory.tree.below(None))}
    posts = {post: place for place, post in enumerate(POST.words)}
    query = (
        select(PostHolding, Person)
        .join(Person, Person.id == PostHolding.person_id)
        .where(touching(PostHolding.since, PostHolding.until, territory.month))
        .order_by(PostHolding.since, PostHolding.id)
    )
    found: dict[tuple[bytes, bytes, str], list[Served]] = {}
    for holding, person in session.execute(query):
        unit = territory.ever.by_id.get(holding.unit_id)
        if unit is None or unit.id not in territory.unit_ids:
            continue
        one = _served(territory.month, person, holding, unit, holding.since, holding.until)
        _merge(territory.month, found.setdefault((person.id, unit.id, holding.post), []), one)
    every = [one for spans in found.values() for one in spans]
    last = len(order)
    return sorted(
        every,
        key=lambda one: (
            order.get(one.unit.id, last), posts.get(one.holding.post, last), one.since or date.min,
            one.holding.id,
        ),
    )  # fmt: skip


def _served(
    month: Month, person: Person, holding: PostHolding, unit: Unit, since: date | None, until: date | None
) -> Served:
    first, last = max(since or month.first, month.first), min(until or month.last, month.last)
    return Served(person, holding, unit, since, until, (last - first).days + 1)


def _merge(month: Month, spans: list[Served], one: Served) -> None:
    """Add a span to those before; one that shares a day with the last becomes one with it."""
    before = spans[-1] if spans else None
    if before is None or (before.until is not None and one.since is not None and one.since > before.until):
        spans.append(one)
        return
    until = None if None in {before.until, one.until} else max(filter(None, (before.until, one.until)))
    spans[-1] = _served(month, before.person, before.holding, before.unit, before.since, until)


def posts_ledger(session: Session, scope: Scope) -> Ledger:
    """Make the table of those in posts in a month; raises NotFound for the area."""
    territory = Territory.load(session, scope)
    lines = served(session, territory)
    codes = {table.name: Codes.load(session, table) for table in (POST, TIER, ENGAGEMENT, DISPATCH)}
    part = Part(_COLUMNS, tuple(_rows(territory, lines, codes)))
    ledger = territory.ledger("网格队伍任职一览", "RZ", "网格队伍任职一览表", scope, part)
    return replace(ledger, notes=_notes(scope), wide=True, personal=True)


def _rows(territory: Territory, lines: Sequence[Served], codes: dict[str, Codes]) -> Iterator[Row]:
    place = 0
    groups = [(name, list(members)) for name, members in groupby(lines, lambda one: _group(territory, one.unit))]
    for name, members in groups:
        if len(groups) > 1:
            yield band(_COLUMNS, f"{name}　（{len({one.person.id for one in members})} 人）")
        for one in members:
            place += 1
            yield _row(territory, one, codes, place)
    if lines:
        yield summing(_COLUMNS, "合　计", _sum_words(lines, codes["tier"]), "total")


def _group(territory: Territory, unit: Unit) -> str:
    """Return the station a unit lies in, else its grid, else the office."""
    for level in ("station", "grid"):
        above = territory.ever.above(unit, level)
        if above is not None:
            return above.name
    return unit.name


def _row(territory: Territory, one: Served, codes: dict[str, Codes], place: int) -> Row:
    holding = one.holding
    left = one.until if one.until and one.until <= territory.month.last else None
    phone = one.person.phone if holding.post in _PUBLIC else mask_phone(one.person.phone)
    return Row((
        place, one.person.name, codes["post"].word(holding.post), _place(territory, one.unit),
        codes["tier"].word(holding.tier) or None, codes["engagement"].word(holding.engagement) or None,
        codes["dispatch"].word(holding.dispatch) or None, one.since, left, one.days, phone or None,
    ))  # fmt: skip


def _place(territory: Territory, unit: Unit) -> str:
    """Return the name of a unit, the village before it where the name does not tell it."""
    village = territory.villages.by_id.get(unit.village_id) if unit.village_id else None
    return name_with_village(unit.name, village.name) if village else unit.name


def _sum_words(lines: Sequence[Served], tiers: Codes) -> str:
    people = {one.person.id: one.holding.tier for one in sorted(lines, key=lambda one: one.days)}
    counted = Counter(tier or "" for tier in people.values())
    said = [f"{word} {counted[code]} 人" for code, word in tiers.words.items()]
    if counted[""]:
        said.append(f"没有登记层级 {counted['']} 人")
    more = len(lines) - len(people)
    both = f"，一人多岗的另计 {more} 个岗位" if more else ""
    return f"共 {len(people)} 人：{'，'.join(said)}{both}"


def _notes(scope: Scope) -> tuple[str, ...]:
    return (
        f"列{scope.month.words}里在岗过的人，月内换人的各列一行，在岗天数按日历天数",
        "没有登记任职日期的，按月初已经在岗",
        "网格长、网格员等公示岗位的电话与公示牌一致，其他岗位的电话只显示一部分",
    )


POSTS = LedgerDef("posts", "网格队伍任职一览表", "名册", posts_ledger)
