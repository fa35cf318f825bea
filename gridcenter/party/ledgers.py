"""The roster of Party members (党员名册)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.access.masking import mask_identity, mask_phone
from gridcenter.ledgers.library import band, summing
from gridcenter.ledgers.model import Column, Ledger, LedgerDef, Part, Row, Scope
from gridcenter.party.records import Member
from gridcenter.register.codes import SEX
from gridcenter.register.month import within
from gridcenter.register.records import PartyUnit, Person
from gridcenter.register.services.privacy import IDENTITY, keeps
from gridcenter.register.territory import Territory

_COLUMNS = (
    Column("no", "序号", 10, "c", "int"),
    Column("group", "党小组", 22, "c"),
    Column("name", "姓名", 20, "c"),
    Column("sex", "性别", 10, "c"),
    Column("birth", "出生年月", 20, "c"),
    Column("joined", "入党年月", 20, "c"),
    Column("mobile", "流动\n党员", 11, "c"),
    Column("identity", "身份证号", 34, "c", "code"),
    Column("phone", "联系电话", 24, "c", "code"),
)
_WOMAN = "2"


@dataclass(frozen=True, slots=True)
class _Branch:
    """A branch with its members."""

    name: str
    members: Sequence[tuple[Member, Person]]


@dataclass(frozen=True, slots=True)
class _Units:
    """The Party units by id."""

    by_id: dict[bytes, PartyUnit]

    def place(self, unit_id: bytes | None) -> int:
        """Return where a unit stands, those without one last."""
        unit = self.by_id.get(unit_id) if unit_id else None
        return unit.position if unit else len(self.by_id) + 1

    def name(self, unit_id: bytes | None) -> str | None:
        """Return the name of a unit."""
        unit = self.by_id.get(unit_id) if unit_id else None
        return unit.name if unit else None


def members_roster(session: Session, scope: Scope) -> Ledger:
    """Make the roster of members by branch as of the month's last day; numbers are masked.

    The members of a part of the tree are those of the branches of its villages. Raises NotFound
    when the area did not exist that month.
    """
    territory = Territory.load(session, scope)
    units = _Units({unit.id: unit for unit in session.scalars(select(PartyUnit))})
    branches = _branches(session, territory, units)
    part = Part(_COLUMNS, tuple(_rows(branches, units, numbered=keeps(session, IDENTITY))))
    ledger = territory.ledger("党员名册", "DY", "党员名册", scope, part)
    note = f"名册按{scope.month.words}末的登记；身份证号和联系电话只显示一部分"
    area = ("按党支部所在的村列出",) if territory.area else ()
    return replace(ledger, notes=(note, *area), personal=True)


def _branches(session: Session, territory: Territory, units: _Units) -> list[_Branch]:
    last = territory.month.last
    query = (
        select(Member, Person)
        .join(Person, Person.id == Member.person_id)
        .where(within(Member.since, Member.until, last, last))
    )
    members: dict[bytes, list[tuple[Member, Person]]] = {}
    for member, person in session.execute(query):
        members.setdefault(member.branch_id, []).append((member, person))
    order = sorted(members, key=lambda branch: (units.place(branch), branch))
    return [
        _Branch(units.name(branch) or "未编入党支部", _sorted(members[branch], units))
        for branch in order
        if territory.area is None or _lies_in(territory, units.by_id.get(branch))
    ]


def _lies_in(territory: Territory, branch: PartyUnit | None) -> bool:
    """Tell whether a branch's village has a grid in the area."""
    villages = {unit.village_id for unit in territory.ever.units if unit.id in territory.unit_ids}
    return branch is not None and branch.village_id is not None and branch.village_id in villages


def _sorted(members: Sequence[tuple[Member, Person]], units: _Units) -> list[tuple[Member, Person]]:
    return sorted(
        members,
        key=lambda one: (units.place(one[0].group_id), one[0].joined_on or date.max, one[0].id),
    )


def _rows(branches: Sequence[_Branch], units: _Units, *, numbered: bool) -> Iterator[Row]:
    for branch in branches:
        yield band(_COLUMNS, f"{branch.name}　（{len(branch.members)}人）")
        for place, (member, person) in enumerate(branch.members, 1):
            yield _row(member, person, units, place, numbered=numbered)
        yield summing(_COLUMNS, "小　计", _sum_words([branch]))
    if branches:
        words = f"{len(branches)} 个党支部，{_sum_words(branches)}"
        yield summing(_COLUMNS, "合　计", words, "total")


def _row(
    member: Member, person: Person, units: _Units, place: int, *, numbered: bool
) -> Row:
    number = mask_identity(person.id_number) if numbered else ""
    return Row((
        place, units.name(member.group_id), person.name, SEX.words.get(person.sex or ""),
        _month_words(person.birth), _month_words(member.joined_on), "是" if member.mobile else "否",
        number or None, mask_phone(person.phone) or None,
    ))  # fmt: skip


def _month_words(day: date | None) -> str | None:
    return f"{day.year}年{day.month}月" if day else None


def _sum_words(branches: Sequence[_Branch]) -> str:
    everybody = [one for branch in branches for one in branch.members]
    women = sum(person.sex == _WOMAN for _member, person in everybody)
    mobile = sum(member.mobile for member, _person in everybody)
    return f"党员 {len(everybody)} 人，其中女 {women} 人，流动党员 {mobile} 人"


LEDGERS: tuple[LedgerDef, ...] = (LedgerDef("members", "党员名册", "名册", members_roster, about="member"),)
