"""What links say of each grid: how many households have somebody to look after them."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.care.records import HouseholdLink
from gridcenter.register.month import touching
from gridcenter.wing.indicators import Indicator, Land, shares


def linked(session: Session, land: Land) -> Mapping[bytes, float]:
    """Return the share of households that were looked after in the month, by grid; {} where none is anywhere."""
    held = touching(HouseholdLink.since, HouseholdLink.until, land.month)
    homes = set(session.scalars(select(HouseholdLink.household_id).where(held).distinct()))
    return shares((grid, home in homes) for home, grid in land.homes.items()) if homes else {}


INDICATORS = (
    Indicator(
        "linked", "联系户覆盖率", "%", "当月有联系人的户数÷网格内总户数", (20, 40, 60, 80), "links", linked,
        {"state": "with"},
    ),
)  # fmt: skip
