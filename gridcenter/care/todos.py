"""What is due: concerns to be looked at or judged, help to be reviewed."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from gridcenter.base.periods import Month
from gridcenter.care.codes import LINK_KIND
from gridcenter.care.records import HelpCase
from gridcenter.care.services.helping import load_help
from gridcenter.care.services.links import doubled
from gridcenter.codes.tables import Codes
from gridcenter.register.codes import MAIN_SET
from gridcenter.register.records import Concern, Placement
from gridcenter.register.services.concerns import load_concerns, to_judge, to_review
from gridcenter.register.services.homes import homes_of
from gridcenter.store.listing import Wish
from gridcenter.wing.todos import FEW, Todo, TodoList


def concerns_due(session: Session, _month: Month, today: date) -> list[Todo]:
    """Return the concerns to be reviewed or judged by today: none for those who may not see any."""
    found: list[Todo] = []
    for kind, state, rows in (("复核", "review", to_review(today)), ("鉴定", "expired", to_judge(today))):
        query = select(Concern.id, Concern.review_on).where(rows)
        due = session.execute(query.order_by(Concern.review_on, Concern.id)).all()
        if len(due) > FEW:
            found.append(_line(due, "concerns", kind, f"{len(due):,} 条关注事项要{kind}", state))
        else:
            found += _concerns(session, kind, [one for one, _day in due])
    return found


def _concerns(session: Session, kind: str, ids: Sequence[bytes]) -> list[Todo]:
    rows = load_concerns(session, ids)
    units = _units(session, [row.household_id for row in rows.values()])
    return [
        Todo(
            row.id, "concerns", kind, f"关注事项　{row.about}", units.get(row.household_id),
            due_on=row.review_on,
        )
        for row in rows.values()
    ]  # fmt: skip


def help_due(session: Session, _month: Month, today: date) -> list[Todo]:
    """Return the help that is to be reviewed by today."""
    query = select(HelpCase.id, HelpCase.review_on).where(
        HelpCase.closed_on.is_(None), HelpCase.review_on <= today
    )
    due = session.execute(query.order_by(HelpCase.review_on, HelpCase.id)).all()
    if len(due) > FEW:
        return [_line(due, "helping", "帮扶复核", f"{len(due):,} 条帮扶要复核", "review")]
    rows = load_help(session, [one for one, _day in due])
    units = _units(session, [row.home.id for row in rows.values()])
    return [
        Todo(
            row.id, "helping", "帮扶复核", f"{row.head}　{row.need}", units.get(row.home.id),
            due_on=row.review_on,
        )
        for row in rows.values()
    ]  # fmt: skip


def _line(due: Sequence[Row[bytes, date | None]], page: str, kind: str, words: str, state: str) -> Todo:
    """Return the one line for many; the first of them says since when."""
    first, day = due[0]
    where = Wish(filters={"state": state})
    return Todo(first, page, kind, words, due_on=day, target=where, count=len(due))


def links_doubled(session: Session, _month: Month, _today: date) -> list[Todo]:
    """Return the households that were given to two people on two PCs."""
    found, kinds = doubled(session), Codes.load(session, LINK_KIND)
    homes = {one.id: one for one in homes_of(session, [home for home, _kind in found])}
    units = _units(session, list(homes))
    return [
        Todo(
            home, "links", "重复",
            f"{homes[home].head or '（无户主）'}户的{kinds.word(kind)}登记了不止一个，请结束多的", units.get(home),
        )
        for home, kind in found if home in homes
    ]  # fmt: skip


def _units(session: Session, homes: list[bytes]) -> dict[bytes, bytes]:
    query = select(Placement.household_id, Placement.unit_id).where(
        Placement.household_id.in_(homes), Placement.until.is_(None), Placement.grid_set == MAIN_SET
    )
    return dict(session.execute(query).all())


TODOS = (TodoList(links_doubled), TodoList(concerns_due), TodoList(help_due))
