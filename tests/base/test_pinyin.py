"""Pinyin of names for searching."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridcenter.base.pinyin import initials, readings, sounds, spell, starts

han = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("name", "pinyin", "letters"),
    [
        ("单国强", "shanguoqiang", "sgq"),
        ("仇玉兰", "qiuyulan", "qyl"),
        ("解放", "xiefang", "xf"),
        ("区海", "ouhai", "oh"),
        ("曾明", "zengming", "zm"),
        ("查良", "zhaliang", "zl"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("万俟明", "moqiming", "mqm"),
        ("吕布", "lvbu", "lb"),
        ("买买提·吐尔逊", "maimaitituerxun", "mmttex"),
        ("John Smith", "johnsmith", "johnsmith"),
    ],
)
def test_names_are_read_as_people_say_them(name, pinyin, letters):
    assert spell(name) == pinyin
    assert initials(name) == letters


def test_every_way_to_read_a_name_is_found():
    assert {("shanguoqiang", "sgq"), ("danguoqiang", "dgq")} <= readings("单国强")
    assert {"lvbu", "lubu"} <= {pinyin for pinyin, _ in readings("吕布")}
    assert "zengzhong" in {pinyin for pinyin, _ in readings("曾重")}


def test_rare_characters_have_a_sound():
    assert sounds("㛃") == ("jie",)
    assert sounds("𬱖")[0].isascii()


@given(han)
def test_the_usual_reading_is_among_all_and_they_are_few(name):
    every = readings(name)
    assert (spell(name), initials(name)) in every
    assert 1 <= len(every) <= 24
    assert all(pinyin.isascii() for pinyin, _ in every)


@given(st.text(max_size=12))
def test_no_text_breaks_it(text):
    assert (spell(text), initials(text)) in readings(text)


def test_a_name_may_be_begun_at_each_of_its_characters():
    assert {"shanguoqiang", "danguoqiang", "guoqiang", "qiang", "sgq", "dgq", "gq", "q"} <= starts("单国强")
    assert "hanguoqiang" not in starts("单国强")
