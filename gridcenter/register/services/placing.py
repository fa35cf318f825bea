"""Households in the grids of a set: one grid of each set at a time; placing them in bulk or by hand."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.base.periods import day_before, day_words
from gridcenter.register.codes import MAIN_SET
from gridcenter.register.records import Household, Person, Placement, Residence, Unit, Village
from gridcenter.register.services.grids import name_with_village
from gridcenter.register.services.sets import set_name
from gridcenter.register.services.structure import Tree
from gridcenter.store.capture import WriteSession
from gridcenter.store.listing import Wish
from gridcenter.store.search import expression, matching_ids


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A household with its grid of daily work and those of another set; several are one too many."""

    id: bytes
    head: str
    number: str
    village: str
    main: str
    places: tuple[str, ...]


def place_homes(
    session: WriteSession, actor: Actor, homes: Iterable[bytes], unit_id: bytes, since: date | None
) -> int:
    """Put households into a grid of its set from a day on; what they had in that set ends the day before.

    Returns how many were moved: those that lie there already stay. A household has one grid of each set.
    """
    actor.require(Right.ENTER)
    unit = session.get(Unit, unit_id)
    if unit is None or unit.until is not None:
        raise RuleBroken("unit_id", "所选的网格已经撤销，请另选一个")
    return _place(session, unit.grid_set, dict.fromkeys(homes, unit_id), since)


def place_like_main(session: WriteSession, actor: Actor, grid_set: str, since: date | None) -> int:
    """Put every household that a set has nowhere into the unit that is called like its grid of daily work."""
    actor.require(Right.ENTER)
    tree, theirs = Tree.load(session), Tree.load(session, grid_set=grid_set)
    named = Counter(_mark(unit) for unit in theirs.units if unit.until is None)
    by_mark = {_mark(unit): unit.id for unit in theirs.units if unit.until is None}
    placed = _open(session, grid_set)
    wanted: dict[bytes, bytes] = {}
    for home, places in _open(session, MAIN_SET).items():
        own = tree.by_id.get(places[0].unit_id)
        while own is not None and home not in placed and home not in wanted:
            if named[_mark(own)] == 1 and own.level != "township":
                wanted[home] = by_mark[_mark(own)]
            own = tree.by_id.get(own.parent_id or b"")
    return _place(session, grid_set, wanted, since)


def homes_below(session: Session, area: bytes) -> Sequence[bytes]:
    """Return the households that lie now in a unit with all below it, or that belong to a village."""
    unit = session.get(Unit, area)
    if unit is None:
        return session.scalars(select(Household.id).where(Household.village_id == area)).all()
    inside = Tree.load(session, grid_set=unit.grid_set).within(area)
    query = select(Placement.household_id).where(
        Placement.unit_id.in_(inside), Placement.until.is_(None)
    )
    return session.scalars(query).all()


def find_places(session: Session, grid_set: str, wish: Wish) -> Sequence[bytes]:
    """Return the households a wish means; filter "state": none, one, several; "area" (a unit, a village)."""
    placed = _open(session, grid_set)
    query = select(Household.id).join(Village, Village.id == Household.village_id)
    ids = session.scalars(query.order_by(Village.position, Household.number)).all()
    area = wish.filters.get("area")
    inside = set(homes_below(session, area)) if isinstance(area, bytes) else None
    meant = _meant(session, wish.words)
    state = wish.filters.get("state")
    return [
        one for one in ids
        if (inside is None or one in inside) and (meant is None or one in meant)
        and (state is None or state == _state(len(placed.get(one, ()))))
    ]  # fmt: skip


def load_places(session: Session, grid_set: str, ids: Sequence[bytes]) -> dict[bytes, PlaceRow]:
    """Return the rows of these households."""
    heads = dict(
        session.execute(
            select(Residence.household_id, Person.name)
            .join(Person, Person.id == Residence.person_id)
            .where(
                Residence.household_id.in_(ids), Residence.relation == "head", Residence.until.is_(None)
            )
        ).all()
    )
    main, other = (_names(session, key, ids) for key in (MAIN_SET, grid_set))
    query = select(Household.id, Household.number, Village.name).join(
        Village, Village.id == Household.village_id
    )
    return {
        i: PlaceRow(i, heads.get(i, ""), number, village, "、".join(main[i]), tuple(other[i]))
        for i, number, village in session.execute(query.where(Household.id.in_(ids)))
    }


def count_unplaced(session: Session, grid_set: str) -> int:
    """Return how many households of daily work a set has nowhere."""
    placed = select(Placement.household_id).where(
        Placement.grid_set == grid_set, Placement.until.is_(None)
    )
    homes = select(func.count(func.distinct(Placement.household_id))).where(
        Placement.grid_set == MAIN_SET, Placement.until.is_(None), Placement.household_id.not_in(placed)
    )
    return session.scalar(homes) or 0


def _place(
    session: WriteSession, grid_set: str, wanted: dict[bytes, bytes], since: date | None
) -> int:
    if not wanted:
        return 0
    now, ended, moved = _open(session, grid_set), list[tuple[bytes, dict[str, object]]](), 0
    rows: list[dict[str, object]] = []
    for home, unit_id in wanted.items():
        keep = next((one for one in now.get(home, ()) if one.unit_id == unit_id), None)
        leaving = [one for one in now.get(home, ()) if one is not keep]
        ended += [(one.id, {"until": _last(session, one, since)}) for one in leaving]
        if keep is None:
            rows.append({"household_id": home, "unit_id": unit_id, "grid_set": grid_set, "since": since})
        moved += keep is None or bool(leaving)
    session.update_many(Placement, ended)
    session.insert_many(Placement, rows)
    return moved


def _last(session: Session, placed: Placement, since: date | None) -> date:
    if since is None:
        raise RuleBroken("since", "这一户在这个体系里已经有网格，请填写从哪一天起改归新的网格")
    if placed.since is not None and placed.since >= since:
        home = session.get(Household, placed.household_id)
        if home is None:
            raise NotFound("这一户已经不在册，请刷新后再看")
        own, begun = set_name(session, placed.grid_set), day_words(placed.since)
        said = f"户号 {home.number} 在{own}体系里从{begun}起归另一个网格，一户只能归一个，请填晚于这一天的日期"
        raise RuleBroken("since", said)
    return day_before(since)


def _open(session: Session, grid_set: str) -> dict[bytes, list[Placement]]:
    query = select(Placement).where(Placement.grid_set == grid_set, Placement.until.is_(None))
    found: dict[bytes, list[Placement]] = defaultdict(list)
    for one in session.scalars(query.order_by(Placement.id)):
        found[one.household_id].append(one)
    return found


def _names(session: Session, grid_set: str, ids: Sequence[bytes]) -> dict[bytes, list[str]]:
    query = (
        select(Placement.household_id, Unit.name, Village.name)
        .join(Unit, Unit.id == Placement.unit_id)
        .join(Village, Village.id == Unit.village_id, isouter=True)
        .where(
            Placement.grid_set == grid_set, Placement.until.is_(None), Placement.household_id.in_(ids)
        )
    )
    found: dict[bytes, list[str]] = defaultdict(list)
    for home, name, village in session.execute(query.order_by(Placement.id)):
        found[home].append(name_with_village(name, village or ""))
    return found


def _meant(session: Session, typed: str) -> set[bytes] | None:
    if not typed:
        return None
    query = expression("p", typed)
    people = matching_ids(session, Person, query) if query else []
    living = select(Residence.household_id).where(
        Residence.person_id.in_(people), Residence.until.is_(None)
    )
    numbered = select(Household.id).where(Household.number.contains(typed, autoescape=True))
    return {*session.scalars(living), *session.scalars(numbered)}


def _state(count: int) -> str:
    return "none" if not count else "one" if count == 1 else "several"


def _mark(unit: Unit) -> tuple[str, bytes | None]:
    return unit.name, unit.village_id
