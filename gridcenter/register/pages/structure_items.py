"""The pages beside the grids: what holds for the tree, notice boards, Party units, households of other sets."""

from gridcenter.access.actors import Actor
from gridcenter.desk.desk import Desk
from gridcenter.desk.sidebar import NavItem
from gridcenter.register.pages.boards import BoardsPage
from gridcenter.register.pages.party_cover import PartyCoverPage
from gridcenter.register.pages.placing import PlacingPage
from gridcenter.register.pages.rules import RulesPage

_BOARDS = "人员、电话、范围一变，公示牌就标成要换，并写明牌上是什么、现在是什么。"
_PARTY = "每个网格归哪个党组织，还有哪些没有覆盖；按村名可以一次划好。"
_PLACING = "一户在每个网格体系里只归一个网格，还没有归入的列在这里。"


def structure_items(desk: Desk, actor: Actor) -> tuple[NavItem, ...]:
    """Return the tabs beside the page of grids."""
    return (
        NavItem("boards", "公示牌", "map-pin", 1, lambda: BoardsPage(desk, actor), _BOARDS, under="grids"),
        NavItem(
            "party-cover", "网格党组织", "flag", 1, lambda: PartyCoverPage(desk, actor), _PARTY,
            under="grids", tab="党组织",
        ),
        NavItem("placing", "体系归户", "house", 1, lambda: PlacingPage(desk, actor), _PLACING, under="grids"),
        NavItem("rules", "层级与户数", "settings", 1, lambda: RulesPage(desk, actor), under="grids", tab="层级户数"),
    )  # fmt: skip
