"""Pictures as plain data: boxes and strokes with positions, painted by the desk and by a paper."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Node:
    """Something of a tree that a picture shows: name, a note, its kind, how much it weighs."""

    id: bytes
    title: str
    note: str
    kind: str = "plain"
    """"root", "plain", "gap" (something is missing), "none" (no figure), "heat0" … "heat4"."""
    weight: float = 0.0
    children: Sequence["Node"] = ()

    def find(self, wanted: bytes) -> "Node | None":
        """Return the node of an id in this subtree, or None."""
        return next((node for node in self.all() if node.id == wanted), None)

    def all(self) -> Iterator["Node"]:
        """Yield the node and all below it, from the top."""
        yield self
        for child in self.children:
            yield from child.all()


@dataclass(frozen=True, slots=True)
class Block:
    """A box that stands for a node; a "label" is words alone."""

    id: bytes
    x: float
    y: float
    width: float
    height: float
    title: str
    note: str
    kind: str

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the box."""
        return self.x + self.width / 2, self.y + self.height / 2

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point lies in the box."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line between two boxes."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole picture, in pixels or any other measure."""

    width: float
    height: float
    blocks: Sequence[Block]
    strokes: Sequence[Stroke] = ()

    def at(self, x: float, y: float) -> Block | None:
        """Return the box at a point, the smallest where several lie."""
        found = [block for block in self.blocks if block.holds(x, y)]
        return min(found, key=lambda block: block.width * block.height, default=None)

    def beside(self, here: Block, across: int, down: int) -> Block:
        """Return the next box to the right (1, 0), left, below or above; itself where none is."""
        x, y = here.middle

        def far(block: Block) -> float:
            dx, dy = block.middle[0] - x, block.middle[1] - y
            along, aside = (dx * across, abs(dy)) if across else (dy * down, abs(dx))
            return along + 2 * aside if along > 1 and aside <= 2 * along else float("inf")

        found = min((b for b in self.blocks if b.id != here.id), key=far, default=here)
        return found if far(found) < float("inf") else here
