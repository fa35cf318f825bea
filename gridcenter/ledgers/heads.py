"""The head of a ledger's table: one level, or two where columns are grouped."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from gridcenter.ledgers.model import Column


@dataclass(frozen=True, slots=True)
class Head:
    """A cell of the head: `span` columns from `at`, `levels` levels from `level` down."""

    text: str
    at: int
    level: int = 0
    span: int = 1
    levels: int = 1


def head_levels(columns: Sequence[Column]) -> int:
    """Return how many levels the head has."""
    return 2 if any(column.group for column in columns) else 1


def heads(columns: Sequence[Column]) -> Iterator[Head]:
    """Yield the cells of the head, group titles before the titles below them."""
    levels, at = head_levels(columns), 0
    for group, members in groupby(columns, key=lambda column: column.group):
        titles = [column.title for column in members]
        if group:
            yield Head(group, at, 0, len(titles))
        for offset, title in enumerate(titles):
            yield Head(title, at + offset, 1) if group else Head(title, at + offset, 0, 1, levels)
        at += len(titles)
