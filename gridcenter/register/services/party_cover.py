"""Party units laid over the grids (网格党组织): which belongs where, the chain above it, what is not covered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.base.names import village_key
from gridcenter.base.periods import Month, day_before
from gridcenter.register.codes import PARTY_UNIT_KIND
from gridcenter.register.month import touching
from gridcenter.register.records import PartyCover, PartyUnit, Unit, Village
from gridcenter.register.services.structure import Tree
from gridcenter.store.capture import WriteSession

_RANK = {kind: place for place, kind in enumerate(PARTY_UNIT_KIND.words)}


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the grids of a month have a Party unit, and which have none."""

    grids: Sequence[Unit]
    without: Sequence[Unit]

    @property
    def words(self) -> str:
        """22 个网格中 20 个有党组织."""
        return f"{len(self.grids)} 个网格中 {len(self.grids) - len(self.without)} 个有党组织"


@dataclass(frozen=True, slots=True)
class PartyEntry:
    """What the form of a Party unit says."""

    kind: str
    name: str
    parent_id: bytes | None = None
    village_id: bytes | None = None
    since: date | None = None


def covers(session: Session, month: Month) -> Mapping[bytes, PartyUnit]:
    """Return the Party unit of each grid that has one of its own in a month, the last of several."""
    query = (
        select(PartyCover.unit_id, PartyUnit)
        .join(PartyUnit, PartyUnit.id == PartyCover.party_unit_id)
        .where(touching(PartyCover.since, PartyCover.until, month))
        .order_by(PartyCover.until.is_(None), PartyCover.until, PartyCover.since, PartyCover.id)
    )
    return dict(session.execute(query).all())


def party_names(session: Session, month: Month) -> Mapping[bytes, str]:
    """Return the name of the Party unit of each grid that has one."""
    return {unit: party.name for unit, party in covers(session, month).items()}


def chain(session: Session, party: PartyUnit | None) -> Sequence[PartyUnit]:
    """Return a Party unit with those above it, the highest first."""
    found: list[PartyUnit] = []
    while party is not None and party not in found:
        found.insert(0, party)
        party = session.get(PartyUnit, party.parent_id) if party.parent_id else None
    return found


def coverage(session: Session, month: Month) -> Coverage:
    """Count the grids of daily work that have a Party unit in a month."""
    grids, have = Tree.load(session, month).level("grid"), covers(session, month)
    return Coverage(grids, [grid for grid in grids if grid.id not in have])


def cover(
    session: WriteSession, actor: Actor, units: Iterable[bytes], party_id: bytes, since: date | None
) -> int:
    """Lay a Party unit over grids from a day on; what they had ends the day before. Returns how many changed."""
    actor.require(Right.STRUCTURE)
    party = session.get(PartyUnit, party_id)
    if party is None or party.until is not None:
        raise RuleBroken("party_unit_id", "所选的党组织已经撤销，请另选一个")
    changed = 0
    for unit_id in units:
        unit = session.get(Unit, unit_id)
        if unit is None:
            raise NotFound("所选的网格已经不在，请刷新后再选")
        changed += _lay(session, unit, party_id, since)
    session.flush()
    return changed


def doubled(session: Session) -> Mapping[bytes, Sequence[str]]:
    """Return the grids that belong to more than one Party unit now, as two PCs may enter it, with their names."""
    query = (
        select(PartyCover.unit_id, PartyUnit.name)
        .join(PartyUnit, PartyUnit.id == PartyCover.party_unit_id)
        .where(PartyCover.until.is_(None))
        .order_by(PartyCover.unit_id, PartyCover.since, PartyCover.id)
    )
    found: dict[bytes, list[str]] = {}
    for unit, name in session.execute(query):
        found.setdefault(unit, []).append(name)
    return {unit: names for unit, names in found.items() if len(names) > 1}


def proposals(session: Session, month: Month) -> Mapping[bytes, PartyUnit]:
    """Propose for each grid without one the Party unit of its village: the closest to it by kind and name."""
    units = session.scalars(select(PartyUnit).where(PartyUnit.until.is_(None)).order_by(PartyUnit.position))
    parties = [unit for unit in units if unit.kind in {"general_branch", "branch", "group"}]
    found: dict[bytes, PartyUnit] = {}
    villages = dict(session.execute(select(Village.id, Village.name)).all())
    for grid in coverage(session, month).without:
        village = villages.get(grid.village_id or b"", "")
        stem = village_key(village) if village else ""
        inside = [one for one in parties if one.village_id and one.village_id == grid.village_id]
        theirs = inside or [one for one in parties if stem and one.name.startswith(stem)]
        if theirs:
            found[grid.id] = min(theirs, key=partial(_closeness, grid.name.removesuffix("网格")))
    return found


def _closeness(grid: str, party: PartyUnit) -> tuple[bool, int, int]:
    return not party.name.startswith(grid), _RANK[party.kind], party.position


def enter_party_unit(session: WriteSession, actor: Actor, entry: PartyEntry) -> PartyUnit:
    """Enter a Party unit below another: 乡党委 → 片区党委 → 村党（总）支部 → 党支部、党小组 → 党员中心户."""
    actor.require(Right.PARTY)
    values = _checked(session, entry, None)
    made = PartyUnit(position=len(session.scalars(select(PartyUnit.id)).all()) + 1, **values)
    session.add(made)
    session.flush()
    return made


def change_party_unit(session: WriteSession, actor: Actor, party_id: bytes, entry: PartyEntry) -> None:
    """Change what is known of a Party unit."""
    actor.require(Right.PARTY)
    party = session.get(PartyUnit, party_id)
    if party is None:
        raise NotFound("这个党组织已经不在，请刷新后再看")
    for key, value in _checked(session, entry, party).items():
        setattr(party, key, value)
    session.flush()


def party_options(session: Session) -> list[tuple[object, str]]:
    """Return id and name of the Party units there are now, the highest kinds first."""
    query = select(PartyUnit).where(PartyUnit.until.is_(None)).order_by(PartyUnit.position, PartyUnit.id)
    rows = sorted(session.scalars(query), key=lambda one: _RANK.get(one.kind, len(_RANK)))
    return [(one.id, one.name) for one in rows]


def _checked(session: Session, entry: PartyEntry, known: PartyUnit | None) -> dict[str, object]:
    name = entry.name.strip()
    if not name:
        raise RuleBroken("name", "请填写党组织名称")
    same = select(PartyUnit.id).where(PartyUnit.name == name, PartyUnit.until.is_(None))
    if session.scalar(same.where(PartyUnit.id != (known.id if known else b""))) is not None:
        raise RuleBroken("name", f"“{name}”已经登记过了")
    above = session.get(PartyUnit, entry.parent_id) if entry.parent_id else None
    if above is not None:
        if known is not None and known in chain(session, above):
            raise RuleBroken("parent_id", "不能归到它自己或它下面的党组织")
        if _RANK[above.kind] > _RANK[entry.kind]:
            word = PARTY_UNIT_KIND.words
            raise RuleBroken("parent_id", f"{word[entry.kind]}不能归到{word[above.kind]}下面，请核对类别和上级")
    return {
        "kind": entry.kind, "name": name, "parent_id": entry.parent_id,
        "village_id": entry.village_id, "since": entry.since,
    }


def _lay(session: WriteSession, unit: Unit, party_id: bytes, since: date | None) -> bool:
    """Lay a Party unit over a grid; of several entered on several PCs it is the one that stays."""
    now = session.scalars(_now(unit.id)).all()
    here = [one for one in now if one.party_unit_id == party_id]
    others = [one for one in now if one not in here[:1]]
    if here:
        for one in others:
            session.delete(one)
        return bool(others)
    for one in others:
        if since is None or (one.since is not None and one.since >= since):
            raise RuleBroken("since", f"“{unit.name}”已经有党组织，请填写改归的日期，要晚于原来的起始日期")
        one.until = day_before(since)
    session.add(PartyCover(unit_id=unit.id, party_unit_id=party_id, since=since))
    return True


def _now(unit_id: bytes) -> Select[PartyCover]:
    return select(PartyCover).where(
        PartyCover.unit_id == unit_id, PartyCover.until.is_(None)
    )
