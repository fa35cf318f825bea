"""Ctrl+Z at the window: what was saved last is named, taken back, brought back, refused in words."""

import shutil

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QPushButton
from sqlalchemy import select

from gridcenter.access.actors import ROLES, Actor
from gridcenter.app import dress
from gridcenter.app.program import Program
from gridcenter.desk.messages import Box, Toast
from gridcenter.desk.shell import Shell
from gridcenter.register.records import Household, Unit
from gridcenter.register.services.people import enter_household
from gridcenter.sheets.imports import batches
from gridcenter.visits.records import Visit

PATIENCE = 20_000


@pytest.fixture
def hands(qapp, qtbot, hamlet_folder, tmp_path):
    dress(qapp)
    folder = shutil.copytree(hamlet_folder, tmp_path / "data")
    program = Program(qapp, folder)
    program.begin()
    yield Hands(program, qtbot)
    program.end()
    program.shown.close()
    program.shown.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class Hands:
    """What a person does at the screen."""

    def __init__(self, program, qtbot):
        self.program, self.qtbot = program, qtbot
        program.shown.password.setText("demo")
        self.press(program.shown.enter)
        self.wait(lambda: isinstance(program.shown, Shell))
        self.shell, self.office = program.shown, program.opened.office

    def press(self, button):
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def wait(self, condition):
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE)

    def key(self, key):
        self.shell.activateWindow()
        self.wait(lambda: self.shell.isActiveWindow() and not QApplication.activeModalWidget())
        self.qtbot.keyClick(self.shell, key, Qt.KeyboardModifier.ControlModifier)

    def open_boxes(self):
        return [box for box in self.shell.findChildren(Box) if box.isVisible()]

    def box(self):
        self.wait(self.open_boxes)
        return self.open_boxes()[-1]

    def toast(self, part):
        def found():
            return [t for t in self.shell.findChildren(Toast) if part in t.accessibleName() and t.isVisible()]

        self.wait(found)
        return found()[-1]

    def undo(self):
        self.key(Qt.Key.Key_Z)
        box = self.box()
        words = box.accessibleName()
        self.press(box.yes)
        return words

    def ids(self, cls):
        with self.office.database.read() as session:
            return set(session.scalars(select(cls.id)))


def household(office, number="0041"):
    with office.database.write(office.actor) as session:
        unit = session.scalar(select(Unit.id).where(Unit.level == "subgrid"))
        return enter_household(session, office.actor, unit_id=unit, number=number, kind="").id


def enter_visit(hands, home):
    hands.shell.go("visits")
    form = hands.shell.page("visits").enter_new(home)
    for key in ("kind", "result"):
        field = form._slots[key].field
        field.put(field.choice.options[-1][0] if hasattr(field.choice, "options") else "phone")
    with hands.qtbot.waitSignal(form.saved, timeout=PATIENCE):
        form.submit()


def test_the_last_act_is_named_taken_back_and_brought_back(hands):
    enter_visit(hands, household(hands.office))
    [visit] = hands.ids(Visit)
    words = hands.undo()
    assert words.startswith("撤销“登记走访")
    assert "（今天 " in words
    back = hands.toast("已撤销“登记走访")
    assert hands.ids(Visit) == set()
    hands.press(next(b for b in back.findChildren(QPushButton) if b.text() == "恢复"))
    hands.toast("已恢复“登记走访")
    assert hands.ids(Visit) == {visit}
    hands.undo()
    hands.wait(lambda: hands.ids(Visit) == set())
    hands.key(Qt.Key.Key_Y)
    hands.wait(lambda: hands.ids(Visit) == {visit})


def test_the_toast_undoes_just_what_it_tells_of(hands):
    home = household(hands.office)
    enter_visit(hands, home)
    first = hands.toast("已登记")
    [visit] = hands.ids(Visit)
    enter_visit(hands, home)
    hands.press(next(b for b in first.findChildren(QPushButton) if b.text().strip() == "撤销"))
    hands.toast("已撤销")
    assert len(hands.ids(Visit)) == 1
    assert visit not in hands.ids(Visit)


def test_an_import_is_undone_as_on_its_own_page(hands):
    assert hands.undo().startswith("撤销“导入")
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
    before = hands.box
    hands.undo()
    hands.wait(lambda: any("李军" in box.accessibleName() for box in hands.open_boxes()))
    assert "不能撤销" in before().accessibleName()
    assert len(hands.ids(Visit)) == 1


def test_in_a_field_ctrl_z_takes_back_words_only(hands):
    hands.shell.go("visits")
    field = hands.shell.page("visits").filter_bar.search
    hands.shell.activateWindow()
    field.setFocus()
    hands.qtbot.keyClicks(field, "abc")
    hands.qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == ""
    assert hands.open_boxes() == []


def test_a_role_that_may_less_by_now_cannot_undo(hands):
    household_before = hands.ids(Household)
    clerk = Actor(hands.office.actor.login, hands.office.actor.name, ROLES["clerk"])
    hands.program.window.undoing._actor = clerk
    hands.undo()
    hands.wait(lambda: any("身份做的" in box.accessibleName() for box in hands.open_boxes()))
    assert hands.ids(Household) == household_before
