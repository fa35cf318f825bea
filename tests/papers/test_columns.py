import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridcenter.papers.columns import Want, share

SIZES = st.floats(5, 80)
WANTS = st.lists(
    st.tuples(SIZES, st.floats(0, 20), st.floats(0, 200)).map(
        lambda t: Want(t[0], t[1], t[1] + t[2])
    ),
    min_size=1,
    max_size=15,
)


@given(WANTS, st.floats(100, 300))
def test_columns_fill_the_sheet_exactly(wants, room):
    assert sum(share(wants, room)) == pytest.approx(room)


@given(WANTS)
def test_no_column_gets_less_than_it_bears_while_there_is_room(wants):
    room = sum(want.least for want in wants) + 1
    for want, width in zip(wants, share(wants, room), strict=True):
        assert width >= want.least - 1e-6


def test_narrow_content_gives_room_to_the_hungry():
    narrow, hungry = share([Want(60, 5, 20), Want(60, 5, 300)], 120)
    assert narrow == pytest.approx(20)
    assert hungry == pytest.approx(100)


def test_words_give_way_before_figures():
    words, figures = share([Want(60, 10, 90), Want(30, 30, 30)], 70)
    assert (words, figures) == pytest.approx((40, 30))


def test_columns_of_one_declared_width_stay_equal_when_nobody_is_hungry():
    assert share([Want(12, 5, 8), Want(12, 5, 10), Want(24, 5, 9)], 96) == pytest.approx(
        [24, 24, 48]
    )


def test_the_least_hungry_is_filled_first():
    widths = share([Want(10, 5, 20), Want(10, 5, 500)], 60)
    assert widths == pytest.approx([20, 40])
