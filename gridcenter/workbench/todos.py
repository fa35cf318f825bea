"""What is to be done over all wings, as one list: late first, then due today, then what waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from gridcenter.base.periods import Month
from gridcenter.disputes.details import disputes_to_do
from gridcenter.matters.details import matters_to_do
from gridcenter.register.indicators import Land
from gridcenter.register.month import Posts
from gridcenter.register.todos import State, Todo
from gridcenter.store.listing import Wish
from gridcenter.supervision.details import grids_to_do, problems_to_do
from gridcenter.supervision.rounds import RoundRow

FEW = 5
"""So many things of one kind that have no day stand one by one; more become one line."""
NEEDS = Wish(filters={"need": "open", "period": "all"})
WAITING = Wish(filters={"state": "waiting"})


@dataclass(frozen=True, slots=True)
class TodoLine:
    """A thing to be done as a line: place and person in words, and where its door leads."""

    id: bytes
    state: State
    days: int
    """By how many days it is late."""
    kind: str
    what: str
    place: str
    who: str
    page: str
    target: object
    month: Month | None
    count: int = 1
    """How many things the line stands for."""


def todo_lines(
    session: Session, land: Land, round_: Mapping[bytes, RoundRow], needs: Sequence[Todo]
) -> list[TodoLine]:
    """Return the list of a day; the round is that of the month chosen."""
    day = land.today
    dated = [
        *matters_to_do(session, day), *problems_to_do(session, day), *disputes_to_do(session, day),
    ]  # fmt: skip
    posts = Posts.load(session, Month.of(day))
    names = {grid.id: grid.short for grid in land.grids}
    waiting = grids_to_do(round_, land.month)
    listed = [
        *sorted(dated, key=lambda todo: todo.due_on or day),
        *_few(waiting, f"{len(waiting)} 个网格{land.month.month}月还没督查", WAITING),
        *_few(needs, f"{len(needs):,} 条走访诉求还没转事项", NEEDS),
    ]
    return [_line(todo, land, posts, names) for todo in listed]


def _few(todos: Sequence[Todo], words: str, wish: Wish) -> Sequence[Todo]:
    if len(todos) <= FEW:
        return todos
    one = todos[0]
    return [Todo(one.id, one.page, one.kind, words, target=wish, month=one.month, count=len(todos))]


def _line(todo: Todo, land: Land, posts: Posts, names: dict[bytes, str]) -> TodoLine:
    grid = land.grid_of.get(todo.unit_id or b"")
    head = posts.name(grid, "grid_head") if grid and not todo.who else None
    return TodoLine(
        todo.id, todo.state(land.today), todo.days_late(land.today), todo.kind, todo.what,
        names.get(grid or b"") or todo.place, todo.who or head or "", todo.page,
        todo.id if todo.target is None else todo.target, todo.month, todo.count,
    )  # fmt: skip
