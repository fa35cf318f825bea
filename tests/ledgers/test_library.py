from datetime import date

import pytest

from gridcenter.base.errors import NotFound
from gridcenter.base.periods import Month
from gridcenter.ledgers.library import find_ledger, ledger_number, listed, month_scope, rate
from gridcenter.ledgers.model import LedgerDef


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (2, 4, "50.0%"),
        (2, 6, "33.3%"),
        (1, 800, "0.1%"),
        (1, 16, "6.3%"),
        (0, 5, "0.0%"),
        (0, 0, "—"),
    ],
)
def test_rates_round_halves_up_and_say_nothing_of_nothing(part, whole, words):
    assert rate(part, whole) == words


def test_listed_numbers_only_what_differs():
    day, later = date(2026, 10, 30), date(2026, 11, 5)
    assert listed([]) is None
    assert listed([day]) == day
    assert listed([day, day]) == day
    assert listed([day, None, later]) == "1. 10月30日\n2. —\n3. 11月5日"


def test_a_ledger_is_found_by_name_or_title(make):
    definitions = (LedgerDef("visits", "走访台账", "台账", lambda _session, _scope: make.ledger()),)
    assert find_ledger(definitions, "visits") is definitions[0]
    assert find_ledger(definitions, "走访台账") is definitions[0]
    with pytest.raises(NotFound, match="走访台账（visits）"):
        find_ledger(definitions, "visit")


def test_scope_is_dated_by_the_month_that_ended_or_by_today():
    today = date(2026, 11, 22)
    assert month_scope(Month(2026, 10), None, today).filled_on == date(2026, 10, 31)
    assert month_scope(Month(2026, 11), None, today).filled_on == today


def test_numbers_leave_out_what_is_not_there():
    assert ledger_number("371423200", "DC", Month(2026, 10)) == "371423200-DC-2026-10"
    assert ledger_number("", "ZF", Month(2026, 9), "S1") == "ZF-2026-09-S1"
