"""The pages of 帮扶联系, beside that of the residents."""

from gridcenter.access.actors import Actor, Right
from gridcenter.care.pages.concerns import ConcernsPage, concerns_past
from gridcenter.care.pages.helping import HelpPage, help_past
from gridcenter.care.pages.links import LinksPage, Spread, links_by, links_past
from gridcenter.care.pages.lookers import LookersPage
from gridcenter.care.pages.matching import MatchingPage
from gridcenter.desk.desk import Desk
from gridcenter.desk.sidebar import Errand, NavItem
from gridcenter.register.pages import WingPages

__all__ = ["PAGES", "Spread", "links_by"]

_CONCERNS = "关注事项有理由、有期限，到期就看不见了；只有中心主任和站长看得到。"
_HELP = "摸排出来的困难户，做了什么、结果怎样；到复核日期，工作台会提醒。"
_MATCHING = "外单位给的名单，看里面谁是本乡的；不在本乡的不显示、不保存。"
_LINKS = "勾选几户，一次安排给一名联系人；筛选“没有联系人”，看还剩哪些户。"
_LOOKERS = "户数只为分派均匀，不排名次；勾选几个人，可以把一个网格平均分给他们。"


def nav_items(desk: Desk, actor: Actor) -> tuple[NavItem, ...]:
    """Return the pages of this wing that the account may open."""
    new = (Errand("安排联系人", "users", "Ctrl+N"),) if actor.may(Right.ENTER) else ()
    help_ = (Errand("登记帮扶", "handshake", "Ctrl+N"),) if actor.may(Right.ENTER) else ()
    items = [
        NavItem("links", "联系户", "house", 1, lambda: LinksPage(desk, actor), _LINKS, new, under="residents"),
        NavItem("lookers", "联系人", "users", 1, lambda: LookersPage(desk, actor), _LOOKERS, under="residents"),
        NavItem("helping", "帮扶", "handshake", 1, lambda: HelpPage(desk, actor), _HELP, help_, under="residents"),
    ]
    if actor.may(Right.CONCERN):
        items.append(NavItem(
            "concerns", "关注事项", "eye", 1, lambda: ConcernsPage(desk, actor), _CONCERNS,
            (Errand("登记关注事项", "eye", "Ctrl+N"),), under="residents",
        ))  # fmt: skip
    if actor.may(Right.IMPORT):
        items.append(NavItem(
            "matching", "名单比对", "list-filter", 1, lambda: MatchingPage(desk, actor), _MATCHING,
            (Errand("选名单", "list-filter", "Ctrl+O"),), under="residents",
        ))  # fmt: skip
    return tuple(items)


PAGES = WingPages(nav_items, (links_past, help_past, concerns_past))
