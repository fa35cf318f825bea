"""Lists of households and the members who look after them; labels of old rosters; two PCs."""

from datetime import date

import pytest
import xlsxwriter
from sqlalchemy import select

from gridcenter.base.texts import squeeze
from gridcenter.care.records import HouseholdLink
from gridcenter.care.services.helping import HelpEntry, MeasureEntry, screen, take_measure
from gridcenter.codes.tables import Codes
from gridcenter.party.imports import MEMBERS
from gridcenter.party.link_imports import LINKS
from gridcenter.register.codes import HOUSEHOLD_KIND
from gridcenter.register.imports.residents import RESIDENTS
from gridcenter.register.labels import FROM_ROSTER
from gridcenter.register.records import Concern, Household, Person
from gridcenter.register.services.concerns import last_day
from gridcenter.sheets.imports import run_import
from tests.journeys.hamlet import TODAY, printed


@pytest.fixture
def take(hamlet, tmp_path):
    def call(kind, rows):
        path = tmp_path / "表.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet("名单")
            for line, row in enumerate(rows):
                sheet.write_row(line, 0, row)
        return run_import(hamlet.database, hamlet.actor, kind, path, today=TODAY)

    return call


def became(done):
    return [verdict.outcome.value for verdict in done.verdicts]


ROSTER = [
    ["村名", "户号", "户主姓名", "姓名", "与户主关系", "户别"],
    ["严务村", "001", "张三", "张三", "户主", "矛盾纠纷户"],
    ["严务村", "001", "张三", "张小三", "子", "矛盾纠纷户"],
    ["严务村", "002", "李四", "李四", "户主", "计生重点户"],
    ["严务村", "003", "王五", "王五", "户主", "信访户"],
    ["严务村", "004", "赵六", "赵六", "户主", "困难户"],
]


def test_labels_of_a_roster_become_concerns_once(hamlet, take):
    done = take(RESIDENTS, ROSTER)
    assert became(done) == ["created"] * 5
    assert dict(done.tally.reasons)["concern"] == 2
    assert dict(done.tally.reasons)["label_dropped"] == 1
    said = [one.words for verdict in done.verdicts for one in verdict.remarks if one.reason == "concern"]
    assert said[0] == f"“矛盾纠纷户”不作户类型，已转为关注事项，{last_day(TODAY)}到期，只有中心主任和站长看得到"
    with hamlet.database.read() as session:
        kinds = dict(session.execute(select(Household.number, Household.kind)).all())
        found = session.execute(
            select(Household.number, Concern.kind, Concern.reason, Concern.expires_on)
            .join(Concern, Concern.household_id == Household.id)
            .order_by(Household.number)
        ).all()
        words = Codes.load(session, HOUSEHOLD_KIND).words
    assert kinds == {"001": None, "002": None, "003": None, "004": "hardship"}
    assert [tuple(one) for one in found] == [
        ("001", "dispute", FROM_ROSTER, last_day(TODAY)), ("003", "petition", FROM_ROSTER, last_day(TODAY)),
    ]  # fmt: skip
    assert not {"矛盾纠纷户", "计生重点户", "信访户"} & set(words.values())
    assert became(take(RESIDENTS, ROSTER)) == ["unchanged"] * 5
    with hamlet.database.read() as session:
        assert len(session.scalars(select(Concern.id)).all()) == 2


@pytest.mark.parametrize(
    "heads",
    [
        ["村（社区）", "户编号", "户主", "联系党员", "党员电话", "开始日期"],
        ["所在村", "家庭编号", "被联系户", "责任人", "手机号码", "挂联时间"],
    ],
)
def test_a_list_of_links_with_any_headings(hamlet, take, heads):
    take(RESIDENTS, ROSTER)
    take(MEMBERS, [
        ["党支部", "姓名", "联系电话"], ["严务村党支部", "钱七", "10011110001"],
        ["严务村党支部", "张三", "10011110002"],
    ])  # fmt: skip
    rows = [
        heads,
        ["严务村", "001", "张三", "钱七", "10011110001", "2026-09-01"],
        ["严务村", "", "李四", "钱七", "", ""],
        ["严务村", "003", "王五", "张三", "", ""],
        ["严务村", "009", "没有", "钱七", "", ""],
        ["严务村", "004", "赵六", "无名氏", "", ""],
    ]
    done = take(LINKS, rows)
    assert became(done) == ["created"] * 3 + ["rejected"] * 2
    assert became(take(LINKS, rows)) == ["unchanged"] * 3 + ["rejected"] * 2
    with hamlet.database.read() as session:
        query = select(Household.number, Person.name, HouseholdLink.kind).join(
            Household, Household.id == HouseholdLink.household_id
        )
        links = session.execute(query.join(Person, Person.id == HouseholdLink.person_id)).all()
        whose = session.scalar(select(Person.phone).where(Person.id.in_(
            select(HouseholdLink.person_id).join(Household, Household.id == HouseholdLink.household_id)
            .where(Household.number == "003")
        )))  # fmt: skip
    assert {tuple(one) for one in links} == {
        ("001", "钱七", "member"), ("002", "钱七", "member"), ("003", "张三", "member"),
    }  # fmt: skip
    assert whose == "10011110002", "of two namesakes the member is meant"


def test_another_member_takes_over_from_a_day_on(hamlet, take):
    take(RESIDENTS, ROSTER)
    heads = ["村名", "户号", "联系人", "起始日期"]
    take(LINKS, [heads, ["严务村", "001", "李四", "2026-09-01"]])
    again = take(LINKS, [heads, ["严务村", "001", "王五", "2026-11-01"]])
    assert dict(again.tally.reasons) == {"passed_on": 1}
    october = hamlet.ledger("links")
    assert [row.cells[3] for row in october.parts[0].rows if row.kind == "body"] == ["李四"]
    with hamlet.database.read() as session:
        ends = session.scalars(select(HouseholdLink.until).order_by(HouseholdLink.since)).all()
    assert ends == [date(2026, 10, 31), None]


def test_both_ledgers_are_printed(hamlet, take, tmp_path):
    take(RESIDENTS, ROSTER)
    take(LINKS, [["村名", "户号", "联系人", "起始日期"], ["严务村", "001", "李四", "2026-09-01"]])
    with hamlet.write() as session:
        homes = dict(session.execute(select(Household.number, Household.id)).all())
        case = screen(
            session, hamlet.actor, HelpEntry(homes["004"], "school", date(2026, 10, 8)), today=TODAY
        )
        measure = MeasureEntry("subsidy", date(2026, 10, 9), "司马国伟", subsidy="new")
        take_measure(session, hamlet.actor, case.id, measure, today=TODAY)
    links, help_ = printed(hamlet.ledger("links")), printed(hamlet.ledger("help"))
    assert "党员联系户台账" in links
    assert "月末有联系人1户，占25.0%；联系人1名" in squeeze(links)
    assert "本月补助新增1户" in squeeze(help_)
    assert "落实补助" in help_
    assert "矛盾" not in links + help_
