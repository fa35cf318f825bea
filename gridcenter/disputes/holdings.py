"""Disputes somebody mediates, for the handover: the mediator is kept by name."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.codes.tables import Codes
from gridcenter.disputes.codes import KIND
from gridcenter.disputes.records import Dispute
from gridcenter.register.holdings import name_in_post, named_in, renamed
from gridcenter.register.records import Person, Unit
from gridcenter.store.capture import WriteSession
from gridcenter.wing.holdings import HeldThing, Holding, Passing


def _find(session: Session, person_id: bytes, day: date) -> Sequence[HeldThing]:
    name, kinds = name_in_post(session, person_id, day), Codes.load(session, KIND)
    query = (
        select(Dispute.id, Dispute.number, Dispute.kind, Dispute.mediator, Dispute.registered_on, Unit.name)
        .join(Unit, Unit.id == Dispute.unit_id)
        .where(Dispute.status == "open", Dispute.mediator.contains(name, autoescape=True))
        .order_by(Dispute.registered_on, Dispute.id)
    )
    return [
        HeldThing(dispute, f"{kinds.word(kind)}　{number}", place, on)
        for dispute, number, kind, mediator, on, place in session.execute(query)
        if named_in(mediator, name)
    ]


def _pass_on(session: WriteSession, actor: Actor, passing: Passing) -> None:
    actor.require(Right.ENTER)
    old, new = (session.get_one(Person, i).name for i in (passing.person_id, passing.successor_id))
    for dispute in session.scalars(select(Dispute).where(Dispute.id.in_(passing.ids))):
        dispute.mediator = renamed(dispute.mediator or "", old, new)
    session.flush()


MEDIATED = Holding("调解中的纠纷", _find, _pass_on)
