"""Ledgers of matters: all channels (事项台账), and those of the hotline (12345台账)."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from gridcenter.access.masking import mask_phone
from gridcenter.base.periods import Month, day_words, short_day
from gridcenter.codes.tables import Codes
from gridcenter.ledgers.library import summing
from gridcenter.ledgers.model import Cell, Column, Ledger, LedgerDef, Part, Row, Scope, Value
from gridcenter.matters.codes import CATEGORY, CHANNEL, STATUS, URGENCY
from gridcenter.matters.moves import OPEN_MATTERS
from gridcenter.matters.records import Matter
from gridcenter.matters.rules import is_late
from gridcenter.register.territory import Territory

_DAY, _SHORT_DAY = 25, 18
_COLUMNS = (
    Column("no", "序号", 9, "c", "int"),
    Column("number", "事项编号", 28, "c", "code"),
    Column("reported", "登记日期", _DAY, "c", "date", full_dates=True),
    Column("channel", "来源", 17, "c"),
    Column("category", "类别", 17, "c"),
    Column("place", "所属网格", 28),
    Column("content", "事项内容", 50),
    Column("asker", "诉求人", 16, "c"),
    Column("due", "应办结\n日期", _SHORT_DAY, "c", "date"),
    Column("status", "状态", 14, "c"),
    Column("closed", "办结\n日期", _SHORT_DAY, "c", "date"),
    Column("late", "超期", 10, "c"),
    Column("result", "办理结果", 30),
)
_HOTLINE_COLUMNS = (
    Column("no", "序号", 9, "c", "int"),
    Column("number", "工单编号", 28, "c", "code"),
    Column("reported", "来电时间", 28, "c", "code"),
    Column("asker", "来电人", 16, "c"),
    Column("phone", "联系电话", 23, "c", "code"),
    Column("place", "所属村居", 22),
    Column("category", "诉求类别", 17, "c"),
    Column("content", "诉求内容", 50),
    Column("urgency", "紧急\n程度", 11, "c"),
    Column("limit", "办理\n时限", 12, "c", "int"),
    Column("due", "应办结\n日期", _SHORT_DAY, "c", "date"),
    Column("status", "状态", 14, "c"),
    Column("closed", "办结\n日期", _SHORT_DAY, "c", "date"),
    Column("late", "超期", 10, "c"),
)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A matter as it stood on the day of the ledger."""

    matter: Matter
    place: str | None
    carried: bool
    status: str
    closed_on: date | None
    late: bool


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of the code tables."""

    channels: Codes
    categories: Codes
    urgencies: Codes

    @classmethod
    def load(cls, session: Session) -> "_Words":
        return cls(
            Codes.load(session, CHANNEL),
            Codes.load(session, CATEGORY),
            Codes.load(session, URGENCY),
        )


def matters_ledger(session: Session, scope: Scope) -> Ledger:
    """Make the ledger of all matters reported in a month or open at its beginning.

    Raises NotFound when the area did not exist that month.
    """
    territory, words = Territory.load(session, scope), _Words.load(session)
    entries = _entries(session, territory, scope)
    part = _part(_COLUMNS, entries, words, _matter_row)
    if entries:
        part = replace(part, rows=(*part.rows, _channels(entries, words)))
    ledger = territory.ledger("事项台账", "SX", "网格事项台账", scope, part)
    return replace(ledger, notes=_notes(scope), wide=True, personal=True)


def hotline_ledger(session: Session, scope: Scope) -> Ledger:
    """Make the ledger of the 12345 hotline's matters; the caller's telephone is masked.

    Raises NotFound when the area did not exist that month.
    """
    territory, words = Territory.load(session, scope), _Words.load(session)
    entries = _entries(session, territory, scope, "hotline")
    part = _part(_HOTLINE_COLUMNS, entries, words, _hotline_row)
    ledger = territory.ledger("12345台账", "RX", "12345热线转办事项台账", scope, part)
    notes = (*_notes(scope), "办理时限按工作日计")
    return replace(ledger, notes=notes, wide=True, personal=True)


def _listed(month: Month, channel: str) -> ColumnElement[bool]:
    """Return the condition that the ledger of a month lists a matter."""
    asked = and_(
        Matter.reported_on <= month.last,
        or_(
            Matter.reported_on >= month.first,
            Matter.closed_on >= month.first,
            Matter.status == "open",
        ),
    )
    return and_(asked, Matter.channel == channel) if channel else asked


def count_matters(session: Session, month: Month, channel: str = "") -> int:
    """Return how many matters the ledger of a month lists, of one channel or of all."""
    query = select(func.count(Matter.id)).where(_listed(month, channel))
    return session.scalar(query) or 0


def _entries(
    session: Session, territory: Territory, scope: Scope, channel: str = ""
) -> list[_Entry]:
    query = select(Matter).where(_listed(scope.month, channel))
    query = query.order_by(Matter.reported_on, Matter.reported_at, Matter.number, Matter.id)
    then = OPEN_MATTERS.units_on(session, min(scope.month.last, scope.filled_on))
    placed = [(matter, then.get(matter.id, matter.unit_id)) for matter in session.scalars(query)]
    return [
        _entry(territory, scope, matter, unit_id)
        for matter, unit_id in placed
        if territory.covers(unit_id, matter.village_id)
    ]


def _entry(territory: Territory, scope: Scope, matter: Matter, unit_id: bytes | None) -> _Entry:
    """Return a matter as it stood at the end of the month, or today while it runs."""
    day = min(scope.month.last, scope.filled_on)
    closed = matter.closed_on if matter.closed_on and matter.closed_on <= day else None
    status = "open" if matter.closed_on and not closed else matter.status
    late = status != "withdrawn" and is_late(matter.due_on, closed, day)
    place = territory.place_name(unit_id, matter.village_id) or matter.place
    carried = matter.reported_on < scope.month.first
    return _Entry(matter, place, carried, status, closed, late)


def _part(
    columns: tuple[Column, ...],
    entries: Sequence[_Entry],
    words: _Words,
    row: Callable[[_Entry, _Words, int], Row],
) -> Part:
    if not entries:
        return Part(columns, ())
    rows = [row(entry, words, place) for place, entry in enumerate(entries, 1)]
    return Part(columns, (*rows, summing(columns, "合　计", _sum_words(entries), "total")))


def _matter_row(entry: _Entry, words: _Words, place: int) -> Row:
    matter = entry.matter
    return Row((
        place, matter.number, matter.reported_on, words.channels.word(matter.channel),
        words.categories.word(matter.category), entry.place, matter.content, _asker(matter),
        *_standing(entry), matter.result if entry.closed_on else None,
    ))  # fmt: skip


def _hotline_row(entry: _Entry, words: _Words, place: int) -> Row:
    matter = entry.matter
    return Row((
        place, matter.number, _call_time(matter), _asker(matter), mask_phone(matter.asker_phone) or None,
        entry.place, words.categories.word(matter.category), matter.content,
        words.urgencies.word(matter.urgency), matter.limit_days, *_standing(entry),
    ))  # fmt: skip


def _call_time(matter: Matter) -> str:
    return " ".join(filter(None, (short_day(matter.reported_on), matter.reported_at)))


def _standing(entry: _Entry) -> Iterator[Cell | Value]:
    """Yield due day, status, day of closing, whether late."""
    yield entry.matter.due_on
    yield STATUS.words[entry.status]
    yield entry.closed_on
    yield Cell("超期", strong=True) if entry.late else None


def _asker(matter: Matter) -> str | None:
    return "匿名" if matter.anonymous else matter.asker


def _sum_words(entries: Sequence[_Entry]) -> str:
    carried = sum(entry.carried for entry in entries)
    states = Counter(entry.status for entry in entries)
    said = [f"{word} {states[code]} 件" for code, word in STATUS.words.items() if states[code]]
    late = sum(entry.late for entry in entries)
    return (
        f"共 {len(entries)} 件：以前结转 {carried} 件，本月登记 {len(entries) - carried} 件；"
        f"{'，'.join(said)}；超期 {late} 件"
    )


def _channels(entries: Sequence[_Entry], words: _Words) -> Row:
    counts = Counter(entry.matter.channel for entry in entries)
    said = "，".join(f"{words.channels.word(code)} {counts[code]} 件" for code in counts)
    return summing(_COLUMNS, "按来源", said, "total")


def _notes(scope: Scope) -> tuple[str, ...]:
    day = day_words(min(scope.month.last, scope.filled_on))
    return (
        "本表列本月登记的和月初尚未办结的事项",
        f"状态和超期截至{day}，其后办结的列入下月",
        "超期指超过应办结日期才办结或者仍未办结",
    )


LEDGERS: tuple[LedgerDef, ...] = (
    LedgerDef("matters", "网格事项台账", "台账", matters_ledger, count_matters, about="matter"),
    LedgerDef(
        "hotline", "12345台账", "台账", hotline_ledger, partial(count_matters, channel="hotline"),
        about="matter",
    ),
)
