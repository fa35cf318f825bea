"""The pages of visits: the visits themselves, what is due, plans, quick entry, checklists, campaigns."""

from gridcenter.access.actors import Actor, Right
from gridcenter.desk.desk import Desk
from gridcenter.desk.sidebar import Errand, NavItem
from gridcenter.register.pages import WingPages
from gridcenter.visits.pages.campaigns import CampaignsPage
from gridcenter.visits.pages.checklists import ChecklistsPage
from gridcenter.visits.pages.dues import DuesPage
from gridcenter.visits.pages.plans import PlansPage
from gridcenter.visits.pages.quick import TITLE as QUICK
from gridcenter.visits.pages.quick import QuickPage
from gridcenter.visits.pages.visits import VisitsPage, household_past

__all__ = ["PAGES", "VisitsPage", "nav_items"]

_VISITS = "按 Ctrl+N 登记走访：户主打拼音首字母，日期写 1007 或“昨天”。诉求之后一步转为事项。"

_DUES = "按计划该走访的户都在这里，过期的排在前面；选中一户按 Ctrl+D 登记，走访过就从这里消失。"
_PLANS = "定下哪些户、多久走访一次、由谁走访；一户有几个计划的，按最早到期的算。"

_LISTS = "三必清、四必看、六必访、三个一：带来的是示例，改成本县的说法再采用；登记走访时照着填。"
_CAMPAIGNS = "一封信、一次讲解送到哪些户：先新增活动，再列入名单；勾选几户，一次填好送达情况。"
_QUICK = "一天走访的户，一户一行：打拼音首字母按回车，结果打一个字母，最后 Ctrl+回车一次写入。"


def nav_items(desk: Desk, actor: Actor) -> tuple[NavItem, ...]:
    """Return the pages of visits."""
    errands = (Errand("登记走访", "footprints", "Ctrl+N"),) if actor.may(Right.ENTER) else ()
    items = [
        NavItem("visits", "走访", "footprints", 1, lambda: VisitsPage(desk, actor), _VISITS, errands),
        NavItem("dues", "走访计划", "clipboard-check", 1, lambda: DuesPage(desk, actor), _DUES, under="visits"),
        NavItem("plans", "计划安排", "calendar", 1, lambda: PlansPage(desk, actor), _PLANS, under="visits"),
        NavItem(
            "checklists", "检查清单", "clipboard-list", 1, lambda: ChecklistsPage(desk, actor), _LISTS, under="visits",
        ),
        NavItem("campaigns", "宣传活动", "flag", 1, lambda: CampaignsPage(desk, actor), _CAMPAIGNS, under="visits"),
    ]
    if actor.may(Right.ENTER):
        quick = NavItem("quick", QUICK, "pencil", 1, lambda: QuickPage(desk, actor), _QUICK, under="visits")
        items.insert(1, quick)
    return tuple(items)


PAGES = WingPages(nav_items, (household_past,))
