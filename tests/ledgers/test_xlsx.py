from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from gridcenter.base.progress import Progress, Stopped
from gridcenter.ledgers.model import Cell, Column, Part, Row
from gridcenter.ledgers.xlsx import write_ledger

FIRST = 5


def content(ledger) -> bytes:
    out = BytesIO()
    write_ledger(ledger, out)
    return out.getvalue()


def sheets(ledger):
    return load_workbook(BytesIO(content(ledger))).worksheets


@pytest.fixture
def sheet(make):
    rows = [make.person(number) for number in range(1, 6)]
    (one,) = sheets(make.ledger(*rows, make.total("共计 5 户"), wide=True, personal=True))
    return one


def test_values_keep_their_kind(sheet):
    row = [cell.value for cell in sheet[FIRST]]
    assert row[2].date() == date(2026, 10, 2)
    assert row[:2] + row[3:] == [1, "王丁", "11010119900101997X", 81, 0.5, "—"]
    assert sheet.cell(FIRST, 7).alignment.horizontal == "center"
    assert sheet.cell(FIRST, 4).data_type == "s"
    assert sheet.cell(FIRST, 4).number_format == "@"
    assert sheet.cell(FIRST, 6).number_format == "0.00"
    assert sheet.cell(FIRST, 3).number_format == 'm"月"d"日"'


def test_title_line_and_grouped_head(sheet):
    assert sheet["A1"].value == "严务乡2026年10月走访台账"
    assert "走访月份：2026年10月" in sheet["A2"].value
    assert sheet["E3"].value == "得　分"
    assert [sheet["E4"].value, sheet["F4"].value] == ["实绩", "得分率"]
    merged = {str(one) for one in sheet.merged_cells.ranges}
    assert {"A1:G1", "E3:F3", "A3:A4", "G3:G4"} <= merged


def test_it_is_ready_to_print(sheet):
    assert sheet.freeze_panes == "A5"
    assert sheet.print_title_rows == "$3:$4"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == 9
    assert sheet.page_setup.fitToWidth in {None, 1}
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert "含个人信息" in sheet.oddFooter.left.text


@pytest.mark.parametrize(
    "text", ["=1+1", "+86", "-5", "@SUM(A1)", '=HYPERLINK("http://x","y")', "\t=1"]
)
def test_no_text_becomes_a_formula_or_a_link(make, text):
    ledger = make.ledger(make.person(1, name=text, note=text))
    (one,) = sheets(ledger)
    for column in (2, 7):
        cell = one.cell(FIRST, column)
        assert (cell.value, cell.data_type) == (text, "s")
        assert cell.quotePrefix
    with ZipFile(BytesIO(content(ledger))) as parts:
        xml = parts.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in xml
    assert b"hyperlink" not in xml


def test_links_and_numbers_written_as_text_stay_text(make):
    (one,) = sheets(make.ledger(make.person(1, name="http://a.cn", note="007")))
    assert (one.cell(FIRST, 2).value, one.cell(FIRST, 7).value) == ("http://a.cn", "007")
    assert one.cell(FIRST, 2).hyperlink is None


def test_numbers_too_long_for_a_spreadsheet_are_text(make):
    columns = (Column("a", "号码", 40, "l", "int"), Column("b", "金额", 40, "r", "decimal"))
    part = Part(columns, (Row((110101199001019970, Decimal("1.5"))),))
    (one,) = sheets(make.ledger(parts=(part,)))
    assert [cell.value for cell in one[4]] == ["110101199001019970", 1.5]


def test_codes_are_text_even_when_given_as_numbers(make):
    (one,) = sheets(make.ledger(make.person(1, idn=20100056)))
    cell = one.cell(FIRST, 4)
    assert (cell.value, cell.number_format) == ("20100056", "@")


def test_sums_are_values(make):
    sums = Row((Cell("平均", 4, "c"), Decimal("88.25"), 0.5, None), "total")
    (one,) = sheets(make.ledger(make.person(1), sums))
    cell = one.cell(FIRST + 1, 5)
    assert (cell.value, cell.data_type, cell.number_format) == (88.25, "n", "0.00")
    assert cell.font.b


def test_each_table_has_its_sheet_and_the_last_is_signed(make):
    first = Part(make.columns, (make.person(1),))
    second = Part((Column("a", "意见", 40),), (Row((date(1890, 1, 1),)),), "附：[名单]/一")
    one, two = sheets(make.ledger(parts=(first, second)))
    assert (one.title, two.title) == ("走访台账", "附：（名单）／一")
    words = [str(cell.value) for row in two.iter_rows() for cell in row]
    assert any("审核人：" in word for word in words)
    assert "1890-01-01" in words
    assert not [row for row in one.iter_rows() if "审核人：" in str(row[0].value)]


def test_sheets_of_one_name_are_told_apart(make):
    part = Part(make.columns, (), "附" * 40)
    names = [sheet.title for sheet in sheets(make.ledger(parts=(part, part, part)))]
    assert names == ["走访台账", "附" * 31, "附" * 29 + "_2"]


def test_names_and_titles_may_hold_anything(make):
    (one,) = sheets(make.ledger(make.person(1), name="\x07" + "𬱖" * 40, title="台\x01账\uffff"))
    assert one.title == "𬱖" * 15
    assert one["A1"].value.startswith("台")


def test_a_text_longer_than_a_cell_is_cut_in_words(make):
    (one,) = sheets(make.ledger(make.person(1, note="长" * 40_000)))
    text = one.cell(FIRST, 7).value
    assert len(text) == 32_767
    assert text.endswith("全文见PDF）")


def test_same_ledger_same_bytes(make):
    rows = [make.person(number) for number in range(1, 30)]
    assert content(make.ledger(*rows)) == content(make.ledger(*rows))


def test_it_is_dated_by_the_ledger_not_by_the_clock(make):
    properties = load_workbook(BytesIO(content(make.ledger(make.person(1))))).properties
    assert properties.created.date() == date(2026, 10, 31)
    assert (properties.title, properties.creator) == ("严务乡2026年10月走访台账", "严务乡")


def test_a_ledger_without_rows_says_so(make):
    (one,) = sheets(make.ledger())
    assert one.cell(FIRST, 1).value == "（本期没有记录）"


def test_it_can_be_stopped_and_nothing_is_left(make, tmp_path):
    progress = Progress()
    progress.stop()
    with pytest.raises(Stopped):
        write_ledger(make.ledger(make.person(1)), tmp_path / "台账.xlsx", progress)
    assert list(tmp_path.iterdir()) == []
