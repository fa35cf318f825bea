"""The organisation picture: a centre, stations in a row, their grids under each."""

from collections.abc import Iterator, Sequence

from gridcenter.papers.drawing import Block, Drawing, Node, Stroke

_ROOT, _HEAD, _LEAF = (264.0, 46.0), (112.0, 46.0), (100.0, 44.0)
_DROP, _DOWN, _LEAST, _GAP = 28.0, 14.0, 120.0, 9.0
_INSET = 12.0


def org_chart(root: Node, width: float) -> Drawing:
    """Return the picture of two levels below a node, at least so wide; wider where it must be."""
    if not root.children:
        return Drawing(width, _ROOT[1], [_box(root, (width - _ROOT[0]) / 2, 0, _ROOT)])
    deep = any(child.children for child in root.children)
    fits = max(int(width // _LEAST), 1)
    rows = [root.children] if deep else _rows(root.children, fits)
    wide = max(width, _LEAST * max(map(len, rows)))
    blocks, strokes = [_box(root, (wide - _ROOT[0]) / 2, 0, _ROOT)], list[Stroke]()
    top = _ROOT[1] + _DROP
    for row in rows:
        step = wide / len(rows[0])
        middles = [step * (n + 0.5) for n in range(len(row))]
        strokes += _elbow(wide / 2, _ROOT[1] if row is rows[0] else top - _DROP, middles, top)
        low = top + _HEAD[1]
        for child, middle in zip(row, middles, strict=True):
            x = middle - _HEAD[0] / 2
            blocks.append(_box(child, x, top, _HEAD))
            low = max(low, _hang(child, x, top + _HEAD[1], blocks, strokes))
        top = low + _DROP
    return Drawing(wide, top - _DROP + 4, blocks, strokes)


def _hang(head: Node, x: float, y: float, blocks: list[Block], strokes: list[Stroke]) -> float:
    """Hang what lies below a node under it, along a spine; return how far down it reaches."""
    bottom = y
    for n, leaf in enumerate(head.children):
        top = y + _DOWN + n * (_LEAF[1] + _GAP)
        middle = top + _LEAF[1] / 2
        blocks.append(_box(leaf, x + _INSET, top, _LEAF))
        strokes.append(Stroke(x + 1, middle, x + _INSET, middle))
        strokes.append(Stroke(x + 1, bottom if n else y, x + 1, middle))
        bottom = middle
    return y + _DOWN + len(head.children) * (_LEAF[1] + _GAP) if head.children else y


def _elbow(x: float, y: float, middles: Sequence[float], top: float) -> Iterator[Stroke]:
    level = round((y + top) / 2)
    yield Stroke(x, y, x, level)
    yield Stroke(min(*middles, x), level, max(*middles, x), level)
    for middle in middles:
        yield Stroke(middle, level, middle, top)


def _rows(children: Sequence[Node], fits: int) -> list[Sequence[Node]]:
    return [children[n : n + fits] for n in range(0, len(children), fits)]


def _box(node: Node, x: float, y: float, size: tuple[float, float]) -> Block:
    return Block(node.id, x, y, *size, node.title, node.note, node.kind)
