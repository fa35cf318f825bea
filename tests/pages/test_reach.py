"""Every control of every page and form has a name, and none is cut off at 1366 × 768."""

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from gridcenter.desk.forms import FormDialog

CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QAbstractItemView)
LISTS = ("residents", "grids", "staff", "visits", "matters", "disputes", "members", "inspections")


def nameless(root):
    return [
        f"{type(c).__name__} in {type(c.parent()).__name__}"
        for c in root.findChildren(QWidget)
        if isinstance(c, CONTROLS)
        and c.isVisibleTo(root)
        and not c.objectName().startswith("qt_")
        and not c.accessibleName()
        and not (isinstance(c, QAbstractButton) and c.text().strip())
        and not isinstance(c.parent(), QComboBox | QLineEdit | QAbstractItemView)
    ]


def cut_off(root):
    QApplication.processEvents()  # lets the layouts settle
    return [
        label.text()
        for label in root.findChildren(QLabel)
        if label.isVisibleTo(root)
        and not label.wordWrap()
        and label.text()
        and label.width() < label.sizeHint().width() - 1
    ]


@pytest.mark.parametrize("key", LISTS)
def test_pages_and_drawers(go, shell, key):
    page = go(key)
    page.open_record(page.model.ids[-1])
    assert nameless(shell) == []
    assert cut_off(page) == []
    assert cut_off(shell._drawers[key]) == []


@pytest.mark.parametrize(
    ("key", "verb"),
    [("residents", "enter_new"), ("households", "enter_new"), ("visits", "enter_new"),
     ("matters", "enter_new"), ("staff", "enter_new"), ("disputes", "enter_new"),
     ("inspections", "inspect_current"),
     ("allowance", "enter_away"), ("training", "enter_new"), ("work-checks", "enter_new"),
     ("allowance-rates", "enter_new")],
)  # fmt: skip
def test_forms(go, shell, key, verb):
    form = getattr(go(key), verb)()
    assert isinstance(form, FormDialog)
    assert nameless(form) == []
    assert cut_off(form) == []
    assert form.height() <= 650
    form.submit()
    assert form._said.text().endswith("处要改")
    assert cut_off(form) == []


def test_workbench(shell, qtbot):
    page = shell.page("workbench")
    with qtbot.waitSignal(page.status):
        shell.go("workbench")
    assert nameless(page) == []
    assert cut_off(page) == []


def test_narrow_window(go, shell, ids):
    shell.resize(1093, 614)
    page = go("matters", ids["late"])
    assert cut_off(page) == []
    assert cut_off(shell._drawers["matters"]) == []
