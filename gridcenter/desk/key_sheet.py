"""The sheet of keys (?): what the keys do here and everywhere."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QWidget

from gridcenter.desk.buttons import Button
from gridcenter.desk.chips import chip
from gridcenter.desk.layouts import Item, block, cells, column, row, scrolled
from gridcenter.desk.page import Key, key_words
from gridcenter.desk.theme import Look
from gridcenter.desk.words import words

_WIDE, _AROUND = 760, 64
LISTS = (
    Key("Up", "上一行、下一行（↑ ↓）"), Key("Return", "打开这一行"), Key("Space", "勾选这一行"),
    Key("Shift+Down", "连着勾选"), Key("Ctrl+A", "全部勾选"),
)  # fmt: skip
FORMS = (
    Key("Tab", "下一格"), Key("Shift+Tab", "上一格"), Key("Return", "下一格；在按钮上就按下"),
    Key("Ctrl+S", "保存"), Key("Ctrl+Shift+S", "保存，接着再录一条"),
    Key("Alt+Down", "打开日历或可选的词"), Key("Esc", "不填了，先问一声"),
)  # fmt: skip


class KeySheet(QDialog):
    """Groups of keys in two columns; any key shuts it."""

    def __init__(
        self, parent: QWidget, look: Look, groups: Sequence[tuple[str, Sequence[Key]]]
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle("按键一览")
        self.setAccessibleName("按键一览")
        self.setProperty("help", "keys")
        half = (len(groups) + 1) // 2
        sides = [column(*_parts(part), None, gap=8) for part in (groups[:half], groups[half:])]
        body = block(row((sides[0], 1), (sides[1], 1), gap=32, pad=(24, 8, 24, 16)))
        shut = Button(look, "知道了", "", "primary")
        shut.clicked.connect(lambda _checked: self.accept())
        head = row(words("按键一览", "page"), None, pad=(24, 18, 24, 4))
        note = words("F1 看操作手册", "note")
        foot = block(row(note, None, shut, pad=(24, 10, 24, 10)), "foot")
        self.setLayout(column(head, (scrolled(body), 1), foot, gap=0))
        room = parent.window().size()
        self.setFixedWidth(min(_WIDE, room.width() - _AROUND))
        self.resize(self.width(), min(body.sizeHint().height() + 130, room.height() - _AROUND))
        shut.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let any key shut it."""
        if event.text() or event.key() == Qt.Key.Key_Escape:
            self.accept()
        else:
            super().keyPressEvent(event)


def _parts(groups: Sequence[tuple[str, Sequence[Key]]]) -> list[Item]:
    parts: list[Item] = []
    for title, keys in groups:
        lines = [[chip(key_words(key.keys), "key"), words(key.text, "second")] for key in keys]
        parts += [words(title, "head"), block(cells(lines, stretch={1: 1}, across=14, down=7)), 10]
    return parts
