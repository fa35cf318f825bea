"""The redrawings that were made: as a list, as a drawer shows them, as a ledger prints them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gridcenter.base.periods import Month, short_day
from gridcenter.base.pinyin import says
from gridcenter.codes.tables import Codes
from gridcenter.register.codes import REDRAWING_KIND, REDRAWING_REASON
from gridcenter.register.records import Redrawing
from gridcenter.store.listing import Listing, Wish, in_span


@dataclass(frozen=True, slots=True)
class RedrawingRow:
    """One line of the page of redrawings."""

    id: bytes
    effective: date
    kind: str
    title: str
    reason: str
    filed: str
    households: int
    people: int


def redrawings_of(session: Session, month: Month) -> Sequence[Redrawing]:
    """Return what took effect in a month, in the order of its days."""
    query = select(Redrawing).where(Redrawing.effective.between(month.first, month.last))
    return session.scalars(query.order_by(Redrawing.effective, Redrawing.id)).all()


def count_redrawings(session: Session, month: Month) -> int:
    """Return how many redrawings took effect in a month."""
    query = select(func.count(Redrawing.id)).where(
        Redrawing.effective.between(month.first, month.last)
    )
    return session.scalar(query) or 0


def redrawn_words(session: Session, month: Month) -> Sequence[str]:
    """Tell what was redrawn within a month: 10月15日起严务村网格拆分为 2 个网格（3 户）."""
    return [
        f"{short_day(one.effective)}起{one.title}" + (f"（{one.households:,} 户）" if one.households else "")
        for one in redrawings_of(session, month)
    ]


def find_redrawings(session: Session, wish: Wish) -> Sequence[bytes]:
    """Return the redrawings that a wish means, the latest first; filters "kind", "reason", "period"."""
    query = select(Redrawing.id, Redrawing.title, Redrawing.filing_number)
    for name in ("kind", "reason"):
        if wish.filters.get(name):
            query = query.where(getattr(Redrawing, name) == wish.filters[name])
    if period := wish.filters.get("period"):
        query = query.where(*in_span(Redrawing.effective, period))
    column = {"households": Redrawing.households}.get(wish.sort_by, Redrawing.effective)
    rising = wish.sort_by and not wish.descending
    query = query.order_by(column if rising else column.desc(), Redrawing.id.desc())
    return [i for i, title, number in session.execute(query) if says(wish.words, title, number or "")]


def load_redrawings(session: Session, ids: Sequence[bytes]) -> dict[bytes, RedrawingRow]:
    """Return the rows of these redrawings."""
    kinds, reasons = Codes.load(session, REDRAWING_KIND), Codes.load(session, REDRAWING_REASON)
    query = select(Redrawing).where(Redrawing.id.in_(ids))
    return {
        one.id: RedrawingRow(
            one.id, one.effective, kinds.word(one.kind), one.title, reasons.word(one.reason),
            filing_words(one), one.households, one.people,
        )
        for one in session.scalars(query)
    }  # fmt: skip


def filing_words(one: Redrawing) -> str:
    """Tell how a redrawing was filed: 10月20日 夏网发〔2026〕3号."""
    return " ".join(filter(None, (short_day(one.filed_on), one.filing_number)))


REDRAWINGS = Listing(find_redrawings, load_redrawings)
