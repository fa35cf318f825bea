import hashlib
import re
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from gridcenter.base.errors import StorageFailed
from gridcenter.base.progress import Progress, Stopped
from gridcenter.ledgers.model import Column, Part, Row
from gridcenter.ledgers.pdf import print_ledger

RARE = "𬱖㛃䶮𠅤𫖯㻂𪩘龘𠀀"


def printed(ledger):
    out = BytesIO()
    result = print_ledger(ledger, out)
    reader = PdfReader(out)
    texts = [page.extract_text() for page in reader.pages]
    assert result.sha256 == hashlib.sha256(out.getvalue()).hexdigest()
    assert result.pages == len(texts)
    return result, reader, texts


def test_every_sheet_has_head_number_check_and_page(make):
    result, reader, texts = printed(make.ledger(*map(make.person, range(1, 91)), personal=True))
    assert len(texts) == 3
    for number, text in enumerate(texts, 1):
        assert "身份证号码" in text
        assert "得　分" in text
        assert f"第 {number} 页　共 3 页" in text
        assert "编号　YW-ZF-2026-10" in text
        assert "校验　" + " ".join(result.check[i : i + 4] for i in (0, 4, 8, 12)) in text
        assert "含个人信息" in text
    assert "走访月份：2026年10月" in texts[0]
    assert ["（续）" in text for text in texts] == [False, True, True]
    assert ["审核人：" in text for text in texts] == [False, False, True]
    assert reader.metadata.title == "严务乡2026年10月走访台账"
    assert reader.metadata.author == "严务乡"
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"


def test_all_rows_are_printed_once(make):
    _, _, texts = printed(make.ledger(*map(make.person, range(1, 301))))
    everything = "".join(texts)
    for number in range(1, 301):
        assert everything.count(f"王{chr(0x4E00 + number)}") == 1


def test_all_faces_are_embedded_and_small(make):
    _, reader, _ = printed(make.ledger(make.person(1, name="王" + RARE), make.person(2)))
    fonts = [
        font.get_object()
        for page in reader.pages
        for font in page["/Resources"]["/Font"].get_object().values()
    ]
    assert len(fonts) == 4
    for font in fonts:
        descriptor = font["/FontDescriptor"].get_object()
        assert "Helvetica" not in font["/BaseFont"]
        assert len(descriptor["/FontFile2"].get_object().get_data()) < 200_000


@pytest.mark.parametrize("char", RARE)
def test_rare_names_are_found(make, char):
    result, _, texts = printed(make.ledger(make.person(1, name=f"王{char}")))
    assert f"王{char}" in texts[0]
    assert result.missing == ()


def test_same_ledger_same_bytes_whatever_was_printed_between(make):
    def build():
        return make.ledger(*map(make.person, range(1, 60)), make.total("共计"))

    first, _, _ = printed(build())
    other, _, _ = printed(make.ledger(make.person(1, name="王" + RARE), wide=True))
    again, _, _ = printed(build())
    assert first == again
    assert other.sha256 != first.sha256


def test_one_changed_figure_changes_the_check_code(make):
    first, _, _ = printed(make.ledger(make.person(1)))
    second, _, _ = printed(make.ledger(make.person(1, score=82)))
    assert first.check != second.check


def test_a_cell_longer_than_a_sheet_loses_nothing(make):
    def build(note):
        rows = [make.person(1), make.person(2), make.person(3, note=note)]
        return make.ledger(*rows, make.total("完"))

    _, _, (without,) = printed(build("—"))
    story = "".join(chr(code) for code in range(0x6000, 0x7400) if chr(code) not in without)
    _, _, texts = printed(build(story))
    assert len(texts) > 3
    assert all("身份证号码" in text for text in texts)
    told = set(story)
    assert "".join(char for text in texts for char in text if char in told) == story


def positions(page, words):
    """Left and baseline, in points, of the texts that hold the words."""
    found = []

    def visit(text, _cm, tm, _font, _size):
        if words in text:
            found.append((tm[4], tm[5]))

    page.extract_text(visitor_text=visit)
    return found


def test_a_tall_row_below_the_title_of_the_first_sheet_stays_inside_the_sheet(make):
    row = make.person(1, note="很长的说明，" * 200)
    _, reader, _ = printed(make.ledger(row, title="很长的标题" * 30, wide=True))
    found = [place for page in reader.pages for place in positions(page, "说明")]
    assert found
    assert min(y for _, y in found) > 60


@pytest.mark.parametrize("length", range(1400, 1800, 50))
def test_signatures_below_a_tall_row_stay_inside_the_sheet(make, length):
    ledger = make.ledger(make.person(1, note="长" * length), notes=(), wide=True)
    _, reader, _ = printed(ledger)
    ((_, y),) = [place for page in reader.pages for place in positions(page, "审核人：")]
    assert y > 65


@pytest.mark.parametrize("count", range(26, 36))
def test_sums_and_signatures_never_stand_without_a_row(make, count):
    rows = [make.person(number) for number in range(1, count)]
    _, _, texts = printed(make.ledger(*rows, make.total("共计若干")))
    last = f"王{chr(0x4E00 + count - 1)}"
    for words in ("共计若干", "审核人："):
        assert [words in text for text in texts] == [last in text for text in texts]


@pytest.mark.parametrize("count", range(24, 36))
def test_the_title_of_a_group_goes_with_its_rows_onto_the_next_sheet(make, count):
    rows = [make.band("第一网格"), *[make.person(number) for number in range(1, count)]]
    rows += [make.band("第二网格"), *[make.person(number) for number in range(40, 50)]]
    _, _, texts = printed(make.ledger(*rows))
    for text in texts:
        shown = [name for name in ("第一网格", "第二网格") if name in text]
        assert shown == [
            name
            for name, begin, end in (("第一网格", 1, count), ("第二网格", 40, 50))
            if any(f"王{chr(0x4E00 + number)}" in text for number in range(begin, end))
        ]


def test_only_the_title_is_spread(make):
    _, reader, _ = printed(make.ledger(make.person(1)))
    content = reader.pages[0].get_contents().get_data().decode("latin-1")
    assert re.findall(r"^(\S+) Tc", content, re.MULTILINE) == ["0.720", "0.000"]
    assert content.index("0.720 Tc") < content.index("0.000 Tc") < content.rindex("Tj")


@pytest.mark.parametrize("count", range(26, 38))
def test_a_further_table_never_begins_at_the_foot_of_a_sheet(make, count):
    first = Part(make.columns, tuple(make.person(number) for number in range(1, count)))
    second = Part((Column("a", "中心意见", 40),), (Row(("待定",)),), "附：名单")
    _, reader, texts = printed(make.ledger(parts=(first, second), notes=(), signatures=()))
    ((_, y),) = [place for page in reader.pages for place in positions(page, "待定")]
    assert y > 65
    for words in ("附：名单", "中心意见"):
        assert [words in text for text in texts] == ["待定" in text for text in texts]


def test_missing_characters_are_reported_where_they_stand(make):
    result, _, texts = printed(make.ledger(make.person(1), make.person(2, name="王\U000323af")))
    (missing,) = result.missing
    assert missing.char == "\U000323af"
    assert missing.where == "第2行“姓名”：王\U000323af"
    assert "王〓" in texts[0]


def test_missing_characters_of_a_title_are_reported(make):
    result, _, _ = printed(make.ledger(make.person(1), title="\U000323af村台账"))
    assert [(missing.char, missing.where) for missing in result.missing] == [("\U000323af", "标题")]


def test_values_print_as_papers_have_them(make):
    _, _, texts = printed(make.ledger(make.person(1, day=date(2026, 10, 7), rate=None, idn=None)))
    assert "10月7日" in texts[0]
    assert texts[0].count("—") == 3


def test_nothing_stands_in_the_middle_of_its_column(make):
    rows = [make.person(1, note=None), make.person(2, note="左")]
    _, reader, _ = printed(make.ledger(*rows))
    ((middle, _),) = positions(reader.pages[0], "—")
    ((left, _),) = positions(reader.pages[0], "左")
    assert middle > left + 30


def test_a_ledger_without_rows_says_so(make):
    result, _, texts = printed(make.ledger())
    assert result.pages == 1
    assert "（本期没有记录）" in texts[0]


def test_a_further_table_has_its_heading_and_head(make):
    second = Part(
        (Column("a", "中心意见", 40), Column("b", "乡党委决定", 40)), (Row(("", "")),), "附：名单"
    )
    first = Part(make.columns, tuple(make.person(number) for number in range(1, 25)))
    _, _, texts = printed(make.ledger(parts=(first, second)))
    text = "".join(texts)
    assert text.index("附：名单") < text.index("乡党委决定")


def test_a_column_without_a_title_and_a_text_of_control_characters_print(make):
    columns = (Column("a", "", 20), Column("b", "乙", 20))
    part = Part(columns, (Row(("\x00\x1b\r\n\u200b", "正文")),))
    _, _, texts = printed(make.ledger(parts=(part,), title="题\x07\n目"))
    assert "正文" in texts[0]


def test_many_columns_still_fit_the_sheet(make):
    columns = tuple(Column(str(n), f"第{n}项指标名称", 15) for n in range(30))
    part = Part(columns, (Row(tuple("若干文字" for _ in columns)),))
    _, _, texts = printed(make.ledger(parts=(part,), wide=True))
    assert len(texts) == 1


def test_progress_can_stop_it_and_nothing_is_left(make, tmp_path):
    progress = Progress()
    progress.stop()
    with pytest.raises(Stopped):
        print_ledger(make.ledger(make.person(1)), tmp_path / "台账.pdf", progress)
    assert list(tmp_path.iterdir()) == []


def test_progress_goes_on_to_the_last_page(make):
    steps = []
    report = Progress(lambda done, count, text: steps.append((done, count, text)))
    print_ledger(make.ledger(*map(make.person, range(1, 301))), BytesIO(), report)
    assert [step for step in steps if step[2] == "排版"][-1][1] == 300
    assert steps[-1][0] == steps[-1][1]


def test_the_old_file_is_replaced_whole(make, tmp_path):
    path = tmp_path / "台账.pdf"
    path.write_bytes(b"old")
    result = print_ledger(make.ledger(make.person(1)), path)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == result.sha256
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_is_said_in_words(make, tmp_path):
    with pytest.raises(StorageFailed, match="找不到"):
        print_ledger(make.ledger(make.person(1)), tmp_path / "无" / "台账.pdf")
