"""The pages of 帮扶联系, beside that of the residents."""

from gridcenter.access.actors import Actor, Right
from gridcenter.care.pages.concerns import ConcernsPage, concerns_past
from gridcenter.desk.desk import Desk
from gridcenter.desk.sidebar import Errand, NavItem
from gridcenter.register.pages import WingPages

_CONCERNS = "关注事项有理由、有期限，到期就看不见了；只有中心主任和站长看得到。"


def nav_items(desk: Desk, actor: Actor) -> tuple[NavItem, ...]:
    """Return the pages of this wing that the account may open."""
    items = []
    if actor.may(Right.CONCERN):
        items.append(NavItem(
            "concerns", "关注事项", "eye", 1, lambda: ConcernsPage(desk, actor), _CONCERNS,
            (Errand("登记关注事项", "eye", "Ctrl+N"),), under="residents",
        ))  # fmt: skip
    return tuple(items)


PAGES = WingPages(nav_items, (concerns_past,))
