"""Hands that never touch the mouse: keys go to the window in front, as from a keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from gridcenter.desk.forms import FormDialog
from gridcenter.desk.messages import Box, Toast

PATIENCE = 20_000
_MOST_TABS = 60
_REAL = {Qt.WindowType.Window, Qt.WindowType.Dialog}


class Keyboard:
    """Presses keys, counts them, and looks at the screen; calls nothing of the program."""

    def __init__(self, qtbot):
        self.qtbot, self.pressed = qtbot, 0

    def wait(self, condition):
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE)

    @property
    def front(self):
        """The window that the keys go to."""
        self.wait(lambda: self.active and QGuiApplication.focusWindow())
        return QGuiApplication.focusWindow()

    @property
    def active(self):
        """The window in front; offscreen nobody brings one there once another has shut."""
        if QApplication.activeWindow() is None:
            tops = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w.windowType() in _REAL]
            beneath = {w.parentWidget().window() for w in tops if w.parentWidget()}
            next(w for w in tops if w not in beneath).activateWindow()
        return QApplication.activeWindow()

    @property
    def here(self):
        """The widget that has the focus."""
        assert self.front is not None
        self.wait(QApplication.focusWidget)
        return QApplication.focusWidget()

    @property
    def name(self):
        """What a screen reader says of it."""
        return self.here.accessibleName()

    def press(self, *keys):
        for key in keys:
            combination = QKeySequence(key)[0]
            QTest.keyClick(self.front, combination.key(), combination.keyboardModifiers())
            self.pressed += 1

    def type(self, text):
        """Type words: letters and digits by their keys, Chinese as an input method gives it."""
        if text.isascii():
            for letter in text:
                QTest.keyClick(self.front, letter)
        else:
            assert self.here.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled), self.name
            event = QInputMethodEvent()
            event.setCommitString(text)
            QApplication.sendEvent(QGuiApplication.focusObject(), event)
        self.pressed += len(text)

    def tab_to(self, name, key="Tab"):
        """Go on with Tab until the focus stands on something of this name."""
        met = []
        while name not in self.name:
            met.append(self.name)
            assert len(met) < _MOST_TABS, f"Tab never comes to {name}: {met}"
            self.press(key)

    def seen(self, kind, within=None):
        """Widgets of a kind on the screen, the last one last."""
        tops = [within] if within else QApplication.topLevelWidgets()
        found = [one for top in tops for one in (top, *top.findChildren(kind)) if isinstance(one, kind)]
        return [one for one in dict.fromkeys(found) if one.isVisible()]

    def says(self, words):
        """Whether a label, a box or a toast on the screen says so."""
        labels = [label.text() for label in self.seen(QLabel)]
        return any(words in text for text in (*labels, *(w.accessibleName() for w in self.seen(QWidget))))

    def until(self, words):
        self.wait(lambda: self.says(words))

    def form(self, title):
        """The form in front, once it is there."""
        self.wait(lambda: isinstance(self.active, FormDialog))
        form = QApplication.activeWindow()
        assert form.windowTitle() == title
        return form

    def box(self):
        self.wait(lambda: isinstance(self.active, Box))
        return QApplication.activeWindow()

    def toast(self, part):
        self.wait(lambda: [t for t in self.seen(Toast) if part in t.accessibleName()])

    def back(self, window):
        """Wait until a window is in front again."""
        self.wait(lambda: self.active is window)

    def choose(self, text):
        """Go down an open menu to an entry and take it."""
        menu = QApplication.activePopupWidget()
        for _each in menu.actions():
            QTest.keyClick(self.front, Qt.Key.Key_Down)
            self.pressed += 1
            if menu.activeAction() is not None and menu.activeAction().text().startswith(text):
                break
        assert menu.activeAction().text().startswith(text)
        self.press("Return")
