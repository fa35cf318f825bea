"""Pages of visits: a checklist filled by keys, a due household visited from its line, a campaign by hand."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from gridcenter.base.periods import today
from gridcenter.register.services.people import enter_household
from gridcenter.visits.records import Campaign, CampaignTarget, ChecklistAnswer
from gridcenter.visits.services.checklists import adopt, items, offered, provide_samples
from gridcenter.visits.services.plans import PlanEntry, make_plan
from tests.pages.test_spoken import muted


@pytest.fixture
def planned(office, ids):
    """Every household is due this month; the samples are there, 四必看 is adopted."""
    with office.database.write(office.actor) as session:
        for number in ("0901", "0902"):
            enter_household(session, office.actor, unit_id=ids["one"], number=number)
        plan = PlanEntry("每月走访", "monthly", today().replace(day=1), post="grid_head")
        made = make_plan(session, office.actor, plan).id
        provide_samples(session, office.actor)
        looked = next(i for i, title in offered(session, today()) if title.startswith("四必看"))
        adopt(session, office.actor, looked, today=today())
    return made, looked


def test_a_checklist_is_filled_by_digits_and_shown_in_the_drawer(office, planned, go, shell, qtbot, ids, fill):
    page = go("visits")
    form = page.enter_new(ids["home"])
    form._slots["checklist_id"].field.put(planned[1])
    with office.database.read() as session:
        lines = items(session, planned[1])
    fields = [form._slots[f"answer_{one.id.hex()}"].field for one in lines]
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    fields[0].setFocus()
    for key in ("2", "1", "F"):
        QTest.keyClick(QApplication.focusWidget(), key)
    assert QApplication.focusWidget() is fields[3]
    assert [one.value() for one in fields] == ["有隐患", "整洁", "否", None]
    assert muted(form) == []
    done = fill(form)
    assert done.errors == {}
    with office.database.read() as session:
        said = dict(session.execute(select(ChecklistAnswer.item_id, ChecklistAnswer.answer)).all())
        visit = session.scalars(select(ChecklistAnswer.visit_id)).first()
        drawer = page.describe(session, visit)
    assert said == {one.id: answer for one, answer in zip(lines, ("有隐患", "整洁", "否"), strict=False)}
    assert len(drawer.parts) == 1


def test_a_due_household_leaves_the_list_when_it_is_visited(office, planned, go, shell, qtbot, fill, cells):
    page = go("dues")
    before = list(page.model.ids)
    assert before
    page.open_record(before[0])
    QApplication.processEvents()
    assert muted(shell) == []
    assert fill(page.visit(before[0]), visitor="马建国", result="nobody").errors == {}
    qtbot.waitUntil(lambda: before[0] not in page.model.ids)
    assert len(page.model.ids) == len(before) - 1


@pytest.mark.parametrize("key", ["dues", "plans", "checklists", "quick"])
def test_the_pages_tell_what_they_are(planned, shell, key):
    shell.go(key)
    QApplication.processEvents()
    assert muted(shell) == []


def test_a_campaign_is_made_aimed_and_carried_out(office, go, qtbot, fill, cells):
    page = go("campaigns")
    assert fill(page.enter_new(), title="一盔一带", kind="traffic").errors == {}
    assert fill(page.aim()).errors == {}
    qtbot.waitUntil(lambda: len(page.model.ids) > 0)
    done = fill(page.reach(list(page.model.ids)), result="talked", reached_by="马建国")
    assert done.errors == {}
    with office.database.read() as session:
        assert set(session.scalars(select(CampaignTarget.result))) == {"talked"}
        assert session.scalars(select(Campaign.title)).all() == ["一盔一带"]
    qtbot.waitUntil(lambda: {row[-1] for row in cells(page)} == {"已当面讲解"})
