"""The allowance reckoned: parts make up the whole, however a month is cut."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from gridcenter.base.money import capitals
from gridcenter.base.periods import Month
from gridcenter.staff.allowance_rules import Away, Rate, Rule, Service, reckon

CENT = Decimal("0.01")
AMOUNTS = st.decimals(min_value=CENT, max_value=9999, places=2)
MONTHS = st.builds(Month, st.integers(2024, 2027), st.integers(1, 12))
RULES = st.builds(
    Rule, st.sampled_from(["calendar", "working"]), st.sampled_from(["each", "highest"])
)
PER = st.sampled_from(["month", "day"])


def service(number=1, since=None, until=None, kind="full", post="worker"):
    return Service(bytes([number]), b"p", b"u", post, kind, None, since, until)


def rate(amount, per="month", since=date(2020, 1, 1), until=None, post=None, document=""):
    return Rate("full", Decimal(amount), per, since, until, None, post, document)


def total(lines):
    return sum((line.amount for line in lines), Decimal(0))


@given(MONTHS, AMOUNTS, PER, RULES, st.integers(1, 27))
def test_a_month_cut_in_two_posts_of_one_rate_is_paid_as_one(month, amount, per, rule, cut):
    first, known = month.first + timedelta(days=cut), [rate(amount, per)]
    whole = reckon(month, [service()], known, lambda _: rule)
    parts = reckon(
        month, [service(1, None, first - timedelta(days=1)), service(2, first)], known, lambda _: rule
    )  # fmt: skip
    assert sum(line.days for line in parts) == sum(line.days for line in whole)
    assert abs(total(parts) - total(whole)) <= CENT


@given(MONTHS, AMOUNTS, AMOUNTS, RULES, st.integers(1, 27))
def test_a_rate_that_changes_in_the_month_pays_each_day_by_its_own(month, old, new, rule, cut):
    begun = month.first + timedelta(days=cut)
    known = [rate(old, until=begun - timedelta(days=1)), rate(new, since=begun)]
    lines = reckon(month, [service()], known, lambda _: rule)
    assert {line.rate.amount for line in lines} <= {old, new}
    assert sum(line.days for line in lines) == lines[0].of
    low, high = sorted((old, new))
    assert low - CENT <= total(lines) <= high + CENT


@given(MONTHS, AMOUNTS, st.integers(0, 27), st.integers(0, 27), st.booleans())
def test_days_away_are_taken_off_only_where_somebody_said_so(month, amount, a, b, paid):
    first, last = sorted((a, b))
    away = Away(month.first + timedelta(days=first), month.first + timedelta(days=last), paid)
    lines = reckon(month, [service()], [rate(amount)], lambda _: Rule(), [away])
    gone = 0 if paid else last - first + 1
    assert sum(line.days for line in lines) == month.last.day - gone


def test_of_several_posts_the_best_paid_one_day_by_day_or_each():
    month, half = Month(2026, 10), date(2026, 10, 16)
    posts = [service(1), service(2, half, post="grid_head")]
    known = [rate(310), rate(620, post="grid_head")]
    best = reckon(month, posts, known, lambda _: Rule("calendar", "highest"))
    assert [(line.days, line.amount) for line in best] == [(15, Decimal(150)), (16, Decimal(320))]
    each = reckon(month, posts, known, lambda _: Rule("calendar", "each"))
    assert total(each) == Decimal(310) + Decimal(320)


def test_a_post_begun_on_the_sixteenth_by_working_days_and_a_post_without_a_rate():
    month = Month(2026, 10)
    line = reckon(
        month, [service(since=date(2026, 10, 16))], [rate(600)], lambda _: Rule("working")
    )[0]
    assert (line.days, line.of) == (11, 18)
    assert line.amount == Decimal("366.67")
    bare = reckon(month, [service(kind="head")], [rate(600)], lambda _: Rule())[0]
    assert (bare.rate, bare.amount) == (None, 0)


def test_amounts_in_the_characters_of_banks():
    said = {
        "0": "零元整", "105": "壹佰零伍元整", "1006.07": "壹仟零陆元零柒分", "320.30": "叁佰贰拾元叁角整",
        "100005": "壹拾万零伍元整", "20000300": "贰仟万零叁佰元整", "0.05": "伍分", "-50": "负伍拾元整",
    }  # fmt: skip
    assert {amount: capitals(Decimal(amount)) for amount in said} == said
