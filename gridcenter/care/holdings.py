"""What a person leaving holds of this wing: the households he or she looks after."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.care.codes import LINK_KIND
from gridcenter.care.records import HouseholdLink
from gridcenter.care.services.links import pass_links
from gridcenter.codes.tables import Codes
from gridcenter.register.holdings import by_person
from gridcenter.register.month import within
from gridcenter.register.records import Household
from gridcenter.register.services.homes import homes_of
from gridcenter.wing.holdings import HeldThing, Holding


def _find(session: Session, people: Sequence[bytes], day: date) -> Mapping[bytes, Sequence[bytes]]:
    query = select(HouseholdLink.person_id, HouseholdLink.id).where(
        HouseholdLink.person_id.in_(people),
        within(HouseholdLink.since, HouseholdLink.until, day, day),
        HouseholdLink.household_id.not_in(select(Household.id).where(Household.until < day)),
    )
    return by_person(session.execute(query))


def _load(session: Session, ids: Sequence[bytes]) -> Sequence[HeldThing]:
    kinds = Codes.load(session, LINK_KIND)
    query = select(HouseholdLink).where(HouseholdLink.id.in_(ids))
    links = session.scalars(query.order_by(HouseholdLink.id)).all()
    homes = {one.id: one for one in homes_of(session, [link.household_id for link in links])}
    return [
        HeldThing(
            link.id, f"{kinds.word(link.kind)}　{found.head or '（无户主）'}户　{found.number}", found.unit,
            link.since,
        )
        for link in links
        if (found := homes.get(link.household_id))
    ]  # fmt: skip


LINKS = Holding("联系户", _find, _load, pass_links)
"""The households somebody looks after on a day."""
