"""The grid tree as a list: who is in charge, how many live there, which posts are vacant."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.access.reach import own_area
from gridcenter.base.names import village_key
from gridcenter.base.periods import Month
from gridcenter.base.pinyin import says
from gridcenter.codes.tables import Codes
from gridcenter.register.codes import MAIN_SET, POST, UNIT_KIND
from gridcenter.register.month import Posts, counts
from gridcenter.register.records import Unit, Village
from gridcenter.register.services.levels import Band, bands
from gridcenter.register.services.party_cover import party_names
from gridcenter.register.services.required import Gap, Required, gaps, last_days
from gridcenter.register.services.structure import Tree, level_names
from gridcenter.store.listing import Wish

CHARGE = {
    "township": "station_head",
    "station": "station_head",
    "grid": "grid_head",
    "subgrid": "worker",
    "micro": "worker",
}
"""The post that is in charge of a unit, by its level."""
_KINDED = {"grid"}


def name_with_village(name: str, village: str) -> str:
    """Return a unit's name that tells its village: 第二微网格 of 严务村 → 严务村第二微网格.

    Every village may have grids of the same names; a name that tells the village stays as it is.
    """
    if village in name or name.startswith(village_key(village)):
        return name
    return f"{village}{name}"


def village_names(session: Session) -> dict[bytes | None, str]:
    """Return the names of the villages by id."""
    return dict(session.execute(select(Village.id, Village.name)).all())


def village_options(session: Session) -> list[tuple[object, str]]:
    """Return id and name of the villages there are now, in their order."""
    query = select(Village.id, Village.name).where(Village.until.is_(None))
    return [(i, name) for i, name in session.execute(query.order_by(Village.position))]


@dataclass(frozen=True, slots=True)
class GridRow:
    """One unit of the tree, its name with the village; `depth` 0 is the township; counts include what lies below."""

    id: bytes
    name: str
    key: str
    """Key of the level."""
    level: str
    depth: int
    head: str
    phone: str
    households: int
    people: int
    vacancy: str
    """Which posts it lacks: 缺网格长、党建指导员."""
    charge: str
    """Code of the post in charge."""
    whole: bool = True
    """False above the area of an account: a heading, whose counts would be of a part."""
    path: tuple[bytes, ...] = ()
    """The units from the top down to this one."""
    kind: str = ""
    """基本, 专属, 微: "" of what is no grid."""
    size_note: str = ""
    """In which way the number of households lies outside its band."""
    party: str = ""
    """The Party unit it belongs to."""
    lacking: str = ""
    """Since when the posts are vacant, in words."""


def grid_rows(
    session: Session, month: Month, grid_set: str = MAIN_SET
) -> dict[bytes, GridRow]:
    """Return every unit of a set in a month, in the order of the tree."""
    tree, posts = Tree.load(session, month, grid_set), Posts.load(session, month)
    households, people = _counts(session, tree, month, grid_set)
    band, required, party = bands(session, grid_set), Required.load(session), party_names(session, month)
    titles, left = Codes.load(session, POST).words, last_days(session)
    kinds = Codes.load(session, UNIT_KIND)
    levels, villages = level_names(session), village_names(session)
    own = tree.by_id.get(own_area(session) or b"")
    headings = {unit.id for unit in tree.path(own)[:-1]} if own else set()
    rows = {}
    for unit in tree.below(None):
        path = tree.path(unit)
        held = posts.holders(unit.id, CHARGE.get(unit.level, "worker"))
        lacking = [Gap(unit.id, post, left.get((unit.id, post))) for post in required.vacant(unit, posts)]
        size = band.get(unit.level, Band()).note(households[unit.id])
        rows[unit.id] = GridRow(
            unit.id, name_with_village(unit.name, villages.get(unit.village_id, "")),
            unit.level, levels.get(unit.level, unit.level), len(path) - 1,
            "、".join(one.name for one in held), "、".join(one.phone for one in held if one.phone),
            households[unit.id], people[unit.id], vacancy_words(lacking, titles),
            CHARGE.get(unit.level, "worker"), unit.id not in headings,
            tuple(one.id for one in path),
            kind=kinds.word(unit.kind or "basic") if unit.level in _KINDED or unit.kind else "",
            size_note=size if unit.id not in headings and unit.kind != "special" else "",
            party=party.get(unit.id, ""),
            lacking="；".join(f"{titles.get(gap.post, gap.post)} {gap.words}" for gap in lacking),
        )  # fmt: skip
    return rows


def vacancy_words(lacking: Sequence[Gap], titles: Mapping[str, str]) -> str:
    """Write which posts are vacant: 缺网格长、党建指导员."""
    return f"缺{'、'.join(titles.get(gap.post, gap.post) for gap in lacking)}" if lacking else ""


def _counts(
    session: Session, tree: Tree, month: Month, grid_set: str
) -> tuple[Counter[bytes], Counter[bytes]]:
    households: Counter[bytes] = Counter()
    people: Counter[bytes] = Counter()
    for unit_id, (homes, living) in counts(session, month, grid_set).items():
        households[unit_id] += homes
        people[unit_id] += living
    for counter in (households, people):
        for unit in reversed(list(tree.below(None))):
            if unit.parent_id is not None:
                counter[unit.parent_id] += counter[unit.id]
    return households, people


def matching(
    rows: Mapping[bytes, GridRow], wish: Wish, units: Collection[bytes] | None = None
) -> Sequence[bytes]:
    """Return the rows (of these `units`) that a wish means.

    Filters: "vacant" (True), "note": "size" (outside its band) or "party" (a grid without Party unit).
    """
    vacant, note = bool(wish.filters.get("vacant")), wish.filters.get("note")
    return [
        row.id
        for row in rows.values()
        if (units is None or row.id in units)
        and (row.vacancy or not vacant)
        and (row.size_note or note != "size")
        and (note != "party" or (row.key == "grid" and not row.party))
        and says(wish.words, row.name, row.head, row.phone, row.party)
    ]


@dataclass(frozen=True, slots=True)
class Place:
    """A unit to choose from: its id, its name with the village, how deep it lies."""

    id: bytes
    name: str
    depth: int
    inside: frozenset[bytes]
    """The unit and everything below it."""
    level: str
    parent: bytes | None


def places(session: Session, *levels: str) -> list[Place]:
    """Return the units of these levels as they are now, in the order of the tree."""
    tree, villages = Tree.load(session), village_names(session)
    below = tree.below(own_area(session))
    units = [unit for unit in below if unit.level in levels and unit.until is None]
    least = min((len(tree.path(unit)) for unit in units), default=0)
    return [
        Place(
            u.id, name_with_village(u.name, villages.get(u.village_id, "")), len(tree.path(u)) - least,
            frozenset(b.id for b in tree.below(u.id)), u.level, u.parent_id,
        )
        for u in units
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PostLine:
    """Who holds a post, and since when in words; an empty name is a vacancy."""

    post: str
    name: str
    phone: str
    since: str


def post_lines(
    session: Session, unit: Unit, month: Month, words: Mapping[str, str]
) -> list[PostLine]:
    """Return the posts of a unit in a month, those that it must have and nobody holds first."""
    posts = Posts.load(session, month)
    lacking = gaps(session, [unit], month)
    vacant = [PostLine(words.get(gap.post, gap.post), "", "", gap.words) for gap in lacking]
    return [*vacant, *_held(posts, unit, words)]


def _held(posts: Posts, unit: Unit, words: Mapping[str, str]) -> Iterator[PostLine]:
    for post, title in words.items():
        for one in posts.holders(unit.id, post):
            since = f"{one.since.year}年{one.since.month}月起" if one.since else ""
            yield PostLine(title, one.name, one.phone or "", since)
