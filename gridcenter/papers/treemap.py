"""The area picture: boxes as large as what they stand for, in groups (squarified treemap).

M. Bruls, K. Huizing, J. J. van Wijk: Squarified Treemaps (2000).
"""

from collections.abc import Iterator, Sequence

from gridcenter.papers.drawing import Block, Drawing, Node

_LABEL, _GAP, _BETWEEN = 20.0, 1.5, 6.0

Box = tuple[float, float, float, float]
"""Left, top, width, height."""


def treemap(root: Node, width: float, height: float) -> Drawing:
    """Return the picture of a node: its children as groups, what lies below them as boxes."""
    groups = [child for child in root.children if _weight(child)]
    if not any(group.children for group in groups):
        return Drawing(width, height, list(_boxes(groups, (0, 0, width, height))))
    blocks: list[Block] = []
    places = _squarified([_weight(group) for group in groups], (0, 0, width, height))
    for group, (x, y, wide, high) in zip(groups, places, strict=True):
        room = (x, y + _LABEL, wide - _BETWEEN, high - _LABEL - _BETWEEN)
        blocks.append(Block(group.id, x, y, room[2], _LABEL, group.title, group.note, "label"))
        leaves = [leaf for leaf in group.children if _weight(leaf)] or [group]
        blocks += _boxes(leaves, room)
    return Drawing(width, height, blocks)


def _boxes(nodes: Sequence[Node], room: Box) -> Iterator[Block]:
    ordered = sorted(nodes, key=_weight, reverse=True)
    places = _squarified([_weight(node) for node in ordered], room)
    for node, (x, y, wide, high) in zip(ordered, places, strict=True):
        yield Block(
            node.id, x + _GAP, y + _GAP, max(wide - 2 * _GAP, 0), max(high - 2 * _GAP, 0),
            node.title, node.note, node.kind,
        )  # fmt: skip


def _weight(node: Node) -> float:
    return node.weight or sum(map(_weight, node.children))


def _squarified(weights: Sequence[float], room: Box) -> list[Box]:
    """Part a rectangle by weights, keeping the parts as near to squares as may be."""
    x, y, wide, high = room
    whole = sum(weights)
    if not whole or wide <= 0 or high <= 0:
        return [(x, y, 0.0, 0.0)] * len(weights)
    areas = [weight * wide * high / whole for weight in weights]
    places: list[Box] = []
    while areas:
        side = min(wide, high)
        count = _best(areas, side)
        strip = sum(areas[:count])
        thick, at = strip / side, 0.0
        for area in areas[:count]:
            long = area / thick
            places.append((x, y + at, thick, long) if wide >= high else (x + at, y, long, thick))
            at += long
        if wide >= high:
            x, wide = x + thick, wide - thick
        else:
            y, high = y + thick, high - thick
        areas = areas[count:]
    return places


def _best(areas: Sequence[float], side: float) -> int:
    """Return how many of the areas fill the next strip best."""
    count = 1
    while count < len(areas) and _worst(areas[: count + 1], side) <= _worst(areas[:count], side):
        count += 1
    return count


def _worst(areas: Sequence[float], side: float) -> float:
    whole = sum(areas)
    return max(
        max(side * side * area / (whole * whole), whole * whole / (side * side * area))
        for area in areas
    )
