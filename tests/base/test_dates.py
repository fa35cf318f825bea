"""Days in every spelling an office uses."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridcenter.base.dates import read_day, read_typed_day

NINTH = date(2026, 10, 9)
days = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    "typed",
    [
        "2026-10-09", "2026-10-9", "2026/10/9", "2026.10.9", "2026. 10. 9", "20261009",
        "2026年10月9日", "2026年10月9号", "2026 年 10 月 9 日", "２０２６－１０－０９", "2026、10、9",
        "2026。10。9", "2026/10/9 星期五", "2026-10-09 19:01", "2026-10-09T08:00:00",
        "2026/10/9 0:00:00", "2026-10-09日", "二〇二六年十月九日", "10月9日", "10-9", "10.9", "1009",
        "10月9号", "10/09", 20261009, 20261009.0, 1009, 46304, 46304.0, 46304.75, "46304",
        "十月九日", "十月九号", "10.9上午", "10月9日下午3点", "2026-10-09 上午", "10.9 下午 15:30",
        NINTH, datetime.fromisoformat("2026-10-09 19:01"), "'2026-10-09",
    ],
)  # fmt: skip
def test_spellings_of_one_day(typed):
    read = read_day(typed, year=2026)
    assert (read.day, read.problem, read.exact) == (NINTH, "", True)


@given(days)
def test_every_day_is_read_back_in_every_spelling(day):
    spelt = [
        day.isoformat(),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y%m%d}",
        (day - date(1899, 12, 30)).days,
    ]
    wanted = [day] * len(spelt)
    if day < date(1910, 1, 1):  # such small day numbers are years and month-days
        spelt.pop(), wanted.pop()
    assert [read_day(each).day for each in spelt] == wanted


@given(days)
def test_a_day_without_a_year_takes_the_given_one(day):
    for typed in (f"{day.month}月{day.day}日", f"{day.month}-{day.day}", f"{day:%m%d}"):
        assert read_day(typed, year=day.year).day == day
        assert read_day(typed).day is None or not read_day(typed).exact


@pytest.mark.parametrize(
    "typed", ["2006年8月", "2006.8", "2006-08", "200608", 2006.8, "二〇〇六年八月"]
)
def test_a_month_is_its_first_day(typed):
    read = read_day(typed)
    assert (read.day, read.problem, read.exact) == (date(2006, 8, 1), "", False)


def test_january_and_october_cannot_be_told_apart_in_a_number_cell():
    assert read_day(2006.1).reason == "unclear_month"
    assert read_day("2006.10").day == date(2006, 10, 1)
    assert read_day("2006.10").problem == ""


@pytest.mark.parametrize("typed", [10.1, 10.2, 10.3])
def test_the_first_and_the_tenth_cannot_be_told_apart_in_a_number_cell(typed):
    read = read_day(typed, year=2026)
    assert (read.day, read.reason) == (date(2026, 10, round(typed * 10) % 100), "unclear_day")
    assert read_day(str(typed), year=2026).problem == ""


@pytest.mark.parametrize("typed", [10.4, 10.11, 2.3, 20261001.0])
def test_number_cells_that_can_only_be_one_day(typed):
    assert read_day(typed, year=2026).problem == ""


def test_a_year_alone():
    assert read_day("1978年").day == date(1978, 1, 1)
    assert not read_day(1978).exact


@pytest.mark.parametrize(
    ("typed", "today", "year"),
    [
        ("78.9.13", None, 1978),
        ("26-9-13", date(2026, 10, 9), 2026),
        ("270913", date(2026, 1, 1), 1927),
    ],
)
def test_two_digit_years_are_a_guess_that_is_told(typed, today, year):
    read = read_day(typed, today=today)
    assert read.day == date(year, 9, 13)
    assert read.reason == "two_digit_year"


def test_words_for_days_need_today():
    assert read_day("昨天", today=NINTH).day == NINTH - timedelta(days=1)
    assert read_day("今日", today=NINTH).day == NINTH
    assert read_day("昨天").reason == "bad_date"


@pytest.mark.parametrize(
    "typed", ["2026年2月30日", "2026-02-30", "20260230", "2月30日", "2026.13.1"]
)
def test_impossible_days_are_named(typed):
    read = read_day(typed, year=2026)
    assert read.day is None
    assert "2026年" in read.problem


@pytest.mark.parametrize("typed", ["", "-", "--", "/", "无", "不详", None, "0000-00-00"])
def test_no_day_is_no_problem(typed):
    assert read_day(typed) == read_day("")
    assert read_day(typed).problem == ""


@given(st.one_of(st.text(max_size=20), st.floats(), st.integers(), st.booleans(), st.none()))
def test_nothing_breaks_it_and_what_is_not_read_is_told(typed):
    read = read_day(typed, year=2026, today=NINTH)
    assert bool(read.problem) == bool(read.reason)


def test_a_day_typed_in_january_may_be_of_the_year_before():
    today = date(2027, 1, 5)
    assert read_typed_day("1231", today, past=True).day == date(2026, 12, 31)
    assert read_typed_day("12-31", today).day == date(2027, 12, 31)
    assert read_typed_day("0104", today, past=True).day == date(2027, 1, 4)
    assert read_typed_day("2027-12-31", today, past=True).day == date(2027, 12, 31)


def test_tomorrow_is_not_taken_for_a_day_a_year_ago():
    assert read_typed_day("1123", date(2026, 11, 22), past=True).day == date(2026, 11, 23)


def test_a_birth_wants_its_year():
    today = date(2026, 11, 22)
    assert read_typed_day("19680305", today, past=True, whole=True).day == date(1968, 3, 5)
    read = read_typed_day("10-7", today, past=True, whole=True)
    assert read.day is None
    assert "没有写年份" in read.problem
