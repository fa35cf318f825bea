"""The pages of 网格队伍."""

from collections.abc import Sequence
from functools import partial

from gridcenter.access.actors import Actor, Right
from gridcenter.desk.desk import Desk
from gridcenter.desk.sidebar import Errand, NavItem
from gridcenter.register.pages import WingPages
from gridcenter.staff.pages.allowance import AllowancePage
from gridcenter.staff.pages.checks import ChecksPage
from gridcenter.staff.pages.handovers import HandoversPage
from gridcenter.staff.pages.rates import RatesPage
from gridcenter.staff.pages.responsible import ResponsiblePage
from gridcenter.staff.pages.staff import StaffPage
from gridcenter.staff.pages.training import TrainingPage
from gridcenter.wing.holdings import Holding

_HINT = (
    "列的是今天在岗的人；在“在岗日期”里填一天，就是那一天的队伍。回车打开，看一个人前后任过的岗位。"
)
_HANDOVERS = "有人离任或换岗，在“人员”里打开他，点“交接”；办完在这里打印清单，三方签字。"
_RESPONSIBLE = (
    "选一个地方，或打户主姓名、住址，再填一天：网格长、网格员、站长、包片干部和党组织都列出来。"
)
_APPOINT = (Errand("任职", "plus", "Ctrl+N"),)
_AWAY = (Errand("登记不在岗", "calendar", "Ctrl+N"),)
_TRAIN = (Errand("登记培训", "users", "Ctrl+N"),)
_CHECK = (Errand("登记检查", "eye", "Ctrl+N"),)
_ALLOWANCE = "上方所选月份的补贴，按任职的天数和标准算出来；回车打开，右边写着怎么算的。"
_RATES = "每类补贴从哪天起发多少、依据哪个文；调整只从新的那天起，以前的月份不变。"
_TRAINING = "一次培训登记一回：先选人，到没到、几个学时在右边改；签到表从右边打印。"
_CHECKS = "不打招呼去看一个人的工作：看了什么、商定改什么、哪天前改好。只记事实，不打分、不排名。"


def nav_items(desk: Desk, actor: Actor, holdings: Sequence[Holding] = ()) -> tuple[NavItem, ...]:
    """Return the pages of this wing; `holdings` are all that somebody can have in hand."""
    errands = _APPOINT if actor.may(Right.STRUCTURE) else ()
    away = _AWAY if actor.may(Right.STRUCTURE) else ()
    train = _TRAIN if actor.may(Right.ENTER) else ()
    check = _CHECK if actor.may(Right.INSPECT) else ()
    page, training = partial(StaffPage, desk, actor, holdings), partial(TrainingPage, desk, actor)
    handovers, checks = partial(HandoversPage, desk, actor), partial(ChecksPage, desk, actor)
    allowance, rates = partial(AllowancePage, desk, actor), partial(RatesPage, desk, actor)
    return (
        NavItem("staff", "网格队伍", "shield-check", 1, page, _HINT, errands, tab="人员"),
        NavItem(
            "handovers",
            "工作交接",
            "arrow-left-right",
            1,
            handovers,
            _HANDOVERS,
            (),
            "staff",
            "交接",
        ),
        NavItem(
            "responsible",
            "某日谁负责",
            "search",
            1,
            partial(ResponsiblePage, desk, actor),
            _RESPONSIBLE,
            (),
            "staff",
            "谁负责",
        ),
        NavItem("allowance", "补贴", "file-spreadsheet", 1, allowance, _ALLOWANCE, away, "staff"),
        NavItem("allowance-rates", "补贴标准", "file-text", 1, rates, _RATES, (), "staff"),
        NavItem("training", "培训", "users", 1, training, _TRAINING, train, "staff"),
        NavItem("work-checks", "工作检查", "eye", 1, checks, _CHECKS, check, "staff"),
    )


def staff_pages(holdings: Sequence[Holding]) -> WingPages:
    """Return the pages, for which the handover knows what the wings hold."""
    return WingPages(partial(nav_items, holdings=holdings))
