"""The pages of the register: grids, residents, households."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gridcenter.access.actors import Actor, Right
from gridcenter.desk.desk import Desk
from gridcenter.desk.sidebar import Errand, NavItem
from gridcenter.register.pages.duplicates import DuplicatesPage
from gridcenter.register.pages.grids import GridsPage
from gridcenter.register.pages.households import HouseholdsPage
from gridcenter.register.pages.mergers import MergersPage
from gridcenter.register.pages.redrawings import RedrawingsPage
from gridcenter.register.pages.residents import ForHousehold, HouseholdPast, ResidentsPage
from gridcenter.register.pages.structure_items import structure_items
from gridcenter.wing.home_card import CardPart
from gridcenter.wing.home_ends import HomeEnd
from gridcenter.wing.indicators import Indicator
from gridcenter.wing.moves import UnitMove

__all__ = ["ForHousehold", "HouseholdPast", "WingPages", "nav_items"]

_GRIDS = "看的是上方所选月份的划分；必须有人的岗位空着，会用橙色写明。"
_REDRAWINGS = "拆分、合并、移动、改名都留着记录，一直可查；写错了按 Ctrl+Z 整个撤回。"
_RESIDENTS = "打姓名、拼音首字母、电话或证件尾号就能找到人；回车打开，右边是这一户的走访、事项和历史。"

_HOUSEHOLDS = "一户一页：回车打开，家里的人、事项、走访都在右边；迁入迁出、分户、换户主在右下角的“…”里。"

_DUPLICATES = "同一个人、同一户可能登记了两遍的，都列在这里：是同一个就合并，不是就点“不是同一个”，以后不再列出。"
_MERGERS = "合并过的都在这里，90 天以内可以拆开；过了 90 天，合并前的内容自动清除。"


@dataclass(frozen=True, slots=True)
class WingPages:
    """What a wing above this one brings to the screen: its pages, and tabs for a household's drawer."""

    items: Callable[[Desk, Actor], Sequence[NavItem]]
    pasts: Sequence[HouseholdPast] = ()


def nav_items(
    desk: Desk,
    actor: Actor,
    pasts: Sequence[HouseholdPast] = (),
    indicators: Sequence[Indicator] = (),
    moves: Sequence[UnitMove] = (),
    card: Sequence[CardPart] = (),
    ends: Sequence[HomeEnd] = (),
) -> tuple[NavItem, ...]:
    """Return the pages of this wing.

    `pasts` bring what other wings know of a household, `indicators` what they know of a grid,
    `moves` what goes along when grids are redrawn,
    `card` what stands on the card of a household, `ends` what ends with one.
    """
    may = actor.may(Right.ENTER)
    people = (Errand("新增居民", "users", "Ctrl+N"),) if may else ()
    homes = (Errand("新增户", "house", "Ctrl+N"),) if may else ()
    return (
        NavItem("grids", "网格", "network", 1, lambda: GridsPage(desk, actor, indicators, moves), _GRIDS),
        NavItem(
            "redrawings", "网格调整", "network", 1, lambda: RedrawingsPage(desk, actor), _REDRAWINGS,
            under="grids",
        ),
        *structure_items(desk, actor),
        NavItem("residents", "居民", "users", 1, lambda: ResidentsPage(desk, actor, pasts), _RESIDENTS, people),
        NavItem(
            "households", "户", "house", 1, lambda: HouseholdsPage(desk, actor, pasts, card, ends), _HOUSEHOLDS, homes,
            under="residents",
        ),
        NavItem(
            "duplicates", "疑似重复", "users", 1, lambda: DuplicatesPage(desk, actor), _DUPLICATES,
            under="residents", behind=1,
        ),
        NavItem(
            "mergers", "合并记录", "history", 1, lambda: MergersPage(desk, actor), _MERGERS,
            under="residents", behind=1,
        ),
    )
