"""Typing never waits for the database: while one types, all questions are asked outside the window's thread."""

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit
from sqlalchemy import event

from gridcenter.app.machine import Machine
from gridcenter.app.window import Ways, Window
from gridcenter.desk.drafts import Drafts
from tests.desk.typing_in import type_in
from tests.pages.test_reach import LISTS
from tests.pages.test_spoken import FORMS


@pytest.fixture
def desk(desk, office):
    return replace(desk, drafts=Drafts(desk.jobs, office.database, office.actor))


@pytest.fixture
def asked(office):
    """What the database was asked by the window's thread, and by all others."""
    here, elsewhere = [], []

    def note(_connection, _cursor, statement, *_rest):
        (here if threading.current_thread() is threading.main_thread() else elsewhere).append(statement)

    for engine in (office.database.engine, office.database.writer):
        event.listen(engine, "before_cursor_execute", note)
    return here, elsewhere


def settle(qtbot, desk):
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not desk.jobs._live)
    QApplication.processEvents()


def end(qtbot, desk):
    """Wait until the draft is kept too, which is later than every other answer."""
    settle(qtbot, desk)
    qtbot.waitUntil(lambda: not desk.drafts._pending and not desk.drafts._flying)
    settle(qtbot, desk)


@pytest.mark.parametrize("key", LISTS)
def test_the_words_of_a_list(go, key, asked, qtbot, desk):
    page = go(key)
    settle(qtbot, desk)
    here, elsewhere = asked
    here.clear()
    elsewhere.clear()
    for words in ("l", "x", "王"):
        with qtbot.waitSignal(page.shown):
            type_in(page.filter_bar.search, words)
    with qtbot.waitSignal(page.shown):
        page.filter_bar.search.clear()
    settle(qtbot, desk)
    assert here == []
    assert elsewhere


@pytest.mark.parametrize(("key", "verb"), FORMS)
def test_every_field_of_a_form(go, key, verb, asked, qtbot, desk):
    form = getattr(go(key), verb)()
    settle(qtbot, desk)
    here, elsewhere = asked
    here.clear()
    elsewhere.clear()
    kinds = (QLineEdit, QPlainTextEdit, QComboBox)
    fields = [one for kind in kinds for one in form.findChildren(kind) if one.isVisible() and one.isEnabled()]
    assert len(fields) > 3
    for field in fields:
        field.setFocus()
        type_in(field, "李")
        settle(qtbot, desk)
        for figure in "0041":
            qtbot.keyClick(field, figure)
        settle(qtbot, desk)
        qtbot.keyClick(field, Qt.Key.Key_Tab)
        settle(qtbot, desk)
    end(qtbot, desk)
    assert here == []
    assert elsewhere, "nothing was looked up, and no draft kept"


def test_the_search(desk, office, qapp, qtbot, asked):
    made = Window(desk, office, Ways(Machine(qapp, desk.look, desk.memory), print, print, print, print))
    qtbot.addWidget(made.shell)
    made.shell.show()
    made.shell.search_requested.emit("")
    settle(qtbot, desk)
    here, elsewhere = asked
    here.clear()
    for words in ("l", "x", "m", "王", "0041"):
        type_in(made.finding.popup.words, words)
        qtbot.waitUntil(lambda: made.finding.popup._fresh)
    settle(qtbot, desk)
    assert here == []
    assert elsewhere
