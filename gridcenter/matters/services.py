"""What can be done with matters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from gridcenter.access.actors import Actor, Right
from gridcenter.access.masking import mask_name
from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.base.periods import today
from gridcenter.base.phones import tidy_phone
from gridcenter.codes.tables import Codes
from gridcenter.matters.codes import CATEGORY, CHANNEL, STATUS, URGENCY
from gridcenter.matters.records import Matter, MatterStep
from gridcenter.matters.rules import due_day
from gridcenter.register.records import Unit, Village
from gridcenter.register.services.areas import units_of
from gridcenter.register.services.grids import name_with_village
from gridcenter.store.capture import WriteSession
from gridcenter.store.listing import Listing, Wish, fetch_ids, in_span
from gridcenter.store.search import matching
from gridcenter.store.sight import unlimited


@dataclass(frozen=True, slots=True)
class MatterEntry:
    """What a form says of a matter."""

    content: str
    reported_on: date
    channel: str = "resident"
    category: str = "opinion"
    urgency: str = "normal"
    unit_id: bytes | None = None
    village_id: bytes | None = None
    household_id: bytes | None = None
    place: str = ""
    asker: str = ""
    asker_phone: str = ""
    anonymous: bool = False
    limit_days: int | None = None


def register_matter(session: WriteSession, actor: Actor, entry: MatterEntry) -> Matter:
    """Enter a matter with its first step; the number counts up within the month."""
    actor.require(Right.ENTER)
    if not entry.content.strip():
        raise RuleBroken("content", "请填写事项内容")
    if entry.unit_id is None and entry.village_id is None:
        raise RuleBroken("unit_id", "请选择所属网格或村")
    phone, odd = tidy_phone(entry.asker_phone)
    if odd:
        raise RuleBroken("asker_phone", f"联系电话{odd}")
    village_id = entry.village_id
    if village_id is None and (unit := session.get(Unit, entry.unit_id)) is not None:
        village_id = unit.village_id
    matter = Matter(
        number=next_number(session, entry.reported_on),
        channel=entry.channel,
        category=entry.category,
        urgency=entry.urgency,
        reported_on=entry.reported_on,
        unit_id=entry.unit_id,
        village_id=village_id,
        household_id=entry.household_id,
        place=entry.place or None,
        content=entry.content.strip(),
        asker=None if entry.anonymous else entry.asker.strip() or None,
        asker_phone=None if entry.anonymous else phone or None,
        anonymous=entry.anonymous,
        limit_days=entry.limit_days,
        due_on=due_day(entry.reported_on, entry.limit_days),
        status="open",
    )
    session.add(matter)
    session.flush()
    _step(session, actor, matter, "register", entry.reported_on, "")
    return matter


def solve_matter(
    session: WriteSession, actor: Actor, matter_id: bytes, *, on: date, result: str
) -> Matter:
    """Close a matter with its result; refuses without words on what was done."""
    actor.require(Right.ENTER)
    matter = _open_matter(session, matter_id)
    if not result.strip():
        raise RuleBroken("result", "请填写办理结果")
    if on < matter.reported_on:
        raise RuleBroken("closed_on", "办结日期不能早于登记日期")
    matter.status, matter.result, matter.closed_on = "done", result.strip(), on
    session.flush()
    _step(session, actor, matter, "solve", on, result.strip())
    return matter


def withdraw_matter(
    session: WriteSession, actor: Actor, matter_id: bytes, *, on: date, reason: str
) -> Matter:
    """Withdraw a matter that should not have been entered; the reason is required."""
    actor.require(Right.ENTER)
    matter = _open_matter(session, matter_id)
    if not reason.strip():
        raise RuleBroken("result", "请写明撤销的理由")
    matter.status, matter.closed_on = "withdrawn", on
    session.flush()
    _step(session, actor, matter, "withdraw", on, reason.strip())
    return matter


def next_number(session: Session, day: date) -> str:
    """Return the next free number of a month, such as SX202610-0007."""
    beginning = f"SX{day:%Y%m}-"
    query = select(func.max(Matter.number)).where(Matter.number.like(f"{beginning}%"))
    with unlimited(session):
        last = session.scalar(query)
    return f"{beginning}{int(last[-4:]) + 1 if last else 1:04d}"


def _open_matter(session: Session, matter_id: bytes) -> Matter:
    matter = session.get(Matter, matter_id)
    if matter is None:
        raise NotFound("这件事项已经不在，请刷新后再看")
    if matter.status != "open":
        raise RuleBroken("status", f"事项 {matter.number} 已经{STATUS.words[matter.status]}，不能再办")
    return matter


def _step(
    session: Session, actor: Actor, matter: Matter, verb: str, on: date, opinion: str
) -> None:
    step = MatterStep(matter_id=matter.id, verb=verb, on=on, by=actor.name, opinion=opinion or None)
    session.add(step)
    session.flush()


@dataclass(frozen=True, slots=True)
class MatterRow:
    """One line of the matters page; the asker's name masked."""

    id: bytes
    number: str
    reported_on: date
    channel: str
    category: str
    urgency: str
    place: str
    content: str
    asker: str
    due_on: date | None
    status: str


def find_matters(session: Session, wish: Wish) -> Sequence[bytes]:
    """Return the matters that match; filters: "period", "area", "status", "channel", "late" (True)."""
    span = wish.filters.get("period")
    query: Select[bytes] = select(Matter.id).where(*in_span(Matter.reported_on, span))
    if wish.words:
        query = query.where(Matter.id.in_(matching("m", wish.words)))
    for key, column in (("status", Matter.status), ("channel", Matter.channel)):
        if wish.filters.get(key):
            query = query.where(column == wish.filters[key])
    if area := wish.filters.get("area"):
        inside = Matter.unit_id.in_(units_of(session, area))
        query = query.where(inside | (Matter.unit_id.is_(None) & (Matter.village_id == area)))
    if wish.filters.get("late"):
        query = query.where(Matter.status == "open", Matter.due_on < today())
    columns: dict[str, InstrumentedAttribute[Any]] = {
        "due_on": Matter.due_on, "number": Matter.number, "status": Matter.status,
    }  # fmt: skip
    column = columns.get(wish.sort_by, Matter.reported_on)
    down = wish.descending or not wish.sort_by
    return fetch_ids(session, query.order_by(column.desc() if down else column, Matter.id))


def load_matters(session: Session, ids: Sequence[bytes]) -> dict[bytes, MatterRow]:
    """Return the rows of these matters."""
    channels, categories = Codes.load(session, CHANNEL), Codes.load(session, CATEGORY)
    urgencies = Codes.load(session, URGENCY)
    query = (
        select(Matter, Unit.name, Village.name)
        .join(Unit, Unit.id == Matter.unit_id, isouter=True)
        .join(Village, Village.id == Matter.village_id, isouter=True)
        .where(Matter.id.in_(ids))
    )
    return {
        m.id: MatterRow(
            m.id, m.number, m.reported_on, channels.word(m.channel), categories.word(m.category),
            urgencies.word(m.urgency),
            name_with_village(unit, village or "") if unit else village or m.place or "", m.content,
            mask_name(m.asker), m.due_on, STATUS.words[m.status],
        )
        for m, unit, village in session.execute(query)
    }  # fmt: skip


MATTERS = Listing(find_matters, load_matters)
