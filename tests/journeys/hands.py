"""What a person does at the screen, in a window over a data folder whose password is demo."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QPushButton
from sqlalchemy import select

from gridcenter.app import dress
from gridcenter.app.program import Program
from gridcenter.desk.messages import Box, Toast
from gridcenter.desk.shell import Shell

PATIENCE = 20_000


class Hands:
    """A program with somebody logged in."""

    def __init__(self, qapp, qtbot, folder):
        dress(qapp)
        self.qtbot, self.program = qtbot, Program(qapp, folder)
        self.program.begin()
        self.log_in()

    def log_in(self):
        self.program.shown.password.setText("demo")
        self.press(self.program.shown.enter)
        self.wait(lambda: isinstance(self.program.shown, Shell))
        self.shell, self.office = self.program.shown, self.program.opened.office

    def close(self):
        self.program.end()
        self.program.shown.close()
        self.program.shown.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def press(self, button):
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def press_word(self, parent, word):
        """Press the visible button of a word."""
        self.press(next(b for b in self.visible(QPushButton, parent) if b.text().strip() == word))

    def visible(self, kind, parent=None):
        return [one for one in (parent or self.shell).findChildren(kind) if one.isVisible()]

    def type_in(self, field, text):
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(field, event)

    def wait(self, condition):
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE)

    def key(self, key):
        """Press a key with Ctrl in the shell."""
        self.shell.activateWindow()
        self.wait(lambda: self.shell.isActiveWindow() and not QApplication.activeModalWidget())
        self.qtbot.keyClick(self.shell, key, Qt.KeyboardModifier.ControlModifier)

    def box(self):
        self.wait(lambda: self.visible(Box))
        return self.visible(Box)[-1]

    def toast(self, part):
        def found():
            return [toast for toast in self.visible(Toast) if part in toast.accessibleName()]

        self.wait(found)
        return found()[-1]

    def ids(self, cls):
        with self.office.database.read() as session:
            return set(session.scalars(select(cls.id)))
