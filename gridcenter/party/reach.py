"""Which Party members an account of an area sees.

Of the members it sees those who live in its households, and all of a branch whose village lies in
the area altogether. The branches of its villages and of those members are named to it.
"""

from sqlalchemy import ColumnElement, Select, column, or_, select, table

from gridcenter.access.reach import VILLAGES, WHOLE_VILLAGES, Fence
from gridcenter.party.records import Member
from gridcenter.register.reach import RESIDENTS
from gridcenter.register.records import PartyUnit, Person
from gridcenter.store.fields import Blob
from gridcenter.store.sight import Columns

_BRANCH = table("party_unit", column("id", Blob), column("village_id", Blob)).alias("own_branch")
_MEMBER = table(
    "member", *(column(name, Blob) for name in ("person_id", "branch_id", "group_id"))
).alias("own_member")


def _branches() -> Select[bytes]:
    return select(_BRANCH.c.id).where(_BRANCH.c.village_id.in_(WHOLE_VILLAGES))


def _members(member: Columns) -> ColumnElement[bool]:
    return or_(
        member.branch_id.in_(_branches()), member.person_id.in_(RESIDENTS)
    )


def _branches_named(unit: Columns) -> ColumnElement[bool]:
    living = _MEMBER.c.person_id.in_(RESIDENTS)
    theirs = (select(each).where(living) for each in (_MEMBER.c.branch_id, _MEMBER.c.group_id))
    return or_(unit.village_id.in_(VILLAGES), *(unit.id.in_(ids) for ids in theirs))


def _people(person: Columns) -> ColumnElement[bool]:
    return person.id.in_(
        select(_MEMBER.c.person_id).where(_MEMBER.c.branch_id.in_(_branches()))
    )


FENCES = (
    Fence(PartyUnit, lambda unit: unit.village_id.in_(WHOLE_VILLAGES)),
    Fence(PartyUnit, _branches_named, shown=True),
    Fence(Member, _members),
    Fence(Person, _people),
)
