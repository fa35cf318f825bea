"""What is known of a unit besides its place in the tree: its kind, village, code, extent."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.register.records import Unit, Village
from gridcenter.store.capture import WriteSession

_VILLAGE_DIGITS, _SERIAL_DIGITS = 12, 3
SPECIAL = "special"


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What the form of a unit says of it."""

    kind: str = "basic"
    village_id: bytes | None = None
    code: str = ""
    managed_by: str = ""
    extent: str = ""
    without_village: str = ""
    """Why a basic grid lies in no village: the warning is answered by it."""


def change_facts(session: WriteSession, actor: Actor, unit_id: bytes, facts: UnitFacts) -> None:
    """Change the facts of a unit; its name and its place are changed by redrawing, with a reason."""
    actor.require(Right.STRUCTURE)
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise NotFound("这个网格已经不在，请刷新后再看")
    _put(session, unit, facts)


def facts_of_unit(unit: Unit) -> UnitFacts:
    """Return what is on record."""
    return UnitFacts(
        unit.kind or "basic", unit.village_id, unit.code or "", unit.managed_by or "",
        unit.extent or "", unit.without_village or "",
    )  # fmt: skip


def proposed_code(session: Session, village_id: bytes | None) -> str:
    """Return the next free code of a village: its 12 digits and a serial of three, "" without its code."""
    village = session.get(Village, village_id) if village_id else None
    if village is None or len(village.code or "") != _VILLAGE_DIGITS:
        return ""
    taken = set(session.scalars(select(Unit.code).where(Unit.code.startswith(village.code or "-"))))
    codes = (f"{village.code}{n:0{_SERIAL_DIGITS}}" for n in range(1, 10**_SERIAL_DIGITS))
    return next((code for code in codes if code not in taken), "")


def _put(session: WriteSession, unit: Unit, facts: UnitFacts) -> None:
    if facts.kind == SPECIAL and not facts.managed_by.strip():
        raise RuleBroken("managed_by", "专属网格由乡镇和所在单位共同管理，请填写双重管理单位")
    basic = unit.level == "grid" and facts.kind == "basic"
    if basic and facts.village_id is None and not facts.without_village.strip():
        raise RuleBroken("without_village", "基本网格应当在一个村或社区里。确实不属于哪个村的，请写明原因再保存")
    code = facts.code.strip()
    same = select(Unit.name).where(Unit.code == code, Unit.id != unit.id, Unit.until.is_(None))
    other = session.scalar(same.where(Unit.grid_set == unit.grid_set)) if code else None
    if other is not None:
        raise RuleBroken("code", f"编码 {code} 已经是“{other}”的")
    unit.kind, unit.village_id, unit.code = facts.kind, facts.village_id, code or None
    unit.managed_by = facts.managed_by.strip() or None
    unit.extent = facts.extent.strip() or None
    unit.without_village = facts.without_village.strip() or None if facts.village_id is None else None
    session.flush()
