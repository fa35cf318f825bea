"""The ledgers of the sample township: the numbers that its office knows."""

import hashlib
import json
from datetime import datetime
from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import event

from gridcenter.base.paths import shipped
from gridcenter.base.periods import Month
from gridcenter.base.progress import Progress
from gridcenter.ledgers.library import find_ledger
from gridcenter.ledgers.pdf import print_ledger
from gridcenter.ledgers.xlsx import write_ledger
from gridcenter.office import open_office
from gridcenter.wings import LEDGERS
from tests.journeys.hamlet import OCTOBER, build, column, printed, rows

SAMPLES = shipped("resources/samples/yanwu")
TRUTH = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))
NAMES = [definition.name for definition in LEDGERS]
_PART = {"household-card": "前庄科村第二网格"}
"""Ledgers that are made of a part only."""


@pytest.fixture(scope="module")
def session(yanwu):
    with (
        open_office(yanwu, "", "demo", "命令行", writing=False) as office,
        office.database.read() as session,
    ):
        yield session


def grids_in_table_order():
    sheet = openpyxl.load_workbook(SAMPLES / "严务乡网格划分表.xlsx").active
    cells = [row[3] for row in sheet.iter_rows(min_row=4, values_only=True) if row[3]]
    return list(dict.fromkeys(cells))


@pytest.mark.parametrize("month", [8, 9, 10])
def test_inspection_mean_and_those_below_80(session, month):
    truth = TRUTH[f"inspection_2026-{month:02d}"]
    ledger = build(session, "inspection", Month(2026, month))
    text = printed(ledger)
    assert f"{truth['average']:.2f}" in text
    assert f"80分以下 {len(truth['below_80'])} 个网格" in text
    low = column(ledger, "grid", 1) if truth["below_80"] else []
    assert low == truth["below_80"]
    assert len(ledger.parts) == 1 + bool(low)


def test_inspection_reads_as_the_target(session):
    ledger = build(session, "inspection")
    assert ledger.title == "严务乡2026年10月网格化管理督查台账"
    assert ledger.unit == "严务乡网格化服务管理中心"
    assert ledger.number == "371423200-DC-2026-10"
    assert column(ledger, "grid") == grids_in_table_order()
    assert column(ledger, "total")[:7] == [92, 91, 87, 68, 71, 91, 95]
    assert [cell.strong for row in ledger.parts[0].rows[2:5] for cell in (row.cells[9],)] == [
        False, True, True,
    ]  # fmt: skip
    text = printed(ledger)
    for words in (
        "督查方式及得分", "听汇报", "看实绩", "评责任", "查台账", "40分", "总分", "100分",
        "填报日期：2026年10月31日", "督查月份：2026年10月", "第一站",
        "发现问题 8 个，已整改 4 个，正在整改 4 个；80分以下 2 个网格",
        "附：总分80分以下的网格（2个）", "中心意见", "乡党委决定",
        "1. 总分由听汇报、看实绩、评责任、查台账四项相加", "由乡党委决定",
        "填报人：", "审核人：", "中心主任：", "填报单位（盖章）",
    ):  # fmt: skip
        assert words in text
    mean = rows(ledger, kind="total")[0]
    assert [str(value) for value in mean[1:6]] == ["18.2", "34.7", "18.6", "17.6", "89.18"]


def test_grid_roster_counts_the_township(session):
    ledger = build(session, "grid-roster")
    assert len(rows(ledger)) == TRUTH["subgrids"]
    assert rows(ledger, kind="total") == [
        ("合　计", "22 个网格，79 个子网格", TRUTH["households"], TRUTH["residents_after_import"])
    ]
    assert sum(column(ledger, "households")) == TRUTH["households"]
    assert rows(ledger)[0][1:9] == (
        "第一站", "严务村", "严务村第一网格", "谭树礼", "江志军", "严务村第一01子网格", "司马国伟",
        "10067735468",
    )  # fmt: skip
    assert len(rows(ledger, kind="sub")) == TRUTH["stations"]
    assert not ledger.personal


def test_visits_count_what_was_imported(session):
    ledger = build(session, "visits")
    total = rows(ledger, kind="total")[0][1]
    assert total == (
        f"走访 {TRUTH['visits_oct']} 次，1575 户，应走访 8203 户；覆盖率 19.2%；"
        f"收集诉求 {TRUTH['visit_needs_oct']} 件"
    )
    assert len(rows(ledger)) == TRUTH["visits_oct"]
    assert len(rows(ledger, kind="band")) == TRUTH["grids"]
    assert ledger.personal


@pytest.mark.parametrize("name", ["visits", "members", "grid-roster"])
def test_rare_names_print_and_are_found(session, name):
    text = printed(build(session, name))
    rare = {"visits": "𬱖㛃䶮𠅤𫖯㻂𪩘", "members": "㛃龘", "grid-roster": "㻂"}[name]
    assert [char for char in rare if char not in text] == []
    assert "〓" not in text


def test_other_ledgers_count_the_sample(session):
    assert len(rows(build(session, "hotline"))) == 60
    october = rows(build(session, "disputes"), kind="total")[0][1]
    assert "正在调解 9 件" in october
    members = rows(build(session, "members"), kind="total")[0][1]
    assert members.startswith(f"20 个党支部，党员 {TRUTH['party_members']} 人")


def test_no_paper_shows_a_whole_identity_number_or_telephone_of_a_resident(session):
    members, hotline = build(session, "members"), build(session, "hotline")
    assert all("*" in value for value in column(members, "identity") if value)
    phones = [*column(members, "phone"), *column(hotline, "phone")]
    assert all("****" in phone for phone in phones if phone)
    assert members.personal
    assert hotline.personal


@pytest.mark.parametrize("name", NAMES)
def test_same_ledger_twice_is_the_same_bytes(session, name):
    sums = set()
    for _ in range(2):
        ledger = build(session, name, area="前庄科村第二网格")
        paper, sheet = BytesIO(), BytesIO()
        draw = find_ledger(LEDGERS, name).draw
        draw(ledger, paper, Progress()) if draw else print_ledger(ledger, paper)
        write_ledger(ledger, sheet)
        sums.add(hashlib.sha256(paper.getvalue() + sheet.getvalue()).hexdigest())
    assert len(sums) == 1


def test_parts_of_the_tree_add_up_to_the_whole(session):
    for name in ("inspection", "visits", "matters", "disputes", "members", "grid-roster"):
        whole = len(rows(build(session, name)))
        stations = ("第一服务管理站", "第二服务管理站", "第三服务管理站", "第四服务管理站")
        assert sum(len(rows(build(session, name, area=area))) for area in stations) == whole


def test_an_area_has_its_own_title_number_and_leader(session):
    station = build(session, "visits", area="第一服务管理站")
    assert station.title == "严务乡第一服务管理站2026年10月走访台账"
    assert station.unit == "严务乡网格化服务管理中心（第一服务管理站）"
    assert station.number == "371423200-ZF-2026-10-S1"
    assert "站　长：" in station.signatures
    village = build(session, "visits", area="前庄科村")
    assert village.number == "371423200-ZF-2026-10-371423200202"
    assert [row[0].split("　")[0] for row in rows(village, kind="band")] == [
        "前庄科村第一网格", "前庄科村第二网格",
    ]  # fmt: skip


def test_spreadsheet_holds_numbers_as_numbers(session):
    out = BytesIO()
    write_ledger(build(session, "inspection"), out)
    sheet = openpyxl.load_workbook(out).worksheets[0]
    first = [cell.value for cell in sheet[5]]
    assert first[:4] == [1, "第一站", "严务村第一网格", "谭树礼"]
    assert first[4] == datetime(2026, 10, 20)  # noqa: DTZ001
    assert first[5:10] == [20, 35, 20, 17, 92]
    mean = [cell.value for cell in sheet[27]]
    assert mean[5:10] == [18.2, 34.7, 18.6, 17.6, 89.18]
    assert len(openpyxl.load_workbook(out).worksheets) == 2


@pytest.mark.parametrize("name", NAMES)
def test_a_ledger_takes_a_handful_of_statements(session, name):
    said = []
    engine = session.get_bind()

    def note(_connection, _cursor, statement, *_rest):
        said.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    build(session, name, area=_PART.get(name, ""))
    event.remove(engine, "before_cursor_execute", note)
    assert 0 < len(said) <= (40 if name in _PART else 15)


LASTING = {
    "grid-roster", "household-card", "members", "notice-board", "party-cover", "posts", "training-hours",
}  # fmt: skip
"""Ledgers of what holds in every month."""


@pytest.mark.parametrize("name", [n for n in NAMES if n not in LASTING])
def test_a_month_without_records_says_so(session, name):
    ledger = build(session, name, Month(2025, 3))
    assert ledger.parts[0].rows == ()
    assert "（本期没有记录）" in printed(ledger)
    assert ledger.filled_on.isoformat() == "2025-03-31"


def test_ledger_of_the_running_month_is_dated_today(session):
    assert build(session, "visits", Month(2026, 11)).filled_on.isoformat() == "2026-11-22"
    assert build(session, "visits", OCTOBER).filled_on.isoformat() == "2026-10-31"
