"""The look, the worker and the fictional people that the tests of the desk share."""

import os
import sys
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from gridcenter.desk.desk import Changes, Desk
from gridcenter.desk.jobs import Jobs
from gridcenter.desk.memory import Memory
from gridcenter.desk.theme import Look, load_fonts
from gridcenter.desk.tokens import LIGHT


class People:
    """Rows kept in memory behind the same door as the database."""

    def __init__(self, rows):
        self.rows = dict(rows)
        self.listeners = []
        self.loaded = 0

    @contextmanager
    def read(self):
        yield self

    def on_change(self, listener):
        self.listeners.append(listener)

    def tell(self, *tables):
        for listener in self.listeners:
            listener(frozenset(tables))


@pytest.fixture(scope="session")
def look(qapp):
    load_fonts()
    look = Look()
    look.wear(qapp, LIGHT)
    return look


@pytest.fixture
def jobs(qapp):
    jobs = Jobs()
    yield jobs
    jobs.shutdown()


@pytest.fixture
def make_desk(look, jobs, tmp_path):
    def make(rows):
        people = People(rows)
        return Desk(look, jobs, people, Changes(people), Memory(tmp_path / "window.ini"))

    return make


@pytest.fixture(autouse=True)
def _no_window_left(request):
    """Destroy what a test left behind while Qt is still there to do it."""
    yield
    if "qapp" in request.fixturenames:
        for widget in QApplication.topLevelWidgets():
            if widget.parent() is None:  # the popup of a combo box belongs to the combo box
                widget.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
