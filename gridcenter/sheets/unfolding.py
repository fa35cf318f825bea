"""From rows that hold several people to a line for each of them, told apart by the columns of the table."""

from collections.abc import Callable, Iterator, Sequence

from gridcenter.base.names import name_key
from gridcenter.sheets.cells import Raw
from gridcenter.sheets.columns import Line, Member, Persons, Remark, Table

ReadPerson = Callable[[list[Raw]], tuple[dict[str, object], tuple[Remark, ...]]]
"""Reads the cells of one person of a row: the values by key, and what is wrong with them."""

_SELF = "本人"
_Home = tuple[object, ...]


def unfold(
    lines: Sequence[Line], table: Table, persons: Persons, readers: Sequence[ReadPerson]
) -> Iterator[Line]:
    """Yield a line for every person of every row; `readers` go with the members of the table.

    The head of a household is told in the first of its rows, unless he has a row of his own: then
    that row is completed by what his columns say.
    """
    spoken = [_people(line, table, persons, readers) for line in lines]
    homes = [_home(line, persons) for line in lines]
    heads: dict[_Home, Line] = {}
    for home, here in zip(homes, spoken, strict=True):
        for head in filter(_is_head, here):
            heads.setdefault(home, head)
    named = {
        home
        for home, here in zip(homes, spoken, strict=True)
        for one in here
        if home in heads and not _is_head(one) and _is_himself(one, heads[home], persons)
    }
    mine = {label for index, label in table.labels.items() if table.used.get(index) in persons.keys}
    for line, home, here in zip(lines, homes, spoken, strict=True):
        first = heads.get(home)
        kept = [one for one in here if not _is_head(one) or (one is first and home not in named)]
        for place, one in enumerate(kept):
            of_row = () if place or line in kept else _of_row(line, mine)
            yield _completed(one, first, persons)._replace(remarks=(*of_row, *one.remarks))


def _of_row(line: Line, mine: set[str]) -> tuple[Remark, ...]:
    """Return what is said of the household's cells of a row."""
    return tuple(remark for remark in line.remarks if remark.column not in mine)


def _is_head(line: Line) -> bool:
    return line.member is not None and line.member.is_head


def _name(line: Line, persons: Persons) -> str:
    return name_key(str(line.values[persons.name] or ""))


def _is_himself(line: Line, head: Line, persons: Persons) -> bool:
    """Tell whether a row is that of the head; a grandson may bear his name."""
    if _name(line, persons) != _name(head, persons):
        return False
    relation = str(line.values[persons.relation] or "")
    return not relation or any(word in relation for word in (persons.head_word, _SELF))


def _home(line: Line, persons: Persons) -> _Home:
    """Return what tells the household of a row; a row that says nothing of it is one of its own."""
    said = tuple(line.values[key] for key in persons.household)
    return said if any(said) else (line.row,)


def _people(
    line: Line, table: Table, persons: Persons, readers: Sequence[ReadPerson]
) -> list[Line]:
    """Return the people of a row: its head, whom it is about itself, its members."""
    own = [index for index, key in table.used.items() if key in persons.keys]
    theirs = [_person(line, *pair, persons) for pair in zip(table.members, readers, strict=True)]
    there = [one for one in theirs if one is not None]
    itself = own and (not there or any(line.raw[index] != "" for index in own))
    heads, others = [o for o in there if _is_head(o)], [o for o in there if not _is_head(o)]
    return [*heads, *([line] if itself else []), *others]


def _person(line: Line, member: Member, read: ReadPerson, persons: Persons) -> Line | None:
    """Return the line of one further person; None where his cells are empty."""
    if all(line.raw[index] == "" for index in member.columns):
        return None
    values, remarks = read(line.raw)
    if member.relation and not values[persons.relation]:
        values[persons.relation] = member.relation
    if member.is_head and not values[persons.name]:
        return None
    return line._replace(values={**line.values, **values}, remarks=remarks, member=member)


def _completed(line: Line, head: Line | None, persons: Persons) -> Line:
    """Give a row the name of its household's head, and to the head's own row what only his columns say."""
    if head is None:
        return line
    values = line.values
    fresh = {persons.head: values[persons.head] or head.values[persons.name]}
    if not _is_head(line) and _is_himself(line, head, persons):
        fresh |= {k: head.values[k] for k in persons.keys if _is_empty(values[k])}
    return line._replace(values=values | fresh)


def _is_empty(value: object) -> bool:
    """Tell whether nothing was said: an identity number of nothing is a tuple of nothing."""
    return not any(value) if isinstance(value, tuple) else not value
