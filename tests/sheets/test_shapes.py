"""Headers wherever they stand and whatever they are called; rows that are none."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridcenter.base.errors import Damaged, RuleBroken
from gridcenter.base.progress import Progress, Stopped
from gridcenter.sheets import parsers
from gridcenter.sheets.reading import Book, Sheet
from gridcenter.sheets.shapes import Col, Shape, load_mapping, read, read_book

GOOD = "371423197809139991"


def test_other_names_other_order_title_and_explanation_rows(make, residents):
    path = make(
        {
            "Sheet1": [
                ["某某镇 2026 年家庭成员信息采集表"],
                ["填报单位：某某村（盖章）", "", "", "", "填报时间：2026年10月"],
                ["填表说明：1.姓名按身份证填写；2.电话填手机"],
                [],
                ["序 号", "成员\n姓名", "公民身份号码（18位）", "家庭编号", "户主", "微网格", "行政村(社区)",
                 "手机号码", "出生年月", "所在小组"],
                [1, "王　明", GOOD, 20100001.0, "王明", "01微网格", "严务", "100-6773-5468", "1978.9", "3组"],
                ["填表人：李四", "", "", "审核人：王五"],
            ]
        }
    )  # fmt: skip
    reading = read(path, residents)
    (line,) = reading.lines
    assert (line.sheet, line.row, line.remarks) == ("Sheet1", 6, ())
    values = line.values
    assert (values["name"], values["village"], values["subgrid"]) == ("王明", "严务", "01微网格")
    assert (values["household"], values["phone"]) == ("20100001", "10067735468")
    assert (values["identity"].text, values["birth"]) == (GOOD, date(1978, 9, 1))
    assert (values["party"], values["sex"]) == ("", "")
    assert reading.unmatched == ("序 号", "所在小组")
    assert [(row.row, row.why) for row in reading.skipped] == [(7, "表尾说明")]


def test_the_head_of_the_household_is_not_the_person(make, residents):
    path = make({"a": [["村", "户号", "户主姓名", "备注"], ["甲村", "1", "王明", ""]]})
    with pytest.raises(RuleBroken, match="缺少这些列：姓名") as raised:
        read(path, residents)
    assert "户主姓名" in raised.value.words
    assert "“a”" in raised.value.words


def test_no_header_at_all(make, residents):
    with pytest.raises(RuleBroken, match="没有找到农户花名册的表头"):
        read(make({"a": [["今天", "天气"], ["很", "好"]]}), residents)


@pytest.mark.parametrize("rows", [[["今天", "天气"]], [["村名", "天气"], ["甲村", "好"]]])
def test_where_no_column_is_required_the_usual_ones_are_named(make, rows):
    with pytest.raises(
        RuleBroken, match="至少要有其中两列：村名、网格长、网格员、联系电话。"
    ) as raised:
        read(make({"a": rows}), WORKERS)
    assert "必须有的列" not in raised.value.words


GROUPED = [
    ["某某乡督查打分表"],
    ["序号", "村名", "基本网格", "督查日期", "督查方式及得分", "", "", "", "存在问题"],
    ["", "", "", "", "听汇报\n（20分）", "看实绩（40分）", "评责任(20分)", "查台账（20分）", ""],
    [1, "甲村", "甲村网格", "10月20日", 20, "35分", 20, 101, ""],
    [2, "", "乙网格", "10-21", 17, 35, 20, 19, "无公示牌"],
]


@pytest.mark.parametrize(
    "merges",
    [[], [(1, 4, 1, 7)], [(0, 0, 0, 8), (1, 4, 1, 7), *[(1, x, 2, x) for x in (0, 1, 2, 3, 8)]]],
)
def test_grouped_head_of_two_rows(make, scores, merges):
    reading = read(make({"督查": GROUPED}, merges), scores)
    first, second = reading.lines
    assert first.values["scores"] == {"听汇报": 20, "看实绩": 35, "评责任": 20, "查台账": 101}
    assert [(r.column, r.reason) for r in first.remarks] == [("查台账（20分）", "out_of_range")]
    assert (second.values["village"], second.values["day"]) == ("甲村", date(2026, 10, 21))
    (table,) = reading.tables
    assert [head.mark for head in table.heads_of("scores")] == [20, 40, 20, 20]
    assert (table.row, table.depth) == (2, 2)


def test_one_name_under_two_groups(make, residents):
    rows = [["户主", "", "成员", "", "村名"], ["姓名", "户号", "姓名", "电话", ""],
            ["王明", "7", "李华", "", "甲村"]]  # fmt: skip
    (line,) = read(make({"a": rows}, [(0, 0, 0, 1), (0, 2, 0, 3)]), residents).lines
    assert (line.values["head"], line.values["name"]) == ("王明", "李华")


WORKERS = Shape(
    "grids",
    "网格划分表",
    (
        Col("village", "村名", (), parsers.place(), fill_down=True),
        Col("head", "网格长", ("网格长姓名",), parsers.name(), fill_down=True),
        Col("worker", "网格员", ("网格员姓名", "微网格员"), parsers.name()),
        Col("phone", "联系电话", ("电话", "网格员电话"), parsers.phone()),
    ),
)
STAFF = [
    ["人员配备表"],
    ["村名", "网格长", "", "微网格员", "", "备注"],
    ["", "姓名", "联系电话", "姓名", "联系电话", ""],
    ["甲村", "王明", "10000000001", "李华", "10000000002", ""],
]
STAFF_MERGES = [(1, 0, 2, 0), (1, 1, 1, 2), (1, 3, 1, 4), (1, 5, 2, 5)]


@pytest.mark.parametrize("merges", [[], STAFF_MERGES])
def test_a_telephone_belongs_to_the_person_above_it(make, merges):
    reading = read(make({"a": STAFF}, merges), WORKERS)
    (line,) = reading.lines
    assert line.values == {
        "village": "甲村",
        "head": "王明",
        "worker": "李华",
        "phone": "10000000002",
    }
    assert reading.unmatched == ("网格长联系电话", "备注")


@pytest.mark.parametrize("merges", [STAFF_MERGES, [*STAFF_MERGES, (0, 0, 0, 5)]])
def test_unknown_headers_are_told_with_their_groups(make, merges):
    heads = "村名、网格长姓名、网格长联系电话、微网格员姓名、微网格员联系电话、备注"
    other = Shape("x", "表", (Col("shoe", "鞋码", (), parsers.text(), required=True),))
    with pytest.raises(RuleBroken, match=f"看到的是：{heads}。"):
        read(make({"a": STAFF}, merges), other)


def test_the_telephone_of_another_is_left_out(make):
    rows = [["村名", "网格长", "", "微网格员"], ["", "姓名", "联系电话", ""],
            ["甲村", "王明", "10000000001", "李华"]]  # fmt: skip
    merges = [(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 1, 3)]
    reading = read(make({"a": rows}, merges), WORKERS)
    assert reading.lines[0].values["worker"] == "李华"
    assert reading.lines[0].values["phone"] == ""
    assert reading.unmatched == ("联系电话",)


def test_the_number_of_the_head_is_not_that_of_the_member(make, residents):
    rows = [["序号", "所属网格", "", "户主信息", "", "", "家庭成员信息", "", ""],
            ["", "行政村", "户号", "户主姓名", "身份证号", "联系电话", "姓名", "身份证号", "与户主关系"],
            [1, "甲村", "1", "王明", GOOD, "10000000001", "李华", "", "妻"]]  # fmt: skip
    merges = [(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 5), (0, 6, 0, 8)]
    reading = read(make({"a": rows}, merges), residents)
    values = reading.lines[0].values
    assert (values["head"], values["name"], values["relation"]) == ("王明", "李华", "妻")
    assert (values["identity"].text, values["phone"]) == ("", "")
    assert reading.unmatched == ("序号", "户主信息身份证号", "联系电话")


@pytest.mark.parametrize(
    ("mapping", "phone"),
    [
        ({"网格长联系电话": "phone"}, "10000000001"),
        ({"微网格员 联系电话": "联系电话"}, "10000000002"),
        ({"联系电话": "phone"}, "10000000002"),
        ({"微网格员联系电话": ""}, ""),
    ],
)
def test_a_mapping_tells_equal_headers_apart_by_their_groups(make, mapping, phone):
    reading = read(make({"a": STAFF}, STAFF_MERGES), WORKERS, mapping)
    assert reading.lines[0].values["phone"] == phone
    again = read(make({"a": STAFF}, STAFF_MERGES), WORKERS, reading.mapping | mapping)
    assert again.lines == reading.lines


@pytest.mark.parametrize(
    ("head", "key"),
    [
        ("微网格员联系电话", "phone"),
        ("网格长联系电话", None),
        ("微网格员姓名", "worker"),
        ("副网格长电话", None),
    ],
)
def test_a_flat_header_says_whose_telephone_it_is(make, head, key):
    reading = read(make({"a": [["村名", "网格长", head], ["甲村", "王明", "x"]]}), WORKERS)
    assert reading.tables[0].used.get(2) == key


def test_merged_cells_are_filled(make, residents):
    rows = [["村名", "户号", "姓名"], ["甲村", "1", "王明"], ["", "", "李华"], ["乙村", "2", "赵云"],
            ["", "3", "孙权"]]  # fmt: skip
    merges = [(1, 0, 2, 0), (1, 1, 2, 1), (3, 0, 4, 0)]
    lines = read(make({"a": rows}, merges), residents).lines
    assert [(line.values["village"], line.values["household"]) for line in lines] == [
        ("甲村", "1"), ("甲村", "1"), ("乙村", "2"), ("乙村", "3")
    ]  # fmt: skip
    assert not any(line.remarks for line in lines)


def test_cells_written_once_are_filled_but_not_across_groups(make, residents):
    rows = [["村名", "基本网格", "户号", "姓名"], ["甲村", "甲网格", "1", "王明"], ["", "", "", "李华"],
            ["", "", "", "周瑜"], ["乙村", "", "2", "赵云"], ["", "", "", "孙权"]]  # fmt: skip
    lines = read(make({"a": rows}), residents).lines
    assert [line.values["village"] for line in lines] == ["甲村"] * 3 + ["乙村"] * 2
    assert [line.values["grid"] for line in lines] == ["甲网格"] * 3 + [""] * 2


def test_a_rare_blank_is_a_gap_not_a_group(make, residents):
    rows = [
        ["村名", "户号", "姓名"],
        *[["甲村", str(n), "王明"] for n in range(9)],
        ["", "9", "李华"],
    ]
    lines = read(make({"a": rows}), residents).lines
    assert lines[-1].fatal
    assert lines[-1].remarks[0].reason == "no_village"


def test_rows_that_are_none_are_told_and_no_other_is_lost(make, residents):
    head = ["序号", "村名", "户号", "姓名", "备注"]
    rows = [
        ["花名册"], head, [1, 2, 3, 4, 5], ["示例", "某村", "1", "张三", ""],
        [1, "甲村", "1", "王明", ""], [2], [], ["花名册"], head, [3, "甲村", "", "", "搬走"],
        ["一、乙村"], [4, "乙村", "2", "赵云", ""], ["小 计", "", "2"], ["合计", "", "", "4人"],
        ["注：本表一式两份"], ["审核人：", "", "", "制表："],
    ]  # fmt: skip
    reading = read(make({"a": rows}, [(10, 0, 10, 4)]), residents)
    assert [line.row for line in reading.lines] == [5, 10, 12]
    assert [line.fatal for line in reading.lines] == [False, True, False]
    assert [(row.row, row.why) for row in reading.skipped] == [
        (3, "列号"), (4, "示例"), (6, "只有序号"), (7, "空行"), (8, "重复的表头"), (9, "重复的表头"),
        (11, "小标题"), (13, "合计"), (14, "合计"), (15, "表尾说明"), (16, "表尾说明"),
    ]  # fmt: skip


def test_what_closes_a_sheet_is_no_record_where_no_column_is_required(make):
    shape = Shape(
        "grids",
        "网格划分表",
        tuple(Col(title, title, (), parsers.text()) for title in ("村名", "微网格", "网格员")),
    )
    rows = [
        ["序号", "村名", "微网格", "网格员", "另记"],
        [1, "甲村", "一", "王明", ""],
        ["填报人：", "张三", "", "审核人：", "李四"],
        ["", "村书记签字：", "", "", ""],
        ["填表人 张三", "", "审核人 李四", "", ""],
        ["某某村民委员会（盖章）", "", "", "", ""],
        ["以上数据截至10月底", "", "", "", ""],
        ["合计：88个", "", "353", "", ""],
        [2, "乙村", "", "", ""],
    ]
    reading = read(make({"a": rows}), shape)
    assert [line.values["村名"] for line in reading.lines] == ["甲村", "乙村"]
    assert [row.why for row in reading.skipped] == ["表尾说明"] * 5 + ["合计"]


def test_what_closes_a_sheet_is_no_record_though_the_required_column_is_filled(make):
    shape = Shape(
        "members",
        "党员名册",
        (
            Col("branch", "支部", (), parsers.place(), fill_down=True),
            Col("name", "姓名", (), parsers.name(), required=True),
        ),
    )
    rows = [["支部", "姓名"], ["甲支部", "王明"], ["审核人员", "李华"], ["党员总数", "5"],
            ["支部书记签字：", "张三"]]  # fmt: skip
    reading = read(make({"a": rows}), shape)
    assert [line.values["name"] for line in reading.lines] == ["王明", "李华"]
    assert [row.why for row in reading.skipped] == ["合计", "表尾说明"]


def test_several_sheets_and_hidden_ones(make, residents):
    head = ["村名", "户号", "姓名"]
    path = make(
        {"甲": [head, ["甲村", 1, "王明"]], "封面": [["花名册"]], "乙": [head[::-1], ["李华", 2, "乙村"]],
         "旧": [head, ["丙村", 3, "赵云"]]},
        hidden=["旧"],
    )  # fmt: skip
    reading = read(path, residents)
    assert [(line.sheet, line.values["name"]) for line in reading.lines] == [
        ("甲", "王明"),
        ("乙", "李华"),
    ]
    assert "封面" in reading.notes[0]
    assert "隐藏" in reading.notes[1]


def test_formulas_and_errors_are_never_trusted(make, residents):
    rows = [["村名", "户号", "姓名", "备注"], ["甲村", 1, '=HYPERLINK("http://x","王明")', ""],
            ["甲村", 2, "王明", "=1+1"], ["#N/A", 3, "李华", "#REF!"]]  # fmt: skip
    lines = read(make({"a": rows}), residents).lines
    assert [[(r.column, r.reason, r.fatal) for r in line.remarks] for line in lines] == [
        [("姓名", "formula_text", True)],
        [("备注", "formula_text", False)],
        [("村名", "error_cell", True), ("备注", "error_cell", False)],
    ]
    assert lines[1].values["note"] == ""


def test_a_mapping_goes_first_and_can_be_kept(make, residents, tmp_path):
    path = make({"a": [["辖区", "门牌", "姓名", "曾用"], ["甲村", 1, "王明", "王小明"]]})
    with pytest.raises(RuleBroken, match="辖区"):
        read(path, residents)
    saved = tmp_path / "列.json"
    saved.write_text(
        json.dumps({"辖区": "村名", "门牌": "household", "姓名": "", "曾用": "name"}), "utf-8"
    )
    reading = read(path, residents, load_mapping(saved, residents))
    assert reading.lines[0].values["name"] == "王小明"
    assert reading.mapping == {"辖区": "village", "门牌": "household", "曾用": "name"}
    assert read(path, residents, reading.mapping).lines[0].values["village"] == "甲村"


def test_a_wrong_mapping_is_told(make, residents, tmp_path):
    path = make({"a": [["村名", "户号", "姓名"], ["甲村", 1, "王明"]]})
    with pytest.raises(RuleBroken, match="鞋码"):
        read(path, residents, {"姓名": "鞋码"})
    saved = tmp_path / "列.json"
    saved.write_text("[1]", "utf-8")
    with pytest.raises(RuleBroken, match="表头"):
        load_mapping(saved, residents)
    saved.write_text("{", "utf-8")
    with pytest.raises(Damaged, match="JSON"):
        load_mapping(saved, residents)


def test_reading_can_be_stopped(make, residents):
    path = make({"a": [["村名", "户号", "姓名"], *[["甲村", n, "王明"] for n in range(2000)]]})
    steps: list[int] = []
    progress = Progress(lambda done, _total, _text: (steps.append(done), progress.stop()))
    with pytest.raises(Stopped):
        read(path, residents, progress=progress)
    assert steps == [0]


def test_numbers_rounded_by_the_spreadsheet_are_noticed(make, residents):
    rows = [["村名", "户号", "姓名", "身份证号"], ["甲村", 1, "王明", 371423197809139000]]
    (line,) = read(make({"a": rows}), residents).lines
    assert line.values["identity"].text == "371423197809139000"
    assert [remark.reason for remark in line.remarks] == ["rounded_id"]


def test_a_second_head_row_nobody_asked_for_is_no_record(make, residents):
    rows = [["村名", "户号", "姓名", "家庭收入", ""], ["", "", "", "种植", "务工"],
            ["甲村", 1, "王明", 100, 200]]  # fmt: skip
    reading = read(make({"a": rows}, [(0, 3, 0, 4)]), residents)
    assert [line.row for line in reading.lines] == [3]
    assert reading.unmatched == ("种植", "务工")


@pytest.mark.parametrize(
    ("head", "key"),
    [
        ("*姓 名", "name"),
        ("1、姓名", "name"),
        ("居民姓名", "name"),
        ("姓名（必填）", "name"),
        ("身份证号码", "identity"),
        ("公民身份号码/护照号", "identity"),
        ("手机号码、电话", "phone"),
        ("本人联系电话", "phone"),
        ("现居住地址", "address"),
        ("家庭住址（详细）", "address"),
        ("户主身份证号", None),
        ("监护人电话", None),
        ("姓名拼音", None),
        ("父亲姓名", None),
        ("出生年月（年/月/日）", "birth"),
        ("与户主关系", "relation"),
        ("ｎｏ．", None),
    ],
)
def test_what_a_header_is_taken_for(make, residents, head, key):
    other = "" if key == "name" else "name"
    path = make({"a": [["村名", "户号", "某列", head], ["甲村", 1, "王明", "x"]]})
    reading = read(path, residents, {"某列": other})
    assert reading.tables[0].used.get(3) == key


def test_a_plain_list_without_numbers_keeps_every_row(tmp_path, residents):
    rows = [["村名", "户号", "姓名"], *[["甲村", str(n), "王明"] for n in range(50)]]
    rows[20] = ["村名", "户号", "姓名"]
    rows[30] = ["合计", "30", "户"]
    path = tmp_path / "名单.csv"
    path.write_text("\n".join(",".join(row) for row in rows), "gb18030")
    reading = read(path, residents)
    assert len(reading.lines) == 48
    assert [(row.row, row.why) for row in reading.skipped] == [(21, "重复的表头"), (31, "合计")]


CELLS = st.one_of(
    st.sampled_from(
        ["", "", "王明", "甲村", "合计", "村名", "注：", "=1", "#REF!", "1", " ", "审核人："]
    ),
    st.text(max_size=5),
    st.integers(-5, 10**18),
    st.floats(),
    st.dates(),
    st.booleans(),
)
HEADS = ["序号", "村名", "户号", "姓名", "身份证号", "出生日期", "联系电话", "性别", "别的"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.permutations(HEADS),
    st.lists(st.lists(CELLS, min_size=len(HEADS), max_size=len(HEADS)), max_size=8),
    st.lists(st.tuples(*[st.integers(0, 8)] * 4), max_size=3),
)
def test_whatever_stands_in_a_sheet_every_row_is_accounted_for(residents, heads, rows, corners):
    merges = tuple((min(a, b), min(c, d), max(a, b), max(c, d)) for a, b, c, d in corners)
    merges = tuple(merge for merge in merges if merge[0] > 0)
    sheet = Sheet("a", [list(heads), *rows], merges)
    reading = read_book(Book(Path("甲.xlsx"), (sheet,)), residents)
    (table,) = reading.tables
    told = [*[line.row for line in reading.lines], *[row.row for row in reading.skipped]]
    last = len(rows) + 1
    assert sorted(told) == list(range(table.row + table.depth, last + 1))
    assert all(set(line.values) == set(residents.by_key) for line in reading.lines)


def test_true_and_one_are_not_confused(make):
    shape = Shape(
        "a", "表", (Col("x", "数", (), parsers.text()), Col("y", "号", (), parsers.text()))
    )
    rows = [["数", "号"], [1, True], [True, 1], [1.0, False], [0, 0]]
    lines = read(make({"a": rows}), shape).lines
    assert [tuple(line.values.values()) for line in lines] == [
        ("1", "是"), ("是", "1"), ("1", "否"), ("0", "0")
    ]  # fmt: skip


def test_a_word_for_nothing_does_not_fill_a_required_cell(make):
    shape = Shape(
        "a",
        "表",
        (
            Col("name", "姓名", (), parsers.name(), required=True),
            Col("identity", "身份证号", (), parsers.identity(), required=True),
            Col("moved", "流动", (), parsers.yes_no(), required=True),
            Col("day", "日期", (), parsers.day(), required=True),
        ),
    )
    rows = [["姓名", "身份证号", "流动", "日期"], ["不详", "无", "否", "2026-02-30"]]
    (line,) = read(make({"a": rows}), shape).lines
    assert [(remark.reason, remark.fatal) for remark in line.remarks] == [
        ("no_name", True), ("no_identity", True), ("bad_date", True)
    ]  # fmt: skip
