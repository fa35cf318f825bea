"""How an allowance is reckoned: day by day, each day by the rate that holds on it, rounded a line at a time.

A whole month of a monthly rate is that rate; a part of it is rate × days ÷ days of the month. Each line
is rounded to the hundredth, and whatever is printed as a sum is the sum of lines already rounded.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from gridcenter.base.money import to_cents
from gridcenter.base.periods import Month
from gridcenter.base.workdays import is_working_day

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Rate:
    """What posts of a kind are paid; no tier or no post: whichever it is."""

    kind: str
    amount: Decimal
    per: str
    since: date
    until: date | None = None
    tier: str | None = None
    post: str | None = None
    document: str = ""

    def holds(self, service: "Service", day: date) -> bool:
        """Tell whether it is what a service is paid by on a day."""
        fits = self.tier in {None, service.tier} and self.post in {None, service.post}
        return self.kind == service.kind and fits and _within(day, self.since, self.until)

    @property
    def rank(self) -> tuple[int, date]:
        """The rate that says more of tier and post goes before, then the later one."""
        return (self.post is not None) * 2 + (self.tier is not None), self.since


@dataclass(frozen=True, slots=True)
class Rule:
    """What a part of a month is divided by, and what becomes of several posts of one kind."""

    divisor: str = "calendar"
    several: str = "highest"


@dataclass(frozen=True, slots=True)
class Service:
    """A post held by somebody on terms that are paid."""

    id: bytes
    person_id: bytes
    unit_id: bytes
    post: str
    kind: str
    tier: str | None = None
    since: date | None = None
    until: date | None = None

    @property
    def order(self) -> tuple[date, bytes]:
        """The post held longer goes before."""
        return self.since or date.min, self.id


@dataclass(frozen=True, slots=True)
class Away:
    """Days on which somebody was not at the post."""

    since: date
    until: date
    paid: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """The days of a month on which one rate paid one post; no rate: nobody has said what it is paid."""

    service: Service
    rate: Rate | None
    first: date
    last: date
    days: int
    of: int
    """Days of the whole month, counted in the same way."""
    amount: Decimal


def paid_days(month: Month, rule: Rule) -> list[date]:
    """Return the days of a month that count: all of them, or the working days."""
    days = [month.first + timedelta(days=n) for n in range((month.last - month.first).days + 1)]
    return [day for day in days if is_working_day(day)] if rule.divisor == "working" else days


def reckon(
    month: Month,
    services: Sequence[Service],
    rates: Iterable[Rate],
    rule_of: Callable[[str], Rule],
    aways: Sequence[Away] = (),
) -> list[Line]:
    """Return the lines of one person in a month."""
    known = sorted(rates, key=lambda rate: rate.rank, reverse=True)
    lines: list[Line] = []
    for kind, posts in _by_kind(services).items():
        rule = rule_of(kind)
        days = paid_days(month, rule)
        found: dict[tuple[Service, Rate | None], list[date]] = defaultdict(list)
        for day in days:
            if not any(a.since <= day <= a.until and not a.paid for a in aways):
                for service, rate in _on(day, posts, known, rule, len(days)):
                    found[service, rate].append(day)
        lines += [
            Line(
                service, rate, ds[0], ds[-1], len(ds), len(days), _amount(rate, len(ds), len(days))
            )
            for (service, rate), ds in found.items()
        ]
    return sorted(lines, key=lambda line: (line.first, line.service.order))


def _by_kind(services: Iterable[Service]) -> Mapping[str, list[Service]]:
    kinds: dict[str, list[Service]] = defaultdict(list)
    for service in sorted(services, key=lambda one: one.order):
        kinds[service.kind].append(service)
    return kinds


def _on(
    day: date, posts: Iterable[Service], rates: Sequence[Rate], rule: Rule, whole: int
) -> Iterator[tuple[Service, Rate | None]]:
    """Yield what is paid on a day: every post, or the best paid one alone."""
    held = [
        (one, next((rate for rate in rates if rate.holds(one, day)), None))
        for one in posts
        if _within(day, one.since, one.until)
    ]
    if rule.several == "each" or not held:
        yield from held
        return
    yield max(held, key=lambda pair: _worth(pair[1], whole))


def _worth(rate: Rate | None, whole: int) -> Decimal:
    return _share(rate, 1, whole) if rate else Decimal(-1)


def _amount(rate: Rate | None, days: int, whole: int) -> Decimal:
    return to_cents(_share(rate, days, whole)) if rate else NOTHING


def _share(rate: Rate, days: int, whole: int) -> Decimal:
    return rate.amount * days if rate.per == "day" else rate.amount * days / whole


def _within(day: date, since: date | None, until: date | None) -> bool:
    return (since is None or since <= day) and (until is None or day <= until)
