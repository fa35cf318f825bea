"""The workbook of verdicts: worked on by the clerk, and fed in again."""

import zipfile
from datetime import date

import openpyxl
import pytest

from gridcenter.base.errors import StorageFailed
from gridcenter.sheets.shapes import Remark, read
from gridcenter.sheets.verdicts import Outcome, Tally, Verdict, tally, write_verdicts

ROWS = [
    ["某某村花名册"],
    ["序号", "备注", "户号", "成员姓名", "村名", "出生日期", "身份证号", "另记"],
    [1, "", "0001", "王明", "甲村", date(1978, 9, 13), "371423197809139991", "甲"],
    [2, "=1+1", "", '=HYPERLINK("http://x","李华")', "", date(1978, 9, 13), "3714", 2.5],
    [3, "@SUM(A1)", "0002", "", "乙村", "1978.9.13", "", "-3"],
    [4, "", "0002", "赵云", "", "1899-01-01", 371423197809139000.0, ""],
]


@pytest.fixture
def reading(make, residents):
    merges = [(2, 4, 3, 4), (2, 2, 3, 2), (4, 4, 5, 4)]
    return read(make({"花名册": ROWS}, merges), residents)


def judge(reading):
    return [
        Verdict(
            line.sheet,
            line.row,
            Outcome.REJECTED if line.fatal else Outcome.CREATED,
            line.remarks,
        )
        for line in reading.lines
    ]


def test_counting():
    fatal = ("姓名", "没有填", "no_name", True)
    verdicts = [Verdict("a", n, outcome) for n, outcome in enumerate(Outcome)]
    assert tally(verdicts) == Tally(1, 1, 1, 1, 0, {})
    counted = tally(judge_of([fatal, ("电话", "不对", "bad_phone", False)]))
    assert counted.rows == counted.rejected == 1
    assert (counted.warnings, counted.reasons) == (1, {"no_name": 1, "bad_phone": 1})


def judge_of(remarks):
    return [Verdict("a", 3, Outcome.REJECTED, tuple(Remark(*each) for each in remarks))]


def test_rows_to_mend_stand_first_with_their_own_headers(reading, tmp_path):
    path = tmp_path / "结果.xlsx"
    write_verdicts(path, reading, judge(reading))
    mend, others = openpyxl.load_workbook(path).worksheets
    assert (mend.title, others.title) == ("要改的行", "全部行")
    assert [cell.value for cell in mend[1]] == [*ROWS[1], "结论", "说明"]
    assert [mend.cell(row, 1).value for row in (2, 3)] == [2, 3]
    assert [others.cell(row, 1).value for row in (2, 3)] == [1, 4]
    assert mend["I2"].value == "没有导入"
    assert "成员姓名：是公式" in mend["J2"].value
    assert "第 4 行" in mend["J2"].value
    assert others["F2"].value.date() == date(1978, 9, 13)
    assert others["F3"].value == "1899-01-01"


def test_no_value_becomes_a_formula(reading, tmp_path):
    path = tmp_path / "结果.xlsx"
    write_verdicts(path, reading, judge(reading))
    texts = [cell.value for row in openpyxl.load_workbook(path).worksheets[0] for cell in row]
    assert "=1+1" in texts
    assert b"<f>" not in sheet_xml(path)


def sheet_xml(path):
    with zipfile.ZipFile(path) as archive:
        return b"".join(archive.read(name) for name in archive.namelist() if "worksheets/" in name)


def test_mended_rows_are_fed_in_again(reading, residents, tmp_path):
    path = tmp_path / "结果.xlsx"
    write_verdicts(path, reading, judge(reading))
    again = read(path, residents)
    assert sorted(line.values["household"] for line in again.lines) == [
        "0001",
        "0001",
        "0002",
        "0002",
    ]
    assert again.unmatched == ("序号", "另记")
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["D2"] = "李华"
    book.worksheets[0]["D3"] = "孙权"
    book.save(path)
    mended = read(path, residents)
    assert not any(line.fatal for line in mended.lines)
    first = mended.lines[0].values
    assert (first["name"], first["village"], first["household"]) == ("李华", "甲村", "0001")


def test_sheets_with_other_headers_stand_apart(make, residents, tmp_path):
    head = ["村名", "户号", "姓名"]
    path = make({"甲": [head, ["甲村", 1, ""]], "乙": [head, ["乙村", 1, ""]],
                 "丙": [head[::-1], ["", 2, "丙村"]]})  # fmt: skip
    reading = read(path, residents)
    out = tmp_path / "结果.xlsx"
    write_verdicts(out, reading, judge(reading))
    assert openpyxl.load_workbook(out).sheetnames == ["要改的行", "要改的行2", "全部行", "全部行2"]
    assert sorted(line.values["village"] for line in read(out, residents).lines) == [
        "丙村",
        "乙村",
        "甲村",
    ]


def test_what_cannot_be_written_leaves_nothing_behind(reading, tmp_path):
    place = tmp_path / "结果.xlsx"
    place.mkdir()
    with pytest.raises(StorageFailed, match="写不进去"):
        write_verdicts(place, reading, judge(reading))
    with pytest.raises(StorageFailed, match="写不进去"):
        write_verdicts(tmp_path / "没有" / "结果.xlsx", reading, judge(reading))
    assert {each.name for each in tmp_path.iterdir()} == {"结果.xlsx", "花名册.xlsx"}
