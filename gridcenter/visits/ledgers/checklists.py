"""What was found by checklists in a month, counted by line (清单汇总)."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gridcenter.base.periods import Month
from gridcenter.ledgers.library import band
from gridcenter.ledgers.model import Column, Ledger, LedgerDef, Part, Row, Scope
from gridcenter.register.month import homes
from gridcenter.register.territory import Territory
from gridcenter.visits.records import Checklist, ChecklistAnswer, ChecklistItem, Visit
from gridcenter.visits.services.checklists import NO, SAMPLE, YES, choices_of, titled

_COLUMNS = (
    Column("no", "序号", 10, "c", "int"),
    Column("item", "条目", 62),
    Column("visits", "填写次数", 18, "c", "int"),
    Column("found", "结果", 78),
)
_NOTE = "结果按走访次数计，同一户走访多次分别计；文本只计填写的次数，内容在走访记录里看"


def checklists_ledger(session: Session, scope: Scope) -> Ledger:
    """Count the answers of a month's visits by line; raises NotFound when the area did not exist."""
    territory = Territory.load(session, scope)
    said = _answers(session, territory)
    query = (
        select(Checklist, ChecklistItem)
        .join(ChecklistItem, ChecklistItem.checklist_id == Checklist.id)
        .order_by(Checklist.position, Checklist.id, ChecklistItem.position, ChecklistItem.id)
    )
    lines: dict[Checklist, list[ChecklistItem]] = defaultdict(list)
    for checklist, item in session.execute(query):
        if item.id in said or (item.until is None and checklist.until is None):
            lines[checklist].append(item)
    ledger = territory.ledger("清单汇总", "QD", "检查清单汇总表", scope, Part(_COLUMNS, tuple(_rows(lines, said))))
    samples = [one.name for one in lines if one.adopted_on is None]
    warned = (f"{'、'.join(samples)}的条目是{SAMPLE}，还没有采用",) if samples else ()
    return replace(ledger, period_label="走访月份", notes=(_NOTE, *warned))


def _answers(session: Session, territory: Territory) -> Mapping[bytes, Counter[str]]:
    where = homes(session, territory.month)
    month = territory.month
    query = (
        select(ChecklistAnswer.item_id, ChecklistAnswer.answer, Visit.household_id)
        .join(Visit, Visit.id == ChecklistAnswer.visit_id)
        .where(Visit.visited_on.between(month.first, month.last))
    )
    found: dict[bytes, Counter[str]] = defaultdict(Counter)
    for item, answer, home in session.execute(query):
        if territory.area is None or where.get(home) in territory.unit_ids:
            found[item][answer] += 1
    return found


def _rows(
    lines: Mapping[Checklist, Sequence[ChecklistItem]], said: Mapping[bytes, Counter[str]]
) -> Iterator[Row]:
    for checklist, items in lines.items():
        yield band(_COLUMNS, titled(checklist))
        for place, item in enumerate(items, 1):
            counted = said.get(item.id, Counter())
            retired = "（已停用）" if item.until else ""
            yield Row((place, f"{item.text}{retired}", counted.total(), _found(item, counted)))


def _found(item: ChecklistItem, counted: Counter[str]) -> str | None:
    if not counted:
        return None
    if item.kind == "text":
        return f"填写 {counted.total()} 次"
    known = (YES, NO) if item.kind == "yes_no" else choices_of(item.options)
    order = [*known, *sorted(set(counted) - set(known))]
    return "，".join(f"{answer} {counted[answer]}" for answer in order)


def count_answered(session: Session, month: Month) -> int:
    """Return how many answers there were in a month."""
    query = (
        select(func.count(ChecklistAnswer.id))
        .join(Visit, Visit.id == ChecklistAnswer.visit_id)
        .where(Visit.visited_on.between(month.first, month.last))
    )
    return session.scalar(query) or 0


CHECKLISTS_LEDGER = LedgerDef("checklists", "检查清单汇总", "报表", checklists_ledger, count_answered)
