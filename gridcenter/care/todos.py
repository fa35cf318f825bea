"""What is due: concerns to be looked at or judged, help to be reviewed."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.base.periods import Month
from gridcenter.care.records import HelpCase
from gridcenter.care.services.helping import load_help
from gridcenter.register.codes import MAIN_SET
from gridcenter.register.records import Concern, Placement
from gridcenter.register.services.concerns import load_concerns
from gridcenter.store.listing import Wish
from gridcenter.wing.todos import Todo, TodoList


def concerns_due(session: Session, _month: Month, today: date) -> list[Todo]:
    """Return the concerns to be reviewed or judged by today: none for those who may not see any."""
    due = select(Concern.id).where(Concern.ended_on.is_(None), Concern.review_on <= today)
    rows = load_concerns(session, session.scalars(due.order_by(Concern.review_on)).all())
    units = _units(session, [row.household_id for row in rows.values()])
    return [
        Todo(
            row.id, "concerns", "鉴定" if row.state(today) == "expired" else "复核", f"关注事项　{row.about}",
            units.get(row.household_id), due_on=row.review_on,
        )
        for row in rows.values()
    ]  # fmt: skip


def help_due(session: Session, _month: Month, today: date) -> list[Todo]:
    """Return the help that is to be reviewed by today."""
    due = select(HelpCase.id).where(HelpCase.closed_on.is_(None), HelpCase.review_on <= today)
    rows = load_help(session, session.scalars(due.order_by(HelpCase.review_on)).all())
    units = _units(session, [row.home.id for row in rows.values()])
    return [
        Todo(
            row.id, "helping", "帮扶复核", f"{row.head}　{row.need}", units.get(row.home.id),
            due_on=row.review_on,
        )
        for row in rows.values()
    ]  # fmt: skip


def _units(session: Session, homes: list[bytes]) -> dict[bytes, bytes]:
    query = select(Placement.household_id, Placement.unit_id).where(
        Placement.household_id.in_(homes), Placement.until.is_(None), Placement.grid_set == MAIN_SET
    )
    return dict(session.execute(query).all())


TODOS = (
    TodoList(
        concerns_due, lambda count, _month: f"{count:,} 条关注事项要复核或鉴定",
        Wish(filters={"state": "review"}),
    ),
    TodoList(help_due, lambda count, _month: f"{count:,} 条帮扶要复核", Wish(filters={"state": "review"})),
)
