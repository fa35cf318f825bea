"""What is to be done over all wings, as one list: late first, then due today, then what waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from sqlalchemy.orm import Session

from gridcenter.base.periods import Month
from gridcenter.register.month import Posts
from gridcenter.wing.indicators import Land
from gridcenter.wing.todos import FEW, State, Todo, TodoList


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


def todo_lines(session: Session, land: Land, lists: Sequence[TodoList]) -> list[TodoLine]:
    """Return the list of a day: by day what has one, then what the month asks for, then the rest."""
    day, month = land.today, land.month
    found = [(one, one.find(session, month, day)) for one in lists]
    dated = [todo for _list, todos in found for todo in todos if todo.due_on is not None]
    waiting = [_few(one, [todo for todo in todos if todo.due_on is None], month) for one, todos in found]
    waiting.sort(key=lambda todos: not todos or todos[0].month is None)
    posts = Posts.load(session, Month.of(day))
    names = {grid.id: grid.short for grid in land.grids}
    listed = [*sorted(dated, key=lambda todo: todo.due_on or day), *chain.from_iterable(waiting)]
    return [_line(todo, land, posts, names) for todo in listed]


def _few(list_: TodoList, todos: Sequence[Todo], month: Month) -> Sequence[Todo]:
    if len(todos) <= FEW or list_.many is None:
        return todos
    one, words = todos[0], list_.many(len(todos), month)
    return [
        Todo(one.id, one.page, one.kind, words, target=list_.wish, month=one.month, count=len(todos))
    ]


def _line(todo: Todo, land: Land, posts: Posts, names: dict[bytes, str]) -> TodoLine:
    grid = land.grid_of.get(todo.unit_id or b"")
    head = posts.name(grid, "grid_head") if grid and not todo.who else None
    return TodoLine(
        todo.id, todo.state(land.today), todo.days_late(land.today), todo.kind, todo.what,
        names.get(grid or b"") or todo.place, todo.who or head or "", todo.page,
        todo.id if todo.target is None else todo.target, todo.month, todo.count,
    )  # fmt: skip
