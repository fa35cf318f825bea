"""What can be done with disputes: register, record the result of the mediation."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from gridcenter.access.actors import Actor, Right
from gridcenter.access.masking import mask_name
from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.base.names import name_problem, tidy_name
from gridcenter.codes.tables import Codes
from gridcenter.disputes.codes import AGREEMENT, KIND, STATUS
from gridcenter.disputes.records import Dispute, DisputeParty
from gridcenter.register.records import Unit, Village
from gridcenter.register.services.areas import units_of
from gridcenter.register.services.grids import name_with_village
from gridcenter.store.capture import WriteSession
from gridcenter.store.listing import Listing, Wish, fetch_ids, in_span
from gridcenter.store.search import matching
from gridcenter.store.sight import unlimited


@dataclass(frozen=True, slots=True)
class DisputeEntry:
    """What the dispute form says; parties are names, 甲方 first."""

    registered_on: date
    unit_id: bytes
    kind: str
    narrative: str
    parties: tuple[str, str]
    mediator: str = ""
    phones: tuple[str, str] = field(default=("", ""))


def register_dispute(session: WriteSession, actor: Actor, entry: DisputeEntry) -> Dispute:
    """Enter a dispute with its two parties (人民调解法 §27: 登记)."""
    actor.require(Right.ENTER)
    if session.get(Unit, entry.unit_id) is None:
        raise RuleBroken("unit_id", "请选择所属网格")
    if not entry.narrative.strip():
        raise RuleBroken("narrative", "请填写纠纷简要情况")
    names = [tidy_name(name) for name in entry.parties]
    for key, side, name in zip(("party_a", "party_b"), ("甲方", "乙方"), names, strict=True):
        if not name:
            raise RuleBroken(key, f"请填写{side}当事人")
    mediator = tidy_name(entry.mediator)
    if mediator and (problem := name_problem(mediator)):
        raise RuleBroken("mediator", f"调解员{problem}")
    dispute = Dispute(
        number=next_number(session, entry.registered_on),
        registered_on=entry.registered_on,
        unit_id=entry.unit_id,
        kind=entry.kind,
        narrative=entry.narrative.strip(),
        mediator=mediator or None,
        status="open",
    )
    session.add(dispute)
    session.flush()
    for number, (name, phone) in enumerate(zip(names, entry.phones, strict=True), 1):
        session.add(
            DisputeParty(dispute_id=dispute.id, side=number, name=name, phone=phone or None)
        )
    session.flush()
    return dispute


def record_result(
    session: WriteSession,
    actor: Actor,
    dispute_id: bytes,
    *,
    status: str,
    closed_on: date,
    agreement: str = "",
    result: str = "",
) -> Dispute:
    """Record how the mediation ended.

    An agreement is written or oral (人民调解法 §28); where none was reached the parties are told
    of arbitration and courts (§26).
    """
    actor.require(Right.ENTER)
    dispute = session.get(Dispute, dispute_id)
    if dispute is None:
        raise NotFound("这件纠纷已经不在，请刷新后再看")
    if closed_on < dispute.registered_on:
        raise RuleBroken("closed_on", "办结日期不能早于登记日期")
    if status == "agreed" and agreement not in AGREEMENT.words:
        raise RuleBroken("agreement", "调解成功的，请选协议形式：书面或口头")
    dispute.status, dispute.closed_on = status, None if status == "open" else closed_on
    dispute.agreement = agreement if status == "agreed" else None
    dispute.result = result.strip() or None
    session.flush()
    return dispute


def next_number(session: Session, day: date) -> str:
    """Return the next free number of a year, such as JF2026-0012."""
    beginning = f"JF{day:%Y}-"
    query = select(func.max(Dispute.number)).where(Dispute.number.like(f"{beginning}%"))
    with unlimited(session):
        last = session.scalar(query)
    return f"{beginning}{int(last[-4:]) + 1 if last else 1:04d}"


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """One line of the disputes page; parties masked."""

    id: bytes
    number: str
    registered_on: date
    unit: str
    parties: str
    kind: str
    mediator: str
    agreement: str
    status: str


def find_disputes(session: Session, wish: Wish) -> Sequence[bytes]:
    """Return the disputes that match; filters: "period", "area", "status", "kind"."""
    span = wish.filters.get("period")
    query: Select[bytes] = select(Dispute.id).where(*in_span(Dispute.registered_on, span))
    if area := wish.filters.get("area"):
        query = query.where(Dispute.unit_id.in_(units_of(session, area)))
    if wish.words:
        query = query.where(Dispute.id.in_(matching("d", wish.words)))
    for key, column in (("status", Dispute.status), ("kind", Dispute.kind)):
        if wish.filters.get(key):
            query = query.where(column == wish.filters[key])
    columns: dict[str, InstrumentedAttribute[Any]] = {
        "number": Dispute.number,
        "status": Dispute.status,
        "kind": Dispute.kind,
    }
    column = columns.get(wish.sort_by, Dispute.registered_on)
    down = wish.descending or not wish.sort_by
    return fetch_ids(session, query.order_by(column.desc() if down else column, Dispute.id))


def load_disputes(session: Session, ids: Sequence[bytes]) -> dict[bytes, DisputeRow]:
    """Return the rows of these disputes."""
    kinds = Codes.load(session, KIND)
    names = party_names(session, ids)
    query = (
        select(Dispute, Unit.name, Village.name)
        .join(Unit, Unit.id == Dispute.unit_id)
        .join(Village, Village.id == Unit.village_id, isouter=True)
    )
    return {
        d.id: DisputeRow(
            d.id, d.number, d.registered_on, name_with_village(unit, village or ""),
            "、".join(map(mask_name, names.get(d.id, []))),
            kinds.word(d.kind), d.mediator or "", AGREEMENT.words.get(d.agreement or "", ""),
            STATUS.words[d.status],
        )
        for d, unit, village in session.execute(query.where(Dispute.id.in_(ids)))
    }  # fmt: skip


def party_names(session: Session, ids: Sequence[bytes]) -> dict[bytes, list[str]]:
    """Return the names of the parties by dispute, 甲方 first."""
    names: dict[bytes, list[str]] = {}
    query = select(DisputeParty.dispute_id, DisputeParty.name).order_by(DisputeParty.side)
    for dispute, name in session.execute(query.where(DisputeParty.dispute_id.in_(ids))):
        names.setdefault(dispute, []).append(name)
    return names


DISPUTES = Listing(find_disputes, load_disputes)
