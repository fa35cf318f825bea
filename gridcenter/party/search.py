"""How Party members get into the search, and what is told of them."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.base.pinyin import starts
from gridcenter.party.records import Member
from gridcenter.party.services import load_members
from gridcenter.register.records import PartyUnit, Person
from gridcenter.register.search import number_details
from gridcenter.register.services.privacy import IDENTITY, keeps
from gridcenter.store.gathering import chosen, related
from gridcenter.store.search import Entry, Source, Told


def _touched(session: Session, touched: Mapping[str, set[bytes]]) -> set[bytes]:
    members = set(touched.get("member", ()))
    if touched.get("data_switch"):
        members |= set(session.scalars(select(Member.id)))
    for column, kind in ((Member.person_id, "person"), (Member.branch_id, "party_unit")):
        members |= related(session, Member.id, column, touched.get(kind, ()))
    return members


def _load(session: Session, records: Sequence[bytes]) -> Iterator[Entry]:
    query = (
        select(Member.id, Person.name, Person.phone, Person.id_number, PartyUnit.name)
        .join(Person, Person.id == Member.person_id)
        .join(PartyUnit, PartyUnit.id == Member.branch_id)
        .where(Member.until.is_(None))
        .order_by(Member.id)
    )
    numbered = keeps(session, IDENTITY)
    for member, name, phone, number, branch in chosen(session, query, Member.id, records):
        spelt = starts(name) | starts(branch)
        yield Entry(
            member, name, branch, (name, branch), spelt, [n for n in (phone, number if numbered else None) if n]
        )


def _tell(session: Session, records: Sequence[bytes]) -> dict[bytes, Told]:
    rows = load_members(session, records)
    query = (
        select(Member.id, Person.phone, Person.id_number)
        .join(Person, Person.id == Member.person_id)
        .where(Member.id.in_(records))
    )
    numbered = keeps(session, IDENTITY)
    return {
        member: Told(
            "　".join(filter(None, (rows[member].branch, rows[member].group))),
            number_details(phone, number if numbered else None),
        )
        for member, phone, number in session.execute(query)
        if member in rows
    }


SOURCES = (
    Source(Member, "b", "党员", "members", "flag", _touched, _load, _tell, version=2),
)
