"""The filter by station, grid, sub-grid or village."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from gridcenter.base.periods import Month
from gridcenter.desk.filters import TreeFilter
from gridcenter.desk.tree_picker import Node
from gridcenter.register.services.areas import areas

_VILLAGES = bytes(16)


def area_nodes(session: Session, month: Month | None = None) -> Sequence[Node]:
    """Return the grid tree of a month (None: of now), then the villages under a heading."""
    found = areas(session, month)
    nodes = [Node(a.id, a.parent, a.name) for a in found if not a.village]
    villages = [Node(a.id, _VILLAGES, a.name) for a in found if a.village]
    heading = [Node(_VILLAGES, None, "行政村", offered=False)] if villages and nodes else []
    return [*nodes, *heading, *villages]


AREA = TreeFilter("area", "网格", area_nodes, "全部网格")
"""The wish holds the id; services keep what lies in it (`units_of`, `homes_of`)."""
