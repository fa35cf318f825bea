"""How far an account of an area reaches, and how the wings say which of their records lie there."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import Session

from gridcenter.access.actors import Right, Role
from gridcenter.store.attachments import Attachment
from gridcenter.store.held import Held, held
from gridcenter.store.records import Record, record_classes
from gridcenter.store.sight import Columns, Rows, Sight, sight_of

UNITS = held("own_unit")
"""The unit of the area itself and all below it, in every grid set."""
ABOVE = held("unit_above")
VILLAGES = held("own_village")
"""The villages that some of it lies in."""
WHOLE_VILLAGES = held("whole_village")
"""Those of them that lie in it altogether."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What lies in the area of an account, of all times: held under the names above, and more of the wings."""

    area: bytes
    name: str
    held: Sequence[Held]


@dataclass(frozen=True, slots=True)
class Fence:
    """Which rows of a class lie in the reach held; several fences of one class add up.

    `shown` rows lie outside: they may be seen, as names in headings, and not changed.
    """

    cls: type[Record]
    rows: Rows
    shown: bool = False


def sight_in(
    reach: Reach, fences: Iterable[Fence], hidden: Collection[type[Record]] = ()
) -> Sight:
    """Return the sight of an account that reaches so far; of the `hidden` kinds it sees nothing."""
    own: dict[type[Record], list[Rows]] = {}
    seen: dict[type[Record], list[Rows]] = {}
    for fence in fences:
        own.setdefault(fence.cls, [])
        (seen.setdefault(fence.cls, []) if fence.shown else own[fence.cls]).append(fence.rows)
    for cls in hidden:
        own[cls], seen[cls] = [], []
    sight = Sight(reach.area, reach.name, own, seen, reach.held)
    own[Attachment] = [partial(_of_own, sight, tuple(own))]
    return sight


def hidden_from(role: Role) -> list[type[Record]]:
    """Return the kinds of records that accounts of a role may not see, wherever they lie."""
    return [cls for cls in record_classes().values() if Right[cls.__seen_by__] not in role.rights]


def all_but(hidden: Collection[type[Record]]) -> Sight:
    """Return the sight of an account of the whole that sees nothing of these kinds, nor their attachments."""
    kinds = [cls.__tablename__ for cls in hidden]
    own: dict[type[Record], Sequence[Rows]] = dict.fromkeys(hidden, ())
    own[Attachment] = [lambda attachment: attachment.kind.not_in(kinds)]
    return Sight(None, "", own, {})


def no_sight(but: Collection[type[Record]]) -> Sight:
    """Return the sight of an account that may look at no business data: of these kinds alone."""
    return Sight(None, "", {cls: () for cls in record_classes().values() if cls not in but}, {})


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
