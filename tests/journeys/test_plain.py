"""Every page, drawer, form, sheet and menu of the sample township: Chinese only, in the type scale."""

import re
import socket
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QWidget,
)

from gridcenter.desk.list_page import ListPage
from gridcenter.desk.period_filter import PeriodControl
from gridcenter.desk.record_page import RecordPage
from gridcenter.desk.tokens import TYPE
from tests.pages.test_spoken import FORMS

ALLOWED = {
    "Ctrl", "Shift", "Alt", "Tab", "Esc", "Enter", "Delete", "PDF", "Excel", "xlsx", "xls", "et", "ods", "csv",
    "png", "jpg", "txt",
}  # fmt: skip
"""What stands on the keys of the keyboard, and kinds of files."""
EXAMPLES = {"qjwg", "dctz", "jxzb"}
"""Initials of pinyin shown as examples of what may be typed."""
HERE = {"demo", "yanwu", *re.findall(r"[A-Za-z]{2,}", socket.gethostname())}
"""The account, the folder and the computer of the test."""
NUMBERS = re.compile(r"\b(DZ|JF|GC|SX)[\d-]+|\b\d{9}-[A-Z]{2}-\d{4}-\d\d\b|（(?:pdf|xlsx)）")
"""Numbers of matters, disputes and ledgers have letters; the log names kinds of files."""
FEW = 40
QUIET = 20_000


def english(text):
    """Return the foreign words of a text."""
    words = re.findall(r"[A-Za-z]{2,}", NUMBERS.sub("", text))
    return [word for word in words if word not in ALLOWED | EXAMPLES | HERE]


def model_words(view):
    """Yield heads and the first rows of a table, list or tree."""
    model = view.model()
    if model is None:
        return
    for column in range(model.columnCount()):
        yield model.headerData(column, Qt.Orientation.Horizontal) or ""
    for row in range(min(model.rowCount(), FEW)):
        for column in range(model.columnCount()):
            yield model.index(row, column).data() or ""


def said(widget):
    """Yield what a widget shows, and what it says when one points at it or reads it aloud."""
    yield widget.toolTip()
    yield widget.accessibleName()
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        yield widget.text()
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        yield widget.placeholderText()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(n) for n in range(widget.count()))
    if isinstance(widget, QAbstractItemView):
        yield from (str(text) for text in model_words(widget))
    if isinstance(widget, QMenu):
        yield from (action.text() for action in widget.actions())


def parts(root):
    return [one for one in (root, *root.findChildren(QWidget)) if one.isVisible()]


def amiss(where, root):
    """Yield what is foreign or in a face that is not of the type scale, in what is visible of a window."""
    for part in parts(root):
        own = f"{where} {type(part).__name__}"
        for text in said(part):
            if not Path(text).is_absolute() and english(text):
                yield f"{own}: {text}"
        font = part.font()
        if isinstance(part, QLabel | QAbstractButton | QLineEdit | QComboBox) and (
            font.weight() > QFont.Weight.Medium or font.pixelSize() not in TYPE.values()
        ):
            yield f"{own}: {font.weight()} {font.pixelSize()} px: {part.accessibleName()}"


class Walk:
    """Goes everywhere and keeps what is amiss."""

    def __init__(self, hands):
        self.hands, self.shell, self.amiss = hands, hands.shell, set()
        self.sizes: set[int] = set()

    def look(self, where, root=None):
        self.hands.wait(lambda: not self.hands.program.jobs._live)
        QApplication.processEvents()
        self.sizes |= {part.font().pixelSize() for part in parts(root or self.shell)}
        self.amiss |= set(amiss(where, root or self.shell))

    def pages(self):
        for item in self.hands.program.window._items:
            self.shell.go(item.key)
            self.look(item.key)
            page = self.shell.page(item.key)
            if isinstance(page, ListPage):
                self.sheets(item.key, page)
            if isinstance(page, RecordPage) and page.model.rowCount():
                self.drawer(item.key, page)

    def sheets(self, key, page):
        page.columns.open_under(page.filter_bar.columns)
        self.look(f"{key} 选列", page.columns)
        page.columns.close()
        for control in page.filter_bar.choices.values():
            if isinstance(control, PeriodControl):
                self.look(f"{key} 时间", control.widget)

    def drawer(self, key, page):
        page.table.selectRow(0)
        page.open_record(page.table.current)
        drawer = self.shell._drawers[key]
        for tab in range(drawer.tabs):
            drawer.open_tab(tab)
            self.look(f"{key} {tab}", drawer)
        page.model.tick(page.model.ids[:1], on=True)
        self.look(f"{key} 勾选", page.ticked_bar)
        page.model.clear_ticks()
        self.shell.close_drawer()

    def forms(self):
        for key, verb in FORMS:
            self.shell.go(key)
            page = self.shell.page(key)
            page.table.selectRow(0)
            form = getattr(page, verb)()
            self.look(f"{key} {verb}", form)
            form._leave()

    def popups(self):
        for name, door in self.shell.topbar.doors.items():
            door.click()
            self.look(name, QApplication.activePopupWidget())
            QApplication.activePopupWidget().close()
        finding = self.hands.program.window.finding
        finding.open("")
        self.look("查找", finding.popup)
        finding.popup.close()


def test_every_screen_is_in_chinese_and_in_the_type_scale(sit_down, yanwu_copy):
    hands = sit_down(yanwu_copy)
    hands.shell.resize(1366, 768)
    walk = Walk(hands)
    walk.pages()
    walk.forms()
    walk.popups()
    assert {TYPE[size] for size in ("t_small", "t_note", "t_body", "t_head", "t_page")} <= walk.sizes
    assert sorted(walk.amiss) == []


def test_the_walk_would_see_a_foreign_word():
    assert english("Ctrl+N 登记　DZ20261000047　共 3 条") == []
    assert english("status: open") == ["status", "open"]
