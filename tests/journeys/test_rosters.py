"""Rosters as other townships write them: no numbers, numbers twice, namesakes, a sheet a village."""

import pytest
import xlsxwriter
from sqlalchemy import func, select

from gridcenter.party.imports import MEMBERS
from gridcenter.party.records import Member
from gridcenter.register.imports.residents import RESIDENTS
from gridcenter.register.records import Household, PartyUnit, Person, Residence
from gridcenter.sheets.imports import run_import
from gridcenter.visits.imports import VISITS
from tests.journeys.hamlet import TODAY


@pytest.fixture
def take(hamlet, tmp_path):
    """Write sheets and import them; returns what became of the rows."""

    def call(kind, sheets):
        path = tmp_path / "表.xlsx"
        with xlsxwriter.Workbook(path) as book:
            for name, rows in sheets.items():
                sheet = book.add_worksheet(name)
                for line, row in enumerate(rows):
                    sheet.write_row(line, 0, row)
        return run_import(hamlet.database, hamlet.actor, kind, path, today=TODAY)

    return call


POSTED = 8
"""Post holders of the hamlet."""


def became(done):
    return [verdict.outcome.value for verdict in done.verdicts]


def reasons(done):
    return dict(done.tally.reasons)


def homes(hamlet):
    """Return household number → names and relations of those who live there."""
    found = {}
    with hamlet.database.read() as session:
        query = (
            select(Household.number, Person.name, Residence.relation)
            .join(Residence, Residence.household_id == Household.id)
            .join(Person, Person.id == Residence.person_id)
            .where(Residence.until.is_(None))
        )
        for number, name, relation in session.execute(query):
            found.setdefault(number, set()).add((name, relation))
    return found


def count(hamlet, record):
    with hamlet.database.read() as session:
        return session.scalar(select(func.count(record.id)))


MEMBER_HEADS = ["支部名称", "党员姓名", "出生年月", "入党年月", "手机号"]


def test_members_of_one_name_without_numbers_stay_two(hamlet, take):
    rows = [
        MEMBER_HEADS,
        ["严务村党支部", "李四", "1960年5月", "1985年7月1日", "10011110001"],
        ["严务村党支部", "李四", "1990-05-01", "2015-07-01", "10011110002"],
        ["严务村党支部", "王五", "", "19850701", ""],
        ["严务村党支部", "王五", "", "19900701", ""],
    ]
    assert became(take(MEMBERS, {"党员": rows})) == ["created"] * 4
    assert became(take(MEMBERS, {"党员": rows})) == ["unchanged"] * 4
    rows[1][4], rows[4][4] = "10011119999", "10011118888"
    again = take(MEMBERS, {"党员": rows})
    assert became(again) == ["updated", "unchanged", "unchanged", "updated"]
    assert count(hamlet, Member) == 4


def test_a_member_is_no_number_and_bare_namesakes_are_told(hamlet, take):
    rows = [
        MEMBER_HEADS,
        ["严务村党支部", "王五", "", "", ""],
        ["严务村党支部", "王五", "", "", ""],
        ["严务村党支部", "5", "", "", ""],
    ]
    done = take(MEMBERS, {"党员": rows})
    assert became(done) == ["created", "unchanged", "rejected"]
    assert reasons(done)["same_name"] == 1
    assert count(hamlet, Member) == 1


def test_one_sheet_a_village_needs_no_village_column(hamlet, take):
    heads = ["户号", "姓名", "与户主关系"]
    done = take(RESIDENTS, {
        "严务村": [heads, ["1", "王甲", "户主"], ["1", "李乙", "妻"]],
        "02 前庄科村花名册": [heads, ["1", "王甲", "户主"]],
        "Sheet3": [heads, ["1", "无处", "户主"]],
    })  # fmt: skip
    assert became(done) == ["created", "created", "created", "rejected"]
    assert reasons(done) == {"unknown_village": 1}
    assert count(hamlet, Household) == 2
    seen = take(VISITS, {
        "前庄科": [["走访日期", "户号", "户主姓名", "走访人"], ["2026-10-09", "1", "王甲", "于兴丽"]],
        "某村": [["走访日期", "户号", "户主姓名", "走访人"], ["2026-10-09", "1", "王甲", "于兴丽"]],
    })  # fmt: skip
    assert became(seen) == ["created", "rejected"]


def test_one_sheet_a_village_gives_the_branch_of_members(hamlet, take):
    heads = ["姓名", "性别", "入党时间"]
    done = take(MEMBERS, {
        "严务村": [heads, ["王甲", "男", "1985-07-01"], ["李乙", "男", ""]],
        "前庄科村党支部": [heads, ["王丙", "男", "1985-07-01"]],
    })  # fmt: skip
    assert became(done) == ["created", "rejected", "created"]
    assert reasons(done) == {"no_branch": 1}
    with hamlet.database.read() as session:
        names = session.scalars(select(PartyUnit.name).order_by(PartyUnit.name))
        assert set(names) == {"严务村党支部", "前庄科村党支部"}


HEADS = ["村名", "户号", "姓名", "与户主关系", "身份证号", "出生日期", "联系电话"]
NUMBER = "37142319900101997X"


def test_a_missing_number_or_birthday_comes_later(hamlet, take):
    first = [
        HEADS,
        ["严务村", "1", "丙丙", "户主", "", "", "10013900003"],
        ["严务村", "1", "丁丁", "子", "", "2010-05-01", ""],
        ["严务村", "1", "戊戊", "女", "", "2012-05-01", "10013900004"],
    ]
    assert became(take(RESIDENTS, {"a": first})) == ["created"] * 3
    second = [
        HEADS,
        ["严务村", "1", "丙丙", "户主", NUMBER, "", "10013900003"],
        ["严务村", "1", "丁丁", "子", "", "", ""],
        ["严务村", "1", "戊戊", "女", "", "2012-06-01", "10013900004"],
    ]
    assert became(take(RESIDENTS, {"a": second})) == ["updated", "unchanged", "updated"]
    assert count(hamlet, Person) == 3 + POSTED
    assert became(take(RESIDENTS, {"a": second})) == ["unchanged"] * 3


def test_namesakes_of_one_file_and_household_stay_two(hamlet, take):
    rows = [
        HEADS,
        ["严务村", "1", "丙丙", "户主", NUMBER, "", ""],
        ["严务村", "1", "丙丙", "子", "", "", ""],
    ]
    assert became(take(RESIDENTS, {"a": rows})) == ["created", "created"]
    assert became(take(RESIDENTS, {"a": rows})) == ["unchanged", "unchanged"]


HEAD_ROW = ["村名", "姓名", "与户主关系", "身份证号"]


def numbered(rows):
    """Give everybody a sound identity number of the year 1990."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    for day, row in enumerate(rows, 1):
        body = f"371423199003{day:02d}998"
        last = "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]
        yield [*row, body + last]


NAMESAKES = [
    ["严务村", "张伟", "户主"], ["严务村", "李芳", "妻"], ["严务村", "张小宝", "长子"],
    ["严务村", "王刚", "户 主"], ["严务村", "赵梅", "配 偶"],
    ["严务村", "张伟", "户主（本人）"], ["严务村", "孙丽", "妻"],
]  # fmt: skip
THREE_HOMES = {
    "户主张伟": {("张伟", "head"), ("李芳", "spouse"), ("张小宝", "son")},
    "户主王刚": {("王刚", "head"), ("赵梅", "spouse")},
    "户主张伟2": {("张伟", "head"), ("孙丽", "spouse")},
}


@pytest.mark.parametrize("rows", [NAMESAKES, [*numbered(NAMESAKES)]], ids=["bare", "numbered"])
def test_heads_of_one_name_keep_households_of_their_own(hamlet, take, rows):
    done = take(RESIDENTS, {"a": [HEAD_ROW, *rows]})
    assert became(done) == ["created"] * 7
    assert reasons(done) == {"same_head": 1}
    assert homes(hamlet) == THREE_HOMES
    assert became(take(RESIDENTS, {"a": [HEAD_ROW, *rows]})) == ["unchanged"] * 7
    turned = [*rows[5:], *rows[:5]]
    assert became(take(RESIDENTS, {"a": [HEAD_ROW, *turned]})) == ["unchanged"] * 7
    assert homes(hamlet) == THREE_HOMES


def test_a_column_of_heads_tells_namesakes_apart_too(hamlet, take):
    heads = ["张伟"] * 3 + ["王刚"] * 2 + ["张伟"] * 2
    sheet = [["户主姓名", *HEAD_ROW], *([h, *row] for h, row in zip(heads, numbered(NAMESAKES), strict=True))]
    assert became(take(RESIDENTS, {"a": sheet})) == ["created"] * 7
    assert homes(hamlet) == THREE_HOMES
    assert became(take(RESIDENTS, {"a": sheet})) == ["unchanged"] * 7
    newborn = [["户主姓名", *HEAD_ROW], ["王刚", "严务村", "王小宝", "子", ""]]
    assert became(take(RESIDENTS, {"a": newborn})) == ["created"]
    assert ("王小宝", "son") in homes(hamlet)["户主王刚"]


def test_members_after_a_head_turned_away_do_not_join_the_household_before(hamlet, take):
    rows = [HEAD_ROW, *NAMESAKES[3:5], ["严务村", "无", "户主"], ["严务村", "孙丽", "妻"]]
    done = take(RESIDENTS, {"a": rows})
    assert became(done) == ["created", "created", "rejected", "created"]
    assert reasons(done)["no_head"] == 1
    assert homes(hamlet) == {
        "户主王刚": THREE_HOMES["户主王刚"], "户主孙丽": {("孙丽", "spouse")},
    }  # fmt: skip


GRID_HEADS = ["村名", "子网格", "户号", "姓名", "与户主关系"]
TWICE = [
    ["严务村", "严务村01子网格", "1", "王甲", "户主"],
    ["严务村", "严务村01子网格", "1", "李乙", "妻"],
    ["严务村", "严务村02子网格", "1", "赵丙", "户主"],
    ["严务村", "严务村02子网格", "1", "孙丁", "妻"],
]
APART = {
    "1": {("王甲", "head"), ("李乙", "spouse")},
    "严务村02子网格-1": {("赵丙", "head"), ("孙丁", "spouse")},
}


def test_numbers_that_begin_anew_in_each_grid_are_no_one_household(hamlet, take):
    done = take(RESIDENTS, {"a": [GRID_HEADS, *TWICE]})
    assert became(done) == ["created"] * 4
    assert reasons(done) == {"number_again": 1}
    assert homes(hamlet) == APART
    for rows in (TWICE, [*TWICE[2:], *TWICE[:2]], TWICE[2:]):
        again = take(RESIDENTS, {"a": [GRID_HEADS, *rows]})
        assert became(again) == ["unchanged"] * len(rows)
    seen = take(VISITS, {"10月": [
        ["走访日期", "村名", "子网格", "户号", "户主姓名", "走访人"],
        ["2026-10-09", "严务村", "严务村02子网格", "1", "赵丙", "钱洪萍"],
    ]})  # fmt: skip
    assert (became(seen), reasons(seen)) == (["created"], {})


def test_grids_in_files_of_their_own_do_not_meet_either(hamlet, take):
    for rows in (TWICE[:2], TWICE[2:]):
        assert became(take(RESIDENTS, {"a": [GRID_HEADS, *rows]})) == ["created"] * 2
    assert homes(hamlet) == APART


def test_a_household_moved_to_another_grid_keeps_its_number(hamlet, take):
    take(RESIDENTS, {"a": [GRID_HEADS, *TWICE[:2]]})
    moved = [[row[0], "严务村02子网格", *row[2:]] for row in TWICE[:2]]
    take(RESIDENTS, {"a": [GRID_HEADS, *moved]})
    assert homes(hamlet) == {"1": APART["1"]}


def test_two_heads_or_two_grids_of_one_household_are_told(hamlet, take):
    grid = "严务村01子网格"
    rows = [
        ["严务村", grid, "1", "王甲", "户主"],
        ["严务村", "严务村02子网格", "1", "李乙", "妻"],
        ["严务村", grid, "1", "赵丙", "户主"],
        ["严务村", grid, "1", "赵丁", "子（寄养）"],
    ]
    done = take(RESIDENTS, {"a": [GRID_HEADS, *rows]})
    assert became(done) == ["created"] * 4
    assert reasons(done) == {"two_grids": 1, "second_head": 2, "relation_note": 1}
    assert became(take(RESIDENTS, {"a": [GRID_HEADS, *rows]})) == ["unchanged"] * 4
