"""Rosters that hold several people in a row: the head in columns of his own, members side by side."""

import pytest
import xlsxwriter
from sqlalchemy import select

from gridcenter.register.imports.residents import RESIDENTS
from gridcenter.register.records import Household, Person, Residence
from gridcenter.sheets.imports import export_verdicts, run_import
from tests.journeys.hamlet import TODAY

WIFE, SON, GRANDSON = "李乙", "王小甲", "王甲"
"""The grandson bears his grandfather's name."""
FAMILY = {("王甲", "head"), (WIFE, "spouse"), (SON, "son"), (GRANDSON, "grandson")}
ALONE = {("赵丙", "head")}
BASE = ("村名", "户号", "户主姓名", "户主电话")
KING = ("严务村", "1", "王甲", "10011110001")
ZHAO = ("严务村", "2", "赵丙", "10011110002")
MEMBERS = ((WIFE, "妻"), (SON, "长子"), (GRANDSON, "孙子"))


def flat(head):
    """Return a row of heads for three members."""
    return [text for count in "123" for text in head(count)]


COUNTED = [*BASE, *flat(lambda n: (f"成员{n}姓名", f"成员{n}与户主关系"))]
ENDING = [*BASE, *flat(lambda n: (f"姓名{n}", f"关系{n}"))]
REPEATED = [*BASE, *flat(lambda _n: ("姓名", "关系"))]
UNSAID = ["村名", "户号", "户主", "联系电话", *flat(lambda n: (f"家庭成员（{n}）姓名", f"家庭成员（{n}）关系"))]
ROWS = [[*KING, *(text for one in MEMBERS for text in one)], list(ZHAO)]


@pytest.fixture
def take(hamlet, tmp_path):
    def call(*rows, merged=(), dry=False):
        path = tmp_path / "户表.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet("农户")
            for line, row in enumerate(rows):
                sheet.write_row(line, 0, row)
            for area in merged:
                sheet.merge_range(*area, rows[area[0]][area[1]])
        return run_import(hamlet.database, hamlet.actor, RESIDENTS, path, today=TODAY, dry=dry)

    return call


def homes(hamlet):
    """Return household number → names and relations; and name → telephone of heads."""
    found, phones = {}, {}
    query = (
        select(Household.number, Person.name, Residence.relation, Person.phone)
        .join(Residence, Residence.household_id == Household.id)
        .join(Person, Person.id == Residence.person_id)
    )
    with hamlet.database.read() as session:
        for number, name, relation, phone in session.execute(query):
            found.setdefault(number, set()).add((name, relation))
            if relation == "head":
                phones[name] = phone
    return found, phones


def became(done):
    return [verdict.outcome.value for verdict in done.verdicts]


@pytest.mark.parametrize("heads", [COUNTED, ENDING, REPEATED, UNSAID], ids=["counted", "ending", "repeated", "unsaid"])
def test_a_row_a_household_is_unfolded_into_people(hamlet, take, heads):
    done = take(["农户信息"], heads, *ROWS)
    assert became(done) == ["created"] * 5
    assert done.reading.unmatched == ()
    assert homes(hamlet) == ({"1": FAMILY, "2": ALONE}, {"王甲": KING[3], "赵丙": ZHAO[3]})
    assert became(take(["农户信息"], heads, *ROWS)) == ["unchanged"] * 5


def test_what_is_wrong_with_one_member_is_told_with_his_column(hamlet, take, tmp_path):
    heads = [*COUNTED, "成员3身份证号"]
    row = [*ROWS[0], "123"]
    row[6] = ""
    done = take(heads, row)
    assert became(done) == ["created", "created", "rejected", "created"]
    assert [remark.column for v in done.verdicts for remark in v.remarks] == [
        "成员2姓名", "成员3身份证号", "姓名",
    ]  # fmt: skip
    export_verdicts(hamlet.database, hamlet.actor, done, tmp_path / "退回.xlsx")
    again = run_import(hamlet.database, hamlet.actor, RESIDENTS, tmp_path / "退回.xlsx", today=TODAY)
    assert became(again) == ["unchanged", "unchanged", "rejected", "unchanged"]


def test_corrected_cells_of_a_wide_row_are_all_that_changes(hamlet, take):
    take(COUNTED, *ROWS)
    rows = [list(row) for row in ROWS]
    rows[0][3], rows[0][7], rows[1][3] = "10011119999", "女婿", "10011119998"
    done = take(COUNTED, *rows, dry=True)
    assert [(one.field, one.after) for one in done.changes] == [
        ("phone", "10011119999"), ("phone", "10011119998"), ("relation", "son_in_law"),
    ]  # fmt: skip


def test_relations_in_the_heads(hamlet, take):
    heads = ["村名", "户号", "姓名", "电话", "配偶姓名", "子女1姓名", "子女1性别"]
    done = take(heads, [*KING, WIFE, SON, "男"], ZHAO)
    assert became(done) == ["created"] * 4
    assert homes(hamlet)[0] == {"1": {("王甲", "head"), (WIFE, "spouse"), (SON, "son")}, "2": ALONE}


GROUPS = ("户号", "村名", "户主信息", "", "家庭成员", "")
BELOW = ("", "", "姓名", "手机", "姓名", "与户主关系")
GROUPED = [(1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 1, 5)]


def test_a_head_who_has_no_row_of_his_own(hamlet, take):
    rows = [("1", "严务村", *KING[2:], WIFE, "妻"), ("1", "严务村", "", "", SON, "长子"), ("2", "严务村", *ZHAO[2:])]
    file = (["登记表", *[""] * 5], GROUPS, BELOW, *rows)
    merged = [*GROUPED, (0, 0, 0, 5), (3, 2, 4, 2), (3, 3, 4, 3)]
    done = take(*file, merged=merged)
    assert became(done) == ["created"] * 4
    assert done.reading.tables[0].row == 2  # the title heads no columns
    assert homes(hamlet) == (
        {"1": FAMILY - {(GRANDSON, "grandson")}, "2": ALONE}, {"王甲": KING[3], "赵丙": ZHAO[3]},
    )  # fmt: skip
    assert became(take(*file, merged=merged)) == ["unchanged"] * 4


def test_a_head_among_the_members_is_one_person_and_has_his_telephone(hamlet, take):
    rows = [("1", "严务村", *KING[2:], "王甲", "本人"), ("1", "严务村", *KING[2:], WIFE, "妻")]
    assert became(take(("表",), GROUPS, BELOW, *rows, merged=GROUPED)) == ["created"] * 2
    assert homes(hamlet) == ({"1": {("王甲", "head"), (WIFE, "spouse")}}, {"王甲": KING[3]})


def test_a_corrected_name_is_no_second_person(hamlet, take):
    heads = ("村名", "户号", "姓名", "与户主关系", "身份证号")
    number = "37142319900101997X"
    take(heads, ("严务村", "1", "丙丙", "户主", number))
    done = take(heads, ("严务村", "1", "炳炳", "户主", number))
    assert became(done) == ["updated"]
    assert [remark.reason for remark in done.verdicts[0].remarks] == ["renamed"]
    both = take(heads, ("严务村", "1", "炳炳", "户主", number), ("严务村", "1", "柄柄", "子", number))
    assert became(both) == ["unchanged", "created"]
    assert both.tally.reasons["same_number"] == 1
