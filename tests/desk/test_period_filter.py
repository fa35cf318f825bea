from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from typing_in import type_in

from gridcenter.base.periods import Month, today
from gridcenter.desk.period_filter import ABOVE, PeriodFilter, span_words

MONTH = Month.of(today())


@pytest.fixture
def control(qtbot, look):
    control = PeriodFilter(field="走访日期", usual=ABOVE).make(look)
    qtbot.addWidget(control)
    control.show()
    return control


def test_the_month_above_is_usual_and_followed(control):
    before = MONTH.shift(-1)
    assert control.value == (MONTH.first, MONTH.last)
    control.show_month(before)
    assert control.value == (before.first, before.last)
    assert not control.narrows


def test_every_span_holds_its_days(control):
    spans = {}
    for kind in ("week", "month", "before", "quarter", "year"):
        control.choose(kind)
        spans[kind] = control.value
        assert control.narrows
    week, quarter = spans["week"], spans["quarter"]
    assert (week[0].weekday(), week[1] - week[0]) == (0, timedelta(6))
    assert week[0] <= today() <= week[1]
    assert quarter[0] <= today() <= quarter[1]
    assert (quarter[0].month % 3, quarter[0].day, quarter[1].month - quarter[0].month) == (1, 1, 2)
    assert spans["before"] == (MONTH.shift(-1).first, MONTH.shift(-1).last)
    assert spans["year"] == (date(today().year, 1, 1), date(today().year, 12, 31))
    control.choose("all")
    assert (control.value, control.said) == (None, "走访日期：不限")


def test_two_days_of_ones_own_are_typed_loosely(qtbot, control):
    control.setCurrentIndex(control.findData("own"))
    control._ask()
    popup = control.popup
    type_in(popup.first, "昨天")
    type_in(popup.last, "1")
    qtbot.mouseClick(popup.take, Qt.MouseButton.LeftButton)
    assert popup.said.isVisible()
    popup.last.clear()
    with qtbot.waitSignal(control.chosen):
        qtbot.keyClick(popup.first, Qt.Key.Key_Return)
    yesterday = today() - timedelta(1)
    assert control.value == (yesterday, None)
    assert control.currentText() == span_words((yesterday, None))
    control.choose(None)
    assert control.kind == ABOVE


def test_leaving_the_days_open_goes_back(qtbot, control):
    control.choose("year")
    control.setCurrentIndex(control.findData("own"))
    control._ask()
    qtbot.keyClick(control.popup, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: control.kind == "year")


@pytest.mark.parametrize("chosen", ["quarter", (date(2026, 10, 1), None), "all"])
def test_what_was_chosen_is_remembered(qtbot, look, control, chosen):
    control.choose(chosen)
    again = PeriodFilter(usual=ABOVE).make(look)
    qtbot.addWidget(again)
    again.restore(control.kept())
    assert (again.kind, again.value) == (control.kind, control.value)
    again.restore("2026-13-01/")
    assert again.kind == ABOVE
