"""Training and work checks: sessions, who was there, the sheet to be signed, what was agreed on."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from gridcenter.register.records import PostHolding, Unit
from gridcenter.register.services.people import PersonEntry, appoint, enter_person
from gridcenter.staff.pages.fields import CrewList
from gridcenter.staff.records import Training
from gridcenter.staff.services.checks import checks_of, checks_to_do
from gridcenter.staff.services.training import trained
from gridcenter.staff.services.training_lists import attendees
from tests.journeys.hamlet import build, column, printed
from tests.pages.conftest import MONTH, TODAY

SESSION = {"subject": "走访怎么记", "kind": "skill", "hours": Decimal(4), "place": "三楼会议室"}


@pytest.fixture
def workers(office, ids):
    """Two grid workers; 马建国 heads the first grid already."""
    with office.database.write(office.actor) as session:
        made = {}
        for name, unit in (("白春生", "front"), ("曹玉兰", "back")):
            made[name] = enter_person(session, office.actor, PersonEntry(name)).id
            appoint(session, office.actor, person_id=made[name], unit_id=ids[unit], post="worker")
        made["马建国"] = session.scalar(
            select(PostHolding.person_id).where(PostHolding.post == "grid_head")
        )
    return made


@pytest.fixture
def held(go, fill, workers, qtbot):
    page = go("training")
    form = page.enter_new()
    people = form.findChild(CrewList)
    people.search.setText("wgy")
    people._tick(on=True)
    with qtbot.waitSignal(page.shown):
        done = fill(form, **SESSION)
    assert done.errors == {}
    return page


def test_a_session_is_entered_with_the_people_on_the_staff_list(held, cells):
    assert cells(held) == [
        [f"{TODAY:%Y-%m-%d}", "走访怎么记", "业务培训", "三楼会议室", "", "4", "2", "0"]
    ]


def test_hours_differ_and_an_absence_says_why(held, fill, qtbot, cells, office, workers):
    record = held.model.ids[0]
    with office.database.read() as session:
        lists = {a.name: a for a in held_list(session, record)}
    assert set(lists) == {"白春生", "曹玉兰"}
    done = fill(held.mark(record, lists["白春生"].id), state="away", hours=None)
    assert done.errors == {"reason": "请写明缺席缘由，如 公务、病假"}
    with qtbot.waitSignal(held.shown):
        fill(held.mark(record, lists["白春生"].id), state="away", reason="陪护病人")
    with qtbot.waitSignal(held.shown):
        fill(held.mark(record, lists["曹玉兰"].id), state="there", hours=Decimal("2.5"))
    assert cells(held)[0][-2:] == ["1", "1"]
    with office.database.read() as session:
        hours = trained(session, MONTH.first, TODAY)
    assert (hours[workers["曹玉兰"]].hours, hours[workers["白春生"]].missed) == (Decimal("2.5"), 1)


def held_list(session, record):
    return attendees(session, [session.get(Training, record)])[record]


def test_names_pasted_from_a_sign_in_sheet_are_matched_or_named(held, fill, qtbot, cells):
    record = held.model.ids[0]
    done = fill(held.add_names(record), sheet="白春生、马建国\n李半仙")
    assert done.errors["sheet"].startswith("“李半仙”那天没有任职")
    with qtbot.waitSignal(held.shown):
        fill(held.add_names(record), sheet="白春生 马建国")
    assert cells(held)[0][-2] == "3"


def test_the_sheet_to_be_signed_has_names_and_lines_to_spare(held, qtbot):
    held.print_sheet(held.model.ids[0])
    qtbot.waitUntil(lambda: held.output.shown is not None)
    text = "".join(
        page.extract_text() for page in PdfReader(BytesIO(held.output.shown._drawn.content)).pages
    )
    assert "网格员培训签到表" in text.replace("\n", "")
    assert "白春生" in text
    assert "培训内容：走访怎么记" in text.replace("\n", "")
    held.output.shown.reject()


def test_the_ledgers_of_the_month_and_of_the_year(held, office):
    with office.database.read() as session:
        month = build(session, "training", MONTH, today=TODAY)
        year = build(session, "training-hours", MONTH, today=TODAY)
    assert column(month, "subject") == ["走访怎么记"]
    assert column(month, "name", 1) == ["白春生", "曹玉兰"]
    assert "前街网格　网格员" in printed(month).replace("\n", "")
    assert dict(zip(column(year, "name"), column(year, "hours"), strict=True)) == {
        "马建国": 0, "白春生": 4, "曹玉兰": 4
    }  # fmt: skip


@pytest.fixture
def check(go, fill, workers, qtbot):
    page = go("work-checks")
    with qtbot.waitSignal(page.shown):
        done = fill(
            page.enter_new(), person_id=workers["白春生"], item_visits="good", item_ledgers="mend",
            note_ledgers="十月的漏了三户", agreed="补记三户走访", deadline=TODAY,
        )  # fmt: skip
    assert done.errors == {}
    return page


def test_a_work_check_lies_where_the_person_is_posted(check, cells, ids, office):
    row = cells(check)[0]
    assert row[1:5] == ["白春生", "网格员", "前街网格", "周敏"]
    assert row[5] == "走访记录 符合要求、台账填写 需要改进（十月的漏了三户）"
    assert row[-1] == "正在改"
    with office.database.read() as session:
        station = session.get_one(Unit, ids["front"]).parent_id
        assert len(checks_of(session, station, MONTH)) == 1
        assert checks_of(session, ids["back"], MONTH) == []


def test_what_was_agreed_on_waits_on_the_workbench_until_it_is_done(
    check, fill, qtbot, cells, office
):
    with office.database.read() as session:
        later = checks_to_do(session, TODAY + timedelta(days=1))
    assert [(todo.what, todo.who, todo.state(TODAY + timedelta(days=1))) for todo in later] == [
        ("补记三户走访", "白春生", "late")
    ]
    with qtbot.waitSignal(check.shown):
        fill(check.finish(check.model.ids[0]), outcome="三户都补了")
    assert cells(check)[0][-1] == "已完成"
    with office.database.read() as session:
        assert checks_to_do(session, TODAY + timedelta(days=1)) == []
        ledger = build(session, "work-checks", MONTH, today=TODAY)
    assert "三户都补了" in column(ledger, "done")[0]
    assert "不打分" in printed(ledger).replace("\n", "")


def test_an_agreement_without_a_day_is_refused(go, fill, workers):
    page = go("work-checks")
    done = fill(page.enter_new(), person_id=workers["白春生"], found="在岗", agreed="补记走访")
    assert done.errors == {"deadline": "商定了改进的，请填完成期限"}
