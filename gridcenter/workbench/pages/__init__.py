"""The page of the workbench."""

from collections.abc import Sequence

from gridcenter.access.actors import Actor
from gridcenter.desk.desk import Desk
from gridcenter.desk.sidebar import NavItem
from gridcenter.ledgers.model import LedgerDef
from gridcenter.wing import Wing
from gridcenter.workbench.pages.lists import when
from gridcenter.workbench.pages.page import ALL, Workbench, tables_of

__all__ = ["ALL", "nav_items", "tables_of", "when"]

_HINT = "每个数字都是一扇门：点一下，打开的就是它数的那些。"


def nav_items(
    desk: Desk, actor: Actor, wings: Sequence[Wing], ledgers: Sequence[LedgerDef] = ()
) -> tuple[NavItem, ...]:
    """Return the workbench of these wings; `ledgers` are those the office makes."""
    return (
        NavItem(
            "workbench", "工作台", "layout-dashboard", 0, lambda: Workbench(desk, actor, wings, ledgers),
            hint=_HINT,
        ),
    )
