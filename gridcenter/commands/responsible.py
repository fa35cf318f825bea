"""responsible: who answered for a place on a day."""

import argparse
from datetime import date

from gridcenter.access.actors import Right
from gridcenter.base.errors import RuleBroken
from gridcenter.base.periods import Month, today
from gridcenter.commands.frame import Answer, opened
from gridcenter.register.services.structure import find_area
from gridcenter.staff.services.responsible import Charge, responsible, units_meant


def run_responsible(arguments: argparse.Namespace) -> Answer:
    """Tell who answered for a unit or village on a day, the nearest first; telephones masked."""
    day = _day(arguments.day)
    with opened(arguments, writing=False) as office, office.database.read() as session:
        office.actor.require(Right.READ)
        area = find_area(session, arguments.area, Month.of(day))
        charges = responsible(session, units_meant(session, "", area, day), day)
    data = [_plain(one) for one in charges]
    lines = ["　".join(filter(None, (one.unit, one.post, one.name, one.phone))) for one in charges]
    return Answer({"day": day.isoformat(), "responsible": data}, lines or ["这一天没有登记负责的人"])


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else today()
    except ValueError:
        raise RuleBroken("day", f"日期“{text}”认不出来，请写成 2026-10-07 这样") from None


def _plain(one: Charge) -> dict[str, str | None]:
    since = one.since.isoformat() if one.since else None
    return {
        "unit": one.unit, "level": one.level, "post": one.post, "name": one.name, "phone": one.phone,
        "since": since,
    }  # fmt: skip
