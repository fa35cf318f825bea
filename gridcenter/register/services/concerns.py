"""Concerns (关注事项): noted, reviewed, renewed with a reason, ended; seen by few and never for ever."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.base.periods import months_later, today
from gridcenter.codes.tables import Codes
from gridcenter.register.concern_codes import CONCERN_KIND
from gridcenter.register.records import Concern, Household, Person, Residence
from gridcenter.register.services.areas import homes_of as homes_in
from gridcenter.register.services.homes import homes_of
from gridcenter.store.capture import WriteSession
from gridcenter.store.listing import Listing, Wish, fetch_ids
from gridcenter.store.search import matching

LASTS = 6
"""Months a concern lasts unless it says otherwise (reference §5.3)."""
REVIEWED = 3
"""Months until it is looked at again."""
_LONGEST = 12


@dataclass(frozen=True, slots=True)
class ConcernEntry:
    """What the form of a concern says; it is about a household, or about one person of it."""

    kind: str
    reason: str
    household_id: bytes | None = None
    person_id: bytes | None = None
    since: date | None = None
    review_on: date | None = None
    expires_on: date | None = None


def note_concern(
    session: WriteSession, actor: Actor, entry: ConcernEntry, *, today: date
) -> Concern:
    """Note a concern; it lasts six months unless it says less, a year at most."""
    actor.require(Right.CONCERN)
    household = entry.household_id
    if entry.person_id is not None:
        household = household or _home_of(session, entry.person_id)
    if household is None or session.get(Household, household) is None:
        raise RuleBroken("household_id", "请选择是哪一户")
    if not entry.reason.strip():
        raise RuleBroken("reason", "请写明为什么要关注")
    if entry.person_id is not None and _home_of(session, entry.person_id) != household:
        raise RuleBroken("person_id", "这个人现在不住在所选的这一户，请核对户和人员")
    if entry.kind not in Codes.load(session, CONCERN_KIND).words:
        raise RuleBroken("kind", "请从表里选关注的事项")
    since = entry.since or today
    if since > today:
        raise RuleBroken("since", "起始日期不能晚于今天")
    expires = entry.expires_on or last_day(since)
    review = entry.review_on or min(months_later(since, REVIEWED), expires)
    _check_days(since, review, expires)
    if expires < today:
        raise RuleBroken("expires_on", "到期日期已经过去，不用再登记。确实还要关注的，请改起始日期")
    concern = Concern(
        household_id=household, person_id=entry.person_id, kind=entry.kind,
        reason=entry.reason.strip(), since=since, review_on=review, expires_on=expires,
    )  # fmt: skip
    session.add(concern)
    session.flush()
    return concern


def last_day(since: date, months: int = LASTS) -> date:
    """Return the last day of a concern that begins on a day."""
    return months_later(since, months) - timedelta(days=1)


def _check_days(since: date, review: date, expires: date) -> None:
    if expires < since:
        raise RuleBroken("expires_on", "到期日期不能早于起始日期")
    if expires > last_day(since, _LONGEST):
        raise RuleBroken("expires_on", "最长只能关注一年，到期再看要不要续")
    if not since <= review <= expires:
        raise RuleBroken("review_on", "复核日期要在起始日期和到期日期之间")


def review_concern(
    session: WriteSession, actor: Actor, concern_id: bytes, *, review_on: date
) -> Concern:
    """Note that a concern was looked at and stands; `review_on` is the next time, not past its end."""
    actor.require(Right.CONCERN)
    concern = _open(session, concern_id)
    _check_days(concern.renewed_on or concern.since, review_on, concern.expires_on)
    concern.review_on = review_on
    session.flush()
    return concern


def renew_concern(
    session: WriteSession, actor: Actor, concern_id: bytes, *, reason: str, today: date,
    expires_on: date | None = None,
) -> Concern:  # fmt: skip
    """Let a concern go on from today, with a reason; the days before stay in its history."""
    actor.require(Right.CONCERN)
    concern = _open(session, concern_id)
    if not reason.strip():
        raise RuleBroken("reason", "请写明为什么还要关注，没有理由就让它到期")
    expires = expires_on or last_day(today)
    review = min(months_later(today, REVIEWED), expires)
    _check_days(today, review, expires)
    concern.renewed_on, concern.renewal = today, reason.strip()
    concern.review_on, concern.expires_on = review, expires
    session.flush()
    return concern


def end_concern(
    session: WriteSession, actor: Actor, concern_id: bytes, *, reason: str, today: date
) -> Concern:
    """End a concern, with a reason."""
    actor.require(Right.CONCERN)
    concern = _open(session, concern_id)
    if not reason.strip():
        raise RuleBroken("reason", "请写明为什么解除，如 已经化解")
    concern.ended_on, concern.ending = today, reason.strip()
    session.flush()
    return concern


def _open(session: Session, concern_id: bytes) -> Concern:
    concern = session.get(Concern, concern_id)
    if concern is None:
        raise NotFound("这条关注事项已经不在，请刷新后再看")
    if concern.ended_on is not None:
        raise RuleBroken("", "这条关注事项已经解除，需要时请重新登记")
    return concern


def _home_of(session: Session, person_id: bytes) -> bytes | None:
    query = select(Residence.household_id).where(
        Residence.person_id == person_id, Residence.until.is_(None)
    )
    return session.scalar(query.limit(1))


@dataclass(frozen=True, slots=True)
class ConcernRow:
    """One line of the page: whom it is about, what, until when."""

    id: bytes
    about: str
    household_id: bytes
    number: str
    unit: str
    kind: str
    reason: str
    since: date
    review_on: date
    expires_on: date
    ended_on: date | None
    person: str = ""
    renewal: str = ""
    renewed_on: date | None = None
    ending: str = ""

    def state(self, day: date) -> str:
        """Tell how it stands: "active", "review", "expired" or "ended"."""
        if self.ended_on is not None:
            return "ended"
        if self.expires_on < day:
            return "expired"
        return "review" if self.review_on <= day else "active"


def active(day: date) -> ColumnElement[bool]:
    """Return the condition that a concern stands on a day."""
    return Concern.ended_on.is_(None) & (Concern.expires_on >= day)


def to_review(day: date) -> ColumnElement[bool]:
    """Return the condition that a concern stands and is to be looked at by a day."""
    return active(day) & (Concern.review_on <= day)


def to_judge(day: date) -> ColumnElement[bool]:
    """Return the condition that nobody has judged a concern that ran out, or whose person or household is gone."""
    return Concern.ended_on.is_(None) & or_(Concern.expires_on < day, _gone())


def _gone() -> ColumnElement[bool]:
    dead = select(Person.id).where(Person.died.is_not(None))
    ended = select(Household.id).where(Household.until.is_not(None))
    return or_(Concern.person_id.in_(dead), Concern.household_id.in_(ended))


def find_concerns(session: Session, wish: Wish) -> Sequence[bytes]:
    """Return the concerns in sight; filters: "area", "kind", "state" (None: those that stand).

    States besides: "review" (to be looked at), "expired" (to be judged), "ended".
    """
    day = today()
    states: dict[object, ColumnElement[bool]] = {
        None: active(day),
        "review": to_review(day),
        "expired": to_judge(day),
        "ended": Concern.ended_on.is_not(None),
    }
    query: Select[bytes] = select(Concern.id).where(states[wish.filters.get("state")])
    if area := wish.filters.get("area"):
        query = query.where(Concern.household_id.in_(homes_in(session, area)))
    if kind := wish.filters.get("kind"):
        query = query.where(Concern.kind == kind)
    if wish.words:
        query = query.where(or_(
            Concern.household_id.in_(matching("h", wish.words)),
            Concern.person_id.in_(matching("p", wish.words)),
        ))  # fmt: skip
    columns = {"since": Concern.since, "expires_on": Concern.expires_on}
    column = columns.get(wish.sort_by, Concern.review_on)
    return fetch_ids(session, query.order_by(column.desc() if wish.descending else column, Concern.id))


def load_concerns(session: Session, ids: Sequence[bytes]) -> dict[bytes, ConcernRow]:
    """Return the rows of these concerns."""
    kinds = Codes.load(session, CONCERN_KIND)
    query = (
        select(Concern, Person.name)
        .join(Person, Person.id == Concern.person_id, isouter=True)
        .where(Concern.id.in_(ids))
    )
    found = session.execute(query).all()
    homes = {one.id: one for one in homes_of(session, [c.household_id for c, _ in found if c.household_id])}
    rows = {}
    for one, person in found:
        home = homes.get(one.household_id or b"")
        head = f"{home.head or '（无户主）'}户" if home else ""
        rows[one.id] = ConcernRow(
            one.id, person or head, one.household_id or b"", home.number if home else "",
            home.unit if home else "", kinds.word(one.kind), one.reason, one.since, one.review_on,
            one.expires_on, one.ended_on, person or "", one.renewal or "", one.renewed_on,
            one.ending or "",
        )  # fmt: skip
    return rows


CONCERNS = Listing(find_concerns, load_concerns)


def concern_details(session: Session, concern_id: bytes) -> ConcernRow:
    """Return one concern; raises NotFound."""
    row = load_concerns(session, [concern_id]).get(concern_id)
    if row is None:
        raise NotFound("这条关注事项已经不在，请刷新后再看")
    return row


def concerns_about(session: Session, household_id: bytes, day: date) -> Sequence[ConcernRow]:
    """Return the concerns about a household and its people that stand on a day."""
    query = select(Concern.id).where(Concern.household_id == household_id, active(day))
    rows = load_concerns(session, session.scalars(query.order_by(Concern.id)).all())
    return list(rows.values())
