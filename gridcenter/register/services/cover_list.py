"""The grids of a month with their Party units, as a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.base.periods import Month, day_words
from gridcenter.base.pinyin import says
from gridcenter.register.records import PartyCover
from gridcenter.register.services.grids import name_with_village, village_names
from gridcenter.register.services.party_cover import chain, covers, proposals
from gridcenter.register.services.structure import Tree
from gridcenter.store.listing import Wish


@dataclass(frozen=True, slots=True)
class CoverRow:
    """A grid and the Party unit it belongs to; without one, what its village proposes."""

    id: bytes
    name: str
    village: str
    party: str
    party_id: bytes | None
    above: str
    proposal: str
    since: str


def cover_rows(session: Session, month: Month) -> dict[bytes, CoverRow]:
    """Return every grid of daily work of a month, in the order of the tree."""
    villages, have, offered = village_names(session), covers(session, month), proposals(session, month)
    open_ones = select(PartyCover.unit_id, PartyCover.since).where(PartyCover.until.is_(None))
    since = dict(session.execute(open_ones).all())
    rows = {}
    for grid in Tree.load(session, month).level("grid"):
        village, line = villages.get(grid.village_id, ""), chain(session, have.get(grid.id))
        offer = offered.get(grid.id)
        rows[grid.id] = CoverRow(
            grid.id, name_with_village(grid.name, village), village, line[-1].name if line else "",
            line[-1].id if line else None, " → ".join(one.name for one in line[:-1]),
            offer.name if offer else "", day_words(since.get(grid.id)) if line else "",
        )  # fmt: skip
    return rows


def matching_covers(rows: Mapping[bytes, CoverRow], wish: Wish) -> Sequence[bytes]:
    """Return the rows that a wish means; filter "state": with, without."""
    state = wish.filters.get("state")
    return [
        row.id for row in rows.values()
        if state in {None, "with" if row.party else "without"}
        and says(wish.words, row.name, row.village, row.party, row.above)
    ]  # fmt: skip
