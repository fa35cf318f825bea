"""The list of work checks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from gridcenter.base.periods import today
from gridcenter.codes.tables import Codes
from gridcenter.register.codes import POST
from gridcenter.register.records import Person, Unit, Village
from gridcenter.register.services.areas import units_of
from gridcenter.register.services.grids import name_with_village
from gridcenter.staff.codes import CHECK_ITEM, CHECK_RESULT
from gridcenter.staff.records import WorkCheck, WorkCheckItem
from gridcenter.store.listing import Listing, Wish, fetch_ids, in_span
from gridcenter.store.search import expression, matching_ids


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One line of the page of work checks."""

    id: bytes
    checked_on: date
    person: str
    post: str
    unit: str
    checker: str
    looked: str
    """What was looked at, in words: 走访记录 符合要求、台账填写 需要改进."""
    agreed: str
    deadline: date | None
    done_on: date | None

    def state(self, day: date) -> str:
        """Tell how it stands: none, done, late, open."""
        return check_state(self.agreed, self.deadline, self.done_on, day)


def check_state(agreed: str, deadline: date | None, done_on: date | None, day: date) -> str:
    """Tell how what was agreed on stands: none, done, late, open."""
    if not agreed:
        return "none"
    if done_on is not None:
        return "done"
    return "late" if deadline is not None and deadline < day else "open"


def _state(state: object) -> ColumnElement[bool]:
    waits = and_(WorkCheck.agreed.is_not(None), WorkCheck.done_on.is_(None))
    return {
        "none": WorkCheck.agreed.is_(None),
        "done": WorkCheck.done_on.is_not(None),
        "late": and_(waits, WorkCheck.deadline < today()),
        "open": waits,
    }[str(state)]


def find_checks(session: Session, wish: Wish) -> Sequence[bytes]:
    """Return the checks that match; filters: "period", "area", "state" (open, late, done, none)."""
    query: Select[bytes] = select(WorkCheck.id).where(
        *in_span(WorkCheck.checked_on, wish.filters.get("period"))
    )
    if area := wish.filters.get("area"):
        query = query.where(WorkCheck.unit_id.in_(units_of(session, area)))
    if state := wish.filters.get("state"):
        query = query.where(_state(state))
    if wish.words:
        people = expression("p", wish.words)
        meant = matching_ids(session, Person, people) if people else []
        said = (WorkCheck.checker, WorkCheck.agreed)
        query = query.where(or_(
            WorkCheck.person_id.in_(meant),
            *(one.contains(wish.words, autoescape=True) for one in said),
        ))  # fmt: skip
    columns = {"checker": WorkCheck.checker, "deadline": WorkCheck.deadline}
    column = columns.get(wish.sort_by, WorkCheck.checked_on)
    down = wish.descending or not wish.sort_by
    return fetch_ids(session, query.order_by(column.desc() if down else column, WorkCheck.id))


def load_checks(session: Session, ids: Sequence[bytes]) -> dict[bytes, CheckRow]:
    """Return the rows of these checks."""
    posts, looked = Codes.load(session, POST), looked_at(session, ids)
    query = (
        select(WorkCheck, Person.name, Unit.name, Village.name)
        .join(Person, Person.id == WorkCheck.person_id)
        .join(Unit, Unit.id == WorkCheck.unit_id)
        .join(Village, Village.id == Unit.village_id, isouter=True)
        .where(WorkCheck.id.in_(ids))
    )
    return {
        one.id: CheckRow(
            one.id, one.checked_on, name, posts.word(one.post), name_with_village(unit, village or ""),
            one.checker, "、".join(map(" ".join, looked.get(one.id, ()))), one.agreed or "", one.deadline, one.done_on,
        )
        for one, name, unit, village in session.execute(query)
    }  # fmt: skip


def looked_at(session: Session, checks: Sequence[bytes]) -> Mapping[bytes, list[tuple[str, str]]]:
    """Return what was looked at in checks and how it was, in words, in the order of the table."""
    items, results = Codes.load(session, CHECK_ITEM), Codes.load(session, CHECK_RESULT)
    order = {code: place for place, code in enumerate(items.words)}
    found: dict[bytes, list[WorkCheckItem]] = {}
    for one in session.scalars(select(WorkCheckItem).where(WorkCheckItem.check_id.in_(checks))):
        found.setdefault(one.check_id, []).append(one)
    return {
        check: [
            (
                items.word(one.item),
                f"{results.word(one.result)}{f'（{one.note}）' if one.note else ''}",
            )
            for one in sorted(ones, key=lambda one: (order.get(one.item, len(order)), one.id))
        ]
        for check, ones in found.items()
    }


CHECKS = Listing(find_checks, load_checks)
