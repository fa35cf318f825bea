"""A grid worker leaves: nothing is left without a holder."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QLabel
from sqlalchemy import select

from gridcenter.desk.buttons import Button
from gridcenter.desk.undoing import undo_now
from gridcenter.disputes.records import Dispute
from gridcenter.register.records import Person, PostHolding
from gridcenter.staff.records import Handover, HandoverLine
from gridcenter.store.acts import last_act
from gridcenter.wings import STAFF
from tests.pages.conftest import MONTH, TODAY

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def page(go):
    return go("staff")


@pytest.fixture
def leaver(office):
    with office.database.read() as session:
        return session.scalar(select(Person.id).where(Person.name == "马建国"))


def read(office, query):
    with office.database.read() as session:
        return session.execute(query).all()


def posts(office):
    query = select(Person.name, PostHolding.post, PostHolding.since, PostHolding.until).join(
        Person, Person.id == PostHolding.person_id
    )
    return read(office, query.order_by(PostHolding.since, PostHolding.id))


def mediator(office):
    return read(office, select(Dispute.mediator))[0][0]


def waiting(office, day):
    with office.database.read() as session:
        return [one.what for todos in STAFF.todos for one in todos.find(session, MONTH, day)]


def test_all_that_somebody_holds_goes_to_a_successor_in_one_act(
    page, fill, go, qtbot, office, desk, leaver
):
    with qtbot.waitSignal(page.shown):
        made = fill(
            page.hand_over(leaver), person_id="钱大勇", phone="10022223333", since=TOMORROW, witness="周敏"
        )
    assert made.result == "马建国 → 钱大勇，2 项"
    assert posts(office) == [("马建国", "grid_head", None, TODAY), ("钱大勇", "grid_head", TOMORROW, None)]
    assert mediator(office) == "钱大勇"
    lines = read(office, select(HandoverLine.kind, Person.name).join(Person, Person.id == HandoverLine.successor_id))
    assert lines == [("岗位", "钱大勇"), ("调解中的纠纷", "钱大勇")]
    assert waiting(office, TOMORROW + timedelta(days=5)) == []
    handovers = go("handovers")
    handovers._print(handovers.model.ids)
    qtbot.waitUntil(lambda: handovers.output.shown is not None)
    text = PdfReader(BytesIO(handovers.output.shown._drawn.content)).pages[0].extract_text()
    for said in ("马建国工作交接清单", "前街网格", "移交人：", "接交人：", "监交人：", "钱大勇"):
        assert said in text
    handovers.output.shown.reject()
    with office.database.read() as session:
        act = last_act(session, office.actor.login)
    assert act.words.startswith("工作交接　马建国 → 钱大勇")
    with qtbot.waitSignal(handovers.shown):
        undo_now(handovers, desk, office.actor, act.txn)
    assert posts(office) == [("马建国", "grid_head", None, None)]
    assert mediator(office) == "马建国"
    assert read(office, select(Handover.id)) == []


def test_it_is_dealt_out_line_by_line_and_nothing_is_dropped_without_a_word(
    page, fill, qtbot, office, ids, leaver
):
    form = page.hand_over(leaver)
    refused = fill(form, fate_0="wait", who_1=ids["王德福"])
    assert "前街网格 网格长没有接手人" in refused.errors["reason"]
    with qtbot.waitSignal(page.shown):
        assert fill(form, reason="等乡里研究").result == "马建国 → 王德福，2 项"
    assert posts(office) == [("马建国", "grid_head", None, TODAY)]
    assert mediator(office) == "王德福"
    assert waiting(office, TOMORROW) == [f"网格长没有接手人（马建国 {TODAY.month}月{TODAY.day}日离任）"]


def test_leaving_with_things_in_hand_is_warned_of_and_waits_on_the_workbench(
    page, fill, qtbot, office, leaver
):
    holding = read(office, select(PostHolding.id))[0][0]
    form = page.relieve(holding)
    assert any("调解中的纠纷 1 项" in label.text() for label in form.findChildren(QLabel))
    assert "改办交接" in {button.text().strip() for button in form.findChildren(Button)}
    with qtbot.waitSignal(page.shown):
        fill(form, until=TODAY)
    assert "马建国离任后还有 1 项经手事项没有交接" in waiting(office, TOMORROW)
