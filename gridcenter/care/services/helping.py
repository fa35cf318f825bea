"""Help for households in need: screened, measures taken, reviewed, closed with a result."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.base.names import name_problem, tidy_name
from gridcenter.base.periods import months_later, today
from gridcenter.care.codes import MEASURE, NEED, RESULT, SUBSIDY
from gridcenter.care.records import HelpCase, HelpMeasure
from gridcenter.codes.tables import Codes
from gridcenter.register.records import Household, Person, Residence
from gridcenter.register.services.areas import homes_of as homes_in
from gridcenter.register.services.homes import Home, homes_of
from gridcenter.store.capture import WriteSession
from gridcenter.store.listing import Listing, Wish, fetch_ids, in_span
from gridcenter.store.search import matching

REVIEWED = 6
"""Months until a household is looked at again."""


@dataclass(frozen=True, slots=True)
class HelpEntry:
    """What the form of a need says."""

    household_id: bytes
    need: str
    screened_on: date
    person_id: bytes | None = None
    review_on: date | None = None


@dataclass(frozen=True, slots=True)
class MeasureEntry:
    """What the form of a measure says."""

    kind: str
    done_on: date
    helper: str
    helper_id: bytes | None = None
    subsidy: str = ""


def screen(session: WriteSession, actor: Actor, entry: HelpEntry, *, today: date) -> HelpCase:
    """Enter a household in need; the same need is not entered twice while it is open."""
    actor.require(Right.ENTER)
    _not_later(entry.screened_on, today, "screened_on", "摸排日期")
    if session.get(Household, entry.household_id) is None:
        raise RuleBroken("household_id", "请选择困难的户")
    if entry.person_id is not None and not _lives_in(session, entry.person_id, entry.household_id):
        raise RuleBroken("person_id", "这个人不在所选的户里，请核对")
    if entry.review_on is not None and entry.review_on < entry.screened_on:
        raise RuleBroken("review_on", "复核日期不能早于摸排日期")
    if _open_case(session, entry.household_id, entry.need):
        raise RuleBroken("need", "这一户已经有这一项帮扶没有结束，请在那一条上登记措施")
    case = HelpCase(
        household_id=entry.household_id, person_id=entry.person_id, need=entry.need,
        screened_on=entry.screened_on,
        review_on=entry.review_on or months_later(entry.screened_on, REVIEWED),
    )  # fmt: skip
    session.add(case)
    session.flush()
    return case


def take_measure(
    session: WriteSession, actor: Actor, help_id: bytes, entry: MeasureEntry, *, today: date
) -> HelpMeasure:
    """Note something done for a household in need."""
    actor.require(Right.ENTER)
    case = _open(session, help_id)
    _not_later(entry.done_on, today, "done_on", "日期")
    if entry.done_on < case.screened_on:
        raise RuleBroken("done_on", "措施的日期不能早于摸排日期")
    helper = tidy_name(entry.helper)
    if not helper:
        raise RuleBroken("helper", "请填写经办人")
    if problem := name_problem(helper):
        raise RuleBroken("helper", f"经办人{problem}")
    made = HelpMeasure(
        help_id=help_id, kind=entry.kind, done_on=entry.done_on, helper=helper,
        helper_id=entry.helper_id, subsidy=entry.subsidy or None,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def review_help(
    session: WriteSession, actor: Actor, help_id: bytes, *, review_on: date, today: date
) -> HelpCase:
    """Note that the household was looked at and still needs help; `review_on` is the next time."""
    actor.require(Right.ENTER)
    case = _open(session, help_id)
    if review_on <= today:
        raise RuleBroken("review_on", "下次复核要在今天以后")
    case.review_on = review_on
    session.flush()
    return case


def close_help(
    session: WriteSession, actor: Actor, help_id: bytes, *, result: str, closed_on: date, today: date
) -> HelpCase:
    """Close the help for a need with its result."""
    actor.require(Right.ENTER)
    case = _open(session, help_id)
    _not_later(closed_on, today, "closed_on", "结束日期")
    if closed_on < case.screened_on:
        raise RuleBroken("closed_on", "结束日期不能早于摸排日期")
    if not result:
        raise RuleBroken("result", "请选择帮扶结果")
    case.result, case.closed_on, case.review_on = result, closed_on, None
    session.flush()
    return case


def _open(session: Session, help_id: bytes) -> HelpCase:
    case = session.get(HelpCase, help_id)
    if case is None:
        raise NotFound("这条帮扶已经不在，请刷新后再看")
    if case.closed_on is not None:
        raise RuleBroken("", "这条帮扶已经结束，又有困难请重新登记")
    return case


def _not_later(day: date, today: date, key: str, label: str) -> None:
    if day > today:
        raise RuleBroken(key, f"{label}不能晚于今天")


def _lives_in(session: Session, person_id: bytes, household_id: bytes) -> bool:
    query = select(Residence.id).where(
        Residence.person_id == person_id, Residence.household_id == household_id,
        Residence.until.is_(None),
    )  # fmt: skip
    return session.scalar(query.limit(1)) is not None


def _open_case(session: Session, household_id: bytes, need: str) -> bytes | None:
    query = select(HelpCase.id).where(
        HelpCase.household_id == household_id, HelpCase.need == need, HelpCase.closed_on.is_(None)
    )
    return session.scalar(query.limit(1))


@dataclass(frozen=True, slots=True)
class MeasureSeen:
    """A measure in words."""

    id: bytes
    done_on: date
    kind: str
    helper: str
    subsidy: str

    @property
    def words(self) -> str:
        """落实补助（新增）."""
        return f"{self.kind}（{self.subsidy}）" if self.subsidy else self.kind


@dataclass(frozen=True, slots=True)
class HelpRow:
    """One line of the page, and what the drawer shows."""

    id: bytes
    home: Home
    person: str
    need: str
    screened_on: date
    review_on: date | None
    result: str
    closed_on: date | None
    measures: Sequence[MeasureSeen]

    @property
    def head(self) -> str:
        """Whose household it is."""
        return f"{self.home.head or '（无户主）'}户"


def find_help(session: Session, wish: Wish) -> Sequence[bytes]:
    """Return the needs; filters: "period" (screened), "area", "need", "state".

    States: None (open), "review" (due by today), "none" (nothing done yet), "closed", "all".
    "subsidy" keeps those where such a change came of it.
    """
    filters = wish.filters
    query: Select[bytes] = select(HelpCase.id).where(*in_span(HelpCase.screened_on, filters.get("period")))
    if area := filters.get("area"):
        query = query.where(HelpCase.household_id.in_(homes_in(session, area)))
    if need := filters.get("need"):
        query = query.where(HelpCase.need == need)
    if subsidy := filters.get("subsidy"):
        query = query.where(HelpCase.id.in_(select(HelpMeasure.help_id).where(HelpMeasure.subsidy == subsidy)))
    query = _in_state(query, filters.get("state"))
    if wish.words:
        query = query.where(or_(
            HelpCase.household_id.in_(matching("h", wish.words)),
            HelpCase.person_id.in_(matching("p", wish.words)),
        ))  # fmt: skip
    columns = {"screened_on": HelpCase.screened_on, "review_on": HelpCase.review_on}
    column = columns.get(wish.sort_by, HelpCase.screened_on)
    down = wish.descending or not wish.sort_by
    return fetch_ids(session, query.order_by(column.desc() if down else column, HelpCase.id))


def _in_state(query: Select[bytes], state: object) -> Select[bytes]:
    if state == "all":
        return query
    if state == "closed":
        return query.where(HelpCase.closed_on.is_not(None))
    query = query.where(HelpCase.closed_on.is_(None))
    if state == "none":
        return query.where(HelpCase.id.not_in(select(HelpMeasure.help_id)))
    return query.where(HelpCase.review_on <= today()) if state == "review" else query


def load_help(session: Session, ids: Sequence[bytes]) -> dict[bytes, HelpRow]:
    """Return the rows of these needs."""
    needs, results = Codes.load(session, NEED), Codes.load(session, RESULT)
    query = (
        select(HelpCase, Person.name)
        .join(Person, Person.id == HelpCase.person_id, isouter=True)
        .where(HelpCase.id.in_(ids))
    )
    found = session.execute(query).all()
    homes = {one.id: one for one in homes_of(session, [case.household_id for case, _name in found])}
    measures = measures_of(session, ids)
    return {
        case.id: HelpRow(
            case.id, homes[case.household_id], name or "", needs.word(case.need), case.screened_on,
            case.review_on, results.word(case.result), case.closed_on, measures.get(case.id, ()),
        )
        for case, name in found
        if case.household_id in homes
    }  # fmt: skip


def measures_of(session: Session, ids: Sequence[bytes]) -> dict[bytes, Sequence[MeasureSeen]]:
    """Return the measures of these needs, the newest first."""
    kinds, changes = Codes.load(session, MEASURE), Codes.load(session, SUBSIDY)
    query = (
        select(HelpMeasure)
        .where(HelpMeasure.help_id.in_(ids))
        .order_by(HelpMeasure.done_on.desc(), HelpMeasure.id.desc())
    )
    found: dict[bytes, list[MeasureSeen]] = {}
    for one in session.scalars(query):
        found.setdefault(one.help_id, []).append(
            MeasureSeen(one.id, one.done_on, kinds.word(one.kind), one.helper, changes.word(one.subsidy))
        )
    return dict(found)


HELP = Listing(find_help, load_help)


def help_details(session: Session, help_id: bytes) -> HelpRow:
    """Return one need; raises NotFound."""
    row = load_help(session, [help_id]).get(help_id)
    if row is None:
        raise NotFound("这条帮扶已经不在，请刷新后再看")
    return row


def help_of(session: Session, household_id: bytes) -> Sequence[HelpRow]:
    """Return the help for a household, the newest first."""
    query = select(HelpCase.id).where(HelpCase.household_id == household_id)
    ids = session.scalars(query.order_by(HelpCase.screened_on.desc(), HelpCase.id)).all()
    rows = load_help(session, ids)
    return [rows[one] for one in ids if one in rows]
