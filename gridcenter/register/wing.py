"""The register as a wing."""

from sqlalchemy import Select, func, select

from gridcenter.register.board_ledger import BOARDS
from gridcenter.register.codes import MAIN_SET, TABLES
from gridcenter.register.holdings import POSTS
from gridcenter.register.imports.grids import GRIDS
from gridcenter.register.imports.residents import RESIDENTS
from gridcenter.register.ledgers import LEDGERS
from gridcenter.register.member_card import MEMBERS
from gridcenter.register.moves import MOVES
from gridcenter.register.party_ledger import PARTY_COVER
from gridcenter.register.reach import FENCES
from gridcenter.register.records import Household, Residence, Unit, Village
from gridcenter.register.redrawing_ledger import LEDGERS as REDRAWING_LEDGERS
from gridcenter.register.search import SOURCES
from gridcenter.register.services.duplicates.lists import WAITING_PAIRS
from gridcenter.register.todos import TODOS
from gridcenter.wing import Count, Wing


def _units(level: str) -> Select[int]:
    return select(func.count(Unit.id)).where(
        Unit.level == level, Unit.grid_set == MAIN_SET, Unit.until.is_(None)
    )


WING = Wing(
    title="网格与人",
    tables=TABLES,
    imports=(GRIDS, RESIDENTS),
    shelf="网格与人",
    ledgers=(*LEDGERS, BOARDS, PARTY_COVER, *REDRAWING_LEDGERS),
    fences=FENCES,
    sources=SOURCES,
    card=(MEMBERS,),
    holdings=(POSTS,),
    moves=MOVES,
    counts=(
        Count("stations", "服务管理站", _units("station")),
        Count("villages", "行政村（社区）", select(func.count(Village.id)).where(Village.until.is_(None))),
        Count("grids", "基本网格", _units("grid")),
        Count("subgrids", "子网格", _units("subgrid")),
        Count("households", "户", select(func.count(Household.id)).where(Household.until.is_(None))),
        Count("residents", "居民", select(func.count(Residence.id)).where(Residence.until.is_(None))),
    ),
    todos=(*TODOS, WAITING_PAIRS),
    watched=frozenset({
        "likely_pair", "distinct_pair",
        "household", "placement", "unit", "village", "person", "post_holding", "required_post",
        "notice_board", "board_text", "party_cover", "party_unit", "grid_set", "grid_level",
    }),
)
