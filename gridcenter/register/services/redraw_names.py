"""Whom a redrawing concerns, by name: its households, posts, open things; as a list and as a paper."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from gridcenter.base.periods import today
from gridcenter.ledgers.model import Column, Ledger, Part, Row
from gridcenter.register.services.homes import homes_of
from gridcenter.register.services.redraw_preview import Preview
from gridcenter.register.services.structure import office_name

_PORTION = 500
_HOMES = (
    Column("no", "序号", 10, "c", "int"), Column("number", "户号", 28, "c", "code"),
    Column("head", "户主", 30), Column("old", "原来的网格", 60), Column("new", "新的网格", 60),
)  # fmt: skip
_POSTS = (
    Column("no", "序号", 10, "c", "int"), Column("person", "姓名", 28), Column("post", "岗位", 34),
    Column("unit", "原来的网格", 56), Column("goal", "去向", 60),
)  # fmt: skip
_THINGS = (
    Column("no", "序号", 10, "c", "int"), Column("kind", "类别", 40), Column("name", "编号或名称", 70),
    Column("fate", "怎么办", 68),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MovedHome:
    """A household that changes its place."""

    id: bytes
    number: str
    head: str
    old: str
    new: str


def moved_ids(shown: Preview) -> Sequence[bytes]:
    """Return the households that change their place, in the order of the preview."""
    return list(dict.fromkeys(home for flow in shown.flows for home in flow.homes))


def moved_homes(session: Session, shown: Preview, ids: Sequence[bytes]) -> Sequence[MovedHome]:
    """Return what is listed of these households."""
    where = {home: flow for flow in reversed(shown.flows) for home in flow.homes}
    found: list[MovedHome] = []
    for start in range(0, len(ids), _PORTION):
        portion = ids[start : start + _PORTION]
        known = {one.id: one for one in homes_of(session, portion)}
        for i in portion:
            flow, one = where[i], known[i]
            old = f"{flow.old}　{flow.what}" if flow.what else flow.old
            found.append(MovedHome(i, one.number, one.head or "（无户主）", old, flow.new))
    return found


def names_ledger(session: Session, shown: Preview) -> Ledger:
    """Make the list of names of a redrawing as a paper: households, posts, open things."""
    homes, goals = moved_homes(session, shown, moved_ids(shown)), dict(shown.goals)
    parts = [Part(_HOMES, tuple(
        Row((n, one.number, one.head, one.old, one.new)) for n, one in enumerate(homes, 1)
    ))]  # fmt: skip
    if shown.posts:
        rows = tuple(
            Row((n, one.person, one.post, one.unit, _going(goals.get(one.goal or b""))))
            for n, one in enumerate(shown.posts, 1)
        )
        parts.append(Part(_POSTS, rows, "随原网格结束的岗位"))
    if shown.things:
        parts.append(Part(_THINGS, tuple(_things(shown)), "在办的事"))
    return Ledger(
        name="网格调整名单",
        title=f"{shown.title}名单",
        unit=office_name(session),
        number=f"TZMD-{today():%Y%m%d}",
        filled_on=today(),
        parts=tuple(parts),
        notes=(f"共 {len(homes):,} 户，写入前核对用",),
        personal=True,
    )


def _going(goal: str | None) -> str:
    return f"到{goal}接着任" if goal else "到前一天为止"


def _things(shown: Preview) -> Iterator[Row]:
    lines = [(thing, name) for thing in shown.things for name in thing.names]
    for n, (thing, name) in enumerate(lines, 1):
        yield Row((n, thing.title, name, thing.fate))
