"""One person in posts at hand: all posts past and to come, handovers, the telephone on request."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.access.log import note_access
from gridcenter.access.masking import mask_phone
from gridcenter.base.errors import NotFound
from gridcenter.base.periods import short_day
from gridcenter.codes.tables import Codes
from gridcenter.register.codes import ALLOWANCE, DISPATCH, ENGAGEMENT, POST, SEX, TIER
from gridcenter.register.records import Person, PostHolding, Unit, Village
from gridcenter.register.services.grids import name_with_village
from gridcenter.register.services.structure import existing
from gridcenter.staff.records import Handover
from gridcenter.store.capture import WriteSession


@dataclass(frozen=True, slots=True)
class PostPast:
    """A post held at some time, in words."""

    id: bytes
    unit_id: bytes
    post: str
    place: str
    terms: str
    note: str
    since: date | None
    until: date | None

    @property
    def span(self) -> str:
        """2026-03-01 起, 2025-01-01 至 2026-02-28, 到 2026-02-28."""
        begun = f"{self.since:%Y-%m-%d}" if self.since else ""
        if self.until is None:
            return f"{begun} 起" if begun else "起始日期没有登记"
        return f"{begun} 至 {self.until:%Y-%m-%d}".strip()

    def state(self, day: date) -> str:
        """在岗, 已离任 or 待上任."""
        if existing(day, self.since, self.until):
            return "在岗"
        return "待上任" if self.since and self.since > day else "已离任"


@dataclass(frozen=True, slots=True)
class Dossier:
    """What is known of somebody in posts; the telephone masked, posts newest first."""

    id: bytes
    name: str
    sex: str
    phone: str
    posts: Sequence[PostPast]
    handovers: Sequence[tuple[bytes, date]]

    def now(self, day: date) -> list[PostPast]:
        """Return the posts held on a day."""
        return [one for one in self.posts if existing(day, one.since, one.until)]

    def doubled(self) -> list[PostPast]:
        """Return the posts that are entered twice for some of their days, as two PCs may do."""
        return [
            one for n, one in enumerate(self.posts)
            for other in self.posts[n + 1 :]
            if (one.unit_id, one.post) == (other.unit_id, other.post) and _meet(one, other)
        ]  # fmt: skip


def _meet(one: PostPast, other: PostPast) -> bool:
    first = max(one.since or date.min, other.since or date.min)
    return first <= min(one.until or date.max, other.until or date.max)


def dossier(session: Session, person_id: bytes) -> Dossier:
    """Return what is known of somebody; raises NotFound."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound("这个人已经不在名册里，请刷新后再看")
    handovers = select(Handover.id, Handover.since).where(Handover.person_id == person_id)
    return Dossier(
        person.id, person.name, SEX.words.get(person.sex or "", ""), mask_phone(person.phone),
        posts_of(session, person_id),
        [(one, day) for one, day in session.execute(handovers.order_by(Handover.since.desc()))],
    )  # fmt: skip


def posts_of(session: Session, person_id: bytes) -> list[PostPast]:
    """Return every post of a person, the newest first."""
    query = (
        select(PostHolding, Unit.name, Village.name)
        .join(Unit, Unit.id == PostHolding.unit_id)
        .join(Village, Village.id == Unit.village_id, isouter=True)
        .where(PostHolding.person_id == person_id)
    )
    posts = Codes.load(session, POST)
    tables = {
        name: Codes.load(session, table)
        for name, table in (
            ("tier", TIER), ("dispatch", DISPATCH), ("engagement", ENGAGEMENT), ("allowance", ALLOWANCE),
        )
    }  # fmt: skip
    found = [
        PostPast(
            one.id, one.unit_id, posts.word(one.post), name_with_village(unit, village or ""),
            "　".join(filter(None, (codes.word(getattr(one, name)) for name, codes in tables.items()))),
            one.note or "", one.since, one.until,
        )
        for one, unit, village in session.execute(query)
    ]  # fmt: skip
    return sorted(
        found, key=lambda one: (one.until or date.max, one.since or date.min), reverse=True
    )


def reveal_phone(session: WriteSession, actor: Actor, person_id: bytes, reason: str) -> tuple[str]:
    """Return the whole telephone of somebody in a post; who looked and why is logged."""
    actor.require(Right.REVEAL)
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound("这个人已经不在名册里，请刷新后再看")
    note_access(session, actor, what=f"显示{person.name}的联系电话", count=1, reason=reason)
    return (person.phone or "没有登记",)


def holding_words(session: Session, holding_id: bytes) -> str:
    """Return who holds what where: 李明　严务村第一网格　网格员; raises NotFound."""
    holding = session.get(PostHolding, holding_id)
    if holding is None:
        raise NotFound("这条任职已经不在，请刷新后再看")
    person, unit = (
        session.get_one(Person, holding.person_id),
        session.get_one(Unit, holding.unit_id),
    )
    since = f"{short_day(holding.since)}起" if holding.since else ""
    post = Codes.load(session, POST).word(holding.post)
    return "　".join(filter(None, (person.name, unit.name, post, since)))
