"""The workbook of verdicts: worked on by the clerk, and fed in again."""

import zipfile
from datetime import date

import openpyxl
import pytest

from gridcenter.base.errors import StorageFailed
from gridcenter.base.periods import Month
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
    assert (mend.title, others.title) == ("花名册（要改的行）", "花名册（全部行）")
    assert mend["A1"].value == "某某村花名册"
    assert [cell.value for cell in mend[2]] == [*ROWS[1], "结论", "说明"]
    assert [mend.cell(row, 1).value for row in (3, 4)] == [2, 3]
    assert [others.cell(row, 1).value for row in (3, 4)] == [1, 4]
    assert mend["I3"].value == "没有导入"
    assert "成员姓名：是公式" in mend["J3"].value
    assert "第 4 行" in mend["J3"].value
    assert others["F3"].value.date() == date(1978, 9, 13)
    assert others["F4"].value == "1899-01-01"


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
    book.worksheets[0]["D3"] = "李华"
    book.worksheets[0]["D4"] = "孙权"
    book.save(path)
    mended = read(path, residents)
    assert not any(line.fatal for line in mended.lines)
    first = mended.lines[0].values
    assert (first["name"], first["village"], first["household"]) == ("李华", "甲村", "0001")


@pytest.mark.parametrize("said", ["title", "cover", "file"])
def test_the_month_is_found_again(make, scores, tmp_path, said):
    title = "某某乡2026年10月督查打分表" if said == "title" else "督查打分表"
    sheets = {"封面": [["2026年10月" if said == "cover" else "封面"]],
              "Sheet1": [[title], ["填报单位：某某乡"], ["村名", "基本网格", "存在问题"],
                         ["甲村", "甲网格", "无"], ["乙村", "", ""]]}  # fmt: skip
    name = "2026-10督查.xlsx" if said == "file" else "督查.xlsx"
    reading = read(make(sheets, name=name), scores)
    out = tmp_path / "结果.xlsx"
    write_verdicts(out, reading, judge(reading))
    assert openpyxl.load_workbook(out).sheetnames == ["要改的行", "全部行"]
    again = read(out, scores)
    assert again.month == reading.month == Month(2026, 10)
    assert [line.values["village"] for line in again.lines] == ["乙村", "甲村"]
    twice = tmp_path / "又一次.xlsx"
    write_verdicts(twice, again, judge(again))
    assert openpyxl.load_workbook(twice).sheetnames == ["要改的行", "全部行"]
    titles = [[row[0].value for row in list(sheet)[:-1]] for sheet in sheets_of(out, twice)]
    assert titles[0] == titles[2]
    assert titles[1] == titles[3]


def sheets_of(*paths):
    return [sheet for path in paths for sheet in openpyxl.load_workbook(path).worksheets]


def test_sheets_stand_apart_under_their_names(make, residents, tmp_path):
    head = ["村名", "户号", "姓名"]
    path = make({"甲": [head, ["甲村", 1, ""]], "乙": [head, ["乙村", 1, ""], ["乙村", 2, "王明"]],
                 "丙": [head[::-1], ["", 2, "丙村"]]})  # fmt: skip
    reading = read(path, residents)
    out = tmp_path / "结果.xlsx"
    write_verdicts(out, reading, judge(reading))
    names = ["甲（要改的行）", "乙（要改的行）", "丙（要改的行）", "乙（全部行）"]
    assert openpyxl.load_workbook(out).sheetnames == names
    assert sorted(line.values["village"] for line in read(out, residents).lines) == [
        "丙村",
        "乙村",
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


def test_headers_keep_their_groups_where_these_matter(make, residents, tmp_path):
    rows = [["农户", "", "户主信息", "", "成员信息", ""],
            ["村名", "户号", "姓名", "电话", "成员姓名", "身份证号"],
            ["甲村", 1, "王明", "10000000001", "李华", ""]]  # fmt: skip
    merges = [(0, 0, 0, 1), (0, 2, 0, 3), (0, 4, 0, 5)]
    reading = read(make({"a": rows}, merges), residents)
    out = tmp_path / "结果.xlsx"
    write_verdicts(out, reading, judge(reading))
    heads = [cell.value for cell in openpyxl.load_workbook(out).worksheets[0][1]]
    assert heads[:-2] == [
        "村名",
        "户号",
        "户主信息姓名",
        "户主信息电话",
        "成员信息成员姓名",
        "身份证号",
    ]
    again = read(out, residents)
    assert [line.values for line in again.lines] == [line.values for line in reading.lines]
    assert again.lines[0].values["head"] == "王明"
