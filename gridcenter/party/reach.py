"""Which Party members an account of an area sees.

The branches of its villages are named to it; of their members it sees those who live in its
households, and all of a branch whose village lies in the area altogether.
"""

from sqlalchemy import ColumnElement, Select, column, or_, select, table

from gridcenter.access.reach import Fence, Reach
from gridcenter.party.records import Member, PartyUnit
from gridcenter.register.reach import residents
from gridcenter.register.records import Person
from gridcenter.store.fields import Blob
from gridcenter.store.sight import Columns

_BRANCH = table("party_unit", column("id", Blob), column("village_id", Blob)).alias("own_branch")
_MEMBER = table("member", column("person_id", Blob), column("branch_id", Blob)).alias("own_member")


def _branches(reach: Reach) -> Select[bytes]:
    return select(_BRANCH.c.id).where(_BRANCH.c.village_id.in_(reach.whole_villages))


def _members(reach: Reach, member: Columns) -> ColumnElement[bool]:
    return or_(
        member.branch_id.in_(_branches(reach)), member.person_id.in_(residents(reach))
    )


def _people(reach: Reach, person: Columns) -> ColumnElement[bool]:
    return person.id.in_(
        select(_MEMBER.c.person_id).where(_MEMBER.c.branch_id.in_(_branches(reach)))
    )


FENCES = (
    Fence(PartyUnit, lambda reach, unit: unit.village_id.in_(reach.whole_villages)),
    Fence(PartyUnit, lambda reach, unit: unit.village_id.in_(reach.villages), shown=True),
    Fence(Member, _members),
    Fence(Person, _people),
)
