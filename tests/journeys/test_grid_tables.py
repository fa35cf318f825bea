"""Grid tables as other townships keep them."""

from datetime import date

import pytest
import xlsxwriter
from sqlalchemy import select

from gridcenter.base.errors import RuleBroken
from gridcenter.base.periods import Month
from gridcenter.office import found, open_office
from gridcenter.register.imports.grids import GRIDS
from gridcenter.register.records import Person, PostHolding, Unit, Village
from gridcenter.register.services.structure import Villages, find_area
from gridcenter.sheets.imports import run_import
from gridcenter.sheets.verdicts import Outcome

TODAY = date(2026, 11, 22)
OCTOBER = Month(2026, 10)
YANWU, SUN_PALACE = "371423200", "110105024"


class Town:
    """A township that takes grid tables in."""

    def __init__(self, office, folder):
        self.office = office
        self.folder = folder

    def take(self, *rows, today=TODAY):
        path = self.folder / "网格.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet("网格")
            for line, row in enumerate(rows):
                sheet.write_row(line, 0, row)
        return run_import(self.office.database, self.office.actor, GRIDS, path, today=today)

    def units(self, level):
        """(village, name) of every unit of a level."""
        query = (
            select(Village.name, Unit.name)
            .select_from(Unit)
            .join(Village, Village.id == Unit.village_id, isouter=True)
            .where(Unit.level == level)
            .order_by(Unit.position)
        )
        with self.office.database.read() as session:
            return [tuple(row) for row in session.execute(query)]

    def posts(self, post="worker"):
        """(unit, person, phone) of everybody who holds a post now."""
        query = (
            select(Unit.name, Person.name, Person.phone)
            .select_from(PostHolding)
            .join(Unit, Unit.id == PostHolding.unit_id)
            .join(Person, Person.id == PostHolding.person_id)
            .where(PostHolding.post == post, PostHolding.until.is_(None))
        )
        with self.office.database.read() as session:
            return {tuple(row) for row in session.execute(query)}

    def area(self, text):
        """The name of what --area means."""
        with self.office.database.read() as session:
            found_id = find_area(session, text, OCTOBER)
            what = session.get(Unit, found_id) or session.get(Village, found_id)
            villages = Villages.load(session).by_id
            above = getattr(what, "village_id", None)
            return (villages[above].name if above else "", what.name)


@pytest.fixture
def town(tmp_path, request):
    division = getattr(request, "param", YANWU)
    found(tmp_path / "data", division=division, password="demo")
    with open_office(tmp_path / "data", "", "demo", "命令行") as office:
        yield Town(office, tmp_path)


def reasons(done):
    return [[remark.reason for remark in verdict.remarks] for verdict in done.verdicts]


def test_villages_have_their_own_first_grid(town):
    rows = (
        ("片区", "行政村", "网格", "网格长", "微网格", "微网格员"),
        ("东片", "严务村", "第一网格", "罗华艳", "一组", "何红"),
        ("东片", "张辛村", "第一网格", "郭霞", "一组", "黄华"),
        ("东片", "冯桥村", "第一网格", "罗静静", "一组", "王强"),
    )
    done = town.take(*rows)
    assert (done.tally.created, done.tally.warnings) == (3, 0)
    villages = ("严务村", "张辛村", "冯桥村")
    assert town.units("grid") == [(village, "第一网格") for village in villages]
    assert town.units("subgrid") == [(village, "一组") for village in villages]
    assert {name for _, name, _ in town.posts("grid_head")} == {"罗华艳", "郭霞", "罗静静"}
    assert town.take(*rows).tally.unchanged == 3


def test_a_grid_over_several_villages_is_remarked_on(town):
    done = town.take(
        ("片区", "村", "网格", "网格员"),
        ("东片", "严务村", "东一片网格", "李敏"),
        ("东片", "张辛村", "东一片网格", "孙建磊"),
    )
    assert reasons(done) == [[], ["grid_of_several_villages"]]
    assert {name for _, name, _ in town.posts()} == {"李敏", "孙建磊"}


def test_a_name_several_grids_bear_needs_the_village(town):
    town.take(
        ("村", "网格", "网格员"), ("严务村", "第一网格", "李敏"), ("张辛村", "第一网格", "黄华")
    )
    done = town.take(("网格", "网格员"), ("第一网格", "李敏"), ("第二网格", "王强"))
    assert [verdict.outcome for verdict in done.verdicts] == [Outcome.REJECTED, Outcome.CREATED]
    assert "请填行政村" in done.verdicts[0].remarks[0].words
    assert len(town.units("grid")) == 3


def test_two_workers_of_a_subgrid_both_stay(town):
    rows = (
        ("村", "微网格", "微网格员", "电话"),
        ("严务村", "第一微网格", "罗华艳", "10007302157"),
        ("严务村", "第一微网格", "黄兰敏", "10030364262"),
        ("张辛村", "第一微网格", "甲一、甲二", "10000000001、10000000002"),
        ("冯桥村", "第二微网格", "乙一 乙二", "10000000003"),
        ("冯桥村", "第三微网格", "王　明", ""),
    )
    done = town.take(*rows)
    assert reasons(done) == [[], [], [], ["several_names", "phones_of_several"], []]
    assert town.posts() == {
        ("第一微网格", "罗华艳", "10007302157"), ("第一微网格", "黄兰敏", "10030364262"),
        ("第一微网格", "甲一", "10000000001"), ("第一微网格", "甲二", "10000000002"),
        ("第二微网格", "乙一", "10000000003"), ("第二微网格", "乙二", None),
        ("第三微网格", "王明", None),
    }  # fmt: skip
    assert town.take(*rows).tally.unchanged == 5


def test_a_new_worker_follows_the_one_the_table_no_longer_names(town):
    head = ("村", "微网格", "微网格员")
    town.take(head, ("严务村", "一组", "罗华艳、黄兰敏"))
    done = town.take(head, ("严务村", "一组", "黄兰敏"), ("严务村", "一组", "何红"))
    assert [v.outcome for v in done.verdicts] == [Outcome.UNCHANGED, Outcome.UPDATED]
    assert {name for _, name, _ in town.posts()} == {"黄兰敏", "何红"}


def test_one_name_with_two_phones_is_remarked_on(town):
    done = town.take(
        ("村", "微网格", "微网格员", "电话"),
        ("严务村", "一组", "罗华艳", "10007302157"),
        ("严务村", "一组", "罗华艳", "10007302158"),
    )
    assert reasons(done) == [[], ["two_phones"]]
    assert town.posts() == {("一组", "罗华艳", "10007302157")}


def test_the_head_of_a_grid_has_a_phone_of_his_own(town):
    rows = (
        ("村", "网格", "网格长", "网格长联系电话", "微网格", "微网格员", "微网格员联系电话"),
        ("严务村", "第一网格", "罗华艳", "10007302157", "一组", "黄兰敏", "10030364262"),
    )
    town.take(*rows)
    assert town.posts("grid_head") == {("第一网格", "罗华艳", "10007302157")}
    assert town.posts() == {("一组", "黄兰敏", "10030364262")}
    assert town.take(*rows).tally.unchanged == 1


def test_name_and_telephone_in_one_cell(town):
    rows = (
        ("村", "网格", "网格长及联系电话", "微网格", "微网格员（联系电话）"),
        ("严务村", "第一网格", "罗华艳 10007302157", "一组", "黄兰敏（10030364262）、何红10030364263"),
        ("严务村", "第二网格", "郭霞", "一组", "王强、李敏 10030364264"),
    )
    done = town.take(*rows)
    assert reasons(done) == [[], ["phones_of_several"]]
    assert town.posts("grid_head") == {("第一网格", "罗华艳", "10007302157"), ("第二网格", "郭霞", None)}
    assert town.posts() == {
        ("一组", "黄兰敏", "10030364262"), ("一组", "何红", "10030364263"),
        ("一组", "王强", "10030364264"), ("一组", "李敏", None),
    }  # fmt: skip
    assert town.take(*rows).tally.unchanged == 2


def test_special_grids_and_who_manages_them_too(town):
    rows = (
        ("村", "网格名称", "网格性质", "管理单位"),
        ("严务村", "第一网格", "基本网格", ""),
        ("严务村", "中心学校网格", "专属网格", "严务乡中心学校"),
    )
    assert reasons(town.take(*rows)) == [[], ["special_in_village"]]
    with town.office.database.read() as session:
        query = select(Unit.name, Unit.kind, Unit.managed_by).where(Unit.level == "grid").order_by(Unit.position)
        assert [tuple(row) for row in session.execute(query)] == [
            ("第一网格", "basic", None), ("中心学校网格", "special", "严务乡中心学校"),
        ]  # fmt: skip
    assert town.take(*rows).tally.unchanged == 2


def test_what_is_doubtful_is_remarked_on(town):
    done = town.take(
        ("村", "网格", "网格长"),
        ("严务村", "第一网格", "罗华艳"),
        ("严务村", "第一网格", "郭霞"),
        ("冯桥社区", "第一网格", "何红"),
    )
    assert reasons(done) == [[], ["second_head"], ["other_kind"]]
    assert town.units("grid") == [("严务村", "第一网格"), ("冯桥村", "第一网格")]


def test_a_table_without_stations_finds_the_grids_below_them(town):
    town.take(("片区", "村", "网格"), ("东片", "严务村", "第一网格"))
    done = town.take(("村", "网格", "网格长"), ("严务村", "第一网格", "罗华艳"))
    assert town.units("grid") == [("严务村", "第一网格")]
    assert done.tally.created == 1
    assert town.posts("grid_head") == {("第一网格", "罗华艳", None)}


def test_a_subgrid_without_village_lies_where_the_row_above_does(town):
    villages = ("严务村", "前庄科村", "后庄科村", "冯桥村", "张辛村")
    done = town.take(
        ("片区", "村", "网格", "微网格", "微网格员"),
        *(("东片", village, "第一网格", "一组", "") for village in villages),
        ("东片", "", "", "二组", "杨明英"),
        ("西片", "", "", "三组", "杨军"),
    )
    assert reasons(done)[5:] == [["village_from_above", "grid_from_above"], ["no_grid"]]
    assert town.units("subgrid")[5:] == [("张辛村", "二组"), (None, "三组")]
    assert "“张辛村”" in done.verdicts[5].remarks[0].words


@pytest.mark.parametrize("town", [SUN_PALACE], indirect=True)
def test_village_and_community_of_one_name_are_told_apart(town):
    done = town.take(
        ("村/社区", "网格", "网格员"),
        ("太阳宫村", "第一网格", "罗华艳"),
        ("太阳宫乡太阳宫村委会", "第二网格", "高刚"),
        ("太阳宫社区居民委员会", "第一网格", "孙建磊"),
        ("太阳宫地区太阳宫居委会", "第二网格", "李敏"),
        ("太阳宫", "第三网格", "胡敏霞"),
    )
    assert reasons(done) == [[], [], [], [], ["unclear_village"]]
    assert "“太阳宫社区”" in done.verdicts[4].remarks[0].words
    assert town.units("grid") == [
        ("太阳宫村", "第一网格"), ("太阳宫村", "第二网格"),
        ("太阳宫社区", "第一网格"), ("太阳宫社区", "第二网格"),
    ]  # fmt: skip
    with pytest.raises(RuleBroken, match="太阳宫社区"):
        town.area("太阳宫")
    assert town.area("太阳宫居委会") == ("", "太阳宫社区")


def test_an_area_whose_name_repeats_must_be_told_in_full(town):
    town.take(
        ("片区", "村", "网格", "微网格"),
        ("东片", "严务村", "严务村网格", "第二微网格"),
        ("东片", "张辛村", "张辛村网格", "第二微网格"),
        ("东片", "冯桥村", "冯桥村网格", "冯桥村网格"),
    )
    with pytest.raises(RuleBroken, match=r"有2个.*“东片严务村网格第二微网格”") as refused:
        town.area("第二微网格")
    assert refused.value.field == "area"
    assert town.area("张辛村第二微网格") == ("张辛村", "第二微网格")
    assert town.area("东片严务村网格第二微网格") == ("严务村", "第二微网格")
    assert town.area("冯桥村网格") == ("冯桥村", "冯桥村网格")
    assert town.area("张辛村") == ("", "张辛村")
