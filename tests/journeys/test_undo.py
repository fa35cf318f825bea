"""Ctrl+Z at the window: what was saved last is named, taken back, brought back, refused in words."""

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select

from gridcenter.access.actors import ROLES, Actor
from gridcenter.desk.messages import Box
from gridcenter.register.records import Household, Unit
from gridcenter.register.services.people import enter_household
from gridcenter.sheets.imports import batches
from gridcenter.visits.records import Visit
from tests.journeys.hands import PATIENCE


@pytest.fixture
def hands(sit_down):
    return sit_down()


def undo(hands):
    """Press Ctrl+Z and agree; returns what was asked."""
    hands.key(Qt.Key.Key_Z)
    box = hands.box()
    words = box.accessibleName()
    hands.press(box.yes)
    return words


def household(office, number="0041"):
    with office.database.write(office.actor) as session:
        unit = session.scalar(select(Unit.id).where(Unit.level == "subgrid"))
        return enter_household(session, office.actor, unit_id=unit, number=number, kind="").id


def enter_visit(hands, home):
    hands.shell.go("visits")
    form = hands.shell.page("visits").enter_new(home)
    for key in ("kind", "result"):
        form._slots[key].field.put(form._slots[key].field.value() or "phone")
    with hands.qtbot.waitSignal(form.saved, timeout=PATIENCE):
        form.submit()


def test_the_last_act_is_named_taken_back_and_brought_back(hands):
    enter_visit(hands, household(hands.office))
    [visit] = hands.ids(Visit)
    words = undo(hands)
    assert words.startswith("撤销“登记走访")
    assert "（今天 " in words
    back = hands.toast("已撤销“登记走访")
    assert hands.ids(Visit) == set()
    hands.press_word(back, "恢复")
    hands.toast("已恢复“登记走访")
    assert hands.ids(Visit) == {visit}
    undo(hands)
    hands.wait(lambda: hands.ids(Visit) == set())
    hands.key(Qt.Key.Key_Y)
    hands.wait(lambda: hands.ids(Visit) == {visit})


def test_the_toast_undoes_just_what_it_tells_of(hands):
    home = household(hands.office)
    enter_visit(hands, home)
    hands.toast("已登记")
    [visit] = hands.ids(Visit)
    enter_visit(hands, home)
    hands.press_word(hands.toast("已登记"), "撤销")
    hands.toast("已撤销")
    assert hands.ids(Visit) == {visit}


def test_an_import_is_undone_as_on_its_own_page(hands):
    assert undo(hands).startswith("撤销“导入")
    hands.toast("已撤销“导入")
    assert all(batch.undone for batch in batches(hands.office.database))
    hands.key(Qt.Key.Key_Z)
    hands.toast("没有可以撤销的了")
    hands.key(Qt.Key.Key_Y)
    hands.toast("没有可以恢复的了")


def test_what_others_built_on_is_refused_in_words(hands):
    enter_visit(hands, household(hands.office))
    li = Actor("lijun", "李军", ROLES["head"])
    with hands.office.database.write(li) as session:
        session.scalars(select(Visit)).one().note = "补记"
    undo(hands)
    hands.wait(lambda: any("李军" in box.accessibleName() for box in hands.visible(Box)))
    assert "不能撤销" in hands.box().accessibleName()
    assert len(hands.ids(Visit)) == 1


def test_in_a_field_ctrl_z_takes_back_words_only(hands):
    hands.shell.go("visits")
    field = hands.shell.page("visits").filter_bar.search
    hands.shell.activateWindow()
    field.setFocus()
    hands.qtbot.keyClicks(field, "abc")
    hands.qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == ""
    assert hands.visible(Box) == []


def test_a_role_that_may_less_by_now_cannot_undo(hands):
    household_before = hands.ids(Household)
    clerk = Actor(hands.office.actor.login, hands.office.actor.name, ROLES["clerk"])
    hands.program.window.undoing._actor = clerk
    undo(hands)
    hands.wait(lambda: any("身份做的" in box.accessibleName() for box in hands.visible(Box)))
    assert hands.ids(Household) == household_before
