from datetime import date
from decimal import Decimal

import pytest

from gridcenter.ledgers.heads import Head, heads
from gridcenter.ledgers.model import Cell, Column, Part, Row
from gridcenter.ledgers.words import note_words, value_words

PLAIN = Column("a", "甲", 10)


@pytest.mark.parametrize(
    ("value", "column", "words"),
    [
        (None, PLAIN, "—"),
        ("", PLAIN, ""),
        (92, PLAIN, "92"),
        (0.1, PLAIN, "0.1"),
        (Decimal("89.18"), PLAIN, "89.18"),
        (1e-7, PLAIN, "0.0000001"),
        (18, Column("a", "甲", 10, "r", "decimal", decimals=2), "18.00"),
        (date(2026, 10, 7), PLAIN, "10月7日"),
        (date(2026, 10, 7), Column("a", "甲", 10, full_dates=True), "2026年10月7日"),
    ],
)
def test_values_in_words(value, column, words):
    assert value_words(value, column) == words


def test_cells_are_placed_by_their_spans():
    part = Part((PLAIN, PLAIN, PLAIN), ())
    placed = list(part.placed(Row((Cell("x", 2), 5))))
    assert [(one.at, one.cell.value) for one in placed] == [(0, "x"), (2, 5)]


@pytest.mark.parametrize("cells", [(1,), (1, 2, 3, 4), (Cell("x", 4),)])
def test_a_row_that_does_not_fill_its_table_is_refused(cells):
    part = Part((PLAIN, PLAIN, PLAIN), ())
    with pytest.raises(ValueError, match="in a table of 3"):
        list(part.placed(Row(cells)))


def test_neighbours_of_one_group_stand_under_one_head():
    columns = [PLAIN, Column("b", "乙", 10, group="组"), Column("c", "丙", 10, group="组")]
    assert list(heads(columns)) == [
        Head("甲", 0, 0, 1, 2),
        Head("组", 1, 0, 2, 1),
        Head("乙", 1, 1),
        Head("丙", 2, 1),
    ]


def test_notes_are_numbered_when_there_are_several():
    assert note_words(()) == ""
    assert note_words(("空格手填。",)) == "说明：空格手填。"
    assert note_words(("甲", "乙。")) == "说明：1. 甲；2. 乙。"
