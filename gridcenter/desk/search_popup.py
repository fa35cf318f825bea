"""Ctrl+K: one box finds people, matters, grids and things to do."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)  # fmt: skip
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QShortcut,
    QStandardItem,
    QStandardItemModel,
)  # fmt: skip
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)  # fmt: skip

from gridcenter.desk.chips import Chip, chip, chip_width, paint_chip, set_chip
from gridcenter.desk.enter_key import is_enter
from gridcenter.desk.layouts import LEFT, RIGHT, block, column, row, rule
from gridcenter.desk.list_parts import PAUSE
from gridcenter.desk.theme import Look
from gridcenter.desk.words import IconLabel, words

WIDE = 720
_TOP = 64
_HIT, _GROUP = 34, 26
_LEAST, _AROUND = 300, 140
"""Least height of the list, and what stands above and below it in the popup and the window."""
_ROLE = Qt.ItemDataRole.UserRole
_KEYS = (("↑ ↓", "选"), ("回车", "打开"), ("Tab", "下一类"), ("Esc", "关上"))


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: `marked` is the part of the title that was looked for."""

    icon: str
    title: str
    note: str
    target: object
    """Handed back when it is chosen."""
    marked: str = ""
    tail: str = ""
    keys: str = ""
    """A shortcut that does it, as the office reads it."""


@dataclass(frozen=True, slots=True)
class HitGroup:
    """What was found of one kind, the first few of `total`."""

    title: str
    total: int
    hits: Sequence[Hit]


class SearchPopup(QDialog):
    """Asks as words come to rest; shows what it is given; tells what was chosen."""

    asked = Signal(str)
    chosen = Signal(object)
    """The target of the hit."""

    def __init__(self, parent: QWidget, look: Look, typed: str = "") -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle("查找")
        self.setAccessibleName("查找")
        self.setProperty("help", "search")
        self.words, self._how = QLineEdit(typed), chip("")
        self.words.setProperty("bare", True)
        self.words.setAccessibleName("找人、找事、找网格")
        self.words.setPlaceholderText("姓名、拼音首字母、电话、证件尾号、地址")
        self._found, self._list = QStandardItemModel(self), QListView()
        self._nothing = words("输入姓名、拼音首字母、电话、证件尾号或地址", "note")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._lay_out(look)
        self._fresh, self._hurried = True, False
        self._pause.timeout.connect(lambda: self.asked.emit(self.words.text().strip()))
        self.words.textChanged.connect(lambda _text: self._ask_soon())
        QShortcut(QKeySequence("Ctrl+K"), self).activated.connect(self.reject)
        self._list.clicked.connect(self._choose)
        self.show_groups([])

    def show_groups(self, groups: Sequence[HitGroup], how: str = "") -> None:
        """Show what was found; `how` says by what (拼音首字母, 电话)."""
        self._fresh = True
        self._found.clear()
        for group in groups:
            self._found.appendRow(_item(group, f"{group.title}，{group.total} 条", enabled=False))
            for hit in group.hits:
                self._found.appendRow(_item(hit, f"{hit.title} {hit.note}", enabled=True))
        set_chip(self._how, how, "plain")
        self._how.setVisible(bool(how))
        self._nothing.setVisible(not groups)
        if self.words.text().strip() and not groups:
            self._nothing.setText("没有找到。换个字，或只输拼音首字母试试")
        self._list.setVisible(bool(groups))
        high = sum(_GROUP + len(g.hits) * _HIT for g in groups) + 4
        self._list.setFixedHeight(min(high, self._room()))
        self._step(1, start=-1)
        self._place()
        if self._hurried:
            self._hurried = False
            self._choose(self._list.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down choose, Enter opens (what comes, where the answer is still on its way)."""
        here = self._list.currentIndex()
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self._step(1 if event.key() == Qt.Key.Key_Down else -1, here.row())
        elif is_enter(event):
            self._hurried = not self._fresh
            if self._fresh:
                self._choose(here)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes to the first hit of the next kind, Shift+Tab to that of the one before."""
        heads = [row for row in range(self._found.rowCount()) if not self._found.item(row).isEnabled()]
        here = self._list.currentIndex().row()
        if forward:
            wanted = [row for row in heads if row > here] or heads
        else:
            wanted = [row for row in reversed(heads) if row < here - 1] or heads[::-1]
        if wanted:
            self._step(1, wanted[0])
        return True

    def _ask_soon(self) -> None:
        self._fresh = self._hurried = False
        self._pause.start()

    def _room(self) -> int:
        parent = self.parentWidget()
        return max(_LEAST, parent.window().height() - _TOP - _AROUND) if parent is not None else _LEAST

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid() and index.flags() & Qt.ItemFlag.ItemIsEnabled:
            target = index.data(_ROLE).target
            self.accept()
            self.chosen.emit(target)

    def _step(self, by: int, start: int) -> None:
        at = start + by
        while 0 <= at < self._found.rowCount():
            if self._found.item(at).isEnabled():
                self._list.setCurrentIndex(self._found.index(at, 0))
                return
            at += by

    def _lay_out(self, look: Look) -> None:
        self._list.setModel(self._found)
        self._list.setItemDelegate(_Hits(look, self))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setMouseTracking(True)
        self._list.setAccessibleName("找到的")
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        icon = IconLabel(look, "search", "text2", 20)
        top = row(
            icon, (self.words, 1), self._how, chip("Esc", "key"), gap=10, pad=(18, 10, 16, 10)
        )
        keys = [p for key, what in _KEYS for p in (chip(key, "key"), words(what, "note"), 6)]
        hint = words("也可输电话、证件尾号、门牌", "note")
        foot = block(row(*keys, None, hint, gap=5, pad=(16, 8, 16, 8)), "dialogfoot")
        nothing = block(row(self._nothing, pad=(18, 18, 18, 18)))
        frame = block(column(top, rule(), nothing, self._list, foot, gap=1, pad=1), "popup")
        self._empty = nothing
        self.setLayout(column(frame, gap=0))
        self.setFixedWidth(WIDE)

    def _place(self) -> None:
        self._empty.setVisible(not self._nothing.isHidden())
        self.adjustSize()
        parent = self.parentWidget()
        if parent is not None:
            window = parent.window()
            left = (window.width() - self.width()) // 2
            self.move(window.mapToGlobal(QPoint(left, _TOP)))


def _item(data: Hit | HitGroup, read_aloud: str, *, enabled: bool) -> QStandardItem:
    item = QStandardItem(read_aloud)
    item.setData(data, _ROLE)
    item.setEditable(False)
    item.setEnabled(enabled)
    return item


class _Hits(QStyledItemDelegate):
    """Paints headings of kinds, and hits with their letters coloured."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(
        self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        high = _GROUP if isinstance(index.data(_ROLE), HitGroup) else _HIT
        return QSize(WIDE - 20, high)

    def paint(
        self, p: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        data, box = index.data(_ROLE), option.rect
        p.save()
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(data, HitGroup):
            text = f"{data.title}　{data.total:,}" if data.total else data.title
            self._say(p, box.adjusted(18, 0, 0, 0), text, "text3", "t_small")
        else:
            here = bool(option.state & QStyle.StateFlag.State_Selected)
            self._hit(p, box.adjusted(8, 0, -8, 0), data, here=here)
        p.restore()

    def _hit(self, p: QPainter, box: QRect, hit: Hit, *, here: bool) -> None:
        if here:
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(self._look.colour("accent_soft"))
            p.drawRoundedRect(box, 6, 6)
        ratio = p.device().devicePixelRatio()
        mark = self._look.pixmap(hit.icon, "accent_text" if here else "text2", 18, ratio)
        p.drawPixmap(QPoint(box.left() + 10, box.center().y() - 8), mark)
        words_box = box.adjusted(38, 0, -12, 0)
        before, found, after = (
            hit.title.partition(hit.marked) if hit.marked else (hit.title, "", "")
        )
        for part, token in ((before, "text"), (found, "accent_text"), (after, "text")):
            words_box = self._say(p, words_box, part, token, medium=here)
        words_box = self._say(p, words_box.adjusted(10, 0, 0, 0), hit.note, "text3", "t_note")
        self._tail(p, box, hit, here=here)

    def _tail(self, p: QPainter, box: QRect, hit: Hit, *, here: bool) -> None:
        right = box.right() - 12
        marks = [Chip(hit.keys, "key")] if hit.keys else []
        for each in [*([Chip("回车打开", "accent")] if here else []), *marks]:
            right -= chip_width(self._look, each)
            paint_chip(p, self._look, QRect(right, box.top(), 120, box.height()), each)
            right -= 10
        p.setFont(self._look.font("t_small"))
        p.setPen(self._look.colour("text3"))
        p.drawText(QRect(box.left(), box.top(), right - box.left(), box.height()), RIGHT, hit.tail)

    def _say(
        self,
        p: QPainter,
        box: QRect,
        text: str,
        token: str,
        size: str = "t_body",
        *,
        medium: bool = False,
    ) -> QRect:
        p.setFont(self._look.font(size, medium=medium))
        p.setPen(self._look.colour(token))
        p.drawText(box, LEFT, text)
        return box.adjusted(QFontMetrics(p.font()).horizontalAdvance(text), 0, 0, 0)
