"""Disputes somebody mediates, for the handover: the mediator is kept by name."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.codes.tables import Codes
from gridcenter.disputes.codes import KIND
from gridcenter.disputes.records import Dispute
from gridcenter.register.holdings import held_by_name, renamed
from gridcenter.register.records import Person, Unit
from gridcenter.store.capture import WriteSession
from gridcenter.wing.holdings import HeldThing, Holding, Passing


def _find(session: Session, people: Sequence[bytes], day: date) -> Mapping[bytes, Sequence[bytes]]:
    query = select(Dispute.mediator, Dispute.id).where(Dispute.status == "open")
    return held_by_name(session, people, day, session.execute(query))


def _load(session: Session, ids: Sequence[bytes]) -> Sequence[HeldThing]:
    kinds = Codes.load(session, KIND)
    query = (
        select(Dispute.id, Dispute.number, Dispute.kind, Dispute.registered_on, Unit.name)
        .join(Unit, Unit.id == Dispute.unit_id)
        .where(Dispute.id.in_(ids))
        .order_by(Dispute.registered_on, Dispute.id)
    )
    return [
        HeldThing(dispute, f"{kinds.word(kind)}　{number}", place, on)
        for dispute, number, kind, on, place in session.execute(query)
    ]


def _pass_on(session: WriteSession, actor: Actor, passing: Passing) -> None:
    actor.require(Right.ENTER)
    old, new = (session.get_one(Person, i).name for i in (passing.person_id, passing.successor_id))
    for dispute in session.scalars(select(Dispute).where(Dispute.id.in_(passing.ids))):
        dispute.mediator = renamed(dispute.mediator or "", old, new)
    session.flush()


MEDIATED = Holding("调解中的纠纷", _find, _load, _pass_on)
