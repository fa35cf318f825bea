"""The manual beside the work: contents at the left, the page at the right, with pictures."""

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from gridcenter.desk.buttons import IconButton
from gridcenter.desk.layouts import Ground, block, column, row, rule
from gridcenter.desk.manual import Chapter, Manual
from gridcenter.desk.reader import Reader
from gridcenter.desk.search_field import SearchField
from gridcenter.desk.theme import Look
from gridcenter.desk.words import words

SIZE = QSize(940, 680)
_CONTENTS = 208
_KEY = Qt.ItemDataRole.UserRole


class HelpWindow(Ground):
    """A window of its own, so that one can read while working."""

    def __init__(self, look: Look, manual: Manual, parent: QWidget | None = None) -> None:
        super().__init__("canvas")
        self.setParent(parent, Qt.WindowType.Window)
        self.setWindowTitle("操作手册")
        self.setAccessibleName("操作手册")
        self._manual, self._here, self._past = manual, manual.chapters[0], list[Chapter]()
        self.search = SearchField(look, "在手册里找")
        self.contents, self.reader = QListWidget(), Reader(look, manual.folder)
        self.contents.setObjectName("contents")
        self.contents.setAccessibleName("目录")
        self._nothing = words("没有找到，换个词试试", "note")
        self.back = IconButton(look, "chevron-left", "回到刚才那一页（Alt+←）")
        self._title = words("", "strong")
        self._lay_out()
        self._wire(look)
        self._fill()
        self.resize(SIZE.boundedTo(self.screen().availableSize()))
        self.contents.setFocus()

    def go(self, key: str) -> None:
        """Open a page by its key; an unknown one opens the first page."""
        self._open(self._manual.chapter(key))

    @property
    def here(self) -> str:
        """Key of the page shown."""
        return self._here.key

    def _lay_out(self) -> None:
        left = column(self.search, (self.contents, 1), self._nothing, gap=8, pad=(12, 12, 8, 12))
        frame = block(left, "sidebar")
        frame.setFixedWidth(_CONTENTS)
        head = block(row(self.back, self._title, None, pad=(10, 6, 16, 6)), "topbar")
        self.setLayout(row(frame, (column(head, rule(), (self.reader, 1), gap=0), 1), gap=0))
        self._nothing.hide()

    def _wire(self, look: Look) -> None:
        self.search.textChanged.connect(lambda _text: self._fill())
        self.search.left.connect(self._open_first)
        self.contents.currentItemChanged.connect(lambda item, _old: self._choose(item))
        self.back.clicked.connect(lambda _checked: self.go_back())
        self.reader.anchorClicked.connect(self._follow)
        self.reader.widened.connect(self._show)
        look.changed.connect(self._show)
        for keys, run in (
            ("Esc", self.close), ("Alt+Left", self.go_back), ("Ctrl+F", self.search.setFocus),
        ):  # fmt: skip
            QShortcut(QKeySequence(keys), self).activated.connect(run)

    def go_back(self) -> None:
        """Show the page read before this one."""
        if self._past:
            self._here = self._past.pop()
            self._show()

    def _open(self, chapter: Chapter) -> None:
        if chapter is not self._here:
            self._past.append(self._here)
            self._here = chapter
        self._show()

    def _show(self) -> None:
        self.reader.show_text(self._here.text)
        self._title.setText(self._here.title)
        self.back.setEnabled(bool(self._past))
        self._mark()

    def _fill(self) -> None:
        found = self._manual.find(self.search.text())
        self.contents.blockSignals(True)
        self.contents.clear()
        for chapter in found:
            item = QListWidgetItem(chapter.title)
            item.setData(_KEY, chapter.key)
            self.contents.addItem(item)
        self.contents.blockSignals(False)
        self._nothing.setVisible(not found)
        self._mark()

    def _mark(self) -> None:
        self.contents.blockSignals(True)
        for number in range(self.contents.count()):
            if self.contents.item(number).data(_KEY) == self._here.key:
                self.contents.setCurrentRow(number)
        self.contents.blockSignals(False)

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.go(item.data(_KEY))

    def _open_first(self) -> None:
        if self.contents.count():
            self.go(self.contents.item(0).data(_KEY))

    def _follow(self, link: QUrl) -> None:
        self.go(link.path().removesuffix(".md").rsplit("/", 1)[-1])
