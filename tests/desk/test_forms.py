import threading
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from demo import TODAY, visit_form
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from typing_in import type_in

from gridcenter.base.errors import GridCenterError, RuleBroken
from gridcenter.desk.day_field import DayField
from gridcenter.desk.fields import LineField, NumberField, Unclear
from gridcenter.desk.form_grid import FormGrid
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.messages import Box


@pytest.fixture
def window(qtbot, look):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    return window


@pytest.fixture
def desk(make_desk):
    return make_desk({})


def shown(form):
    form.show()
    return form._slots


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1007", date(2026, 10, 7)),
        ("10-7", date(2026, 10, 7)),
        ("2026-10-07", date(2026, 10, 7)),
        ("10月7日", date(2026, 10, 7)),
        ("昨天", date(2026, 11, 2)),
        ("10.7", date(2026, 10, 7)),
        ("20261007", date(2026, 10, 7)),
        ("大前天", date(2026, 10, 31)),
        ("-1", date(2026, 11, 2)),
        ("上周五", date(2026, 10, 30)),
        ("周五", date(2026, 10, 30)),
        ("周二", date(2026, 11, 3)),
        ("", None),
    ],
)
def test_a_day_is_typed_in_many_ways(qtbot, look, typed, day):
    field = DayField(look, lambda: TODAY)
    qtbot.addWidget(field)
    type_in(field, typed)
    assert field.value() == day
    assert field.words() == (day.isoformat() if day else "")
    field.editingFinished.emit()
    assert field.text() == (day.isoformat() if day else "")


def test_a_day_is_told_at_once_in_words(qtbot, look):
    field = DayField(look, lambda: TODAY)
    qtbot.addWidget(field)
    type_in(field, "1007")
    assert field.told == "10月7日 星期三"
    field.editingFinished.emit()
    assert field.told == "星期三"
    type_in(field, "x")
    assert field.told == ""


def test_a_day_to_come_is_refused_on_leaving_and_counted(qtbot, window, desk):
    form = FormDialog(window, desk.look, desk.jobs, "登记走访", lambda values: values)
    grid = FormGrid(desk.look)
    grid.add("day", "走访日期", DayField(desk.look, lambda: TODAY, past=True), required=True)
    grid.add("name", "姓名", LineField(), required=True)
    form.add(grid)
    form.show()
    form.activateWindow()
    day, name = grid.slots["day"], grid.slots["name"]
    qtbot.waitUntil(day.field.hasFocus)
    qtbot.keyClicks(day.field, "1207")
    assert day.error == ""
    qtbot.keyClick(day.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: day.error == "2026年12月7日还没有到，可填 2026-11-03 或更早的日子")
    assert name.field.hasFocus()
    assert form._said.text() == "还有 1 处要改"
    name.field.focusPreviousChild()
    assert name.error == ""


def test_the_next_one_begins_with_what_was_kept(qtbot, window, desk):
    kept = []
    form = FormDialog(window, desk.look, desk.jobs, "登记走访", lambda values: kept.append(values) or 1)
    grid = FormGrid(desk.look)
    grid.add("day", "走访日期", DayField(desk.look, lambda: TODAY))
    grid.add("name", "姓名", LineField(), required=True)
    form.add(grid)
    form.offer_again("day")
    form.show()
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    for name in ("李晓敏", "王德福"):
        type_in(grid.slots["name"].field, name)
        grid.slots["day"].field.put(date(2026, 11, 2))
        with qtbot.waitSignal(form.saved):
            both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
            qtbot.keyClick(form, Qt.Key.Key_S, both)
        assert grid.slots["name"].field.text() == ""
        assert grid.slots["name"].field.hasFocus()
        assert not form.dirty
    assert [(values["name"], values["day"]) for values in kept] == [
        ("李晓敏", date(2026, 11, 2)), ("王德福", date(2026, 11, 2))
    ]  # fmt: skip
    form.reject()
    assert not form.isVisible()


@pytest.mark.parametrize(("width", "columns"), [(1366, 2), (911, 1)])
def test_tab_goes_as_the_eye_does_in_two_columns_and_in_one(qtbot, window, desk, width, columns):
    window.resize(width, 700)
    form = FormDialog(window, desk.look, desk.jobs, "登记走访", lambda values: values, width=760)
    grid = FormGrid(desk.look, columns=2)
    for key in ("一", "二", "三", "四"):
        grid.add(key, key, LineField(), wide=key == "三")
    form.add(grid)
    form.show()
    fields = [slot.field for slot in grid.slots.values()]
    places = [(field.mapTo(form, QPoint()).y(), field.mapTo(form, QPoint()).x()) for field in fields]
    assert places == sorted(places)
    assert len({x for _y, x in places}) == columns
    form.activateWindow()
    qtbot.waitUntil(fields[0].hasFocus)
    for before, after in pairwise(fields):
        qtbot.keyClick(before, Qt.Key.Key_Tab)
        assert after.hasFocus()


@pytest.mark.parametrize("typed", ["2026", "13-40", "后年吧"])
def test_what_is_no_day_is_refused_in_words(qtbot, look, typed):
    field = DayField(look, lambda: TODAY)
    qtbot.addWidget(field)
    type_in(field, typed)
    with pytest.raises(Unclear, match=r"写成|日期|没有"):
        field.value()


def test_numbers_take_digits_only(qtbot):
    field = NumberField(decimals=1)
    qtbot.addWidget(field)
    qtbot.keyClicks(field, "17x.55")
    assert field.value() == Decimal("17.5")
    field.put(18.0)
    assert field.text() == "18"


def test_missing_and_unreadable_fields_are_named_at_the_field(window, desk):
    saved = []
    form = visit_form(window, desk, saved.append)
    slots = shown(form)
    type_in(slots["day"].field, "大约十月")
    form.submit()
    assert slots["name"].error == "请填写姓名"
    assert slots["day"].error_line.isVisible()
    assert slots["name"].field.property("bad") is True
    assert slots["name"].field.accessibleDescription() == "请填写姓名"
    assert form._said.text() == "还有 2 处要改"
    assert form.focusWidget() is slots["name"].field
    assert saved == []
    type_in(slots["name"].field, "李晓敏")
    assert slots["name"].error == ""
    assert form._said.text() == "还有 1 处要改"


def test_a_rule_broken_by_the_service_is_said_at_its_field(qtbot, window, desk):
    def submit(values):
        raise RuleBroken("day", f"走访日期不能晚于今天，可填 {TODAY:%m-%d}")

    form = visit_form(window, desk, submit)
    slots = shown(form)
    type_in(slots["name"].field, "李晓敏")
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    qtbot.keyClick(form, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: slots["day"].error == "走访日期不能晚于今天，可填 11-03")
    assert form.isVisible()
    assert form.save.isEnabled()


def test_a_fault_without_a_field_is_said_in_the_foot(qtbot, window, desk):
    def submit(values):
        raise GridCenterError("磁盘已满，没有保存。请腾出空间后再试")

    form = visit_form(window, desk, submit)
    slots = shown(form)
    type_in(slots["name"].field, "李晓敏")
    form.submit()
    qtbot.waitUntil(lambda: form._said.text().startswith("磁盘已满"))


def test_what_is_saved_is_plain_data(qtbot, window, desk):
    form = visit_form(window, desk, lambda values: values)
    slots = shown(form)
    type_in(slots["name"].field, "　李晓敏 ")
    type_in(slots["day"].field, "昨天")
    slots["grid"].field.put("hj")
    type_in(slots["score"].field, "17.5")
    with qtbot.waitSignal(form.saved) as saved:
        form.submit()
    assert saved.args[0] == {
        "name": "李晓敏",
        "day": date(2026, 11, 2),
        "grid": "hj",
        "score": Decimal("17.5"),
        "note": None,
        "party": False,
    }
    assert not form.isVisible()


def test_enter_goes_on_to_the_next_field(qtbot, window, desk):
    form = visit_form(window, desk, lambda values: values)
    slots = shown(form)
    slots["name"].field.setFocus()
    qtbot.keyClick(slots["name"].field, Qt.Key.Key_Return)
    assert form.focusWidget() is slots["day"].field
    assert form.isVisible()


def test_leaving_asks_only_when_something_was_typed(qtbot, window, desk):
    form = visit_form(window, desk, lambda values: values)
    shown(form)
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert not form.isVisible()
    form = visit_form(window, desk, lambda values: values)
    slots = shown(form)
    type_in(slots["name"].field, "李")
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert form.isVisible()
    box = form.findChild(Box)
    qtbot.mouseClick(box.no, Qt.MouseButton.LeftButton)
    assert form.isVisible()
    form.reject()
    qtbot.mouseClick(form.findChildren(Box)[-1].yes, Qt.MouseButton.LeftButton)
    assert not form.isVisible()


def test_a_form_stays_until_it_is_saved(qtbot, window, desk):
    gate = threading.Event()
    form = visit_form(window, desk, lambda values: gate.wait(5) and values)
    slots = shown(form)
    type_in(slots["name"].field, "李晓敏")
    form.submit()
    form.reject()
    assert form.isVisible()
    assert form.findChild(Box) is None
    with qtbot.waitSignal(form.saved):
        gate.set()
    assert not form.isVisible()
