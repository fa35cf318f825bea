"""The pages of visits: the visits themselves, what is due, plans, quick entry, checklists, campaigns."""

from gridcenter.access.actors import Actor, Right
from gridcenter.desk.desk import Desk
from gridcenter.desk.sidebar import Errand, NavItem
from gridcenter.register.pages import WingPages
from gridcenter.visits.pages.visits import VisitsPage, household_past

__all__ = ["PAGES", "VisitsPage", "nav_items"]

_VISITS = "按 Ctrl+N 登记走访：户主打拼音首字母，日期写 1007 或“昨天”。诉求之后一步转为事项。"


def nav_items(desk: Desk, actor: Actor) -> tuple[NavItem, ...]:
    """Return the pages of visits."""
    errands = (Errand("登记走访", "footprints", "Ctrl+N"),) if actor.may(Right.ENTER) else ()
    return (NavItem("visits", "走访", "footprints", 1, lambda: VisitsPage(desk, actor), _VISITS, errands),)


PAGES = WingPages(nav_items, (household_past,))
