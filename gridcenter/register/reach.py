"""Which villages, units, households and people an account of an area sees.

A household lies where it is placed now, and takes its people, visits and matters with it. One that
is placed nowhere lies in its village, one that has ended where it lay last.
"""

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    column,
    exists,
    literal_column,
    or_,
    select,
    table,
    union_all,
)
from sqlalchemy.orm import Session
from sqlalchemy.sql import CompoundSelect

from gridcenter.access.reach import ABOVE, UNITS, VILLAGES, WHOLE_VILLAGES, Fence, Reach
from gridcenter.base.errors import NotAllowed
from gridcenter.register.codes import MAIN_SET
from gridcenter.register.records import (
    Concern,
    DistinctPair,
    Household,
    Merger,
    NoticeBoard,
    PartyCover,
    Person,
    Placement,
    PostHolding,
    Residence,
    Unit,
    UnitPast,
    Village,
)
from gridcenter.register.services.structure import Tree
from gridcenter.store.fields import Blob
from gridcenter.store.held import Held, held
from gridcenter.store.sight import Columns

_HOUSEHOLD = table(
    "household", column("id", Blob), column("village_id", Blob), column("until")
).alias("any_home")
_PLACED = table(
    "placement", column("household_id", Blob), column("unit_id", Blob), column("grid_set"), column("until")
).alias("any_place")
_MAIN = _PLACED.c.grid_set == literal_column(f"'{MAIN_SET}'")
_LIVING = table("residence", column("household_id", Blob), column("person_id", Blob)).alias("any_stay")
_POST = table("post_holding", column("person_id", Blob), column("unit_id", Blob)).alias("any_post")
HOMES = held("own_home")
"""The households that lie in the reach."""
RESIDENTS = held("own_resident")
"""The people who live, or lived, in them."""


def reach_of(session: Session, area: bytes) -> Reach:
    """Return how far the unit `area` reaches; raises NotAllowed when it is no longer there."""
    units = {unit.id: unit for unit in session.scalars(select(Unit).order_by(Unit.id))}
    if area not in units:
        raise NotAllowed("这个账号负责的站或网格已经不在。请联系中心主任重新指定")
    tree = Tree(units.values())
    inside = frozenset(unit.id for unit in tree.below(area))
    above = frozenset(unit.id for unit in tree.path(units[area])) - {area}
    around = {units[unit].village_id for unit in inside} - {None}
    alike = (u for u in units.values() if u.grid_set == units[area].grid_set)
    elsewhere = {u.village_id for u in alike if u.id not in inside and u.until is None}
    homes = select(Household.village_id).distinct().join(Placement)
    homes = homes.where(Placement.unit_id.in_(inside), Placement.until.is_(None))
    villages = frozenset(v for v in (*around, *session.scalars(homes)) if v)
    whole = frozenset(v for v in around - elsewhere if v)
    placed, lived = frozenset({"placement", "household"}), frozenset({"residence"})
    return Reach(area, units[area].name, (
        Held("own_unit", inside),
        Held("unit_above", above),
        Held("own_village", villages),
        Held("whole_village", whole),
        Held("own_home", _households(), placed),
        Held("own_resident", _residents(), placed | lived),
    ))  # fmt: skip


def _households() -> CompoundSelect[bytes]:
    placed = select(_PLACED.c.household_id).where(
        _PLACED.c.unit_id.in_(UNITS), _PLACED.c.until.is_(None)
    )
    somewhere = exists().where(
        _PLACED.c.household_id == _HOUSEHOLD.c.id, _PLACED.c.until.is_(None), _MAIN
    )
    loose = select(_HOUSEHOLD.c.id).where(
        _HOUSEHOLD.c.village_id.in_(WHOLE_VILLAGES), ~somewhere
    )
    ended = (
        select(_HOUSEHOLD.c.id)
        .join(_PLACED, _PLACED.c.household_id == _HOUSEHOLD.c.id)
        .where(_HOUSEHOLD.c.until.is_not(None), _PLACED.c.until == _HOUSEHOLD.c.until, _PLACED.c.unit_id.in_(UNITS))
    )
    return union_all(placed, loose, ended)


def _residents() -> Select[bytes]:
    return select(_LIVING.c.person_id).where(_LIVING.c.household_id.in_(HOMES))


def _people(person: Columns) -> ColumnElement[bool]:
    holders = select(_POST.c.person_id).where(_POST.c.unit_id.in_(UNITS))
    return or_(person.id.in_(RESIDENTS), person.id.in_(holders))


def _own(record: ColumnElement[bytes]) -> ColumnElement[bool]:
    """Tell the ids of people and households that lie in the reach."""
    holders = select(_POST.c.person_id).where(_POST.c.unit_id.in_(UNITS))
    return or_(record.in_(RESIDENTS), record.in_(HOMES), record.in_(holders))


def _heads_above(person: Columns) -> ColumnElement[bool]:
    return person.id.in_(select(_POST.c.person_id).where(_POST.c.unit_id.in_(ABOVE)))


FENCES = (
    Fence(Unit, lambda unit: unit.id.in_(UNITS)),
    Fence(Unit, lambda unit: unit.id.in_(ABOVE), shown=True),
    Fence(UnitPast, lambda past: past.unit_id.in_(UNITS)),
    Fence(UnitPast, lambda past: past.unit_id.in_(ABOVE), shown=True),
    Fence(Village, lambda village: village.id.in_(WHOLE_VILLAGES)),
    Fence(Village, lambda village: village.id.in_(VILLAGES), shown=True),
    Fence(Household, lambda home: home.id.in_(HOMES)),
    Fence(Placement, lambda placed: placed.unit_id.in_(UNITS)),
    Fence(Residence, lambda stay: stay.household_id.in_(HOMES)),
    Fence(Concern, lambda one: one.household_id.in_(HOMES)),
    Fence(Person, _people),
    Fence(Person, _heads_above, shown=True),
    Fence(PostHolding, lambda post: post.unit_id.in_(UNITS)),
    Fence(PostHolding, lambda post: post.unit_id.in_(ABOVE), shown=True),
    Fence(PartyCover, lambda cover: cover.unit_id.in_(UNITS)),
    Fence(PartyCover, lambda cover: cover.unit_id.in_(ABOVE), shown=True),
    Fence(NoticeBoard, lambda board: board.unit_id.in_(UNITS)),
    Fence(DistinctPair, lambda pair: and_(_own(pair.first), _own(pair.second))),
    Fence(Merger, lambda merger: _own(merger.kept)),
)


def in_place(record: Columns) -> ColumnElement[bool]:
    """Tell a record of a unit in a reach, or of no unit and a village that some of it lies in."""
    unit: ColumnElement[bool] = record.unit_id.in_(UNITS)
    return or_(unit, record.unit_id.is_(None) & record.village_id.in_(VILLAGES))
