"""The Party units over the grids as a ledger (网格党组织覆盖表)."""

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy.orm import Session

from gridcenter.ledgers.library import rate, summing
from gridcenter.ledgers.model import Column, Ledger, LedgerDef, Part, Row, Scope
from gridcenter.register.month import Posts
from gridcenter.register.services.party_cover import chain, covers
from gridcenter.register.territory import Territory

_COLUMNS = (
    Column("no", "序号", 9, "c", "int"), Column("station", "管理站", 16, "c"), Column("village", "行政村", 24, "c"),
    Column("grid", "网格", 34), Column("above", "上级党组织", 46), Column("party", "网格党组织", 40),
    Column("head", "网格长", 18, "c"), Column("guide", "党建指导员", 20, "c"), Column("hub", "党员中心户", 30),
)  # fmt: skip


def party_cover(session: Session, scope: Scope) -> Ledger:
    """Make the table of the grids of a month with their Party units; how many are covered stands below."""
    territory = Territory.load(session, scope)
    rows = list(_rows(session, territory, scope))
    covered = sum(row.cells[5] is not None for row in rows)
    said = f"{len(rows)} 个网格，{covered} 个有党组织，覆盖率 {rate(covered, len(rows))}"
    total = [summing(_COLUMNS, "合　计", said, "total")] if rows else []
    part = Part(_COLUMNS, (*rows, *total))
    ledger = territory.ledger("党组织覆盖", "DF", "网格党组织覆盖表", scope, part)
    without = [str(row.cells[3]) for row in rows if row.cells[5] is None]
    notes = (f"还没有党组织的网格：{'、'.join(without)}",) if without else ()
    return replace(ledger, notes=notes, wide=True, logged=True)


def _rows(session: Session, territory: Territory, scope: Scope) -> Iterator[Row]:
    have, posts = covers(session, scope.month), Posts.load(session, scope.month)
    for place, grid in enumerate(territory.grids, 1):
        line = chain(session, have.get(grid.id))
        hubs = [posts.name(one.id, "hub") for one in territory.tree.below(grid.id)]
        yield Row((
            place, territory.station_name(grid), territory.place_name(None, grid.village_id), territory.dated(grid),
            " → ".join(one.name for one in line[:-1]) or None, line[-1].name if line else None,
            posts.name(grid.id, "grid_head"), posts.name(grid.id, "guide"),
            "、".join(name for name in hubs if name) or None,
        ))  # fmt: skip


PARTY_COVER = LedgerDef("party-cover", "网格党组织覆盖表", "报表", party_cover)
