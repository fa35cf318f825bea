"""The wings put together: what each brings of tables, imports, ledgers, search and counts.

Importing this maps every table of the program. Pages are listed in `app`, since this knows no Qt.
"""

from dataclasses import dataclass

from sqlalchemy import Select, func, select

from gridcenter.access import accounts as _accounts
from gridcenter.access import log as _log
from gridcenter.access.reach import Fence
from gridcenter.codes import tables as _tables
from gridcenter.codes.tables import CodeTable
from gridcenter.disputes import codes as dispute_codes
from gridcenter.disputes.imports import DISPUTES
from gridcenter.disputes.ledgers import LEDGERS as DISPUTE_LEDGERS
from gridcenter.disputes.reach import FENCES as DISPUTE_FENCES
from gridcenter.disputes.records import Dispute
from gridcenter.disputes.search import SOURCES as DISPUTE_SOURCES
from gridcenter.exchange import records as _exchange
from gridcenter.ledgers.model import LedgerDef
from gridcenter.matters import codes as matter_codes
from gridcenter.matters.imports import HOTLINE
from gridcenter.matters.ledgers import LEDGERS as MATTER_LEDGERS
from gridcenter.matters.reach import FENCES as MATTER_FENCES
from gridcenter.matters.records import Matter
from gridcenter.matters.search import SOURCES as MATTER_SOURCES
from gridcenter.party import codes as party_codes
from gridcenter.party.imports import MEMBERS
from gridcenter.party.ledgers import LEDGERS as PARTY_LEDGERS
from gridcenter.party.reach import FENCES as PARTY_FENCES
from gridcenter.party.records import Member
from gridcenter.party.search import SOURCES as PARTY_SOURCES
from gridcenter.register import codes as register_codes
from gridcenter.register.codes import MAIN_SET
from gridcenter.register.imports.grids import GRIDS
from gridcenter.register.imports.residents import RESIDENTS
from gridcenter.register.ledgers import LEDGERS as REGISTER_LEDGERS
from gridcenter.register.reach import FENCES as REGISTER_FENCES
from gridcenter.register.records import Household, Residence, Unit, Village
from gridcenter.register.search import SOURCES as REGISTER_SOURCES
from gridcenter.sheets import imports as _imports
from gridcenter.sheets.imports import ImportKind
from gridcenter.store import acts as _acts
from gridcenter.store import attachments as _attachments
from gridcenter.store import drafts as _drafts
from gridcenter.store import journal as _journal
from gridcenter.store import meta as _meta
from gridcenter.store import search as _search
from gridcenter.store.search import Source
from gridcenter.supervision import codes as supervision_codes
from gridcenter.supervision.imports import INSPECTIONS
from gridcenter.supervision.ledgers import LEDGERS as SUPERVISION_LEDGERS
from gridcenter.supervision.reach import FENCES as SUPERVISION_FENCES
from gridcenter.supervision.records import Inspection
from gridcenter.supervision.search import SOURCES as SUPERVISION_SOURCES
from gridcenter.visits import codes as visit_codes
from gridcenter.visits.imports import VISITS
from gridcenter.visits.ledgers import LEDGERS as VISIT_LEDGERS
from gridcenter.visits.reach import FENCES as VISIT_FENCES
from gridcenter.visits.records import Visit

__all__ = ["COUNTS", "FENCES", "IMPORTS", "LEDGERS", "MAPPED", "SEARCH_SOURCES", "TABLES", "Count"]

MAPPED = (
    _accounts, _acts, _attachments, _drafts, _exchange, _imports, _log, _tables, _journal, _meta, _search,
)  # fmt: skip
"""Modules outside the wings that map tables."""

IMPORTS: tuple[ImportKind, ...] = (
    GRIDS, RESIDENTS, MEMBERS, HOTLINE, VISITS, INSPECTIONS, DISPUTES,
)  # fmt: skip

LEDGERS: tuple[LedgerDef, ...] = (
    *SUPERVISION_LEDGERS, *VISIT_LEDGERS, *MATTER_LEDGERS, *DISPUTE_LEDGERS, *REGISTER_LEDGERS,
    *PARTY_LEDGERS,
)  # fmt: skip

SEARCH_SOURCES: tuple[Source, ...] = (
    *REGISTER_SOURCES, *MATTER_SOURCES, *DISPUTE_SOURCES, *PARTY_SOURCES, *SUPERVISION_SOURCES,
)  # fmt: skip

TABLES: tuple[CodeTable, ...] = (
    *register_codes.TABLES, *visit_codes.TABLES, *matter_codes.TABLES, *dispute_codes.TABLES,
    *party_codes.TABLES, *supervision_codes.TABLES,
)  # fmt: skip

FENCES: tuple[Fence, ...] = (
    *REGISTER_FENCES, *VISIT_FENCES, *MATTER_FENCES, *DISPUTE_FENCES, *PARTY_FENCES,
    *SUPERVISION_FENCES,
)  # fmt: skip
"""What of each wing lies in the area of an account."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are of something: its key, its name on screen, the query."""

    key: str
    title: str
    query: Select[int]


def _units(level: str) -> Select[int]:
    return select(func.count(Unit.id)).where(
        Unit.level == level, Unit.grid_set == MAIN_SET, Unit.until.is_(None)
    )


COUNTS = (
    Count("stations", "服务管理站", _units("station")),
    Count("villages", "行政村（社区）", select(func.count(Village.id)).where(Village.until.is_(None))),
    Count("grids", "基本网格", _units("grid")),
    Count("subgrids", "子网格", _units("subgrid")),
    Count("households", "户", select(func.count(Household.id))),
    Count("residents", "居民", select(func.count(Residence.id)).where(Residence.until.is_(None))),
    Count("members", "党员", select(func.count(Member.id)).where(Member.until.is_(None))),
    Count("visits", "走访", select(func.count(Visit.id))),
    Count("needs", "走访收集的诉求", select(func.count(Visit.id)).where(Visit.need.is_not(None))),
    Count("matters", "事项", select(func.count(Matter.id))),
    Count("disputes", "矛盾纠纷", select(func.count(Dispute.id))),
    Count("inspections", "督查", select(func.count(Inspection.id))),
)
