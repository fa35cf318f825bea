"""Layouts said by hand are remembered; damaged numbers do no harm; changes are told before they happen."""

import pytest
import xlsxwriter
from sqlalchemy import select

from gridcenter.base.errors import RuleBroken
from gridcenter.party.imports import MEMBERS
from gridcenter.register.imports.residents import RESIDENTS
from gridcenter.register.records import Person, Residence
from gridcenter.sheets.heads import HeadRows
from gridcenter.sheets.imports import run_import
from gridcenter.sheets.layouts import Layout
from tests.journeys.hamlet import TODAY

NUMBER = "37142319900101997X"
ROUNDED = 371423199001019000
HEADS = ["村名", "户号", "姓名", "与户主关系", "身份证号", "联系电话"]


@pytest.fixture
def take(hamlet, tmp_path):
    """Write rows and import them; returns what became of them."""

    def call(kind, rows, name="表.xlsx", **how):
        path = tmp_path / name
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet("a")
            for line, row in enumerate(rows):
                sheet.write_row(line, 0, row)
        return run_import(hamlet.database, hamlet.actor, kind, path, today=TODAY, **how)

    return call


def number_of(hamlet, name):
    with hamlet.database.read() as session:
        return session.scalar(select(Person.id_number).where(Person.name == name))


def row(number, phone="10013900003", home="1"):
    return ["严务村", home, "丙丙", "户主", number, phone]


def test_a_rounded_number_does_not_overwrite_the_whole_one(hamlet, take):
    take(RESIDENTS, [HEADS, row(NUMBER)])
    done = take(RESIDENTS, [HEADS, row(ROUNDED)])
    assert [v.outcome.value for v in done.verdicts] == ["unchanged"]
    assert dict(done.tally.reasons) == {"number_repaired": 1}
    assert number_of(hamlet, "丙丙") == NUMBER


def test_a_rounded_number_finds_whom_it_means_in_another_household(hamlet, take):
    take(RESIDENTS, [HEADS, row(NUMBER)])
    done = take(RESIDENTS, [HEADS, row(ROUNDED, home="2")])
    assert set(done.tally.reasons) == {"number_repaired", "moved"}
    assert number_of(hamlet, "丙丙") == NUMBER
    with hamlet.database.read() as session:
        assert len(session.scalars(select(Person.id).where(Person.name == "丙丙")).all()) == 1


def test_a_whole_number_mends_the_rounded_one_of_before(hamlet, take):
    take(RESIDENTS, [HEADS, row(ROUNDED)])
    done = take(RESIDENTS, [HEADS, row(NUMBER)])
    assert dict(done.tally.reasons) == {"number_mended": 1}
    assert number_of(hamlet, "丙丙") == NUMBER


def test_a_number_with_a_slip_does_not_replace_a_sound_one(hamlet, take):
    take(RESIDENTS, [HEADS, row(NUMBER)])
    slipped = NUMBER[:-1] + "1"
    assert dict(take(RESIDENTS, [HEADS, row(slipped)]).tally.reasons) == {"number_kept": 1}
    assert number_of(hamlet, "丙丙") == NUMBER


def test_a_member_is_known_by_a_rounded_number(hamlet, take):
    heads = ["支部名称", "党员姓名", "身份证号", "手机号"]
    take(MEMBERS, [heads, ["严务村党支部", "李四", ROUNDED, "10011110001"]])
    done = take(MEMBERS, [heads, ["严务村党支部", "李四", NUMBER, "10011110001"]])
    assert [v.outcome.value for v in done.verdicts] == ["updated"]
    assert number_of(hamlet, "李四") == NUMBER
    again = take(MEMBERS, [heads, ["严务村党支部", "李四", ROUNDED, "10011110001"]])
    assert [v.outcome.value for v in again.verdicts] == ["unchanged"]
    assert number_of(hamlet, "李四") == NUMBER


ODD = ["属地", "门牌", "谁", "称呼"]
SAID = Layout({"属地": "village", "门牌": "number", "谁": "name", "称呼": "relation"})


def test_a_layout_said_once_is_known_the_next_month(hamlet, take):
    first = [ODD, ["严务村", "1", "王甲", "户主"]]
    with pytest.raises(RuleBroken):
        take(RESIDENTS, first)
    take(RESIDENTS, first, layout=SAID, dry=True)
    with pytest.raises(RuleBroken):
        take(RESIDENTS, first)
    assert take(RESIDENTS, first, layout=SAID).tally.created == 1
    again = take(RESIDENTS, [ODD, ["严务村", "2", "李乙", "户主"]], name="下个月.xlsx")
    assert again.tally.created == 1
    with pytest.raises(RuleBroken):
        take(RESIDENTS, [[*ODD, "别的"], ["严务村", "3", "孙丙", "户主", ""]])


def test_the_header_is_where_it_is_said_to_be(hamlet, take):
    rows = [
        ["填表说明", "村名", "户号", "姓名", "与户主关系"],
        ["某某镇", "", "", "", ""],
        ["序号", "所在", "户", "人员", "称呼"],
        ["", "村", "号", "姓名", ""],
        [1, "严务村", "7", "王甲", "户主"],
    ]
    layout = Layout({"称呼": "relation"}, HeadRows(3, 2))
    done = take(RESIDENTS, rows, layout=layout)
    assert (done.tally.created, done.tally.rejected) == (1, 0)
    with hamlet.database.read() as session:
        assert session.scalar(select(Residence.relation)) == "head"


def test_what_would_change_is_told_field_by_field_and_nothing_is_written(hamlet, take):
    take(RESIDENTS, [HEADS, row(NUMBER)])
    done = take(RESIDENTS, [HEADS, row(NUMBER, phone="10013900009")], dry=True)
    [change] = done.changes
    assert (change.record_class, change.field) == (Person, "phone")
    assert (change.before, change.after) == ("10013900003", "10013900009")
    assert take(RESIDENTS, [HEADS, row(NUMBER)], dry=True).changes == ()
    assert take(RESIDENTS, [HEADS, row(NUMBER)]).tally.unchanged == 1
