"""Handovers that were made: the list of them, and one with its lines."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from gridcenter.base.errors import NotFound
from gridcenter.base.pinyin import says
from gridcenter.register.records import Person
from gridcenter.staff.records import Handover, HandoverLine
from gridcenter.store.listing import Listing, Wish

NOBODY = "暂无接手人"


@dataclass(frozen=True, slots=True)
class HandedLine:
    """One thing of a handover; the successor "" where nobody took it."""

    kind: str
    words: str
    place: str
    since: date | None
    successor: str


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """One handover with its lines."""

    id: bytes
    person_id: bytes
    person: str
    since: date
    witness: str
    reason: str
    lines: Sequence[HandedLine]

    @property
    def successors(self) -> str:
        """Who took something, in the order of the lines."""
        return "、".join(dict.fromkeys(line.successor for line in self.lines if line.successor))

    @property
    def waiting(self) -> int:
        """How many things nobody took."""
        return sum(not line.successor for line in self.lines)


def find_handovers(session: Session, wish: Wish) -> Sequence[bytes]:
    """Return the handovers, the latest first; words mean who handed over or took."""
    ids = list(session.scalars(select(Handover.id).order_by(Handover.since.desc(), Handover.id.desc())))
    if not wish.words:
        return ids
    rows = load_handovers(session, ids)
    return [one for one in ids if says(wish.words, rows[one].person, rows[one].successors)]


def load_handovers(session: Session, ids: Sequence[bytes]) -> dict[bytes, HandoverRow]:
    """Return these handovers."""
    taker = aliased(Person)
    lines: dict[bytes, list[HandedLine]] = defaultdict(list)
    query = (
        select(HandoverLine, taker.name)
        .join(taker, taker.id == HandoverLine.successor_id, isouter=True)
        .where(HandoverLine.handover_id.in_(ids))
        .order_by(HandoverLine.position, HandoverLine.id)
    )
    for line, name in session.execute(query):
        lines[line.handover_id].append(
            HandedLine(line.kind, line.words, line.place or "", line.held_since, _known(line, name))
        )
    made = select(Handover, Person.name).join(Person, Person.id == Handover.person_id)
    return {
        one.id: HandoverRow(
            one.id, one.person_id, name, one.since, one.witness or "", one.reason or "", lines[one.id]
        )
        for one, name in session.execute(made.where(Handover.id.in_(ids)))
    }


def _known(line: HandoverLine, name: str | None) -> str:
    return "" if line.successor_id is None else name or "（不在本片的人）"


def handover(session: Session, handover_id: bytes) -> HandoverRow:
    """Return one handover; raises NotFound."""
    found = load_handovers(session, [handover_id]).get(handover_id)
    if found is None:
        raise NotFound("这次交接的记录已经不在，请刷新后再看")
    return found


HANDOVERS = Listing(find_handovers, load_handovers)
