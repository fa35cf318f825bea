"""Supervision as a wing."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gridcenter.base.periods import Month
from gridcenter.store.listing import Wish
from gridcenter.supervision.codes import TABLES
from gridcenter.supervision.details import grids_to_do, problems_to_do
from gridcenter.supervision.holdings import PROBLEMS
from gridcenter.supervision.imports import INSPECTIONS
from gridcenter.supervision.indicators import INDICATORS
from gridcenter.supervision.ledgers import LEDGERS
from gridcenter.supervision.moves import MOVES
from gridcenter.supervision.reach import FENCES
from gridcenter.supervision.records import Inspection
from gridcenter.supervision.rounds import month_round
from gridcenter.supervision.search import SOURCES
from gridcenter.wing import Count, Wing
from gridcenter.wing.tiles import TileDef, TileNow
from gridcenter.wing.todos import Todo, TodoList

_WAITING = Wish(filters={"state": "waiting"})


def _grids(session: Session, month: Month, _today: date) -> list[Todo]:
    return grids_to_do(month_round(session, month), month)


def _count_round(session: Session, month: Month) -> TileNow:
    grids = month_round(session, month).values()
    done = sum(row.found is not None for row in grids)
    said = f"{len(grids)} 个网格，已督查 {done} 个"
    return TileNow(f"{done} / {len(grids)}", f"{month.month}月", said)


WING = Wing(
    title="督查考核",
    tables=TABLES,
    imports=(INSPECTIONS,),
    shelf="督查考核",
    ledgers=LEDGERS,
    fences=FENCES,
    sources=SOURCES,
    counts=(Count("inspections", "督查", select(func.count(Inspection.id))),),
    todos=(
        TodoList(lambda session, _month, today: problems_to_do(session, today)),
        TodoList(_grids, lambda count, month: f"{count} 个网格{month.month}月还没督查", _WAITING),
    ),
    indicators=INDICATORS,
    tiles=(TileDef("inspections", "clipboard-check", "本月督查", "inspections", _WAITING, _count_round),),
    holdings=(PROBLEMS,),
    moves=MOVES,
    watched=frozenset({"inspection", "inspection_score", "inspection_problem"}),
)
