"""One dispute at hand: what the drawer shows."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.access.log import note_access
from gridcenter.access.masking import mask_name, mask_phone
from gridcenter.base.errors import NotFound
from gridcenter.codes.tables import Codes
from gridcenter.disputes.codes import AGREEMENT, KIND, STATUS
from gridcenter.disputes.records import Dispute, DisputeParty
from gridcenter.register.records import Unit
from gridcenter.store.capture import WriteSession
from gridcenter.wing.todos import Todo

USUAL_DAYS = 30
"""Days that mediation takes as a rule (司法部《人民调解工作若干规定》第33条: within a month)."""


@dataclass(frozen=True, slots=True)
class DisputeDetails:
    """What is known of a dispute; the parties masked, 甲方 first."""

    id: bytes
    number: str
    registered_on: date
    unit: str
    kind: str
    narrative: str
    mediator: str
    status: str
    agreement: str
    closed_on: date | None
    result: str
    parties: tuple[str, ...]

    @property
    def open(self) -> bool:
        """Whether mediation goes on."""
        return self.status == STATUS.words["open"]


def dispute_details(session: Session, dispute_id: bytes) -> DisputeDetails:
    """Return one dispute; raises NotFound."""
    d = _dispute(session, dispute_id)
    parties = [_words(mask_name(p.name), mask_phone(p.phone)) for p in _parties(session, d.id)]
    return DisputeDetails(
        d.id, d.number, d.registered_on, session.get_one(Unit, d.unit_id).name,
        Codes.load(session, KIND).word(d.kind), d.narrative, d.mediator or "", STATUS.words[d.status],
        AGREEMENT.words.get(d.agreement or "", ""), d.closed_on, d.result or "", tuple(parties),
    )  # fmt: skip


def reveal_parties(
    session: WriteSession, actor: Actor, dispute_id: bytes, reason: str
) -> tuple[str, ...]:
    """Return whole names and telephones of the parties; who looked and why is logged."""
    actor.require(Right.REVEAL)
    dispute = _dispute(session, dispute_id)
    parties = [_words(p.name, p.phone or "") for p in _parties(session, dispute_id)]
    what = f"显示纠纷 {dispute.number} 的当事人和电话"
    note_access(session, actor, what=what, count=len(parties), reason=reason)
    return tuple(parties)


def disputes_to_do(session: Session, today: date) -> list[Todo]:
    """Return the disputes whose mediation has taken longer than the usual month, the oldest first."""
    begun = today - timedelta(days=USUAL_DAYS)
    query = (
        select(Dispute.id, Dispute.number, Dispute.kind, Dispute.unit_id, Dispute.mediator, Dispute.registered_on)
        .where(Dispute.status == "open", Dispute.registered_on <= begun)
        .order_by(Dispute.registered_on, Dispute.id)
    )  # fmt: skip
    kinds = Codes.load(session, KIND)
    return [
        Todo(
            id_, "disputes", "纠纷", f"{kinds.word(kind)}　{number}", unit, who=mediator or "",
            due_on=day + timedelta(days=USUAL_DAYS),
        )
        for id_, number, kind, unit, mediator, day in session.execute(query)
    ]  # fmt: skip


def _dispute(session: Session, dispute_id: bytes) -> Dispute:
    dispute = session.get(Dispute, dispute_id)
    if dispute is None:
        raise NotFound("这件纠纷已经不在，请刷新后再看")
    return dispute


def _parties(session: Session, dispute_id: bytes) -> list[DisputeParty]:
    query = select(DisputeParty).where(DisputeParty.dispute_id == dispute_id)
    return list(session.scalars(query.order_by(DisputeParty.side)))


def _words(name: str, phone: str) -> str:
    return f"{name}　{phone}" if phone else name
