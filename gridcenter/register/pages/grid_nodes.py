"""The rows of the grid tree as nodes: for the tree at the left and for the pictures."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

from gridcenter.desk.tree_picker import Node as TreeNode
from gridcenter.papers.drawing import Node
from gridcenter.register.services.grids import GridRow

_NOTHING = "还没有网格，请到“导入”里导入网格划分表"
_LONG = 6
"""Characters that have room in a box."""
Dress = Callable[[GridRow], tuple[str, str]]
"""Says the note and the kind of a unit's box."""


def parents(rows: Mapping[bytes, GridRow]) -> dict[bytes, bytes | None]:
    """Return the unit directly above each, None of the top."""
    return {row.id: row.path[-2] if len(row.path) > 1 else None for row in rows.values()}


def tree_nodes(rows: Mapping[bytes, GridRow]) -> Sequence[TreeNode]:
    """Return the tree with the households of each unit."""
    above = parents(rows)
    return [
        TreeNode(
            row.id,
            above[row.id],
            _name(row, rows, above),
            f"{row.households:,} 户" if row.whole else "",
        )
        for row in rows.values()
    ]


def picture_nodes(
    rows: Mapping[bytes, GridRow], dress: Dress, longest: int = _LONG
) -> Sequence[Node]:
    """Return the tops of the tree with everything below them; all lose their 网格 where one is too long."""
    above, below = parents(rows), defaultdict[bytes | None, list[GridRow]](list)
    names = {row.id: _name(row, rows, above) for row in rows.values()}
    tight = any(len(name) > longest for name in names.values() if name.endswith("网格"))
    for row in rows.values():
        below[above[row.id]].append(row)

    def made(row: GridRow) -> Node:
        note, kind = dress(row)
        children = tuple(made(child) for child in below[row.id])
        name = names[row.id]
        return Node(row.id, name.removesuffix("网格") if tight else name, note, kind, float(row.households), children)

    return [made(row) for row in below[None]]


def chart_dress(rows: Mapping[bytes, GridRow]) -> Dress:
    """Dress the boxes of the organisation picture: counts, or which post nobody holds."""
    levels = Counter(row.level for row in rows.values() if row.depth)
    whole = "　".join(f"{n} 个{level}" for level, n in levels.items())
    below = Counter((row.path[-2], row.level) for row in rows.values() if row.depth)
    direct = {unit: f"{n} 个{level}" for (unit, level), n in below.items()}

    def dress(row: GridRow) -> tuple[str, str]:
        if not row.depth:
            return whole or (_NOTHING if row.key == "township" else f"{row.households:,} 户"), "root"
        if row.vacancy:
            return row.vacancy, "gap"
        return direct.get(row.id, "") if row.key == "station" else f"{row.households:,} 户", "plain"

    return dress


def _name(row: GridRow, rows: Mapping[bytes, GridRow], above: Mapping[bytes, bytes | None]) -> str:
    """Return a unit's name without what the unit above it says already."""
    over = rows.get(above[row.id] or b"")
    stem = over.name.removesuffix("网格") if over is not None else ""
    short = row.name.removeprefix(stem) if stem and over is not None and over.key == "grid" else ""
    return short if short and short != "网格" else row.name
