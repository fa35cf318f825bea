"""Sheets of other townships: inspections, disputes, hotline, visits in other words."""

from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter
from sqlalchemy import select

from gridcenter.base.errors import RuleBroken
from gridcenter.base.periods import Month
from gridcenter.disputes.imports import DISPUTES
from gridcenter.disputes.records import Dispute
from gridcenter.matters.imports import HOTLINE
from gridcenter.matters.records import Matter
from gridcenter.office import found, open_office
from gridcenter.sheets.imports import run_import
from gridcenter.supervision.imports import INSPECTIONS
from gridcenter.supervision.services import (
    InspectionEntry,
    ScoreEntry,
    inspections_of,
    record_inspection,
)
from gridcenter.visits.imports import VISITS
from gridcenter.visits.records import Visit
from tests.journeys.hamlet import TODAY, build

GRID = "前庄科村网格"


def put(hamlet, kind, rows, merged=(), today=TODAY):
    """Write a sheet and import it."""
    path = hamlet.folder / "来表.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for line, row in enumerate(rows):
            for at, value in enumerate(row):
                sheet.write(line, at, value, day if isinstance(value, date) else None)
        for area in merged:
            sheet.merge_range(*area, rows[area[0]][area[1]])
    return run_import(hamlet.database, hamlet.actor, kind, path, today=today)


def inspected(hamlet, unit=GRID, month=9):
    """Return the points by word, the total and whether it is low."""
    with hamlet.database.read() as session:
        one = inspections_of(session, Month(2026, month))[hamlet.unit(unit)]
        points = {method: score.points for method, score in one.scores.items()}
        return points, one.total, one.low, [problem.status for problem in one.problems]


def reasons(imported):
    return [[remark.reason for remark in verdict.remarks] for verdict in imported.verdicts]


TITLE = ("2026年9月督查",)
USUAL = {"report": 18, "results": 30, "duty": 15, "ledgers": 15}


@pytest.mark.parametrize(
    "heads",
    [
        ("工作汇报", "工作实绩", "履职情况", "台账资料"),
        ("听取汇报", "看工作实绩", "评议责任", "查看台账"),
        ("听取汇报 20", "看实绩40", "评责任（满分20分）", "查台账(20%)"),
    ],
)
def test_usual_methods_in_other_words(hamlet, heads):
    done = put(hamlet, INSPECTIONS, [TITLE, ("网格", *heads, "总分"), (GRID, 18, 30, 15, 15, 78)])
    assert reasons(done) == [[]]
    assert inspected(hamlet) == (USUAL, 78, True, [])


def test_own_methods_with_marks_in_a_group_and_reasons_for_points_lost(hamlet):
    group = ("序号", "村居", "网格", "督查得分", "", "", "总分", "扣分原因", "是否完成整改")
    below = ("", "", "", "日常巡查（30）", "材料报送(25)", "环境整治（15分）", "", "", "")
    row = (1, "前庄科村", GRID, 25, 20, 10, 55, "台账不全", "是")
    merged = [(1, 3, 1, 5), *((1, at, 2, at) for at in (0, 1, 2, 6, 7, 8))]
    done = put(hamlet, INSPECTIONS, [TITLE, group, below, row], merged)
    assert reasons(done) == [[]]
    points, total, low, problems = inspected(hamlet)
    assert points == {"日常巡查": 25, "材料报送": 20, "环境整治": 10}
    assert (total, low, problems) == (55, True, ["done"])  # 55 of 70 is below 80 %


def test_points_added_and_taken_away(hamlet):
    heads = (
        "网格",
        "走访巡查\n（40分）",
        "信息采集（30 分）",
        "宣传(30分)",
        "加分项（10分）",
        "扣分项",
        "合计",
    )
    done = put(hamlet, INSPECTIONS, [TITLE, heads, (GRID, 35, 25, 25, 5, 3, 87)])
    assert reasons(done) == [[]]
    assert inspected(hamlet)[1:3] == (87, False)


def test_columns_known_by_their_place_only_must_add_up(hamlet):
    heads = ("网格", "巡查成效", "群众反响", "总分", "备注")
    rows = [(GRID, 40, 45, 85, ""), ("冯桥村网格", 40, 45, 80, "")]
    done = put(hamlet, INSPECTIONS, [TITLE, heads, *rows])
    assert reasons(done) == [[], ["wrong_total"]]
    assert done.tally.rejected == 1
    assert inspected(hamlet)[:3] == ({"巡查成效": 40, "群众反响": 45}, 85, False)


def test_ticks_and_totals_alone(hamlet):
    heads = ("网格", "听汇报（20分）", "看实绩（40分）", "评责任（20分）", "查台账（20分）", "总分")
    rows = [
        ("严务村网格", "√", 40, 20, 20, 100),
        ("张辛村网格", "未检查", "", "", "", ""),
        (GRID, "", "", "", "", 88),
        ("冯桥村网格", 19.5, 39.5, 19.25, 20, 98.25),
    ]
    done = put(hamlet, INSPECTIONS, [TITLE, heads, *rows])
    assert reasons(done) == [["wrong_total"], ["not_points"], ["only_total"], []]
    assert (done.tally.created, done.tally.rejected) == (2, 2)
    assert inspected(hamlet) == ({"得分": 88}, 88, False, [])
    assert inspected(hamlet, "冯桥村网格")[1] == Decimal("98.25")


def test_a_total_and_its_points_are_not_added_up(hamlet):
    whole = [TITLE, ("网格", "得分"), (GRID, 78)]
    parts = [TITLE, ("网格", "听汇报", "看实绩", "评责任", "查台账"), (GRID, 18, 30, 15, 15)]
    put(hamlet, INSPECTIONS, whole)
    put(hamlet, INSPECTIONS, parts)
    assert inspected(hamlet)[:2] == (USUAL, 78)
    assert put(hamlet, INSPECTIONS, whole).tally.unchanged == 1
    assert put(hamlet, INSPECTIONS, [*whole[:2], (GRID, 80)]).tally.rejected == 1
    assert inspected(hamlet)[:2] == (USUAL, 78)


def test_a_village_of_one_grid_stands_for_it(hamlet):
    heads = ("村名", "听取汇报", "看工作实绩", "评议责任", "查看台账", "总分")
    done = put(
        hamlet,
        INSPECTIONS,
        [TITLE, heads, ("前庄科村", 18, 30, 15, 15, 78), ("某某村", 1, 1, 1, 1, 4)],
    )
    assert reasons(done) == [[], ["unknown_grid"]]
    assert inspected(hamlet)[0] == USUAL


def test_a_roster_is_no_inspection_sheet(hamlet):
    heads = ("村名", "文化程度", "耕地面积")
    with pytest.raises(RuleBroken) as caught:
        put(hamlet, INSPECTIONS, [TITLE, heads, ("前庄科村", "初中", 7)])
    assert "不像督查打分表" in str(caught.value)


@pytest.mark.parametrize(
    ("division", "deciders"),
    [("370683103", "由镇党委决定"), ("110105001", "由街道党工委决定"), ("110105024", "由地区党工委决定")],
)  # fmt: skip
def test_the_party_committee_of_the_place_decides(tmp_path, division, deciders):
    found(tmp_path / "data", division=division, password="demo", villages=[])
    with (
        open_office(tmp_path / "data", "", "demo", "命令行") as office,
        office.database.read() as session,
    ):
        assert deciders in "".join(build(session, "inspection").notes)


DISPUTE_HEADS = ("排查时间", "所属村居", "纠纷当事人", "纠纷概况", "是否化解", "化解时间")


def dispute_sheet(*words, closed=""):
    rows = [
        ("2026-10-09", "前庄科村", "赖永义", f"因地界起争执{word}", word, closed) for word in words
    ]
    return [("矛盾纠纷台账",), DISPUTE_HEADS, *rows]


def disputes(hamlet):
    with hamlet.database.read() as session:
        found = session.scalars(select(Dispute).order_by(Dispute.number))
        return [(one.status, one.agreement, one.result) for one in found]


def test_dispute_words_of_the_offices(hamlet):
    still = ("否", "未化解", "正在化解", "调处中", "稳控中", "")
    settled = ("是", "化解成功", "已调处", "已 解决", "达成口头协议")
    done = put(hamlet, DISPUTES, dispute_sheet(*still, *settled))
    assert (done.tally.created, done.tally.warnings) == (11, 0)
    assert disputes(hamlet) == [
        *[("open", None, None)] * 6, *[("agreed", None, None)] * 4, ("agreed", "oral", None),
    ]  # fmt: skip


def test_dispute_words_that_say_more_or_nothing_known_are_kept(hamlet):
    sheet = dispute_sheet("已化解，双方满意", "移交司法所", "已办结")
    assert reasons(put(hamlet, DISPUTES, sheet)) == [[], ["unknown_word"], ["unclear_word"]]
    assert disputes(hamlet) == [
        ("agreed", None, "已化解，双方满意"), ("open", None, "移交司法所"), ("agreed", None, "已办结"),
    ]  # fmt: skip
    with hamlet.write() as session:
        session.scalars(
            select(Dispute).where(Dispute.result == "移交司法所")
        ).one().status = "failed"
    assert put(hamlet, DISPUTES, sheet).tally.unchanged == 3
    assert disputes(hamlet)[1][0] == "failed"


def test_a_closing_day_of_an_open_dispute_is_told(hamlet):
    done = put(hamlet, DISPUTES, dispute_sheet("否", "是", closed="2026-10-20"))
    assert reasons(done) == [["open_but_closed"], []]


HOTLINE_HEADS = ("工单号", "受理时间", "诉求人", "诉求描述", "承办单位", "办结时限")


@pytest.mark.parametrize(
    ("limit", "days", "due", "said"),
    [
        ("5个工作日", 5, date(2026, 11, 9), []),
        (3, 3, date(2026, 11, 5), []),
        ("三个工作日内", 3, date(2026, 11, 5), []),
        ("10天", 10, date(2026, 11, 16), []),
        ("2026-11-13", 9, date(2026, 11, 13), []),
        (date(2026, 11, 14), 9, date(2026, 11, 14), []),
        ("11月13日 17:00", 9, date(2026, 11, 13), []),
        ("", 5, date(2026, 11, 9), []),
        ("尽快", 5, date(2026, 11, 9), ["bad_limit"]),
        ("2026-10-01", 5, date(2026, 11, 9), ["bad_limit"]),
    ],
)
def test_hotline_limits(hamlet, limit, days, due, said):
    row = ("20261102001", "2026-11-02 09:00", "林军艳", "路灯不亮", "前庄科村", limit)
    done = put(hamlet, HOTLINE, [HOTLINE_HEADS, row])
    assert reasons(done) == [said]
    with hamlet.database.read() as session:
        matter = session.scalars(select(Matter)).one()
        assert (matter.limit_days, matter.due_on) == (days, due)


def test_days_without_a_year_and_days_to_come(hamlet):
    hamlet.household("前庄科村01子网格", "001", "赖永义")
    days = ("12.28", "1.3", 10.1, date(2027, 1, 3), "十月七日", "10.7上午")
    rows = [(day, "前庄科村", "001", "司马国伟") for day in days]
    done = put(hamlet, VISITS, [("走访记录表",), ("日期", "村", "户号", "走访人"), *rows])
    assert reasons(done) == [["guessed_year"], [], ["unclear_day"], ["odd_date"], [], []]
    assert (done.tally.created, done.tally.rejected) == (5, 1)
    with hamlet.database.read() as session:
        visited = sorted(session.scalars(select(Visit.visited_on)))
    assert visited == [
        date(2025, 12, 28), date(2026, 1, 3), date(2026, 10, 1), *[date(2026, 10, 7)] * 2,
    ]  # fmt: skip


def test_a_dispute_to_come_is_refused(hamlet):
    sheet = dispute_sheet("否")
    sheet[2] = ("2026-11-23", *sheet[2][1:])
    done = put(hamlet, DISPUTES, sheet)
    assert (done.tally.rejected, reasons(done)) == (1, [["odd_date"]])


def test_the_form_keeps_points_of_methods_it_does_not_show(hamlet):
    put(hamlet, INSPECTIONS, [
        TITLE,
        ("基本网格", "督查日期", "听汇报（20分）", "日常巡查（30分）"),
        (GRID, "2026-09-20", 18, 25),
    ])  # fmt: skip
    entry = InspectionEntry(
        hamlet.unit(GRID), Month(2026, 9), date(2026, 9, 20), (ScoreEntry("report", Decimal(17)),)
    )
    with hamlet.database.write(hamlet.actor) as session:
        record_inspection(session, hamlet.actor, entry)
    points, total, *_ = inspected(hamlet)
    assert (points["report"], total) == (17, 42)
