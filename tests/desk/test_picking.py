"""Choosing by typing: words of a table, records found by the worker, names, all by keyboard."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from typing_in import type_in

from gridcenter.desk.fields import Unclear, Waiting
from gridcenter.desk.form_grid import FormGrid
from gridcenter.desk.offers import Offer
from gridcenter.desk.picking import LookUpField, NameField, NewOrKnownField, PickField

KINDS = [(f"k{n:02}", word) for n, word in enumerate((
    "婚姻家庭纠纷", "邻里纠纷", "房屋宅基地纠纷", "合同纠纷", "生产经营纠纷", "损害赔偿纠纷", "山林土地纠纷",
    "征地拆迁纠纷", "环境污染纠纷", "拖欠农民工工资纠纷", "劳动争议纠纷", "旅游纠纷", "电子商务纠纷",
    "其他消费纠纷", "医疗纠纷", "道路交通事故纠纷", "物业纠纷", "知识产权纠纷", "互联网金融纠纷",
    "承包地流转纠纷", "水利灌溉纠纷", "赡养纠纷", "校园纠纷", "其他纠纷",
))]  # fmt: skip
PEOPLE = [Offer(b"1" * 16, "李晓敏", "女　前街一组"), Offer(b"2" * 16, "李晓明", "男　后街一组")]


def words(field):
    model = field._list.model()
    return [model.index(n, 0).data() for n in range(model.rowCount())]


@pytest.fixture
def window(qtbot, look):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(700, 500)
    return window


@pytest.fixture
def put_up(window, look, qtbot):
    """Shows a grid of fields and gives the focus to the first."""

    def up(**fields):
        grid = FormGrid(look)
        for key, field in fields.items():
            grid.add(key, key, field)
        grid.setParent(window)
        grid.resize(600, 200)
        window.show()
        window.activateWindow()
        first = next(iter(fields.values()))
        first.setFocus()
        qtbot.waitUntil(first.hasFocus)
        return grid

    return up


@pytest.mark.parametrize(
    ("typed", "found"),
    [("cbd", "承包地流转纠纷"), ("shanlin", "山林土地纠纷"), ("dlj", "道路交通事故纠纷"), ("sy", "赡养纠纷")],
)
def test_one_of_24_words_is_found_by_pinyin_from_any_character(qtbot, look, put_up, typed, found):
    field = PickField(look, KINDS)
    put_up(kind=field)
    qtbot.keyClicks(field, typed)
    assert field.open
    assert found in words(field)
    while field._list.current.words != found:
        qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert not field.open
    assert dict(KINDS)[field.value()] == found


def test_words_in_the_order_of_the_table(look, qtbot, put_up):
    field = PickField(look, KINDS)
    put_up(kind=field)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert words(field) == [word for _code, word in KINDS]
    type_in(field, "土地")
    assert words(field) == ["山林土地纠纷"]
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not field.open
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    assert field.open


def test_leaving_takes_the_only_word_that_fits_and_refuses_the_rest(look, qtbot, put_up):
    field, after = PickField(look, KINDS), PickField(look, [])
    grid = put_up(kind=field, after=after)
    qtbot.keyClicks(field, "wuye")
    after.setFocus()
    assert field.value() == "k16"
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "jf")
    after.setFocus()
    qtbot.waitUntil(lambda: bool(grid.slots["kind"].error))
    assert grid.slots["kind"].error.startswith("没有认出“jf”，可以填：婚姻家庭纠纷、邻里纠纷")
    type_in(field, "")
    qtbot.keyClick(field, Qt.Key.Key_Backspace)
    assert grid.slots["kind"].error == ""


def test_a_word_no_longer_in_use_stays_readable(look, qtbot, window):
    field = PickField(look, KINDS, retired={"old": "农业承包纠纷"})
    field.setParent(window)
    field.put("old")
    assert field.text() == "农业承包纠纷（已停用）"
    assert field.value() == "old"
    field.look_for("")
    assert "农业承包纠纷（已停用）" not in words(field)


def look_up(desk, kind=LookUpField, gate=None):
    def find(_session, typed):
        if gate is not None:
            gate.wait(5)
        return [one for one in PEOPLE if typed.strip("lxm ") == "" or typed in one.words]

    return kind(desk, find, lambda _session, key: next(o for o in PEOPLE if o.value == key), "", what="个人")


def test_a_record_is_looked_up_beside_the_window(make_desk, qtbot, put_up):
    gate = threading.Event()
    field, after = look_up(make_desk({}), gate=gate), PickField(make_desk({}).look, [])
    grid = put_up(person=field, after=after)
    qtbot.keyClicks(field, "lxm")
    assert field.text() == "lxm"
    with pytest.raises(Waiting):
        field.value()
    gate.set()
    qtbot.waitUntil(lambda: field.open)
    assert words(field) == ["李晓敏", "李晓明"]
    after.setFocus()
    qtbot.waitUntil(lambda: "可能是好几个人" in grid.slots["person"].error)
    field.setFocus()
    field.selectAll()
    type_in(field, "李晓明")
    after.setFocus()
    qtbot.waitUntil(lambda: field.chosen is not None)
    assert field.value() == PEOPLE[1].value
    assert grid.slots["person"].error == ""


def test_a_name_is_free_but_letters_are_none(make_desk, qtbot, put_up):
    field = look_up(make_desk({}), NameField)
    put_up(visitor=field)
    type_in(field, "孙志强")
    assert (field.value(), field.value().known) == ("孙志强", None)
    field.clear()
    qtbot.keyClicks(field, "lxm")
    qtbot.waitUntil(lambda: field.open)
    with pytest.raises(Unclear, match="不是姓名"):
        field.value()
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert (field.value(), field.value().known) == ("李晓敏", PEOPLE[0].value)


def test_somebody_new_is_entered_in_words(make_desk, qtbot, put_up):
    field = look_up(make_desk({}), NewOrKnownField)
    put_up(person=field)
    type_in(field, "李晓敏")
    qtbot.waitUntil(lambda: field.open)
    assert words(field) == ["李晓敏", "新增“李晓敏”"]
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert (field.value(), field.text()) == ("李晓敏", "李晓敏")
    again = look_up(make_desk({}), NewOrKnownField)
    again.put_words(field.words())
    assert again.value() == "李晓敏"
