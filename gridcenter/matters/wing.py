"""Matters as a wing."""

from sqlalchemy import func, select

from gridcenter.matters.card import MATTERS
from gridcenter.matters.codes import TABLES
from gridcenter.matters.details import matters_to_do
from gridcenter.matters.imports import HOTLINE
from gridcenter.matters.indicators import INDICATORS
from gridcenter.matters.ledgers import LEDGERS
from gridcenter.matters.moves import MOVES
from gridcenter.matters.reach import FENCES
from gridcenter.matters.records import Matter
from gridcenter.matters.search import SOURCES
from gridcenter.wing import Count, Wing
from gridcenter.wing.todos import TodoList

WING = Wing(
    title="事项",
    tables=TABLES,
    imports=(HOTLINE,),
    shelf="走访与事项",
    ledgers=LEDGERS,
    moves=MOVES,
    fences=FENCES,
    sources=SOURCES,
    counts=(Count("matters", "事项", select(func.count(Matter.id))),),
    todos=(TodoList(lambda session, _month, today: matters_to_do(session, today)),),
    card=(MATTERS,),
    indicators=INDICATORS,
    watched=frozenset({"matter"}),
)
