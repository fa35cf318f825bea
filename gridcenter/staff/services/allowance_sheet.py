"""The allowances of a month: of everybody posted, line by line, with what was changed by hand."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.access.reach import own_area
from gridcenter.base.periods import Month
from gridcenter.codes.tables import Codes
from gridcenter.register.month import touching
from gridcenter.register.records import Person, PostHolding
from gridcenter.register.services.areas import units_of
from gridcenter.register.services.structure import Tree
from gridcenter.staff.allowance_rules import NOTHING, Away, Line, Rate, Rule, Service, reckon
from gridcenter.staff.codes import ABSENCE
from gridcenter.staff.records import Absence, AllowanceChange, AllowanceRate, AllowanceRule
from gridcenter.store.sight import unlimited

UNPAID = "none"
"""The kind of allowance of a post that is not paid."""


@dataclass(frozen=True, slots=True)
class Change:
    """An amount added or taken off by hand."""

    id: bytes
    unit_id: bytes
    amount: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class Pay:
    """What one person is paid for a month, and how that came about."""

    person_id: bytes
    name: str
    lines: Sequence[Line]
    changes: Sequence[Change] = ()
    aways: Sequence[Away] = ()

    @property
    def earned(self) -> Decimal:
        """By days and rates (应发)."""
        return sum((line.amount for line in self.lines), NOTHING)

    @property
    def changed(self) -> Decimal:
        """What was added and taken off (增减)."""
        return sum((change.amount for change in self.changes), NOTHING)

    @property
    def due(self) -> Decimal:
        """What is paid out (实发)."""
        return self.earned + self.changed

    @property
    def unrated(self) -> Sequence[Line]:
        """The lines for which there is no rate."""
        return [line for line in self.lines if line.rate is None]

    def within(self, covers: Callable[[bytes], bool]) -> "Pay":
        """Return what of it belongs to some units."""
        return replace(
            self,
            lines=[line for line in self.lines if covers(line.service.unit_id)],
            changes=[change for change in self.changes if covers(change.unit_id)],
        )

    @property
    def unit_id(self) -> bytes:
        """Where the person is listed: at the unit of the first line, else of a change."""
        return self.lines[0].service.unit_id if self.lines else self.changes[0].unit_id

    @property
    def begun(self) -> date:
        """When the post of the first line began, as far as it is known."""
        return (self.lines[0].service.since if self.lines else None) or date.min

    def __bool__(self) -> bool:
        """Tell whether there is anything to be paid."""
        return bool(self.lines or self.changes)


class Rules:
    """The rules of a month: of a kind, else of all kinds, else as the program has them."""

    def __init__(self, found: Mapping[str | None, Rule]) -> None:
        self._found = found

    @classmethod
    def load(cls, session: Session, month: Month) -> "Rules":
        """Read the last rule of each kind that had begun when the month did."""
        query = select(AllowanceRule).where(AllowanceRule.since <= month.first)
        rules = session.scalars(query.order_by(AllowanceRule.since, AllowanceRule.id))
        return cls({one.kind: Rule(one.divisor, one.several) for one in rules})

    def of(self, kind: str) -> Rule:
        """Return the rule of a kind of allowance."""
        return self._found.get(kind) or self._found.get(None) or Rule()


def rates_of(session: Session, month: Month) -> list[Rate]:
    """Return the rates that held on some day of a month."""
    query = select(AllowanceRate).where(touching(AllowanceRate.since, AllowanceRate.until, month))
    return [
        Rate(
            one.kind, one.amount, one.per, one.since, one.until, one.tier, one.post, one.document or ""
        )
        for one in session.scalars(query.order_by(AllowanceRate.since, AllowanceRate.id))
    ]  # fmt: skip


def sheet(
    session: Session, month: Month, tree: Tree | None = None, rules: Rules | None = None
) -> list[Pay]:
    """Return what everybody of the account's area is paid for a month, in the order of the grids.

    Posts elsewhere are looked at too: of several posts the best paid one may lie outside. The `tree` of
    all units ever and the `rules` of the month need not be read again where they are at hand.
    """
    with unlimited(session):
        services, changes = _services(session, month), _changes(session, month)
        rates, aways = rates_of(session, month), _aways(session, month)
        rules = rules or Rules.load(session, month)
        names = _names(session, {*services, *changes})
        order = {unit.id: place for place, unit in enumerate((tree or Tree.load(session)).below(None))}
    own = own_area(session)
    units = units_of(session, own) if own else None
    found = []
    for person, name in names.items():
        away = aways.get(person, [])
        lines = reckon(month, services.get(person, []), rates, rules.of, away)
        pay = Pay(person, name, lines, changes.get(person, []), away)
        pay = pay.within(units.__contains__) if units is not None else pay
        if pay:
            found.append(pay)
    return sorted(found, key=lambda pay: (order.get(pay.unit_id, len(order)), pay.begun, pay.person_id))


def undecided(session: Session, month: Month) -> int:
    """Return how many posts held in a month have no kind of allowance yet."""
    query = select(PostHolding.id).where(
        touching(PostHolding.since, PostHolding.until, month), PostHolding.allowance.is_(None)
    )
    return len(session.scalars(query).all())


def _services(session: Session, month: Month) -> dict[bytes, list[Service]]:
    query = select(PostHolding).where(
        touching(PostHolding.since, PostHolding.until, month),
        PostHolding.allowance.is_not(None), PostHolding.allowance != UNPAID,
    )  # fmt: skip
    found: dict[bytes, list[Service]] = defaultdict(list)
    for one in session.scalars(query):
        found[one.person_id].append(Service(
            one.id, one.person_id, one.unit_id, one.post, one.allowance or "", one.tier, one.since, one.until
        ))  # fmt: skip
    return found


def _changes(session: Session, month: Month) -> dict[bytes, list[Change]]:
    query = select(AllowanceChange).where(AllowanceChange.month == str(month))
    found: dict[bytes, list[Change]] = defaultdict(list)
    for one in session.scalars(query.order_by(AllowanceChange.id)):
        found[one.person_id].append(Change(one.id, one.unit_id, one.amount, one.reason))
    return found


def _aways(session: Session, month: Month) -> dict[bytes, list[Away]]:
    reasons = Codes.load(session, ABSENCE)
    query = select(Absence).where(Absence.since <= month.last, Absence.until >= month.first)
    found: dict[bytes, list[Away]] = defaultdict(list)
    for one in session.scalars(query.order_by(Absence.since, Absence.id)):
        found[one.person_id].append(Away(one.since, one.until, one.paid, reasons.word(one.reason)))
    return found


def _names(session: Session, people: Collection[bytes]) -> dict[bytes, str]:
    query = select(Person.id, Person.name).where(Person.id.in_(people))
    return dict(session.execute(query).all()) if people else {}
