"""Columns of further people in a row: the household's head (户主电话), members side by side (成员1姓名)."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from gridcenter.base.texts import fold, squeeze
from gridcenter.sheets.columns import Head, Member, Persons, Shape, plain, whole

_COUNT = r"(?P<count>\d{1,2}|[一二三四五六七八九十]{1,2})"
_COUNTED = re.compile(rf"(?:其他)?(?:家庭|户内)?(?:成员|人员|人口){_COUNT}(?P<rest>.*)")
_ENDING = re.compile(rf"(?P<rest>.*\D){_COUNT}")
_FILLING = re.compile(r"^(?:的|本人|(?:基本)?(?:信息|情况))+(?=.)")
_SIDE_BY_SIDE = 2

_Place = tuple[str, str]
"""What tells the people of a row apart (a count, a relation), and what is said of the relation."""


def further_people(
    heads: Sequence[Head], used: Mapping[int, str], shape: Shape, told: Mapping[str, str]
) -> tuple[dict[int, str], tuple[Member, ...]]:
    """Part the columns of a header: those of the row itself, and those of further people in it.

    `told` is what somebody said of headers: what was left out or given to the household stays so.
    """
    persons = shape.persons
    if persons is None:
        return dict(used), ()
    said = {head.index: told.get(head.name, told.get(head.text)) for head in heads}
    free = [head for head in heads if said[head.index] is None or said[head.index] in persons.keys]
    members = _side_by_side(free, shape, persons) or _repeated(free, used, shape, persons)
    theirs = {index for member in members for index in member.columns}
    own = {index: key for index, key in used.items() if index not in theirs}
    head = _head(free, own, shape, persons, wide=bool(members))
    if head is not None:
        own = {i: k for i, k in own.items() if i not in head.columns or k == persons.head}
        members = [head, *members]
    return _settled(own, members, persons) if members else (own, ())


def _settled(
    own: dict[int, str], members: list[Member], persons: Persons
) -> tuple[dict[int, str], tuple[Member, ...]]:
    """Give what a row says of nobody in particular to its head, or else to its first member."""
    bare = {index: key for index, key in own.items() if key in persons.keys}
    said, first = set(bare.values()), members[0]
    if persons.name in said:
        if persons.relation in said or first.is_head:
            return own, tuple(members)
        members = [Member(bare, persons.head_word, is_head=True), *members]
    else:
        known = set(first.columns.values())
        bare = {index: key for index, key in bare.items() if key not in known}
        whole_ = dict(sorted((first.columns | bare).items()))
        members = [replace(first, columns=whole_), *members[1:]]
    return {i: k for i, k in own.items() if i not in bare}, tuple(members)


def _key(text: str, shape: Shape, persons: Persons) -> str:
    """Return the column of a person that the rest of a header names."""
    bare = _FILLING.sub("", text)
    for form in (whole(bare), plain(bare)):
        for key, _ in shape.exact.get(form, ()):
            if key in persons.keys:
                return key
    return ""


def _side_by_side(heads: Sequence[Head], shape: Shape, persons: Persons) -> list[Member]:
    """Return the members that headers count (成员1姓名, 姓名2) or name by relation (配偶姓名)."""
    found: dict[_Place, dict[int, str]] = defaultdict(dict)
    endings: dict[_Place, dict[int, str]] = defaultdict(dict)
    for head in heads:
        text = whole(head.name)
        if (match := _COUNTED.fullmatch(text)) and (key := _rest(match["rest"], shape, persons)):
            found[match["count"], ""][head.index] = key
        elif related := _related(text, shape, persons):
            found[related[0]][head.index] = related[1]
        elif (match := _ENDING.fullmatch(squeeze(fold(whole(head.text))))) and (
            key := _key(match["rest"], shape, persons)
        ):
            endings[match["count"], ""][head.index] = key
    named = [one for one in endings.values() if persons.name in one.values()]
    if len(named) >= _SIDE_BY_SIDE:
        for place, columns in endings.items():
            found[place].update(columns)
    return _members(found, persons)


def _rest(text: str, shape: Shape, persons: Persons) -> str:
    return _key(text, shape, persons) if text else persons.name


def _related(text: str, shape: Shape, persons: Persons) -> tuple[_Place, str] | None:
    for word in persons.relations:
        if text.startswith(word):
            rest = text.removeprefix(word)
            counted = re.match(_COUNT, rest)
            count = counted["count"] if counted else ""
            key = _rest(rest.removeprefix(count), shape, persons)
            return ((f"{word}{count}", word), key) if key else None
    return None


def _repeated(
    heads: Sequence[Head], used: Mapping[int, str], shape: Shape, persons: Persons
) -> list[Member]:
    """Return the members whose headers only repeat: 户主, 姓名, 关系, 姓名, 关系."""
    if not {persons.head, *persons.household} & set(used.values()):
        return []
    keyed = {
        head.index: key
        for head in heads
        if used.get(head.index) != persons.head
        and not whole(head.name).startswith(persons.head_word)
        and (key := _key(head.text, shape, persons))
    }
    groups: list[dict[int, str]] = [{}]
    for index, key in sorted(keyed.items()):
        if groups == [{}] and key not in {persons.name, persons.relation}:
            continue
        if key in groups[-1].values():
            groups.append({})
        groups[-1][index] = key
    full = [one for one in groups if {persons.name, persons.relation} <= set(one.values())]
    return [Member(one) for one in groups if one] if len(full) >= _SIDE_BY_SIDE else []


def _members(found: Mapping[_Place, dict[int, str]], persons: Persons) -> list[Member]:
    made = [
        Member(dict(columns), relation)
        for (_, relation), columns in found.items()
        if persons.name in columns.values()
    ]
    return sorted(made, key=lambda member: min(member.columns))


def _head(
    heads: Sequence[Head], own: Mapping[int, str], shape: Shape, persons: Persons, *, wide: bool
) -> Member | None:
    """Return the columns of the household's head; None when there is but his name in a row of another."""
    columns: dict[int, str] = {}
    for head in heads:
        for text in (whole(head.name), whole(head.text)):
            if text.startswith(persons.head_word) and head.index not in columns:
                key = _rest(text.removeprefix(persons.head_word), shape, persons)
                if key and key not in columns.values():
                    columns[head.index] = key
    named = [index for index, key in own.items() if key == persons.head]
    if named and persons.name not in columns.values():
        columns[named[0]] = persons.name
    if persons.name not in columns.values() or not (wide or len(columns) > 1):
        return None
    return Member(dict(sorted(columns.items())), persons.head_word, is_head=True)
