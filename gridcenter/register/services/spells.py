"""The parts of a month in which the tree stayed as it was."""

from dataclasses import dataclass
from datetime import date, timedelta

from gridcenter.base.periods import Month, day_before, short_day
from gridcenter.register.services.structure import History, Tree

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Spell:
    """Days of a month, first to last, with the tree of these days."""

    first: date
    last: date
    tree: Tree


def spells_of(history: History, month: Month) -> tuple[Spell, ...]:
    """Return the spells of a month in their order: one, unless something was redrawn within it."""
    inside = {unit.id for unit in history.units}
    days = {unit.since for unit in history.units if unit.since}
    days |= {unit.until + _DAY for unit in history.units if unit.until}
    days |= {past.until + _DAY for past in history.pasts if past.unit_id in inside}
    firsts = [month.first, *sorted(day for day in days if month.first < day <= month.last)]
    lasts = [*(day_before(day) for day in firsts[1:]), month.last]
    return tuple(
        Spell(first, last, history.tree(last)) for first, last in zip(firsts, lasts, strict=True)
    )


def days_words(month: Month, first: date, last: date) -> str:
    """Write days of a month: 10月1日—14日, 10月15日起, "" for all of it."""
    if first <= month.first and last >= month.last:
        return ""
    if last >= month.last:
        return f"{short_day(first)}起"
    if first == last:
        return short_day(first)
    return f"{short_day(first)}—{last.day}日"
