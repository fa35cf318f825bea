"""Party members as a wing."""

from sqlalchemy import func, select

from gridcenter.party.imports import MEMBERS
from gridcenter.party.ledgers import LEDGERS
from gridcenter.party.link_imports import LINKS
from gridcenter.party.reach import FENCES
from gridcenter.party.records import Member
from gridcenter.party.search import SOURCES
from gridcenter.wing import Count, Wing

WING = Wing(
    title="党员",
    imports=(MEMBERS, LINKS),
    shelf="党建",
    ledgers=LEDGERS,
    fences=FENCES,
    sources=SOURCES,
    counts=(Count("members", "党员", select(func.count(Member.id)).where(Member.until.is_(None))),),
)
