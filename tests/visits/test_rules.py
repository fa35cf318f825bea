"""Beats of plans: never two for one household at a time, none after a visit today."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gridcenter.visits.rules import Rhythm, Turn, days_late, due_by

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
KEYS = st.sampled_from(["weekly", "monthly", "quarterly", "half_year", "yearly", "days"])


@st.composite
def rhythms(draw):
    since = draw(DAYS)
    until = draw(st.none() | st.integers(0, 2000))
    ended = None if until is None else since + timedelta(days=until)
    return Rhythm(draw(KEYS), draw(st.integers(1, 400)), since, ended)


@given(rhythms(), st.integers(0, 4000))
def test_every_day_of_a_plan_lies_in_one_beat(rhythm, after):
    day = rhythm.since + timedelta(days=after)
    if rhythm.until and day > rhythm.until:
        return
    turn = rhythm.turn(day)
    assert turn.first <= day <= turn.last
    assert rhythm.turn(turn.first) == rhythm.turn(turn.last) == turn
    following = turn.last + timedelta(days=1)
    if not rhythm.until or following <= rhythm.until:
        assert rhythm.turn(following).first == following


@given(rhythms(), st.none() | DAYS, DAYS)
def test_a_visit_today_makes_it_not_due(rhythm, begun, today):
    assert not due_by(rhythm.next_turn(begun, today), today)


@given(rhythms(), st.none() | DAYS, st.lists(DAYS, max_size=8), DAYS)
def test_the_beat_that_waits_was_not_visited(rhythm, begun, visits, today):
    made = [day for day in visits if day <= today]
    turn = rhythm.next_turn(begun, max(made, default=None))
    if turn is None:
        return
    assert not any(turn.first <= day <= turn.last for day in made)
    assert turn.first >= rhythm.since
    assert rhythm.until is None or turn.last <= rhythm.until
    assert begun is None or turn.last >= begun


@given(rhythms(), st.none() | DAYS, DAYS, DAYS)
def test_a_later_visit_never_makes_it_due_earlier(rhythm, begun, one, other):
    first, second = sorted((one, other))
    before, after = rhythm.next_turn(begun, first), rhythm.next_turn(begun, second)
    assert after is None or (before is not None and before.last <= after.last)


def test_a_missed_month_waits_until_somebody_goes():
    monthly = Rhythm("monthly", 0, date(2026, 9, 10))
    september = Turn(date(2026, 9, 10), date(2026, 9, 30))
    assert monthly.next_turn(None, None) == monthly.next_turn(None, date(2026, 9, 9)) == september
    assert days_late(september, date(2026, 11, 22)) == 53
    assert monthly.next_turn(None, date(2026, 11, 3)) == Turn(date(2026, 12, 1), date(2026, 12, 31))
    assert monthly.next_turn(date(2026, 11, 5), None).last == date(2026, 11, 30)
