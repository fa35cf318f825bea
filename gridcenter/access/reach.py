"""How far an account of an area reaches, and how the wings say which of their records lie there."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import Session

from gridcenter.store.attachments import Attachment
from gridcenter.store.records import Record
from gridcenter.store.sight import Columns, Rows, Sight, sight_of


@dataclass(frozen=True, slots=True)
class Reach:
    """What lies in the area of an account, of all times."""

    area: bytes
    name: str
    units: frozenset[bytes]
    """The unit itself and all below it, in every grid set."""
    above: frozenset[bytes]
    villages: frozenset[bytes]
    """The villages that some of it lies in."""
    whole_villages: frozenset[bytes]
    """Those of them that lie in it altogether."""


@dataclass(frozen=True, slots=True)
class Fence:
    """Which rows of a class lie in a reach; several fences of one class add up.

    `shown` rows lie outside: they may be seen, as names in headings, and not changed.
    """

    cls: type[Record]
    rows: Callable[[Reach, Columns], ColumnElement[bool]]
    shown: bool = False


def sight_in(reach: Reach, fences: Iterable[Fence]) -> Sight:
    """Return the sight of an account that reaches so far."""
    own: dict[type[Record], list[Rows]] = {}
    seen: dict[type[Record], list[Rows]] = {}
    for fence in fences:
        own.setdefault(fence.cls, [])
        (seen.setdefault(fence.cls, []) if fence.shown else own[fence.cls]).append(
            partial(fence.rows, reach)
        )
    sight = Sight(reach.area, reach.name, own, seen)
    own[Attachment] = [partial(_of_own, sight, tuple(own))]
    return sight


def _of_own(
    sight: Sight, classes: Iterable[type[Record]], attachment: Columns
) -> ColumnElement[bool]:
    """Tell the attachments of the records that lie in the area."""
    return or_(*(
        and_(attachment.kind == cls.__tablename__, attachment.record.in_(sight.ids(cls)))
        for cls in classes
    ))  # fmt: skip


def own_area(session: Session) -> bytes | None:
    """Return the area that a session is limited to; None: it sees everything."""
    sight = sight_of(session)
    return sight.area if sight else None
