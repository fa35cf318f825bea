"""What waits to be done in the structure: posts that nobody holds, boards that are out of date."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from gridcenter.base.periods import Month
from gridcenter.register.services.boards import CHANGED, board_rows
from gridcenter.register.services.grids import grid_rows
from gridcenter.register.services.party_cover import doubled
from gridcenter.store.listing import Wish
from gridcenter.wing.todos import Todo, TodoList


def _vacant(session: Session, _month: Month, today: date) -> Sequence[Todo]:
    rows = grid_rows(session, Month.of(today)).values()
    return [Todo(row.id, "grids", "缺岗", row.vacancy, row.id) for row in rows if row.vacancy]


def _boards(session: Session, _month: Month, today: date) -> Sequence[Todo]:
    rows = board_rows(session, Month.of(today)).values()
    return [
        Todo(row.id, "boards", "公示牌", f"{row.changes[0][0]}变了，要换公示牌", row.id)
        for row in rows if row.state == CHANGED
    ]  # fmt: skip


def _covers(session: Session, _month: Month, _today: date) -> Sequence[Todo]:
    return [
        Todo(unit, "party-cover", "重复", f"同时归了{'、'.join(names)}，请重新划归该归的一个", unit)
        for unit, names in doubled(session).items()
    ]


TODOS = (
    TodoList(_covers),
    TodoList(
        _vacant, lambda count, _month: f"{count} 个网格缺必须的岗位", Wish(filters={"vacant": True})
    ),
    TodoList(_boards, lambda count, _month: f"{count} 块公示牌内容变了，要换", Wish(filters={"state": CHANGED})),
)
