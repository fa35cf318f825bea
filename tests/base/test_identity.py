"""Identity numbers as offices type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridcenter.base.identity import check, fold_identity, upgrade

GOOD = "371423197809139991"
days = st.dates(date(1900, 1, 1), date(2026, 10, 31))
orders = st.integers(996, 999)


def numbered(birth: date, order: int) -> str:
    body = f"371423{birth:%Y%m%d}{order:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(weight * int(digit) for weight, digit in zip(weights, body, strict=True))
    return body + "10X98765432"[total % 11]


@given(days, orders)
def test_a_true_number_tells_birth_and_sex(birth, order):
    read = check(numbered(birth, order))
    assert (read.problem, read.birth) == ("", birth)
    assert read.sex == ("男" if order % 2 else "女")


@given(days, orders, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(birth, order, place, shift):
    number = numbered(birth, order)
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert check(wrong).problem


@pytest.mark.parametrize(
    "typed",
    [
        "371423197809139991",
        " 371423 19780913 9991 ",
        "３７１４２３１９７８０９１３９９９１",
        "'371423197809139991",
        "\u00a0371423197809139991\t",
    ],
)
def test_spellings_of_one_number(typed):
    assert check(typed).text == GOOD
    assert check(typed).problem == ""


def test_small_x_becomes_capital():
    assert check("37142319960312999x").text == "37142319960312999X"
    assert check("37142319960312999x").problem == ""


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("37142319780913999", "short_id"),
        ("3714231978091399911", "long_id"),
        ("371423197809139992", "bad_check_digit"),
        ("371423197813139999", "bad_birth_date"),
        ("371423197709139000", "rounded_id"),
        ("3.71423E+17", "rounded_id"),
        ("3714231978****9991", "masked_id"),
        ("37142319780913999A", "bad_id"),
        ("身份证丢失", "bad_id"),
        ("371423780913999", "old_id"),
        ("371423781399999", "short_id"),
    ],
)
def test_each_fault_has_its_reason_and_keeps_what_was_typed(typed, reason):
    read = check(typed)
    assert read.reason == reason
    assert read.problem
    assert read.text == fold_identity(typed)


def test_number_cells_lose_their_tail_even_where_the_check_digit_fits():
    fitting = next(
        number
        for area in range(100000, 999999)
        if check(number := f"{area}197809139000").reason != "rounded_id"
    )
    assert check(fitting).problem == ""
    assert check(fitting, numeric=True).reason == "rounded_id"


def test_nothing_is_no_problem():
    assert check("  ").problem == ""


def test_an_old_number_is_upgraded():
    assert upgrade("371423780913999") == GOOD
    assert upgrade(GOOD) == GOOD


@given(st.text(max_size=30))
def test_no_text_breaks_it(typed):
    read = check(typed)
    assert bool(read.problem) == bool(read.reason)
