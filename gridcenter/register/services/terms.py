"""On which terms a post is held, and when a holding cannot be: its days reversed, or held already."""

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from gridcenter.base.errors import RuleBroken
from gridcenter.base.periods import day_words, refuse_odd_day
from gridcenter.register.records import Person, PostHolding


@dataclass(frozen=True, slots=True)
class PostTerms:
    """Tier, way of dispatch, full or part time, kind of allowance (codes), and a note."""

    tier: str = ""
    dispatch: str = ""
    engagement: str = ""
    allowance: str = ""
    note: str = ""

    @property
    def values(self) -> dict[str, str | None]:
        """The fields of a holding."""
        return {name: value.strip() or None for name, value in asdict(self).items()}


NO_TERMS = PostTerms()


def terms_of(holding: PostHolding) -> PostTerms:
    """Return the terms a post is held on."""
    return PostTerms(
        holding.tier or "", holding.dispatch or "", holding.engagement or "",
        holding.allowance or "", holding.note or "",
    )  # fmt: skip


def overlapping(since: date | None, until: date | None) -> ColumnElement[bool]:
    """Return the condition that a holding shares a day with a span (None = open)."""
    ends = or_(PostHolding.until.is_(None), PostHolding.until >= since) if since else None
    begins = or_(PostHolding.since.is_(None), PostHolding.since <= until) if until else None
    return and_(PostHolding.id.is_not(None), *(one for one in (ends, begins) if one is not None))


def refuse_holding(session: Session, holding: PostHolding) -> None:
    """Refuse days that are reversed, and a post that the same person holds on some of these days."""
    refuse_odd_day(holding.since, "since")
    person = session.get(Person, holding.person_id)
    if person is not None and person.died and (holding.until is None or holding.until > person.died):
        raise RuleBroken("person_id", f"{person.name}已于{day_words(person.died)}去世，不能再任职，请另选一个人")
    if holding.since and holding.until and holding.until < holding.since:
        raise RuleBroken("until", "离任日期不能早于任职日期")
    query = select(PostHolding).where(
        PostHolding.person_id == holding.person_id,
        PostHolding.unit_id == holding.unit_id,
        PostHolding.post == holding.post,
        overlapping(holding.since, holding.until),
    )
    with session.no_autoflush:
        same = [one for one in session.scalars(query) if one is not holding]
    if same:
        begun = f"（{day_words(same[0].since)}起）" if same[0].since else ""
        raise RuleBroken("since", f"这个人在这几天已经登记了同一个岗位{begun}，请改日期，或去改原来那一条")
