"""The ready parsers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridcenter.sheets import parsers
from gridcenter.sheets.columns import Doubt

SEX = parsers.choice({"男": ("男性", "1"), "女": ("女性", "2")})


@pytest.mark.parametrize(
    ("parse", "cell", "value"),
    [
        (parsers.text(), 20100001, "20100001"),
        (parsers.text(blanks=("无",)), "无", ""),
        (parsers.code(), " 2010 0001", "20100001"),
        (parsers.code(), "—", ""),
        (parsers.name(), "王　明", "王明"),
        (parsers.name(), "不详", ""),
        (parsers.day(2026), "10月9日", date(2026, 10, 9)),
        (parsers.day(), "", None),
        (parsers.number(), "1,200.5元", 1200.5),
        (parsers.number(whole=True), 20.0, 20),
        (parsers.number(), "无", None),
        (SEX, "男 性", "男"),
        (SEX, 2, "女"),
        (SEX, "", ""),
        (parsers.yes_no(), "√", True),
        (parsers.yes_no(), "否", False),
        (parsers.yes_no(default=True), "", True),
        (parsers.phone(), 10067735468, "10067735468"),
        (parsers.place(), "严务 村（社区）", "严务村(社区)"),
    ],
)
def test_clean_cells_become_values(parse, cell, value):
    read = parse(cell)
    assert read == value
    assert type(read) is type(value)


NOW = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("cell", "past", "value", "reason", "fatal"),
    [
        ("12.28", True, date(2025, 12, 28), "guessed_year", False),
        (12.1, True, date(2025, 12, 1), "guessed_year", False),
        ("12.28", False, date(2026, 12, 28), "odd_date", True),
        ("2027-01-03", True, date(2027, 1, 3), "odd_date", True),
        (date(2026, 11, 23), True, date(2026, 11, 23), "odd_date", True),
    ],
)
def test_days_after_today(cell, past, value, reason, fatal):
    read = parsers.day(2026, today=NOW, latest=NOW, past=past, strict=True)(cell)
    assert isinstance(read, Doubt)
    assert (read.value, read.reason, read.fatal) == (value, reason, fatal)


def test_days_up_to_today_keep_the_year():
    parse = parsers.day(2026, today=NOW, latest=NOW, past=True, strict=True)
    assert (parse("1.3"), parse("11.22")) == (date(2026, 1, 3), NOW)


@pytest.mark.parametrize(
    ("parse", "cell", "value", "reason"),
    [
        (parsers.text(3), "一二三四", "一二三", "too_long"),
        (parsers.code(), 371423197809139000, "371423197809139000", "rounded"),
        (parsers.name(), "王明（已故）", "王明(已故)", "odd_name"),
        (parsers.day(), "2026-02-30", None, "bad_date"),
        (parsers.day(latest=date(2026, 10, 31)), "2027-01-01", date(2027, 1, 1), "odd_date"),
        (parsers.number(), "二十", None, "not_a_number"),
        (parsers.number(0, 20), 21, 21, "out_of_range"),
        (parsers.number(whole=True), 2.5, 2, "not_whole"),
        (SEX, "不男", "", "unknown_word"),
        (parsers.yes_no(), "也许", False, "unknown_word"),
        (parsers.phone(), "123456789", "123456789", "bad_phone"),
    ],
)
def test_doubtful_cells_say_why(parse, cell, value, reason):
    read = parse(cell)
    assert isinstance(read, Doubt)
    assert (read.value, read.reason, read.fatal) == (value, reason, False)
    assert read.words


def test_a_strict_choice_rejects():
    assert parsers.choice(["好", "差"], strict=True)("中").fatal
    assert parsers.choice(["好", "差"], keep=True)("中").value == "中"


@pytest.mark.parametrize(
    "parse",
    [parsers.text(), parsers.code(), parsers.name(), parsers.identity(), parsers.day(2026),
     parsers.number(0, 100, whole=True), SEX, parsers.yes_no(), parsers.phone(), parsers.place()],
)  # fmt: skip
@given(st.one_of(st.text(max_size=20), st.floats(), st.integers(), st.dates(), st.datetimes()))
def test_no_cell_breaks_a_parser(parse, cell):
    read = parse(cell)
    assert not isinstance(read, Doubt) or (read.words and read.reason)
