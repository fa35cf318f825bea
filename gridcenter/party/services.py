"""Members of the Party as a list, and one member at hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from gridcenter.access.actors import Actor, Right
from gridcenter.access.log import note_access
from gridcenter.access.masking import mask_identity, mask_phone
from gridcenter.base.errors import NotFound
from gridcenter.party.records import Member
from gridcenter.register.codes import SEX
from gridcenter.register.records import PartyUnit, Person, Residence
from gridcenter.register.services.areas import homes_of
from gridcenter.register.services.privacy import IDENTITY, keeps
from gridcenter.store.capture import WriteSession
from gridcenter.store.listing import Listing, Wish
from gridcenter.store.search import matching


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One line of the members page; numbers masked."""

    id: bytes
    name: str
    sex: str
    birth: date | None
    branch: str
    group: str
    joined_on: date | None
    mobile: bool
    phone: str
    identity: str


def find_members(session: Session, wish: Wish) -> Sequence[bytes]:
    """Return the members now; filters: "area", "branch" (an id), "mobile" (True)."""
    query: Select[bytes] = (
        select(Member.id)
        .join(Person, Person.id == Member.person_id)
        .join(PartyUnit, PartyUnit.id == Member.branch_id)
        .where(Member.until.is_(None))
    )
    if area := wish.filters.get("area"):
        query = query.where(_living(session, area) | (PartyUnit.village_id == area))
    if wish.filters.get("branch"):
        query = query.where(Member.branch_id == wish.filters["branch"])
    if wish.filters.get("mobile"):
        query = query.where(Member.mobile)
    if wish.words:
        query = query.where(Member.id.in_(matching("b", wish.words)))
    columns: dict[str, InstrumentedAttribute[Any]] = {
        "name": Person.name, "birth": Person.birth, "joined_on": Member.joined_on,
    }  # fmt: skip
    column = columns.get(wish.sort_by, PartyUnit.position)
    return session.scalars(
        query.order_by(column.desc() if wish.descending else column, Member.id)
    ).all()


def _living(session: Session, area: object) -> ColumnElement[bool]:
    homes = homes_of(session, area)
    inside = select(Residence.person_id).where(
        Residence.until.is_(None), Residence.household_id.in_(homes)
    )
    return Person.id.in_(inside)


def load_members(session: Session, ids: Sequence[bytes]) -> dict[bytes, MemberRow]:
    """Return the rows of these members."""
    branch, group = aliased(PartyUnit), aliased(PartyUnit)
    query = (
        select(Member, Person, branch.name, group.name)
        .join(Person, Person.id == Member.person_id)
        .join(branch, branch.id == Member.branch_id)
        .join(group, group.id == Member.group_id, isouter=True)
        .where(Member.id.in_(ids))
    )
    numbered = keeps(session, IDENTITY)
    return {
        m.id: MemberRow(
            m.id, p.name, SEX.words.get(p.sex or "", ""), p.birth, branch_name, group_name or "",
            m.joined_on, m.mobile, mask_phone(p.phone), mask_identity(p.id_number) if numbered else "",
        )
        for m, p, branch_name, group_name in session.execute(query)
    }  # fmt: skip


MEMBERS = Listing(find_members, load_members)


def branches(session: Session) -> list[tuple[bytes, str]]:
    """Return id and name of the branches in their order."""
    query = select(PartyUnit.id, PartyUnit.name).where(
        PartyUnit.kind == "branch", PartyUnit.until.is_(None)
    )
    rows = session.execute(query.order_by(PartyUnit.position, PartyUnit.id))
    return [(branch, name) for branch, name in rows]


def count_members(session: Session) -> tuple[int, int]:
    """Return how many members there are now, in how many branches."""
    members = session.scalar(select(func.count(Member.id)).where(Member.until.is_(None)))
    return members or 0, len(branches(session))


def reveal_member(
    session: WriteSession, actor: Actor, member_id: bytes, reason: str
) -> tuple[str, str]:
    """Return the whole identity number and telephone of a member; who looked and why is logged."""
    actor.require(Right.REVEAL)
    member = session.get(Member, member_id)
    if member is None:
        raise NotFound("这名党员已经不在名册里，请刷新后再看")
    person = session.get_one(Person, member.person_id)
    what = f"显示党员{person.name}的证件号码和电话"
    note_access(session, actor, what=what, count=1, reason=reason)
    number = person.id_number if keeps(session, IDENTITY) else None
    return number or "没有登记", person.phone or "没有登记"
