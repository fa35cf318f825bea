"""The pages of supervision: the month's inspections."""

from gridcenter.access.actors import Actor, Right
from gridcenter.desk.desk import Desk
from gridcenter.desk.sidebar import Errand, NavItem
from gridcenter.register.pages import WingPages
from gridcenter.supervision.pages.inspections import InspectionsPage

__all__ = ["PAGES", "nav_items"]

_HINT = "每月对每个基本网格督查一次；还没有督查的网格打开就能填，扣了分要写缘由。"


def nav_items(desk: Desk, actor: Actor) -> tuple[NavItem, ...]:
    """Return the page of inspections."""
    errands = (Errand("督查打分", "clipboard-check", "Ctrl+N"),) if actor.may(Right.INSPECT) else ()
    page = NavItem(
        "inspections",
        "督查考核",
        "clipboard-check",
        3,
        lambda: InspectionsPage(desk, actor),
        _HINT,
        errands,
    )
    return (page,)


PAGES = WingPages(nav_items)
