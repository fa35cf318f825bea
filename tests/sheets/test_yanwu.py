"""The files of the sample township, with the mess that truth.json counts."""

import json
import re
from collections import Counter
from datetime import date

import pytest

from gridcenter.base.names import village_key
from gridcenter.sheets import parsers
from gridcenter.sheets.shapes import Col, Shape, read
from gridcenter.sheets.verdicts import Outcome, Verdict, tally


@pytest.fixture(scope="module")
def truth(yanwu):
    return json.loads((yanwu / "truth.json").read_text("utf-8"))


def test_the_whole_roster(yanwu, truth, residents):
    reading = read(yanwu / "严务乡农户花名册.xlsx", residents)
    lines = reading.lines
    assert len(lines) == truth["roster_data_rows"]
    assert sum(line.fatal for line in lines) == truth["rows_to_reject"]
    counted = tally(
        Verdict(
            line.sheet, line.row, Outcome.REJECTED if line.fatal else Outcome.CREATED, line.remarks
        )
        for line in lines
    )
    assert counted.rows == truth["roster_data_rows"]
    assert counted.reasons["no_name"] == truth["no_name"]
    assert counted.reasons["formula_text"] == truth["formula_text"]
    assert counted.reasons["short_id"] == truth["short_id"]
    wrong = {
        line.values["identity"].text
        for line in lines
        if any(remark.reason == "bad_check_digit" for remark in line.remarks)
    }
    assert len(wrong) == truth["bad_check_digit"]
    assert set(counted.reasons) == {"no_name", "formula_text", "short_id", "bad_check_digit"}
    assert Counter(row.why for row in reading.skipped) == {"空行": 10, "合计": 1}
    good = [line.values for line in lines if not line.fatal]
    people = {(v["household"], v["name"], v["identity"].text, v["relation"]) for v in good}
    assert len(people) == truth["residents_after_import"]
    assert len({v["household"] for v in good}) <= truth["households"]
    assert len({village_key(v["village"]) for v in good}) == truth["villages"]
    assert all(isinstance(v["birth"], date) for v in good)


def test_the_old_file_of_members(yanwu, truth):
    shape = Shape(
        "members",
        "党员花名册",
        (
            Col(
                "branch", "党支部", ("所在党支部",), parsers.place(), required=True, fill_down=True
            ),
            Col("name", "姓名", (), parsers.name(), required=True),
            Col("identity", "公民身份号码", ("身份证号",), parsers.identity()),
            Col("joined", "入党日期", ("入党时间",), parsers.day()),
            Col("mobile", "流动党员", ("是否流动党员",), parsers.yes_no()),
        ),
    )
    lines = read(yanwu / "严务乡党员花名册.xls", shape).lines
    assert len(lines) == truth["party_members"]
    assert not any(line.remarks for line in lines)
    assert lines[0].values["joined"] == date(2006, 8, 1)


def test_the_grids_with_merged_cells(yanwu, truth):
    shape = Shape(
        "grids",
        "网格划分表",
        (
            Col("station", "服务管理站", (), parsers.place(), required=True, fill_down=True),
            Col("village", "行政村", ("村名",), parsers.place(), required=True, fill_down=True),
            Col("grid", "基本网格", (), parsers.place(), required=True, fill_down=True),
            Col("leader", "网格长", (), parsers.name(), fill_down=True),
            Col("subgrid", "子网格", ("微网格",), parsers.place(), required=True),
            Col("worker", "网格员", ("专职网格员",), parsers.name()),
            Col("phone", "联系电话", (), parsers.phone()),
        ),
    )
    reading = read(yanwu / "严务乡网格划分表.xlsx", shape)
    values = [line.values for line in reading.lines]
    assert len(values) == truth["subgrids"]
    for key, count in (("station", "stations"), ("village", "villages"), ("grid", "grids")):
        assert len({value[key] for value in values}) == truth[count]
    assert len({(value["grid"], value["leader"]) for value in values}) == truth["grids"]
    assert not any(line.remarks for line in reading.lines)
    assert [row.why for row in reading.skipped] == ["空行", "表尾说明"]


def test_visits_of_october(yanwu, truth):
    shape = Shape(
        "visits",
        "走访登记表",
        (
            Col("day", "走访日期", ("日期",), parsers.day(2026), required=True),
            Col("household", "户号", (), parsers.code(), required=True),
            Col("visitor", "走访人", ("走访人员",), parsers.name(), required=True),
            Col("kind", "走访类型", ("类型",), parsers.text(20)),
            Col("result", "走访结果", ("结果",), parsers.text(20)),
            Col("need", "群众诉求及意见", ("群众诉求",), parsers.text(500)),
        ),
    )
    lines = read(yanwu / "10月走访登记表.xlsx", shape).lines
    assert len(lines) == truth["visits_oct"]
    assert sum(bool(line.values["need"]) for line in lines) == truth["visit_needs_oct"]
    assert {line.values["day"].month for line in lines} == {10}


@pytest.mark.parametrize("month", ["8", "9", "10"])
def test_scores_of_a_month(yanwu, truth, scores, month):
    lines = read(yanwu / f"{month}月督查打分表.xlsx", scores).lines
    known = truth[f"inspection_2026-{month:0>2}"]
    totals = {line.values["grid"]: sum(line.values["scores"].values()) for line in lines}
    assert len(totals) == known["grids"]
    assert sorted(grid for grid, total in totals.items() if total < 80) == sorted(known["below_80"])
    assert round(sum(totals.values()) / len(totals), 2) == known["average"]


def test_the_hotline_in_gb18030(yanwu):
    shape = Shape(
        "hotline",
        "12345热线转办单",
        (
            Col("number", "工单编号", ("工单号",), parsers.code(), required=True),
            Col("day", "来电时间", ("来电日期",), parsers.day(), required=True),
            Col("limit", "办理时限", (), parsers.number(0, whole=True)),
            Col("words", "诉求内容", (), parsers.text(2000), required=True),
        ),
    )
    lines = read(yanwu / "12345热线转办单.csv", shape).lines
    assert len(lines) == 60
    assert all(re.fullmatch(r"DZ2026\d{7}", line.values["number"]) for line in lines)
    assert {type(line.values["limit"]) for line in lines} == {int}
    assert not any(line.remarks for line in lines)
