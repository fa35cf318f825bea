from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridcenter.papers.breaking import HANGING, NOT_FIRST, NOT_LAST, break_lines
from gridcenter.papers.faces import Face, Faces

OFFICIAL = (
    "根据《××省耕地地力保护补贴资金管理办法》（财农〔2026〕12号），现将“一卡通”发放对象、面积、标准予以公示；"
    "公示期为7天（2026年5月1日至5月7日）。如有异议，请拨打电话：0512-66668888！合计1,234,567.89元，"
    "涨幅3.5％……是否属实？“王小明”、“李翠花”等户：核减0.5亩——详见附件《核减明细表》【第3页】。"
)
WORDS = st.sampled_from(
    [
        "网格",
        "走访",
        "王小明",
        "调解",
        "2026年",
        "10月",
        "31日",
        "91.68",
        "0.5亩",
        "GB/T",
        "（",
        "“",
        "《",
    ]
)
MARKS = st.sampled_from(["，", "。", "；", "”、", "》", "）", "……", "％"])
TEXTS = st.lists(st.tuples(WORDS, MARKS | st.just("")), max_size=40).map(
    lambda pairs: "".join(word + mark for word, mark in pairs)
)


def wide(text: str) -> float:
    return sum(0.5 if char.isascii() else 1.0 for char in text)


def breaks(lines: list[str]) -> list[tuple[str, str]]:
    return [(before[-1], after[0]) for before, after in pairwise(lines)]


@given(TEXTS, st.integers(12, 60))
def test_no_line_begins_or_ends_with_a_forbidden_mark(text, limit):
    lines = break_lines(text, wide, limit, 1.0)
    assert "".join(lines) == text
    for last, first in breaks(lines):
        assert first not in NOT_FIRST
        assert last not in NOT_LAST


@given(TEXTS, st.integers(12, 60))
def test_lines_stay_within_the_edge_but_for_a_hanging_mark(text, limit):
    for line in break_lines(text, wide, limit, 1.0):
        hang = 0.5 if line and line[-1] in HANGING else 0.0
        assert wide(line) <= limit + hang + 0.01


@given(st.text(), st.floats(0.1, 30), st.floats(0, 5))
def test_no_character_is_ever_lost(text, limit, indent):
    lines = break_lines(text, wide, limit, 1.0, min(indent, limit))
    assert "".join(lines) == text.replace("\n", "")


@pytest.mark.parametrize("face", ["song", "hei"])
def test_official_paragraph_at_a_hundred_widths(face: Face):
    faces, found = Faces(), 0
    for limit in range(100, 500, 4):
        lines = break_lines(OFFICIAL, lambda text: faces.width(text, face) * 10.5, limit, 10.5)
        assert "".join(lines) == OFFICIAL
        found += len(lines) - 1
        assert not [pair for pair in breaks(lines) if pair[0] in NOT_LAST or pair[1] in NOT_FIRST]
    assert found > 500


def test_a_number_longer_than_a_line_is_torn_and_its_mark_is_not_left_behind():
    lines = break_lines("1" * 20 + "，后来", wide, 5, 1.0)
    assert "".join(lines) == "1" * 20 + "，后来"
    assert all(wide(line) <= 5.5 for line in lines)
    assert not [line for line in lines if line[0] == "，"]


def test_a_number_keeps_its_unit():
    assert break_lines("截止10月31日", wide, 3.5, 1.0) == ["截止", "10月", "31日"]
    assert break_lines("截止10月31日", wide, 4.5, 1.0) == ["截止10月", "31日"]


def test_no_character_stands_alone_on_the_last_line():
    assert break_lines("一二三四五六七八九", wide, 8, 1.0) == ["一二三四五六七", "八九"]
