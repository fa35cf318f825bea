"""Ledgers of matters, hotline, disputes and members, counted by hand."""

from datetime import date

import pytest
from sqlalchemy import select

from gridcenter.base.periods import Month
from gridcenter.disputes.services import DisputeEntry, record_result, register_dispute
from gridcenter.matters.services import (
    MatterEntry,
    register_matter,
    solve_matter,
    withdraw_matter,
)
from gridcenter.party.records import Member
from gridcenter.register.records import PartyUnit, Village
from gridcenter.register.services.people import PersonEntry, enter_person
from tests.journeys.hamlet import column, printed, rows

SEPTEMBER, NOVEMBER = Month(2026, 9), Month(2026, 11)


def matter(hamlet, content, day, **more):
    entry = {"unit_id": hamlet.unit("严务村网格")} | more
    with hamlet.write() as session:
        return register_matter(session, hamlet.actor, MatterEntry(content, day, **entry)).id


def solve(hamlet, matter_id, day):
    with hamlet.write() as session:
        solve_matter(session, hamlet.actor, matter_id, on=day, result="已修好")


def test_matters_of_the_month_and_those_still_open_at_its_beginning(hamlet):
    solve(hamlet, matter(hamlet, "九月办完", date(2026, 9, 1)), date(2026, 9, 30))
    solve(hamlet, matter(hamlet, "十月办完", date(2026, 9, 2)), date(2026, 10, 1))
    matter(hamlet, "一直没办", date(2026, 9, 3))
    matter(hamlet, "十一月的", date(2026, 11, 1))
    matter(hamlet, "十月新登记", date(2026, 10, 31))
    assert column(hamlet.ledger("matters", SEPTEMBER), "content") == [
        "九月办完",
        "十月办完",
        "一直没办",
    ]
    october = hamlet.ledger("matters")
    assert column(october, "content") == ["十月办完", "一直没办", "十月新登记"]
    assert column(october, "status") == ["已办结", "办理中", "办理中"]
    totals = [row[1] for row in rows(october, kind="total")]
    assert totals == [
        "共 3 件：以前结转 2 件，本月登记 1 件；办理中 2 件，已办结 1 件；超期 0 件", "群众反映 3 件",
    ]  # fmt: skip
    assert "状态和超期截至2026年10月31日" in printed(october)


def test_a_matter_closed_later_was_still_open_in_its_month(hamlet):
    late = matter(hamlet, "路灯", date(2026, 10, 20), limit_days=3)
    solve(hamlet, late, date(2026, 11, 5))
    october, november = hamlet.ledger("matters"), hamlet.ledger("matters", NOVEMBER)
    assert (column(october, "status"), column(october, "closed")) == (["办理中"], [None])
    assert column(october, "result") == [None]
    assert (column(november, "status"), column(november, "closed")) == (
        ["已办结"], [date(2026, 11, 5)],
    )  # fmt: skip
    assert column(november, "result") == ["已修好"]


def test_late_is_what_passed_its_last_day(hamlet):
    # 2026-10-20 is a Tuesday: three working days end on Friday the 23rd
    punctual = matter(hamlet, "按期", date(2026, 10, 20), limit_days=3)
    tardy = matter(hamlet, "迟了", date(2026, 10, 20), limit_days=3)
    matter(hamlet, "没办", date(2026, 10, 20), limit_days=3)
    matter(hamlet, "还早", date(2026, 10, 30), limit_days=15)
    dropped = matter(hamlet, "撤了", date(2026, 10, 20), limit_days=3)
    solve(hamlet, punctual, date(2026, 10, 23))
    solve(hamlet, tardy, date(2026, 10, 26))
    with hamlet.write() as session:
        withdraw_matter(session, hamlet.actor, dropped, on=date(2026, 10, 30), reason="重复登记")
    ledger = hamlet.ledger("matters")
    late = dict(zip(column(ledger, "content"), column(ledger, "late"), strict=True))
    assert late == {"按期": None, "迟了": "超期", "没办": "超期", "还早": None, "撤了": None}
    assert "超期 2 件" in rows(ledger, kind="total")[0][1]


def test_hotline_masks_the_callers_telephone_and_keeps_other_channels_out(hamlet):
    day = date(2026, 10, 7)
    matter(hamlet, "停水", day, channel="hotline", asker="任秀芳", asker_phone="10047689684")
    matter(hamlet, "噪音", day, channel="hotline", anonymous=True)
    matter(hamlet, "走访听到的", day, channel="visit")
    ledger = hamlet.ledger("hotline")
    assert column(ledger, "content") == ["停水", "噪音"]
    assert column(ledger, "asker") == ["任秀芳", "匿名"]
    assert column(ledger, "phone") == ["100****9684", None]
    text = printed(ledger)
    assert "10047689684" not in text
    assert "100****9684" in text
    assert "含个人信息" in text


def test_a_matter_of_a_village_belongs_to_whatever_holds_the_whole_village(hamlet):
    with hamlet.database.read() as session:
        village = session.scalar(select(Village.id).where(Village.name == "前庄科村"))
    matter(hamlet, "村里的", date(2026, 10, 7), unit_id=None, village_id=village)
    for area in ("", "第一服务管理站", "前庄科村", "前庄科村网格"):
        assert column(hamlet.ledger("matters", area=area), "place") == ["前庄科村"]
    for area in ("第二服务管理站", "前庄科村01子网格", "严务村"):
        assert rows(hamlet.ledger("matters", area=area)) == []


def dispute(hamlet, narrative, day, unit="严务村网格"):
    with hamlet.write() as session:
        entry = DisputeEntry(
            day, hamlet.unit(unit), "neighbour", narrative, ("雷玲民", "高福芳"), "谭树礼"
        )
        return register_dispute(session, hamlet.actor, entry).id


def settle(hamlet, dispute_id, day, status="agreed"):
    with hamlet.write() as session:
        record_result(
            session, hamlet.actor, dispute_id, status=status, closed_on=day, agreement="written"
        )


def test_disputes_count_by_result_as_they_stood(hamlet):
    settle(hamlet, dispute(hamlet, "九月了结", date(2026, 9, 1)), date(2026, 9, 8))
    dispute(hamlet, "拖着", date(2026, 9, 2))
    settle(hamlet, dispute(hamlet, "十月了结", date(2026, 10, 2)), date(2026, 10, 8))
    settle(hamlet, dispute(hamlet, "没谈成", date(2026, 10, 3)), date(2026, 10, 9), "failed")
    settle(hamlet, dispute(hamlet, "十一月了结", date(2026, 10, 4)), date(2026, 11, 2))
    ledger = hamlet.ledger("disputes")
    assert column(ledger, "narrative") == ["拖着", "十月了结", "没谈成", "十一月了结"]
    assert column(ledger, "agreement") == [None, "书面", None, None]
    assert rows(ledger, kind="total")[0][1] == (
        "共 4 件：以前结转 1 件，本月登记 3 件；正在调解 2 件；调解成功 1 件；调解不成，已告知途径 1 件"
    )
    assert rows(ledger)[0][3:7] == ("严务村网格", "雷玲民", "高福芳", "邻里纠纷")
    assert column(hamlet.ledger("disputes", NOVEMBER), "status") == ["正在调解", "调解成功"]
    assert rows(hamlet.ledger("disputes", area="第二服务管理站")) == []


@pytest.fixture
def branch(hamlet):
    """A branch in 严务村 with a group; a committee of no village."""
    with hamlet.write() as session:
        village = session.scalar(select(Village.id).where(Village.name == "严务村"))
        units = [
            PartyUnit(kind="branch", name="严务村党支部", village_id=village, position=1),
            PartyUnit(kind="committee", name="机关党支部", position=0),
        ]
        session.add_all(units)
        session.flush()
        return units[0].id, units[1].id


def join(hamlet, branch_id, name, number="", phone="", **more):
    with hamlet.write() as session:
        person = enter_person(
            session, hamlet.actor, PersonEntry(name, id_number=number, phone=phone)
        )
        values = {"joined_on": date(2006, 8, 1), "mobile": False} | more
        session.add(Member(person_id=person.id, branch_id=branch_id, **values))
        session.flush()


def test_members_by_branch_with_masked_numbers(hamlet, branch):
    village, office = branch
    join(hamlet, village, "贾连峰", "371423197809139991", "10089792026")
    join(hamlet, village, "孔㛃", mobile=True, joined_on=date(2001, 7, 1))
    join(hamlet, village, "转出的", until=date(2026, 10, 30))
    join(hamlet, village, "转入的", since=date(2026, 11, 1))
    join(hamlet, office, "胡龘")
    ledger = hamlet.ledger("members")
    assert rows(ledger, kind="band") == [("机关党支部　（1人）",), ("严务村党支部　（2人）",)]
    assert column(ledger, "name") == ["胡龘", "孔㛃", "贾连峰"]
    assert rows(ledger)[2][3:] == (
        "男", "1978年9月", "2006年8月", "否", "3****************1", "100****2026",
    )  # fmt: skip
    assert rows(ledger, kind="total")[0][1] == "2 个党支部，党员 3 人，其中女 0 人，流动党员 1 人"
    text = printed(ledger)
    assert "371423197809139991" not in text
    assert "孔㛃" in text
    assert column(hamlet.ledger("members", SEPTEMBER), "name").count("转出的") == 1
    assert column(hamlet.ledger("members", area="严务村"), "name") == ["孔㛃", "贾连峰"]
    assert rows(hamlet.ledger("members", area="第二服务管理站")) == []
