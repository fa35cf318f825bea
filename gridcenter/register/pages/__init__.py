"""The pages of the register: grids and residents."""

from collections.abc import Sequence

from gridcenter.access.actors import Actor
from gridcenter.desk.desk import Desk
from gridcenter.desk.sidebar import NavItem
from gridcenter.register.pages.grids import GridsPage
from gridcenter.register.pages.residents import ForHousehold, HouseholdPast, ResidentsPage

__all__ = ["ForHousehold", "HouseholdPast", "nav_items"]


def nav_items(desk: Desk, actor: Actor, pasts: Sequence[HouseholdPast] = ()) -> tuple[NavItem, ...]:
    """Return the pages of this wing; `pasts` bring what other wings know of a household."""
    return (
        NavItem("grids", "网格", "network", 1, lambda: GridsPage(desk, actor)),
        NavItem("residents", "居民", "users", 1, lambda: ResidentsPage(desk, actor, pasts)),
    )
