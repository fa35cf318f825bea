"""How disputes get into the search: by number, parties, mediator; their story is left out."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.access.masking import mask_name, mask_phone
from gridcenter.base.periods import short_day
from gridcenter.base.pinyin import starts
from gridcenter.codes.tables import Codes
from gridcenter.disputes.codes import KIND
from gridcenter.disputes.records import Dispute, DisputeParty
from gridcenter.disputes.services import load_disputes
from gridcenter.register.records import Unit
from gridcenter.store.gathering import chosen, related
from gridcenter.store.search import Detail, Entry, Source, Told, newest_first


def _touched(session: Session, touched: Mapping[str, set[bytes]]) -> set[bytes]:
    parties = touched.get("dispute_party", ())
    return (
        set(touched.get("dispute", ()))
        | related(session, DisputeParty.dispute_id, DisputeParty.id, parties)
        | related(session, Dispute.id, Dispute.unit_id, touched.get("unit", ()))
    )


def _load(session: Session, records: Sequence[bytes]) -> Iterator[Entry]:
    parties: dict[bytes, list[tuple[str, str | None]]] = defaultdict(list)
    sides = select(DisputeParty.dispute_id, DisputeParty.name, DisputeParty.phone)
    for dispute, name, phone in chosen(session, sides, DisputeParty.dispute_id, records):
        parties[dispute].append((name, phone))
    kinds = Codes.load(session, KIND)
    query = select(
        Dispute.id, Dispute.number, Dispute.kind, Dispute.mediator, Dispute.status,
        Dispute.registered_on, Unit.name,
    ).join(Unit, Unit.id == Dispute.unit_id).order_by(Dispute.id)  # fmt: skip
    for row in chosen(session, query, Dispute.id, records):
        dispute, number, kind, mediator, status, registered_on, unit = row
        names = [name for name, _phone in parties[dispute]] + ([mediator] if mediator else [])
        word = kinds.word(kind)
        yield Entry(
            dispute, f"{word} {number}", unit, (word, *names),
            {spelt for name in (word, *names) for spelt in starts(name)},
            [number, *(phone for _name, phone in parties[dispute] if phone)],
            newest_first(registered_on, closed=status != "open"),
        )  # fmt: skip


def _tell(session: Session, records: Sequence[bytes]) -> dict[bytes, Told]:
    details: dict[bytes, list[Detail]] = defaultdict(list)
    query = select(DisputeParty).where(DisputeParty.dispute_id.in_(records))
    for party in session.scalars(query.order_by(DisputeParty.side)):
        phone = party.phone
        details[party.dispute_id] += [
            Detail("当事人", party.name, f"当事人 {mask_name(party.name)}"),
            Detail("电话", phone or "", mask_phone(phone)),
        ]
    told = {}
    for row in load_disputes(session, records).values():
        state = row.status.partition("，")[0]
        note = "　".join((row.unit, state, f"{short_day(row.registered_on)}登记"))
        by = Detail("调解员", row.mediator, f"调解员 {row.mediator}")
        told[row.id] = Told(note, [*details[row.id], by])
    return told


SOURCES = (
    Source(Dispute, "d", "矛盾纠纷", "disputes", "handshake", _touched, _load, _tell, version=2),
)
