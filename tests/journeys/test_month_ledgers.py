"""Ledgers counted by hand: the tree and the people of the month, coverage, averages."""

from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter
from sqlalchemy import select

from gridcenter.access.log import log_length
from gridcenter.base.errors import NotFound
from gridcenter.base.periods import Month
from gridcenter.ledgers.library import find_ledger, month_scope
from gridcenter.ledgers.making import make_file
from gridcenter.office import found, open_office
from gridcenter.register.imports.grids import GRIDS
from gridcenter.register.month import counts
from gridcenter.register.records import Placement, PostHolding, Residence, Unit, Village
from gridcenter.register.services.household_life import move_away
from gridcenter.register.services.people import appoint, relieve
from gridcenter.sheets.imports import run_import
from gridcenter.supervision.imports import INSPECTIONS
from gridcenter.supervision.records import InspectionProblem
from gridcenter.supervision.services import ProblemEntry, find_inspection, recheck_problem
from gridcenter.wings import LEDGERS
from tests.journeys.hamlet import OCTOBER, TODAY, Hamlet, build, column, printed, rows

SEPTEMBER, NOVEMBER = Month(2026, 9), Month(2026, 11)
NAMES = ["严务村网格", "前庄科村网格", "张辛村网格", "冯桥村网格"]


def scores(report, results=30, duty=20, ledgers=20):
    marks = {"report": 20, "results": 40, "duty": 20, "ledgers": 20}
    given = {"report": report, "results": results, "duty": duty, "ledgers": ledgers}
    return {m: (Decimal(str(given[m])), Decimal(full)) for m, full in marks.items()}


def test_grid_that_ended_in_september_is_not_in_october(hamlet):
    hamlet.end("张辛村网格", date(2026, 9, 30))
    hamlet.end("张辛村01子网格", date(2026, 9, 30))
    assert column(hamlet.ledger("grid-roster", SEPTEMBER), "grid")[3:] == NAMES[2:]
    assert "张辛村网格" not in column(hamlet.ledger("grid-roster"), "grid")
    scope = month_scope(OCTOBER, hamlet.unit("张辛村网格"), TODAY)
    with (
        hamlet.database.read() as session,
        pytest.raises(NotFound, match="2026年10月没有设立"),
    ):
        find_ledger(LEDGERS, "inspection").build(session, scope)


def test_head_replaced_in_mid_month(hamlet):
    with hamlet.write() as session:
        unit = hamlet.unit("严务村网格")
        old = session.query(PostHolding).filter_by(unit_id=unit, post="grid_head").one()
        relieve(session, hamlet.actor, old.id, last_day=date(2026, 10, 15))
        new = hamlet.person(session, "何莲娟")
        day = date(2026, 10, 16)
        appoint(session, hamlet.actor, person_id=new, unit_id=unit, post="grid_head", since=day)
    hamlet.inspect("严务村网格", date(2026, 10, 12), scores(20))
    hamlet.inspect("严务村网格", date(2026, 11, 3), scores(20))
    assert column(hamlet.ledger("grid-roster", SEPTEMBER), "head")[0] == "谭树礼"
    both = "谭树礼（10月1日—15日）、何莲娟（10月16日起）"
    assert column(hamlet.ledger("grid-roster"), "head")[0] == both
    assert column(hamlet.ledger("grid-roster", NOVEMBER), "head")[0] == "何莲娟"
    assert column(hamlet.ledger("inspection"), "head")[0] == "谭树礼"
    assert column(hamlet.ledger("inspection", NOVEMBER), "head")[0] == "何莲娟"


def test_head_who_left_without_successor_is_still_that_months(hamlet):
    with hamlet.write() as session:
        unit = hamlet.unit("严务村网格")
        old = session.query(PostHolding).filter_by(unit_id=unit, post="grid_head").one()
        relieve(session, hamlet.actor, old.id, last_day=date(2026, 10, 15))
    assert column(hamlet.ledger("grid-roster"), "head")[0] == "谭树礼（10月1日—15日）"
    assert column(hamlet.ledger("grid-roster", NOVEMBER), "head")[0] is None
    left = [(row[1], row[8]) for row in rows(hamlet.ledger("posts")) if row[1] == "谭树礼"]
    assert left == [("谭树礼", date(2026, 10, 15))]
    before = [row[8] for row in rows(hamlet.ledger("posts", SEPTEMBER)) if row[1] == "谭树礼"]
    assert before == [None]


def test_who_moved_away_in_the_month_counts_neither_as_household_nor_as_people(hamlet):
    stays = hamlet.household("严务村01子网格", "001", "雷玲民", "雷小民")
    gone = hamlet.household("严务村01子网格", "002", "高福芳")
    hamlet.visit(gone, date(2026, 10, 2))
    hamlet.visit(stays, date(2026, 10, 3))
    with hamlet.write() as session:
        people = session.scalars(select(Residence.person_id).where(Residence.household_id == gone)).all()
        day = date(2026, 10, 10)
        assert move_away(session, hamlet.actor, gone, people, {}, day=day, today=TODAY)
    roster = hamlet.ledger("grid-roster")
    assert (column(roster, "households")[0], column(roster, "people")[0]) == (1, 2)
    assert "月末" in printed(roster)
    september = hamlet.ledger("grid-roster", SEPTEMBER)
    assert (column(september, "households")[0], column(september, "people")[0]) == (2, 3)
    visits = hamlet.ledger("visits")
    assert rows(visits, kind="band")[0] == ("严务村网格　（1户）",)
    assert rows(visits, kind="total")[0][1] == "走访 2 次，2 户，应走访 1 户；覆盖率 100.0%；收集诉求 0 件"
    unit = hamlet.unit("严务村01子网格")
    with hamlet.database.read() as session:
        assert counts(session, OCTOBER)[unit] == (1, 2)


@pytest.mark.parametrize("name", [one.name for one in LEDGERS])
def test_whatever_has_telephones_is_noted_when_it_goes_out(hamlet, name, tmp_path):
    ledger = hamlet.ledger(name)
    told = {column.title for part in ledger.parts for column in part.columns}
    people = told & {"联系电话", "网格长", "网格员", "党建指导员"}
    assert not people or ledger.personal or ledger.logged
    if name in {"grid-roster", "notice-board", "party-cover", "posts"}:
        with hamlet.database.read() as session:
            before = log_length(session)
        scope = month_scope(OCTOBER, None, TODAY)
        make_file(hamlet.database, hamlet.actor, find_ledger(LEDGERS, name), scope, tmp_path / "a.xlsx")
        with hamlet.database.read() as session:
            assert log_length(session) == before + 1


def test_roster_without_holders_and_sub_grids(hamlet):
    roster = hamlet.ledger("grid-roster")
    assert rows(roster)[3] == (
        4, "第二站", "张辛村", "张辛村网格", None, None, "张辛村01子网格", None, None, 0, 0,
    )  # fmt: skip
    assert rows(roster)[4] == (
        5, "第二站", "冯桥村", "冯桥村网格", "许㻂", None, None, "夏景峰", "10011112222", 0, 0,
    )  # fmt: skip
    text = printed(roster)
    assert "许㻂" in text
    assert "10011112222" in text


def test_roster_counts_people_and_places_of_the_month(hamlet):
    hamlet.household("严务村01子网格", "001", "雷玲民", "雷小民")
    moved = hamlet.household("严务村01子网格", "002", "高福芳")
    with hamlet.write() as session:
        old = session.query(Placement).filter_by(household_id=moved).one()
        old.until = date(2026, 10, 9)
        to, since = hamlet.unit("前庄科村01子网格"), date(2026, 10, 10)
        session.add(Placement(household_id=moved, unit_id=to, grid_set="main", since=since))
    assert column(hamlet.ledger("grid-roster", SEPTEMBER), "households") == [2, 0, 0, 0, 0]
    october = hamlet.ledger("grid-roster")
    assert column(october, "households") == [1, 0, 1, 0, 0]
    assert column(october, "people") == [2, 0, 1, 0, 0]
    assert rows(october, kind="sub")[0] == ("第一站小计", "2 个网格，3 个子网格", 2, 3)


def test_grids_not_inspected_stand_with_dashes_and_do_not_pull_the_mean(hamlet):
    hamlet.inspect("前庄科村网格", date(2026, 10, 20), scores(10.5))
    hamlet.inspect("严务村网格", date(2026, 10, 22), scores(9, 30.25, 20, 20))
    ledger = hamlet.ledger("inspection")
    assert column(ledger, "grid") == NAMES
    assert rows(ledger)[2][4:10] == (None,) * 6
    assert column(ledger, "total")[:2] == [Decimal("79.25"), Decimal("80.5")]
    mean = rows(ledger, kind="total")[0]
    assert str(mean[5]) == "79.88"  # 79.875, halves up
    assert str(mean[1]) == "9.8"  # 9.75
    assert mean[6].endswith("80分以下 1 个网格；未督查 2 个网格")
    assert column(ledger, "grid", 1) == ["严务村网格"]
    assert "—" in printed(ledger)


def test_other_methods_with_other_marks_come_from_the_data(hamlet):
    path = hamlet.folder / "督查.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "2026年10月督查打分表")
        sheet.write_row(1, 0, ("网格", "督查日期", "看实绩(60分)", "电话抽查(40分)"))
        sheet.write_row(2, 0, ("严务村网格", "10月12日", 55, 38))
        sheet.write_row(3, 0, ("冯桥村网格", "10月12日", 41.5, 38))
    run_import(hamlet.database, hamlet.actor, INSPECTIONS, path, today=TODAY)
    ledger = hamlet.ledger("inspection")
    titles = [column.title for column in ledger.parts[0].columns]
    assert titles[5:8] == ["看实绩\n60分", "电话抽查\n40分", "总分\n100分"]
    assert rows(ledger)[0][5:8] == (55, 38, 93)
    assert rows(ledger)[3][5:8] == (Decimal("41.5"), 38, Decimal("79.5"))
    assert "1. 总分由看实绩、电话抽查两项相加" in printed(ledger)


def test_several_problems_of_a_grid_are_numbered(hamlet):
    first = ProblemEntry("公示牌未更新", date(2026, 10, 30), status="done")
    second = ProblemEntry("走访记录不完整", date(2026, 11, 5))
    hamlet.inspect("严务村网格", date(2026, 10, 12), scores(20), (first, second))
    ledger = hamlet.ledger("inspection")
    assert column(ledger, "problem")[0] == "1. 公示牌未更新\n2. 走访记录不完整"
    assert column(ledger, "deadline")[0] == "1. 10月30日\n2. 11月5日"
    assert column(ledger, "state")[0] == "1. 已整改\n2. 正在整改"
    assert column(ledger, "rechecked")[:2] == ["", ""]
    assert "发现问题 2 个，已整改 1 个，正在整改 1 个" in printed(ledger)


def test_re_check_shows_its_day_and_leaves_the_signature_to_ink(hamlet):
    hamlet.inspect("严务村网格", date(2026, 10, 12), scores(20), (ProblemEntry("公示牌未更新"),))
    with hamlet.write() as session:
        inspection = find_inspection(session, hamlet.unit("严务村网格"), OCTOBER)
        problem = session.query(InspectionProblem).filter_by(inspection_id=inspection.id).one()
        recheck_problem(
            session, hamlet.actor, problem.id, on=date(2026, 10, 28), by="王平", done=True
        )
    row = rows(hamlet.ledger("inspection"))[0]
    assert row[-3:] == ("已整改", date(2026, 10, 28), "")


def test_coverage_counts_a_household_once(hamlet):
    homes = [
        hamlet.household("严务村01子网格", f"00{number}", f"王{given}")
        for number, given in enumerate("一二三四", 1)
    ]
    other = hamlet.household("前庄科村01子网格", "009", "雷玲民")
    hamlet.household("前庄科村01子网格", "010", "高福芳")
    hamlet.visit(homes[0], date(2026, 10, 2), "反映村东路灯不亮")
    hamlet.visit(homes[0], date(2026, 10, 9))
    hamlet.visit(homes[1], date(2026, 10, 31))
    hamlet.visit(other, date(2026, 9, 30))
    hamlet.visit(other, date(2026, 11, 1))
    ledger = hamlet.ledger("visits")
    assert [row[1] for row in rows(ledger, kind="sub")][:2] == [
        "走访 3 次，2 户；覆盖率 50.0%；收集诉求 1 件",
        "走访 0 次，0 户；覆盖率 0.0%；收集诉求 0 件",
    ]
    assert rows(ledger, kind="total")[0][1] == (
        "走访 3 次，2 户，应走访 6 户；覆盖率 33.3%；收集诉求 1 件"
    )
    assert rows(ledger, kind="band")[0] == ("严务村网格　（4户）",)
    assert rows(ledger)[0] == (
        1, date(2026, 10, 2), "王一", "001", "司马国伟", "日常走访", "已见面", "反映村东路灯不亮",
    )  # fmt: skip
    part = hamlet.ledger("visits", area="严务村02子网格")
    assert part.parts[0].rows == ()
    assert "覆盖率＝月末在册的户里本月走访过的户数÷月末总户数" in printed(ledger)


def test_visits_of_a_sub_grid_are_measured_by_its_own_households(hamlet):
    home = hamlet.household("严务村01子网格", "001", "王一")
    hamlet.household("严务村02子网格", "002", "王二")
    hamlet.visit(home, date(2026, 10, 2))
    ledger = hamlet.ledger("visits", area="严务村01子网格")
    assert rows(ledger, kind="band") == [("严务村01子网格　（1户）",)]
    assert "覆盖率 100.0%" in rows(ledger, kind="total")[0][1]


def test_visit_to_a_household_without_a_grid_is_not_lost(hamlet):
    home = hamlet.household("张辛村01子网格", "001", "王一")
    for name in ("张辛村网格", "张辛村01子网格"):
        hamlet.end(name, date(2026, 9, 30))
    hamlet.visit(home, date(2026, 10, 2))
    ledger = hamlet.ledger("visits")
    assert rows(ledger, kind="band")[-1] == ("未划入网格的户　（1户）",)
    assert "1 户所在的网格已经撤销" in printed(hamlet.ledger("grid-roster"))


def draw_township(session, town, code):
    """Enter a township of one station with one grid."""
    village = Village(name=f"{town[0]}柳村", position=0)
    session.add(village)
    session.flush()
    above = None
    levels = (("township", town), ("station", "第一服务管理站"), ("grid", f"{town[0]}柳村网格"))
    for position, (level, name) in enumerate(levels):
        unit = Unit(level=level, grid_set="main", name=name, position=position, parent_id=above)
        unit.code = code if level == "township" else None
        unit.village_id = village.id if level == "grid" else None
        session.add(unit)
        session.flush()
        above = unit.id


@pytest.fixture
def county(tmp_path):
    """A county node that holds two townships of one grid each, with stations of one name."""
    found(tmp_path / "county", division="371423", password="demo", county=True)
    with open_office(tmp_path / "county", "", "demo", "命令行") as office:
        with office.database.write(office.actor) as session:
            for number, town in enumerate(("甲乡", "乙乡"), 1):
                draw_township(session, town, f"37142320{number}")
        yield office


def test_county_with_several_townships(county):
    with county.database.read() as session:
        roster = build(session, "grid-roster")
        one = build(session, "grid-roster", area="乙乡")
    assert roster.title.startswith("庆云县2026年10月")
    assert roster.unit == "庆云县网格化服务管理中心"
    assert roster.number == "371423-WG-2026-10"
    assert column(roster, "station") == ["甲乡第一站", "乙乡第一站"]
    assert column(one, "station") == ["第一站"]
    assert one.title == "乙乡2026年10月网格划分及人员一览表"
    with county.database.read() as session:
        village = build(session, "grid-roster", area="乙柳村")
    assert village.title == "乙乡乙柳村2026年10月网格划分及人员一览表"


def test_township_without_stations_has_no_column_of_them(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "网格.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("行政村", "网格名称", "网格长", "微网格", "微网格长", "手机号码"))
        sheet.write_row(1, 0, ("凉泉村", "凉泉网格", "王明", "凉泉01微网格", "李丽", "10011112222"))
    found(tmp_path / "data", division="340827200", password="demo")
    with open_office(tmp_path / "data", "", "demo", "命令行") as office:
        run_import(office.database, office.actor, GRIDS, tmp_path / "网格.xlsx", today=TODAY)
        made = Hamlet(office, tmp_path)
        made.inspect("凉泉网格", date(2026, 10, 12), scores(20))
        ledger, roster = made.ledger("inspection"), made.ledger("grid-roster")
    assert rows(ledger)[0][:4] == (1, "凉泉网格", "王明", date(2026, 10, 12))
    assert rows(ledger, kind="total")[0][-2] == Decimal("90.00")
    assert rows(roster)[0] == (
        1, "凉泉社区", "凉泉网格", "王明", None, "凉泉01微网格", "李丽", "10011112222", 0, 0,
    )  # fmt: skip
    assert rows(roster, kind="total")[0][0] == "合　计"
    assert "凉泉网格" in printed(ledger) + printed(roster)
