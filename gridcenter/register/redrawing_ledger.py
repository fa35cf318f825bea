"""The table of redrawings of a month, to be filed with the county (网格调整备案表)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from gridcenter.codes.tables import Codes
from gridcenter.ledgers.library import summing
from gridcenter.ledgers.model import Column, Ledger, LedgerDef, Part, Row, Scope
from gridcenter.register.codes import REDRAWING_KIND, REDRAWING_REASON
from gridcenter.register.records import Redrawing
from gridcenter.register.services.redrawings import count_redrawings, redrawings_of
from gridcenter.register.territory import Territory

_COLUMNS = (
    Column("no", "序号", 9, "c", "int"),
    Column("kind", "调整\n方式", 15, "c"),
    Column("effective", "生效日期", 18, "c", "date"),
    Column("before", "调整前", 52),
    Column("after", "调整后", 60),
    Column("reason", "调整原因", 24, "c"),
    Column("households", "涉及\n户数", 14, "r", "int"),
    Column("people", "涉及\n人口", 14, "r", "int"),
    Column("filed", "备案日期", 18, "c", "date"),
    Column("number", "备案文号", 26, "c"),
    Column("note", "备注", 24),
)


def redrawing_ledger(session: Session, scope: Scope) -> Ledger:
    """Make the table of what was redrawn in a month, of the whole office whatever the area."""
    territory = Territory.load(session, scope)
    found = redrawings_of(session, scope.month)
    part = Part(_COLUMNS, tuple(_rows(session, found)) if found else ())
    ledger = territory.ledger("网格调整备案", "TZ", "网格调整备案表", scope, part)
    notes = (
        "户数、人口是因调整换了网格的，按生效日期当天的登记",
        "调整方式分拆分、合并、移动、改名、停用、新增下级",
    )
    return replace(ledger, notes=notes, wide=True)


def _rows(session: Session, found: Sequence[Redrawing]) -> Iterator[Row]:
    kinds, reasons = Codes.load(session, REDRAWING_KIND), Codes.load(session, REDRAWING_REASON)
    for place, one in enumerate(found, 1):
        yield Row((
            place, kinds.word(one.kind), one.effective, one.before, one.after, reasons.word(one.reason),
            one.households, one.people, one.filed_on, one.filing_number, one.note,
        ))  # fmt: skip
    households = sum(one.households for one in found)
    people = sum(one.people for one in found)
    said = f"调整 {len(found)} 次，涉及 {households:,} 户次 {people:,} 人次"
    yield summing(_COLUMNS, "合　计", said, "total")


LEDGERS = (LedgerDef("redrawings", "网格调整备案表", "报表", redrawing_ledger, count_redrawings),)
