from itertools import pairwise

import pytest
from demo import demo_shell
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gridcenter.base.periods import Month
from gridcenter.desk.page import Page
from gridcenter.desk.topbar import Account, TopBar


@pytest.fixture
def made():
    return []


@pytest.fixture
def shell(qtbot, make_desk, made):
    desk = make_desk({})

    class Grids(Page):
        def __init__(self):
            super().__init__(desk.look, "网格")
            self.months, self.entered, self.slim = [], [], []
            made.append(self)

        def enter(self, argument):
            self.entered.append(argument)

        def show_month(self, month):
            self.months.append(month)

        def set_slim(self, slim):
            self.slim.append(slim)

    shell = demo_shell(desk, {"grids": Grids})
    qtbot.addWidget(shell)
    shell.resize(1366, 768)
    shell.show()
    return shell


def test_a_page_is_made_when_it_is_first_gone_to(qtbot, shell, made):
    shell.go("desk")
    assert made == []
    with qtbot.waitSignal(shell.page_shown) as shown:
        qtbot.mouseClick(shell.sidebar._buttons["grids"], Qt.MouseButton.LeftButton)
    assert shown.args == ["grids"]
    shell.go("desk")
    shell.go("grids", "前街")
    assert len(made) == 1
    assert made[0].entered == [None, "前街"]
    assert made[0].isVisible()


def test_a_door_of_one_page_leads_to_another(shell, made):
    shell.go("desk")
    shell.page("desk").went.emit("grids", 7)
    assert shell.here == "grids"
    assert made[0].entered == [7]


def test_the_month_reaches_every_page(qtbot, shell, made):
    shell.go("grids")
    with qtbot.waitSignal(shell.month_changed) as changed:
        shell.topbar.month.set_month(Month(2026, 9))
    assert changed.args == [Month(2026, 9)]
    assert made[0].months == [Month(2026, 10), Month(2026, 9)]


def test_a_narrow_window_goes_slim_and_back(shell, made):
    shell.go("grids")
    shell.resize(1000, 640)
    assert shell.sidebar.width() == 56
    assert shell.topbar.height() == 44
    shell.resize(1366, 768)
    assert shell.sidebar.width() == 168
    assert made[0].slim == [False, True, False]


def test_the_sidebar_folds(qtbot, shell):
    qtbot.mouseClick(shell.sidebar._fold, Qt.MouseButton.LeftButton)
    assert shell.sidebar.width() == 56
    assert shell.sidebar._buttons["people"].accessibleName() == "居民"
    assert shell.sidebar._buttons["people"].toolTip() == "居民　Alt+3"


def test_the_drawer_belongs_to_its_page_and_esc_shuts_it(qtbot, shell):
    shell.go("grids")
    drawer = QWidget()
    shell.page("grids").drawer_wanted.emit(drawer)
    assert drawer.isVisible()
    assert drawer.width() == 372
    shell.go("desk")
    assert not drawer.isVisible()
    shell.go("grids")
    assert drawer.isVisible()
    qtbot.keyClick(shell, Qt.Key.Key_Escape)
    assert not drawer.isVisible()


def test_typing_on_the_search_door_opens_the_search(qtbot, shell):
    with qtbot.waitSignal(shell.search_requested) as asked:
        qtbot.keyClick(shell.topbar.search, Qt.Key.Key_L)
    assert asked.args == ["l"]
    with qtbot.waitSignal(shell.search_requested) as asked:
        qtbot.keyClick(shell, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert asked.args == [""]


def test_each_page_keeps_its_own_line_below(shell):
    shell.go("grids")
    shell.page("grids").status.emit("22 个网格")
    shell.go("desk")
    assert shell._status.text() == ""
    shell.go("grids")
    assert shell._status.text() == "22 个网格"


@pytest.mark.parametrize(
    ("township", "waiting", "shrinks"),
    [("严务乡", 7, False), ("郭家店镇", 128, True), ("太阳宫地区街道", 12345, True)],
)
def test_the_search_field_gives_way_in_the_bar(qtbot, look, township, waiting, shrinks):
    bar = TopBar(look, township, Account("周敏", "中心主任"), Month(2026, 11))
    qtbot.addWidget(bar)
    bar.show_pending(waiting)
    bar.resize(1366 - 168, 52)
    bar.show()
    qtbot.waitExposed(bar)
    parts = [bar.layout().itemAt(n).geometry() for n in range(bar.layout().count())]
    for left, right in pairwise(parts):
        assert left.right() < right.left() or not left.width() or not right.width()
    assert parts[-1].right() <= bar.width()
    assert bar.search.width() >= 150
    assert (bar.search.placeholderText() == "找人、找事、找网格") == (bar.search.width() < 380)
    assert not shrinks or bar.search.width() < 430
