"""The ledgers of links (党员联系户台账) and of help (帮扶台账), by grid, as they were in the month."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gridcenter.access.masking import mask_phone
from gridcenter.base.periods import Month
from gridcenter.care.codes import LINK_KIND, MEASURE, NEED, RESULT, SUBSIDY
from gridcenter.care.records import HelpCase, HelpMeasure, HouseholdLink
from gridcenter.codes.tables import Codes
from gridcenter.ledgers.library import band, listed, rate, summing
from gridcenter.ledgers.model import Column, Ledger, LedgerDef, Part, Row, Scope, Value
from gridcenter.register.month import Stays, touching, within
from gridcenter.register.records import Household, Person, Residence
from gridcenter.register.territory import Territory

T = TypeVar("T")
_LINKS = (
    Column("no", "序号", 10, "c", "int"),
    Column("head", "户主姓名", 22, "c"),
    Column("number", "户号", 22, "c", "code"),
    Column("person", "联系人", 22, "c"),
    Column("phone", "联系电话", 26, "c", "code"),
    Column("kind", "联系方式", 24, "c"),
    Column("since", "起始日期", 24, "c", "date", full_dates=True),
    Column("until", "截止日期", 24, "c", "date", full_dates=True),
    Column("basis", "依据", 34),
)
_HELP = (
    Column("no", "序号", 10, "c", "int"),
    Column("head", "户主姓名", 22, "c"),
    Column("number", "户号", 22, "c", "code"),
    Column("need", "困难原因", 22, "c"),
    Column("screened", "摸排日期", 24, "c", "date", full_dates=True),
    Column("measure", "帮扶措施", 44),
    Column("day", "措施日期", 22, "c"),
    Column("subsidy", "补助变化", 20, "c"),
    Column("review", "复核日期", 24, "c", "date", full_dates=True),
    Column("result", "结果", 24, "c"),
)


@dataclass(frozen=True, slots=True)
class _Ground:
    """Where every household lay in the month, and which on its last day; who headed it then, its number."""

    territory: Territory
    where: Mapping[bytes, bytes]
    settled: Mapping[bytes, bytes]
    heads: Mapping[bytes, str]
    numbers: Mapping[bytes, str]

    @classmethod
    def load(cls, session: Session, scope: Scope) -> "_Ground":
        """Read it."""
        territory = Territory.load(session, scope)
        last, stays = scope.month.last, Stays.load(session, scope.month)
        heads = (
            select(Residence.household_id, Person.name)
            .join(Person, Person.id == Residence.person_id)
            .where(Residence.relation == "head", within(Residence.since, Residence.until, last, last))
        )
        return cls(
            territory, stays.last, stays.lying(last), dict(session.execute(heads).all()),
            dict(session.execute(select(Household.id, Household.number)).all()),
        )  # fmt: skip

    def grids(self) -> Iterator[tuple[str, bytes | None]]:
        """Return the grids of the area, then None for households that lie in none."""
        for grid in self.territory.grids:
            inside = grid.id in self.territory.unit_ids
            yield grid.name if inside else self.territory.area_name, grid.id
        yield "未划入网格的户", None

    def grid(self, household: bytes) -> bytes | None:
        """Return the grid of a household."""
        grid = self.territory.grid_of(self.where.get(household))
        return grid.id if grid else None

    def covers(self, household: bytes) -> bool:
        """Tell whether a household belongs to the area."""
        return self.territory.area is None or self.where.get(household) in self.territory.unit_ids

    def counted(self) -> Counter[bytes | None]:
        """Count the households of every grid."""
        return Counter(self.grid(one) for one, unit in self.settled.items() if unit in self.territory.unit_ids)

    def named(self, household: bytes) -> tuple[Value, Value]:
        """Return head and number of a household."""
        return self.heads.get(household), self.numbers.get(household)


def links_ledger(session: Session, scope: Scope) -> Ledger:
    """Make the ledger of who looked after which household in a month."""
    ground = _Ground.load(session, scope)
    kinds = Codes.load(session, LINK_KIND)
    query = (
        select(HouseholdLink, Person.name, Person.phone)
        .join(Person, Person.id == HouseholdLink.person_id)
        .where(touching(HouseholdLink.since, HouseholdLink.until, scope.month))
    )
    found: dict[bytes | None, list[tuple[HouseholdLink, str, str]]] = defaultdict(list)
    for link, name, phone in session.execute(query):
        if ground.covers(link.household_id):
            found[ground.grid(link.household_id)].append((link, name, mask_phone(phone)))

    def row(one: tuple[HouseholdLink, str, str]) -> tuple[Value, ...]:
        link, name, phone = one
        until = link.until if link.until and link.until <= scope.month.last else ""
        return (
            *ground.named(link.household_id), name, phone or None, kinds.word(link.kind), link.since,
            until, link.basis or "",
        )  # fmt: skip

    def order(one: tuple[HouseholdLink, str, str]) -> tuple[str, str, bytes]:
        return (one[1], ground.numbers.get(one[0].household_id, ""), one[0].id)

    counted = ground.counted()

    def words(links: Sequence[tuple[HouseholdLink, str, str]], households: int) -> str:
        linked = {link.household_id for link, _name, _phone in links if _lasts(link, scope.month.last)}
        people = {link.person_id for link, _name, _phone in links if _lasts(link, scope.month.last)}
        share = f"，占 {rate(len(linked), households)}" if households else ""
        return f"月末有联系人 {len(linked)} 户{share}；联系人 {len(people)} 名"

    for links in found.values():
        links.sort(key=order)
    rows = tuple(_rows(_LINKS, ground, found, counted, row, words))
    ledger = ground.territory.ledger("党员联系户台账", "LX", "党员联系户台账", scope, Part(_LINKS, rows))
    note = "按当月的联系关系列出，当月换人的各列一行；联系电话只显示一部分"
    return replace(ledger, period_label="联系月份", notes=(note,), personal=True, wide=True)


def _lasts(link: HouseholdLink, day: date) -> bool:
    return link.until is None or link.until >= day


@dataclass(frozen=True, slots=True)
class _Case:
    """A need and what was done for it up to the end of the month."""

    case: HelpCase
    measures: Sequence[HelpMeasure]


def help_ledger(session: Session, scope: Scope) -> Ledger:
    """Make the ledger of the help that was under way in a month."""
    ground = _Ground.load(session, scope)
    month, codes = scope.month, [Codes.load(session, one) for one in (NEED, MEASURE, SUBSIDY, RESULT)]
    need, measure, subsidy, result = codes
    done: dict[bytes, list[HelpMeasure]] = defaultdict(list)
    taken = select(HelpMeasure).where(HelpMeasure.done_on <= month.last)
    for one in session.scalars(taken.order_by(HelpMeasure.done_on, HelpMeasure.id)):
        done[one.help_id].append(one)
    found: dict[bytes | None, list[_Case]] = defaultdict(list)
    query = select(HelpCase).where(within(HelpCase.screened_on, HelpCase.closed_on, month.last, month.first))
    for case in session.scalars(query.order_by(HelpCase.screened_on, HelpCase.id)):
        if ground.covers(case.household_id):
            found[ground.grid(case.household_id)].append(_Case(case, done[case.id]))

    def row(one: _Case) -> tuple[Value, ...]:
        case, closed = one.case, one.case.closed_on and one.case.closed_on <= month.last
        changes = [subsidy.word(each.subsidy) for each in one.measures if each.subsidy]
        return (
            *ground.named(case.household_id), need.word(case.need), case.screened_on,
            listed([measure.word(each.kind) for each in one.measures]),
            listed([each.done_on for each in one.measures]), "、".join(changes) or "",
            None if closed else case.review_on, result.word(case.result) if closed else "帮扶中",
        )  # fmt: skip

    def words(cases: Sequence[_Case], _households: int) -> str:
        here = [each for one in cases for each in one.measures if month.holds(each.done_on)]
        changes = Counter(each.subsidy for each in here if each.subsidy)
        homes_ = len({one.case.household_id for one in cases})
        fresh = len({one.case.household_id for one in cases if month.holds(one.case.screened_on)})
        said = [f"{word} {changes[code]} 户" for code, word in subsidy.words.items() if changes[code]]
        more = f"；本月补助{'、'.join(said)}" if said else ""
        return f"在帮 {homes_} 户，本月摸排 {fresh} 户，本月措施 {len(here)} 次{more}"

    rows = tuple(_rows(_HELP, ground, found, ground.counted(), row, words))
    ledger = ground.territory.ledger("帮扶台账", "BF", "帮扶台账", scope, Part(_HELP, rows))
    note = "列出当月在帮和当月结束的；不记收入、银行账号和病情"
    return replace(ledger, period_label="帮扶月份", notes=(note,), personal=True, wide=True)


def _rows(
    columns: tuple[Column, ...],
    ground: _Ground,
    found: Mapping[bytes | None, Sequence[T]],
    counted: Counter[bytes | None],
    row: Callable[[T], tuple[Value, ...]],
    words: Callable[[Sequence[T], int], str],
) -> Iterator[Row]:
    if not any(found.values()):
        return
    for name, grid in ground.grids():
        here = found.get(grid, ())
        if grid is None and not here:
            continue
        yield band(columns, f"{name}　（{counted[grid]}户）")
        for place, one in enumerate(here, 1):
            yield Row((place, *row(one)))
        yield summing(columns, "小　计", words(here, counted[grid]))
    every = [one for here in found.values() for one in here]
    yield summing(columns, "合　计", words(every, counted.total()), "total")


def count_links(session: Session, month: Month) -> int:
    """Return how many links there were in a month."""
    held = touching(HouseholdLink.since, HouseholdLink.until, month)
    return session.scalar(select(func.count(HouseholdLink.id)).where(held)) or 0


def count_help(session: Session, month: Month) -> int:
    """Return how many needs were being helped in a month."""
    held = within(HelpCase.screened_on, HelpCase.closed_on, month.last, month.first)
    return session.scalar(select(func.count(HelpCase.id)).where(held)) or 0


LEDGERS: tuple[LedgerDef, ...] = (
    LedgerDef("links", "党员联系户台账", "台账", links_ledger, count_links),
    LedgerDef("help", "帮扶台账", "台账", help_ledger, count_help),
)
