"""Names of people and villages, phones, plain text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridcenter.base.names import (
    is_no_name,
    name_key,
    name_problem,
    tidy_name,
    village_key,
    without_township,
)
from gridcenter.base.phones import tidy_phone
from gridcenter.base.texts import clean, fold

han = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=6)
spaces = st.sampled_from(["", " ", "  ", "\u3000", "\u00a0", "\t", "\u200b", "\ufeff"])


@given(han, spaces, spaces, spaces)
def test_spaces_do_not_change_a_name(name, before, within, after):
    assert tidy_name(before + name[0] + within + name[1:] + after) == name


@pytest.mark.parametrize("dot", "·•・．‧∙.")
def test_dots_in_names_become_one(dot):
    assert tidy_name(f"买买提{dot}吐尔逊") == "买买提·吐尔逊"
    assert tidy_name(f"买买提 {dot} 吐尔逊") == "买买提·吐尔逊"


def test_foreign_names_keep_single_spaces():
    assert tidy_name("  Ｊｏｈｎ   Smith ") == "John Smith"


@pytest.mark.parametrize("name", ["石𠅤", "上官𬱖", "丁䶮", "汤㛃"])
def test_rare_characters_stay(name):
    assert tidy_name(name + " ") == name


def test_the_key_joins_spellings():
    assert name_key("买买提·吐尔逊") == name_key("买买提 吐尔逊") == name_key("买买提．吐尔逊")
    assert name_key("JOHN smith") == name_key("John Smith")


@given(st.text(max_size=12))
def test_tidying_twice_changes_nothing(typed):
    assert tidy_name(tidy_name(typed)) == tidy_name(typed)


def test_odd_names_are_told():
    assert "（" in name_problem("张三（已故）")
    assert name_problem("张三1")
    assert name_problem("张三") == ""
    assert name_problem("买买提·吐尔逊") == ""
    assert all(map(is_no_name, ["", "无", "不详", "/", "--"]))
    assert not is_no_name("吴")


@pytest.mark.parametrize(
    "written",
    [
        "严务",
        "严务村",
        "严务村委会",
        "严务村民委员会",
        "严务村村民委员会",
        "严务行政村",
        " 严 务 村 ",
        "严务村委",
    ],
)
def test_spellings_of_one_village(written):
    assert village_key(written) == "严务"


@pytest.mark.parametrize(
    "written", ["幸福社区", "幸福社区居委会", "幸福社区居民委员会", "幸福居委会"]
)
def test_spellings_of_one_community(written):
    assert village_key(written) == village_key("幸福")


def test_villages_that_differ_stay_apart():
    assert village_key("黄邱新村") != village_key("黄邱村")
    assert village_key("村") == "村"
    assert without_township("严务乡严务村", "严务乡") == "严务村"


@pytest.mark.parametrize(
    "typed",
    ["10067735468", "100-6773-5468", "100 6773 5468", "+86 10067735468", "8610067735468",
     "1.0067735468E10", "10067735468.0", "１００６７７３５４６８", "'10067735468"],
)  # fmt: skip
def test_spellings_of_one_phone(typed):
    assert tidy_phone(typed) == ("10067735468", "")


def test_other_phones():
    assert tidy_phone("0534-2345678") == ("05342345678", "")
    assert tidy_phone("10067735468/10045268596") == ("10067735468、10045268596", "")
    assert tidy_phone("无") == tidy_phone("--") == ("", "")
    assert tidy_phone("1006773546")[1] == "有10位，手机号应为11位"
    assert tidy_phone("同上")[1]


def test_what_cannot_be_seen_goes():
    assert clean("\u3000严务\u00a0村\u200b\ufeff\x07\r\n") == "严务 村"
    assert clean("甲_x000D_") == "甲"
    assert fold("（ＡＢ１２）") == "(AB12)"


@given(st.text(max_size=20))
def test_cleaning_twice_changes_nothing(typed):
    assert clean(clean(typed)) == clean(typed)
