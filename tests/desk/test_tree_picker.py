import pytest
from PySide6.QtCore import QPoint, Qt
from typing_in import type_in

from gridcenter.desk.tree_picker import Node, TreeChoice

STATION, FRONT, BACK, ONE, HEAD, VILLAGE = (bytes([n]) * 16 for n in range(6))
NODES = (
    Node(STATION, None, "城关站"),
    Node(FRONT, STATION, "前街网格"),
    Node(ONE, FRONT, "前街一组"),
    Node(BACK, STATION, "后街网格", "208 户"),
    Node(HEAD, None, "行政村", offered=False),
    Node(VILLAGE, HEAD, "单家村"),
)


@pytest.fixture
def choice(qtbot, look):
    choice = TreeChoice(look, "网格", NODES, "全部网格", width=150)
    qtbot.addWidget(choice)
    choice.show()
    return choice


def shown(popup):
    tree, index, found = popup.tree, popup._model.index(0, 0), []
    while index.isValid():
        found.append(index.data())
        index = tree.indexBelow(index)
    return found


def test_the_tree_is_open_and_a_press_chooses(qtbot, choice):
    popup = choice.open()
    assert shown(popup) == [
        "全部网格", "城关站", "前街网格", "前街一组", "后街网格　208 户", "行政村", "单家村"
    ]  # fmt: skip
    with qtbot.waitSignal(choice.chosen) as chosen:
        station = popup._model.index(1, 0)
        at = popup.tree.visualRect(popup._model.index(1, 0, station)).center()
        qtbot.mouseClick(popup.tree.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at))
    assert chosen.args == [BACK]
    assert choice.currentText() == "后街网格"


@pytest.mark.parametrize("typed", ["hj", "houj", "后街", "jwg"])
def test_initials_pinyin_and_words_narrow_it(qtbot, choice, typed):
    popup = choice.open()
    type_in(popup.search, typed)
    with qtbot.waitSignal(choice.chosen):
        if typed == "jwg":  # 前街网格 comes first
            qtbot.keyClick(popup.search, Qt.Key.Key_Down)
        qtbot.keyClick(popup.search, Qt.Key.Key_Return)
    assert choice.value == BACK


def test_every_reading_of_a_surname_is_found_and_headings_are_not_chosen(qtbot, choice):
    popup = choice.open()
    type_in(popup.search, "djc")
    assert shown(popup) == ["行政村", "单家村"]
    qtbot.keyClick(popup.search, Qt.Key.Key_Up)
    qtbot.keyClick(popup.search, Qt.Key.Key_Return)
    assert choice.value == VILLAGE


def test_keys_open_fold_and_leave(qtbot, choice):
    qtbot.keyClick(choice, Qt.Key.Key_Q)
    popup = choice.popup
    assert popup.search.text() == "q"
    popup.search.clear()
    choice.popup._go(STATION)
    qtbot.keyClick(popup.search, Qt.Key.Key_Left)
    assert shown(popup) == ["全部网格", "城关站", "行政村", "单家村"]
    with qtbot.waitSignal(popup.destroyed):
        qtbot.keyClick(popup.search, Qt.Key.Key_Escape)
    assert choice.value is None
    choice.choose(ONE)
    assert choice.currentText() == "前街一组"
    qtbot.keyClick(choice, Qt.Key.Key_Delete)
    assert (choice.value, choice.currentText()) == (None, "全部网格")
