"""Every control of every demo page can be reached, read aloud, and is not cut off."""

import io

import pytest
from demo import demo_shell, drawer, first_run, inspection, ledger, login, visit_form
from people import people
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)
from reportlab.pdfgen import canvas

CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QAbstractItemView)
PAGES = ("desk", "people", "import", "settings", "ledgers")


def pdf():
    stream = io.BytesIO()
    sheet = canvas.Canvas(stream)
    sheet.showPage()
    sheet.save()
    return stream.getvalue()


@pytest.fixture
def shell(qtbot, make_desk):
    desk = make_desk(people())
    shell = demo_shell(desk, {"ledgers": lambda: ledger(desk.look, pdf())})
    qtbot.addWidget(shell)
    shell.resize(1366, 768)
    shell.show()
    return shell


def nameless(root):
    """Controls that a screen reader could not name."""
    return [
        f"{type(c).__name__} {c.objectName()} in {type(c.parent()).__name__}"
        for c in root.findChildren(QWidget)
        if isinstance(c, CONTROLS)
        and not c.isHidden()
        and not of_qt(c)
        and not c.accessibleName()
        and not words_of(c)
    ]


def words_of(control):
    return control.text().strip() if isinstance(control, QAbstractButton) else ""


def of_qt(control):
    """Parts inside Qt's own controls, such as the popup of a combo box."""
    inner = ("QComboBox", "QTableCornerButton", "QLineEditIconButton", "QScrollArea")
    return control.objectName().startswith("qt_") or any(
        type(c).__name__.startswith(inner) or c.metaObject().className().startswith(inner)
        for c in (control.parent(), control)
        if c is not control or not isinstance(c, QComboBox)
    )


def wordless_icons(root):
    return [
        b
        for b in root.findChildren(QAbstractButton)
        if b.isVisible() and not b.icon().isNull() and not b.text().strip() and not b.toolTip()
    ]


def go(qtbot, shell, key):
    """Go to a page and wait until it has what it shows."""
    page = shell.page(key)
    if key == "people":
        with qtbot.waitSignal(page.shown):
            shell.go(key)
    else:
        shell.go(key)
    QApplication.processEvents()


@pytest.mark.parametrize("key", PAGES)
def test_every_control_of_a_page_has_a_name(qtbot, shell, key):
    go(qtbot, shell, key)
    assert nameless(shell) == []
    assert wordless_icons(shell) == []


def test_every_control_of_dialogs_and_frames_has_a_name(qtbot, make_desk, look):
    desk = make_desk({})
    made = [
        login(look),
        first_run(look),
        drawer(look),
        visit_form(None, desk, print),
        inspection(None, desk, print),
    ]
    for widget in made:
        qtbot.addWidget(widget)
        widget.show()
        assert nameless(widget) == []
        assert wordless_icons(widget) == []


def cut_off(label):
    need = label.fontMetrics().horizontalAdvance(label.text())
    free = label.wordWrap() or not label.isVisible() or not label.text()
    return not free and label.contentsRect().width() < need - 1


def squeezed(button):
    shown = button.isVisible() and button.text().strip()
    return shown and button.width() < button.minimumSizeHint().width() - 1


@pytest.mark.parametrize("key", PAGES)
@pytest.mark.parametrize("size", [(1366, 768), (1366, 696)])
def test_nothing_is_cut_off(qtbot, shell, key, size):
    shell.resize(*size)
    go(qtbot, shell, key)
    cut = [label.text() for label in shell.findChildren(QLabel) if cut_off(label)]
    cut += [button.text() for button in shell.findChildren(QAbstractButton) if squeezed(button)]
    assert cut == []


@pytest.mark.parametrize("key", PAGES)
def test_the_page_is_never_wider_than_the_window(qtbot, shell, key):
    go(qtbot, shell, key)
    area = shell.page(key).findChild(QScrollArea)
    assert area.widget().width() <= area.viewport().width()


def test_tab_goes_through_a_form_from_top_to_bottom(qtbot, make_desk):
    form = visit_form(None, make_desk({}), print)
    qtbot.addWidget(form)
    form.show()
    tops = []
    for _ in range(6):
        here = form.focusWidget()
        tops.append(here.mapTo(form, QPoint(0, 0)).y())
        qtbot.keyClick(here, Qt.Key.Key_Tab)
    assert tops == sorted(tops)
    assert len(set(tops)) == 6


def test_the_drawer_leaves_room_for_the_page(shell):
    shell.go("people")
    made = drawer(shell.page("people").look)
    shell.page("people").drawer_wanted.emit(made)
    for wide in (1366, 1000, 911):
        shell.resize(wide, 640)
        QApplication.processEvents()
        page = shell.page("people")
        right = QRect(made.mapTo(shell, QPoint(0, 0)), made.size())
        left = QRect(page.mapTo(shell, QPoint(0, 0)), page.size())
        assert not left.intersects(right)
        assert right.right() < shell.width()
        assert page.width() >= 480
