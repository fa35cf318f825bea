"""Visits as a wing."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gridcenter.base.periods import Month
from gridcenter.store.listing import Wish
from gridcenter.visits.codes import TABLES
from gridcenter.visits.imports import VISITS
from gridcenter.visits.indicators import INDICATORS
from gridcenter.visits.ledgers import LEDGERS
from gridcenter.visits.ledgers.card import CARD
from gridcenter.visits.moves import MOVES
from gridcenter.visits.reach import FENCES
from gridcenter.visits.records import Visit
from gridcenter.visits.services.passing import PLANS_HELD
from gridcenter.visits.services.waiting import needs_to_do, visits_to_do
from gridcenter.wing import Count, Wing
from gridcenter.wing.tiles import TileDef, TileNow
from gridcenter.wing.todos import TodoList

_NEEDS = Wish(filters={"need": "open", "period": "all"})


def _count_needs(session: Session, _month: Month) -> TileNow:
    query = select(func.count(Visit.id)).where(Visit.need.is_not(None), Visit.matter_id.is_(None))
    return TileNow(f"{session.scalar(query) or 0:,}")


WING = Wing(
    title="走访",
    tables=TABLES,
    imports=(VISITS,),
    shelf="走访与事项",
    ledgers=LEDGERS,
    fences=FENCES,
    counts=(
        Count("visits", "走访", select(func.count(Visit.id))),
        Count("needs", "走访收集的诉求", select(func.count(Visit.id)).where(Visit.need.is_not(None))),
    ),
    todos=(
        TodoList(visits_to_do),
        TodoList(needs_to_do, lambda count, _month: f"{count:,} 条走访诉求还没转事项", _NEEDS),
    ),
    indicators=INDICATORS,
    tiles=(TileDef("needs", "footprints", "未转诉求", "visits", _NEEDS, _count_needs),),
    holdings=(PLANS_HELD,),
    moves=MOVES,
    card=CARD,
    watched=frozenset({"visit", "visit_plan", "placement", "post_holding"}),
)
