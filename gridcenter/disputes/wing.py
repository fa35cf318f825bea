"""Disputes as a wing."""

from sqlalchemy import func, select

from gridcenter.disputes.codes import TABLES
from gridcenter.disputes.details import disputes_to_do
from gridcenter.disputes.holdings import MEDIATED
from gridcenter.disputes.imports import DISPUTES
from gridcenter.disputes.indicators import INDICATORS
from gridcenter.disputes.ledgers import LEDGERS
from gridcenter.disputes.moves import MOVES
from gridcenter.disputes.reach import FENCES
from gridcenter.disputes.records import Dispute
from gridcenter.disputes.search import SOURCES
from gridcenter.wing import Count, Wing
from gridcenter.wing.todos import TodoList

WING = Wing(
    title="矛盾纠纷",
    tables=TABLES,
    imports=(DISPUTES,),
    shelf="走访与事项",
    ledgers=LEDGERS,
    moves=MOVES,
    fences=FENCES,
    sources=SOURCES,
    counts=(Count("disputes", "矛盾纠纷", select(func.count(Dispute.id))),),
    todos=(TodoList(lambda session, _month, today: disputes_to_do(session, today)),),
    indicators=INDICATORS,
    holdings=(MEDIATED,),
    watched=frozenset({"dispute"}),
)
