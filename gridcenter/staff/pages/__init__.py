"""The pages of 网格队伍."""

from functools import partial

from gridcenter.access.actors import Actor, Right
from gridcenter.desk.desk import Desk
from gridcenter.desk.sidebar import Errand, NavItem
from gridcenter.register.pages import WingPages
from gridcenter.staff.pages.checks import ChecksPage
from gridcenter.staff.pages.staff import StaffPage
from gridcenter.staff.pages.training import TrainingPage

_HINT = (
    "列的是今天在岗的人；在“在岗日期”里填一天，就是那一天的队伍。回车打开，看一个人前后任过的岗位。"
)
_APPOINT = (Errand("任职", "plus", "Ctrl+N"),)
_TRAIN = (Errand("登记培训", "users", "Ctrl+N"),)
_CHECK = (Errand("登记检查", "eye", "Ctrl+N"),)
_TRAINING = "一次培训登记一回：先选人，到没到、几个学时在右边改；签到表从右边打印。"
_CHECKS = "不打招呼去看一个人的工作：看了什么、商定改什么、哪天前改好。只记事实，不打分、不排名。"


def nav_items(desk: Desk, actor: Actor) -> tuple[NavItem, ...]:
    """Return the pages of this wing."""
    errands = _APPOINT if actor.may(Right.STRUCTURE) else ()
    train = _TRAIN if actor.may(Right.ENTER) else ()
    check = _CHECK if actor.may(Right.INSPECT) else ()
    page, training = partial(StaffPage, desk, actor), partial(TrainingPage, desk, actor)
    checks = partial(ChecksPage, desk, actor)
    return (
        NavItem("staff", "网格队伍", "shield-check", 1, page, _HINT, errands, tab="人员"),
        NavItem("training", "培训", "users", 1, training, _TRAINING, train, "staff"),
        NavItem("work-checks", "工作检查", "eye", 1, checks, _CHECKS, check, "staff"),
    )


PAGES = WingPages(nav_items)
