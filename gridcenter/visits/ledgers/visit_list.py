"""The list taken along on the way (走访清单): who is to be visited this month, with room for ink."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.ledgers.library import band
from gridcenter.ledgers.model import Column, Ledger, LedgerDef, Part, Row, Scope
from gridcenter.register.records import Household
from gridcenter.register.services.homes import Home, homes_of
from gridcenter.register.territory import Territory
from gridcenter.visits.services.coverage import Asked, asked
from gridcenter.visits.services.due_list import visitor_names
from gridcenter.visits.services.dues import Due

_COLUMNS = (
    Column("no", "序号", 10, "c", "int"),
    Column("head", "户主", 19, "c"),
    Column("number", "户号", 20, "c", "code"),
    Column("address", "住址", 27),
    Column("visitor", "走访人", 22, "c"),
    Column("due", "最迟", 17, "c", "date"),
    Column("day", "走访日期", 18, "c"),
    Column("result", "见到没有", 18, "c"),
    Column("need", "群众诉求及意见", 44),
)
_ROOM = 11.0
_NOTE = (
    "“见到没有”填：已见面、电话、无人、不便。家里没人或不便接待也照实填，算去过，不影响任何人",
    "回来后在“快速登记”里一次录入",
)


def visit_list(session: Session, scope: Scope) -> Ledger:
    """Make the list of households that still wait for a visit in a month.

    Raises NotFound when the area did not exist that month.
    """
    territory = Territory.load(session, scope)
    month = asked(session, scope.month, territory.ever)
    open_ = [due for due in month.open if territory.area is None or due.unit_id in territory.unit_ids]
    rows = tuple(_rows(session, territory, month, open_))
    part = Part(_COLUMNS, rows, row_height=_ROOM)
    ledger = territory.ledger("走访清单", "ZFQD", "走访清单", scope, part)
    return replace(ledger, period_label="走访月份", notes=(f"共{len(open_):,}户", *_NOTE), personal=True)


def _rows(session: Session, territory: Territory, month: Asked, open_: Sequence[Due]) -> Iterator[Row]:
    ids = [due.household_id for due in open_]
    homes = {one.id: one for one in homes_of(session, ids)}
    query = select(Household.id, Household.address).where(Household.id.in_(ids))
    addresses = dict(session.execute(query).all())
    by_grid: dict[bytes | None, list[Due]] = defaultdict(list)
    for due in open_:
        grid = territory.grid_of(due.unit_id)
        by_grid[grid.id if grid else None].append(due)
    names = {grid.id: grid.name for grid in territory.grids}
    for grid_id in (*names, *({None} & by_grid.keys())):
        mine = by_grid.get(grid_id, [])
        if mine:
            yield band(_COLUMNS, f"{names.get(grid_id or b'', '未划入网格的户')}　（{len(mine)}户）")
        for place, due in enumerate(sorted(mine, key=lambda one: _order(one, homes, month)), 1):
            home = homes[due.household_id]
            yield Row((
                place, home.head, home.number, addresses.get(home.id) or "",
                _visitor(month, due), due.turn.last, "", "", "",
            ))  # fmt: skip


def _order(due: Due, homes: dict[bytes, Home], month: Asked) -> tuple[str, str, str]:
    home = homes[due.household_id]
    return _visitor(month, due), home.unit, home.number


def _visitor(month: Asked, due: Due) -> str:
    return visitor_names(month.visitors[due.household_id])


VISIT_LIST = LedgerDef("visit-list", "走访清单", "清单", visit_list, about="visit")
