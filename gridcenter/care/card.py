"""What the household card says of links and help."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.base.periods import Month
from gridcenter.care.codes import LINK_KIND, MEASURE, NEED, RESULT, SUBSIDY
from gridcenter.care.records import HelpCase, HelpMeasure, HouseholdLink
from gridcenter.codes.tables import Codes
from gridcenter.ledgers.model import Column, Value
from gridcenter.register.month import touching, within
from gridcenter.register.records import Person
from gridcenter.wing.home_card import CardPart

_Rows = Mapping[bytes, Sequence[tuple[Value, ...]]]


def _links(session: Session, households: Sequence[bytes], month: Month) -> _Rows:
    kinds = Codes.load(session, LINK_KIND)
    found: dict[bytes, list[tuple[Value, ...]]] = defaultdict(list)
    query = (
        select(HouseholdLink, Person.name)
        .join(Person, Person.id == HouseholdLink.person_id)
        .where(
            HouseholdLink.household_id.in_(households),
            touching(HouseholdLink.since, HouseholdLink.until, month),
        )
        .order_by(HouseholdLink.since, HouseholdLink.id)
    )
    for one, name in session.execute(query):
        found[one.household_id].append((name, kinds.word(one.kind), one.since, one.basis or ""))
    return found


def _help(session: Session, households: Sequence[bytes], month: Month) -> _Rows:
    need, measure, subsidy, result = (Codes.load(session, one) for one in (NEED, MEASURE, SUBSIDY, RESULT))
    cases = session.scalars(
        select(HelpCase)
        .where(
            HelpCase.household_id.in_(households),
            within(HelpCase.screened_on, HelpCase.closed_on, month.last, month.first),
        )
        .order_by(HelpCase.screened_on, HelpCase.id)
    ).all()
    done: dict[bytes, list[str]] = defaultdict(list)
    taken = select(HelpMeasure).where(
        HelpMeasure.help_id.in_([one.id for one in cases]), HelpMeasure.done_on <= month.last
    )
    for one in session.scalars(taken.order_by(HelpMeasure.done_on, HelpMeasure.id)):
        change = f"（补助{subsidy.word(one.subsidy)}）" if one.subsidy else ""
        done[one.help_id].append(f"{one.done_on:%m-%d} {measure.word(one.kind)}{change}")
    found: dict[bytes, list[tuple[Value, ...]]] = defaultdict(list)
    for case in cases:
        closed = case.closed_on is not None and case.closed_on <= month.last
        end = result.word(case.result) if closed else "帮扶中"
        found[case.household_id].append(
            (case.screened_on, need.word(case.need), "\n".join(done[case.id]), end)
        )
    return found


CARD = (
    CardPart(
        "联系人",
        (
            Column("person", "姓名", 30, "c"), Column("kind", "联系方式", 30, "c"),
            Column("since", "起始日期", 28, "c", "date", full_dates=True), Column("basis", "依据", 60),
        ),
        _links, 20,
    ),
    CardPart(
        "帮扶",
        (
            Column("day", "摸排日期", 28, "c", "date", full_dates=True), Column("need", "困难原因", 28, "c"),
            Column("measure", "帮扶措施", 70), Column("result", "结果", 28, "c"),
        ),
        _help, 30,
    ),
)  # fmt: skip
