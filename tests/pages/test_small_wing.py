"""A wing of under a hundred lines: its form comes wholly from the declarations of its record."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from sqlalchemy import select

from gridcenter.desk.day_field import DayField
from gridcenter.desk.fields import LineField
from gridcenter.desk.picking import PickField
from gridcenter.party.records import PartyUnit
from tests.pages import small_wing
from tests.pages.conftest import TODAY
from tests.pages.small_wing import PartyUnitsPage


@pytest.fixture
def page(desk, office, qtbot):
    page = PartyUnitsPage(desk, office.actor)
    qtbot.addWidget(page)
    with qtbot.waitSignal(page.shown):
        page.enter(None)
        page.show()
    return page


def test_a_wing_needs_less_than_a_hundred_lines():
    assert len(Path(small_wing.__file__).read_text("utf-8").splitlines()) < 100


def test_its_form_comes_from_the_declarations(page):
    form = page.enter_new()
    slots = form._slots
    assert [slot.label for slot in slots.values()] == ["类别", "名称", "上级党组织", "所在村", "成立日期"]
    assert [slot.required for slot in slots.values()] == [True, True, False, False, False]
    assert isinstance(slots["kind"].field, PickField)
    assert isinstance(slots["since"].field, DayField)
    name = slots["name"].field
    assert isinstance(name, LineField)
    assert name.maxLength() == 50
    assert "类别 *" in {label.text() for label in form.findChildren(QLabel)}
    form.reject()


def test_its_form_saves_and_its_list_and_drawer_show(page, fill, qtbot, cells, office, ids):
    assert set(fill(page.enter_new(), since=TODAY).errors) == {"kind", "name"}
    with qtbot.waitSignal(page.shown):
        fill(
            page.enter_new(), kind="group", name="前街第一党小组", parent_id=ids["branch"],
            village_id=ids["village"], since=TODAY,
        )  # fmt: skip
    assert ["前街第一党小组", "党小组"] in cells(page)
    with office.database.read() as session:
        made = session.scalar(select(PartyUnit).where(PartyUnit.name == "前街第一党小组"))
        facts = {fact.label: fact.value for fact in page.describe(session, made.id).facts}
    assert facts["上级党组织"] == "前街党支部"
    assert facts["所在村"] == "前街村"
