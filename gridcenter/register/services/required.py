"""Which posts a unit must have held (必设岗位), and which of them nobody holds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.ids import named_id
from gridcenter.base.periods import Month, short_day
from gridcenter.register.month import Posts
from gridcenter.register.records import PostHolding, RequiredPost, Unit
from gridcenter.store.capture import WriteSession

_USUAL = (("grid", "grid_head"), ("grid", "guide"), ("subgrid", "worker"))
"""What holds until the office says otherwise: level, post."""
_ALSO = {"worker": ("part_time",)}
"""Posts that do for another."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Units of a level, or of one kind there (None: of any), must have a post held."""

    level: str
    kind: str | None
    post: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A post of a unit that nobody holds; `since` is its first day, None: nobody ever held it."""

    unit_id: bytes
    post: str
    since: date | None

    @property
    def words(self) -> str:
        """9月1日起, 还没有安排过."""
        return f"{short_day(self.since)} 起" if self.since else "还没有安排过"


class Required:
    """The table of required posts: what is usual, with what the office added and took away."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)

    @classmethod
    def load(cls, session: Session) -> "Required":
        """Read the table."""
        rules = dict.fromkeys((Rule(level, None, post) for level, post in _USUAL), True)
        for row in session.scalars(select(RequiredPost).order_by(RequiredPost.id)):
            rules[Rule(row.level, row.kind, row.post)] = row.needed
        return cls(rule for rule, needed in rules.items() if needed)

    def of(self, unit: Unit) -> Sequence[str]:
        """Return the posts a unit must have, each once, in the order of the table."""
        kind = unit.kind or "basic"
        found = [r.post for r in self.rules if r.level == unit.level and r.kind in {None, kind}]
        return list(dict.fromkeys(found))

    def vacant(self, unit: Unit, posts: Posts) -> Sequence[str]:
        """Return the posts of a unit that it must have and nobody holds at the end of the month."""
        return [post for post in self.of(unit) if not posts.lasting(unit.id, post, *_ALSO.get(post, ()))]


def require_posts(
    session: WriteSession, actor: Actor, level: str, kind: str | None, wanted: Sequence[str]
) -> None:
    """Settle which posts the units of a level (of one kind, None: of any) must have."""
    actor.require(Right.STRUCTURE)
    now = {rule.post for rule in Required.load(session).rules if (rule.level, rule.kind) == (level, kind)}
    for post in (now | set(wanted)) - (now & set(wanted)):
        key = named_id("required_post", level, kind or "", post)
        row = session.get(RequiredPost, key)
        if row is None:
            row = RequiredPost(id=key, level=level, kind=kind, post=post)
            session.add(row)
        row.needed = post in wanted
    session.flush()


def gaps(session: Session, units: Iterable[Unit], month: Month) -> Sequence[Gap]:
    """Return the posts that units lack in a month, and since when."""
    required, posts, left = Required.load(session), Posts.load(session, month), last_days(session)
    return [
        Gap(unit.id, post, left.get((unit.id, post)))
        for unit in units
        for post in required.vacant(unit, posts)
    ]


def last_days(session: Session) -> Mapping[tuple[bytes, str], date]:
    """Return the first day without a holder of each post that somebody held once."""
    query = select(PostHolding.unit_id, PostHolding.post, func.max(PostHolding.until)).where(
        PostHolding.until.is_not(None)
    )
    rows = session.execute(query.group_by(PostHolding.unit_id, PostHolding.post))
    return {(unit, post): day + timedelta(days=1) for unit, post, day in rows if day}
