"""The ledger of the month's work checks (工作检查台账)."""

from dataclasses import replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gridcenter.base.periods import Month, day_words, short_day
from gridcenter.codes.tables import Codes
from gridcenter.ledgers.library import summing
from gridcenter.ledgers.model import Column, Ledger, LedgerDef, Part, Row, Scope
from gridcenter.register.codes import POST
from gridcenter.register.records import Person
from gridcenter.register.territory import Territory
from gridcenter.staff.records import WorkCheck
from gridcenter.staff.services.check_lists import looked_at
from gridcenter.staff.services.checks import checks_of

_COLUMNS = (
    Column("no", "序号", 9, "c", "int"),
    Column("checked", "检查\n日期", 20, "c", "date"),
    Column("grid", "网格", 30),
    Column("person", "被检\n查人", 18, "c"),
    Column("post", "岗位", 20, "c"),
    Column("checker", "检查人", 20, "c"),
    Column("looked", "看了什么、结果", 44),
    Column("found", "检查发现", 46),
    Column("agreed", "商定的改进", 40),
    Column("deadline", "完成\n期限", 18, "c", "date"),
    Column("done", "完成\n情况", 34),
)


def checks_ledger(session: Session, scope: Scope) -> Ledger:
    """Make the ledger of the month's work checks; raises NotFound for an area not there that month."""
    territory = Territory.load(session, scope)
    checks = [
        one for one in checks_of(session, None, scope.month) if territory.covers(one.unit_id, None)
    ]
    day = min(scope.month.last, scope.filled_on)
    looked, posts = looked_at(session, [one.id for one in checks]), Codes.load(session, POST)
    people = dict(session.execute(
        select(Person.id, Person.name).where(Person.id.in_({one.person_id for one in checks}))
    ).all())  # fmt: skip
    rows = [
        Row((
            place, one.checked_on, territory.place_name(one.unit_id), people.get(one.person_id),
            posts.word(one.post) or None, one.checker,
            "\n".join(f"{item}：{how}" for item, how in looked.get(one.id, ())) or None,
            one.found, one.agreed, one.deadline, _done(one, day),
        ))
        for place, one in enumerate(checks, 1)
    ]  # fmt: skip
    if rows:
        agreed = [one for one in checks if one.agreed]
        done = sum(one.done_on is not None and one.done_on <= day for one in agreed)
        said = (
            f"检查 {len(checks)} 次，{len(people)} 人；商定改进 {len(agreed)} 件，已完成 {done} 件"
        )
        rows.append(summing(_COLUMNS, "合　计", said, "total"))
    part = Part(_COLUMNS, tuple(rows))
    ledger = territory.ledger("工作检查台账", "GZ", "网格员工作检查台账", scope, part)
    notes = (f"完成情况截至{day_words(day)}", "检查事先不通知；只记事实，不打分、不排名")
    return replace(ledger, notes=notes, wide=True, personal=True)


def count_checks(session: Session, month: Month) -> int:
    """Return how many work checks a month had."""
    query = select(func.count(WorkCheck.id)).where(
        WorkCheck.checked_on >= month.first, WorkCheck.checked_on <= month.last
    )
    return session.scalar(query) or 0


def _done(check: WorkCheck, day: date) -> str | None:
    if not check.agreed:
        return None
    if check.done_on is None or check.done_on > day:
        return "正在改"
    return f"{short_day(check.done_on)}完成。{check.outcome or ''}"


CHECK_LEDGERS = (LedgerDef("work-checks", "工作检查台账", "台账", checks_ledger, count_checks),)
