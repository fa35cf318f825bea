"""The part of the visits ledger that lists who was due in the month and not gone to (未走访户清单)."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from gridcenter.ledgers.model import Column, Part, Row
from gridcenter.register.services.homes import homes_of
from gridcenter.register.territory import Territory
from gridcenter.visits.services.coverage import Asked
from gridcenter.visits.services.due_list import visitor_names

_COLUMNS = (
    Column("no", "序号", 10, "c", "int"),
    Column("unit", "网格", 40),
    Column("head", "户主姓名", 22, "c"),
    Column("number", "户号", 22, "c", "code"),
    Column("plan", "走访计划", 34),
    Column("visitor", "由谁走访", 24, "c"),
    Column("due", "最迟", 18, "c", "date"),
)
ASKED_NOTE = (
    "按计划应走访的户＝按走访计划最迟应在本月底前走访、本月以前还没有走访的户；"
    "家中无人、不便接待也算去过，单列户数，不作为对任何人的评价"
)


def unvisited(session: Session, territory: Territory, month: Asked) -> Sequence[Part]:
    """Return the part, or nothing in a month without plans."""
    if not month.dues:
        return ()
    open_ = [due for due in month.open if territory.area is None or due.unit_id in territory.unit_ids]
    homes = {one.id: one for one in homes_of(session, [due.household_id for due in open_])}
    known = sorted(
        (due for due in open_ if due.household_id in homes),
        key=lambda due: (homes[due.household_id].unit, homes[due.household_id].number),
    )
    rows = [
        Row((
            place, homes[due.household_id].unit, homes[due.household_id].head,
            homes[due.household_id].number, due.plan.name,
            visitor_names(month.visitors[due.household_id]), due.turn.last,
        ))
        for place, due in enumerate(known, 1)
    ]
    return (Part(_COLUMNS, tuple(rows), f"未走访户清单（{len(rows)}户）"),)
