"""The bell, the state of the exchange, and the keys of the navigation."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from gridcenter.app.waiting import WaitingThings
from gridcenter.matters.services import solve_matter
from tests.pages.conftest import TODAY


@pytest.fixture
def waiting(no_posts, desk, office, shell, qtbot):
    things = WaitingThings(desk, office, shell)
    shell.go("workbench")
    things.count()
    qtbot.waitUntil(lambda: shell.topbar._pending.text() == "4")
    return things


def test_the_bell_lists_what_the_workbench_lists(waiting, shell, qtbot):
    qtbot.mouseClick(shell.topbar.doors["pending"], Qt.MouseButton.LeftButton)
    popup = waiting.popup
    said = [door.accessibleName().split("　")[1:] for door in popup.doors]
    assert said[0] == ["12345热线", "路灯不亮", "后街"]
    assert [line[0] for line in said[1:]] == ["督查", "督查", "诉求"]
    assert popup.everything.text().strip() == "全部 4 件"
    popup.everything.click()
    assert shell.here == "workbench"
    assert shell.page("workbench").todo.wide


def test_a_line_of_the_bell_is_opened_by_keys(waiting, shell, qtbot, ids):
    page = shell.page("inspections")
    waiting.open_pending()
    popup = waiting.popup
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    assert popup.focusWidget() is popup.doors[1]
    qtbot.keyClick(popup.doors[1], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.table.current == ids["front"])
    assert shell.here == "inspections"


def test_the_number_follows_what_is_done(waiting, shell, qtbot, office, ids):
    with office.database.write(office.actor) as session:
        solve_matter(session, office.actor, ids["late"], on=TODAY, result="已换灯")
    qtbot.waitUntil(lambda: shell.topbar._pending.text() == "3")
    assert shell.topbar.doors["pending"].accessibleName() == "待办 3 件"


def test_the_exchange_says_what_it_waits_for(waiting, shell, qtbot):
    qtbot.mouseClick(shell.topbar.doors["sync"], Qt.MouseButton.LeftButton)
    said = [label.text() for label in waiting.sync.findChildren(QLabel) if label.text()]
    assert said == ["等回执的包", "没有", "上次收到", "还没有收到过", "两边写得不一样", "没有"]
    assert waiting.sync.focusWidget() is waiting.sync.door


def test_alt_and_a_number_lead_to_the_pages_in_their_order(shell, qtbot):
    shell.go("workbench")
    for number, key in ((2, "grids"), (3, "residents"), (1, "workbench")):
        qtbot.keyClick(shell, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.AltModifier)
        assert shell.here == key
