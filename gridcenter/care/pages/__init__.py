"""The pages of 帮扶联系."""

from gridcenter.access.actors import Actor
from gridcenter.desk.desk import Desk
from gridcenter.desk.sidebar import NavItem
from gridcenter.register.pages import WingPages


def nav_items(desk: Desk, actor: Actor) -> tuple[NavItem, ...]:
    """Return the pages of this wing."""
    return ()


PAGES = WingPages(nav_items)
