"""The pages of 网格队伍."""

from functools import partial

from gridcenter.access.actors import Actor, Right
from gridcenter.desk.desk import Desk
from gridcenter.desk.sidebar import Errand, NavItem
from gridcenter.register.pages import WingPages
from gridcenter.staff.pages.staff import StaffPage

_HINT = (
    "列的是今天在岗的人；在“在岗日期”里填一天，就是那一天的队伍。回车打开，看一个人前后任过的岗位。"
)


def nav_items(desk: Desk, actor: Actor) -> tuple[NavItem, ...]:
    """Return the pages of this wing."""
    errands = (Errand("任职", "plus", "Ctrl+N"),) if actor.may(Right.STRUCTURE) else ()
    page = partial(StaffPage, desk, actor)
    return (NavItem("staff", "网格队伍", "shield-check", 1, page, _HINT, errands, tab="人员"),)


PAGES = WingPages(nav_items)
