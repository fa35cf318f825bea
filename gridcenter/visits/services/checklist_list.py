"""The list of checklists."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.store.listing import Listing, Wish, fetch_ids
from gridcenter.visits.records import Checklist, ChecklistItem
from gridcenter.visits.services.checklists import titled


@dataclass(frozen=True, slots=True)
class ChecklistRow:
    """One line of the page."""

    id: bytes
    name: str
    items: str
    count: int
    adopted_on: date | None
    shut: bool


def find_checklists(session: Session, wish: Wish) -> Sequence[bytes]:
    """Return the lists in their order, those whose name holds the words."""
    query = select(Checklist.id)
    if wish.words:
        query = query.where(Checklist.name.contains(wish.words, autoescape=True))
    return fetch_ids(session, query.order_by(Checklist.position, Checklist.id))


def load_checklists(session: Session, ids: Sequence[bytes]) -> dict[bytes, ChecklistRow]:
    """Return the rows of these lists."""
    lines: dict[bytes, list[str]] = defaultdict(list)
    query = select(ChecklistItem.checklist_id, ChecklistItem.text).where(
        ChecklistItem.checklist_id.in_(ids), ChecklistItem.until.is_(None)
    )
    for list_id, text in session.execute(query.order_by(ChecklistItem.position, ChecklistItem.id)):
        lines[list_id].append(text.split("：")[0])
    found = session.scalars(select(Checklist).where(Checklist.id.in_(ids)))
    return {
        one.id: ChecklistRow(
            one.id, titled(one), "；".join(lines[one.id]), len(lines[one.id]), one.adopted_on,
            one.until is not None,
        )
        for one in found
    }  # fmt: skip


CHECKLISTS = Listing(find_checklists, load_checklists)
