"""What a screen reader hears of every page, drawer and form; and where Tab leads."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from gridcenter.register.pages.grid_views import LIST
from tests.pages.test_reach import LISTS

FORMS = (
    ("residents", "enter_new"), ("households", "enter_new"), ("visits", "enter_new"),
    ("matters", "enter_new"), ("disputes", "enter_new"), ("inspections", "inspect_current"),
)  # fmt: skip
ROW = 18
"""Fields whose tops differ by less stand in one line."""


def mute(element, path=()):
    """Yield what can be focused or pressed and has no name or says nothing of what it is."""
    if element is None or not element.isValid() or element.state().invisible:
        return
    role, name = element.role(), element.text(QAccessible.Text.Name).strip()
    here = (*path, f"{role.name} {name}")
    if element.state().focusable and (not name or role == QAccessible.Role.NoRole):
        yield " / ".join(here)
    if role in {QAccessible.Role.Table, QAccessible.Role.Tree, QAccessible.Role.List}:
        return
    for number in range(element.childCount()):
        yield from mute(element.child(number), here)


def muted(widget):
    return list(mute(QAccessible.queryAccessibleInterface(widget)))


def tab_stops(window: QWidget):
    """Return what Tab comes to in a window, in its order, from what has the focus on."""
    first = here = window.focusWidget() or window
    stops = []
    while not stops or here is not first:
        if here.isVisibleTo(window) and here.isEnabled() and here.focusPolicy() & Qt.FocusPolicy.TabFocus:
            stops.append(here)
        here = here.nextInFocusChain()
    return stops


def told(widget):
    return widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")


def out_of_order(window, stops):
    """Return pairs of neighbours in the order of Tab that stand the other way round on the screen."""
    places = [(told(stop), stop.mapTo(window, QPoint(0, 0))) for stop in stops]
    return [
        (before[0], after[0])
        for before, after in pairwise(places)
        if after[1].y() < before[1].y() - ROW
        or (abs(after[1].y() - before[1].y()) <= ROW and after[1].x() < before[1].x())
    ]


@pytest.mark.parametrize("key", LISTS)
def test_a_list_and_its_drawer_tell_what_they_are(go, shell, key):
    page = go(key)
    page.open_record(page.model.ids[-1])
    QApplication.processEvents()
    assert muted(shell) == []


@pytest.mark.parametrize(("key", "verb"), FORMS)
def test_a_form_tells_what_it_is_and_tab_goes_as_on_paper(go, key, verb):
    form = getattr(go(key), verb)()
    QApplication.processEvents()
    assert muted(form) == []
    stops = tab_stops(form)
    assert len(stops) > 3
    assert out_of_order(form, stops) == []


@pytest.mark.parametrize("key", LISTS)
def test_tab_goes_down_a_page(go, shell, key):
    page = go(key)
    part = page
    if key == "grids":
        page.views.go(LIST)
        part = page.views.body
    QApplication.processEvents()
    stops = [stop for stop in tab_stops(shell) if part.isAncestorOf(stop)]
    assert page.table in stops
    first = min(stops, key=lambda stop: (stop.mapTo(page, QPoint(0, ROW)).y() // (2 * ROW), stop.x()))
    at = stops.index(first)
    assert out_of_order(page, stops[at:] + stops[:at]) == []
