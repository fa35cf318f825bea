"""The ledger of disputes (矛盾纠纷台账)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from gridcenter.base.periods import Month, day_words
from gridcenter.codes.tables import Codes
from gridcenter.disputes.codes import AGREEMENT, KIND, STATUS
from gridcenter.disputes.moves import OPEN_DISPUTES
from gridcenter.disputes.records import Dispute, DisputeParty
from gridcenter.ledgers.library import summing
from gridcenter.ledgers.model import Column, Ledger, LedgerDef, Part, Row, Scope
from gridcenter.register.territory import Territory

_COLUMNS = (
    Column("no", "序号", 9, "c", "int"),
    Column("number", "编号", 24, "c", "code"),
    Column("registered", "登记日期", 25, "c", "date", full_dates=True),
    Column("grid", "所属网格", 30),
    Column("party_a", "甲方", 16, "c", group="当事人"),
    Column("party_b", "乙方", 16, "c", group="当事人"),
    Column("kind", "纠纷类型", 24),
    Column("narrative", "纠纷简要情况", 46),
    Column("mediator", "调解员", 16, "c"),
    Column("agreement", "协议\n形式", 11, "c"),
    Column("status", "处理结果", 24),
    Column("closed", "办结\n日期", 18, "c", "date"),
)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A dispute as it stood on the day of the ledger."""

    dispute: Dispute
    grid: str | None
    parties: Mapping[int, str]
    carried: bool
    status: str
    closed_on: date | None


def disputes_ledger(session: Session, scope: Scope) -> Ledger:
    """Make the ledger of disputes registered in a month or still open at its beginning.

    Raises NotFound when the area did not exist that month.
    """
    territory = Territory.load(session, scope)
    entries = _entries(session, territory, scope)
    rows: list[Row] = []
    if entries:
        kinds = Codes.load(session, KIND)
        rows = [_row(entry, kinds, place) for place, entry in enumerate(entries, 1)]
        rows.append(summing(_COLUMNS, "合　计", _sum_words(entries), "total"))
    part = Part(_COLUMNS, tuple(rows))
    ledger = territory.ledger("矛盾纠纷台账", "JF", "矛盾纠纷排查化解台账", scope, part)
    return replace(ledger, notes=_notes(scope), wide=True, personal=True)


def _entries(session: Session, territory: Territory, scope: Scope) -> list[_Entry]:
    chosen = _chosen(scope.month)
    parties = _parties(session, chosen)
    query = chosen.order_by(Dispute.registered_on, Dispute.number, Dispute.id)
    then = OPEN_DISPUTES.units_on(session, min(scope.month.last, scope.filled_on))
    placed = [(one, then.get(one.id, one.unit_id)) for one in session.scalars(query)]
    return [
        _entry(territory, scope, dispute, unit_id, parties.get(dispute.id, {}))
        for dispute, unit_id in placed
        if territory.covers(unit_id, None)
    ]


def _chosen(month: Month) -> Select[Dispute]:
    return select(Dispute).where(
        Dispute.registered_on <= month.last,
        or_(
            Dispute.registered_on >= month.first,
            Dispute.closed_on >= month.first,
            Dispute.status == "open",
        ),
    )


def count_disputes(session: Session, month: Month) -> int:
    """Return how many disputes the ledger of a month lists."""
    chosen = _chosen(month).with_only_columns(func.count(Dispute.id))
    return session.scalar(chosen) or 0


def _parties(session: Session, chosen: Select[Dispute]) -> dict[bytes, dict[int, str]]:
    """Return the names of the parties by dispute and side."""
    query = select(DisputeParty.dispute_id, DisputeParty.side, DisputeParty.name).where(
        DisputeParty.dispute_id.in_(chosen.with_only_columns(Dispute.id))
    )
    found: dict[bytes, dict[int, str]] = {}
    for dispute, side, name in session.execute(query.order_by(DisputeParty.id)):
        sides = found.setdefault(dispute, {})
        sides[side] = f"{sides[side]}、{name}" if side in sides else name
    return found


def _entry(
    territory: Territory, scope: Scope, dispute: Dispute, unit_id: bytes, parties: Mapping[int, str]
) -> _Entry:
    """Return a dispute as it stood at the end of the month, or today while it runs."""
    day = min(scope.month.last, scope.filled_on)
    later = dispute.closed_on is not None and dispute.closed_on > day
    carried = dispute.registered_on < scope.month.first
    status, closed = ("open", None) if later else (dispute.status, dispute.closed_on)
    grid = territory.place_name(unit_id)
    return _Entry(dispute, grid, parties, carried, status, closed)


def _row(entry: _Entry, kinds: Codes, place: int) -> Row:
    dispute = entry.dispute
    agreed = entry.status == "agreed"
    return Row((
        place, dispute.number, dispute.registered_on, entry.grid, entry.parties.get(1),
        entry.parties.get(2), kinds.word(dispute.kind), dispute.narrative, dispute.mediator,
        AGREEMENT.words.get(dispute.agreement or "") if agreed else None,
        STATUS.words[entry.status], entry.closed_on,
    ))  # fmt: skip


def _sum_words(entries: Sequence[_Entry]) -> str:
    carried = sum(entry.carried for entry in entries)
    states = Counter(entry.status for entry in entries)
    said = "；".join(f"{word} {states[code]} 件" for code, word in STATUS.words.items())
    return (
        f"共 {len(entries)} 件：以前结转 {carried} 件，本月登记 {len(entries) - carried} 件；{said}"
    )


def _notes(scope: Scope) -> tuple[str, ...]:
    day = day_words(min(scope.month.last, scope.filled_on))
    return (
        "本表列本月登记的和月初仍在调解的纠纷",
        f"处理结果截至{day}，其后办结的列入下月",
        "已办结而没有记办结日期的，只列入登记的那个月",
    )


LEDGERS: tuple[LedgerDef, ...] = (
    LedgerDef("disputes", "矛盾纠纷台账", "台账", disputes_ledger, count_disputes, about="dispute"),
)
