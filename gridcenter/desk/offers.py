"""The list beneath a field that is typed into: what the typed words may mean."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gridcenter.desk.layouts import RIGHT
from gridcenter.desk.theme import Look

_OFFER = Qt.ItemDataRole.UserRole + 1
_LINE, _MOST_LINES, _EDGE, _GAP = 30, 12, 6, 28
_WIDEST = 640


@dataclass(frozen=True, slots=True)
class Offer:
    """Something to choose: its value, its words, and a note that tells namesakes apart."""

    value: object
    words: str
    note: str = ""
    fill: str = ""
    """What stands in the field once it is taken; the words when empty."""


class _Lines(QStyledItemDelegate):
    """Words at the left, the note at the right."""

    def __init__(self, parent: QWidget, look: Look) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(super().sizeHint(option, index).width(), _LINE)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        offer = index.data(_OFFER)
        if isinstance(offer, Offer) and offer.note:
            painter.save()
            painter.setFont(self._look.font("t_note"))
            painter.setPen(self._look.colour("text3"))
            where: QRect = option.rect.adjusted(0, 0, -8, 0)
            painter.drawText(where, RIGHT, offer.note)
            painter.restore()


class Offers(QListView):
    """Opens beneath its field and never takes the focus from it."""

    taken = Signal(object)
    """The Offer that was clicked."""

    def __init__(self, field: QWidget, look: Look) -> None:
        super().__init__(field)
        self._field, self._look = field, look
        self._lines = QStandardItemModel(self)
        self.setWindowFlags(
            Qt.WindowType.ToolTip
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowDoesNotAcceptFocus
        )
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setObjectName("offers")
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setModel(self._lines)
        self.setItemDelegate(_Lines(self, look))
        self.clicked.connect(lambda index: self.taken.emit(index.data(_OFFER)))

    @property
    def current(self) -> Offer | None:
        """The offer under the bar."""
        offer = self.currentIndex().data(_OFFER)
        return offer if isinstance(offer, Offer) else None

    def offer(self, offers: Sequence[Offer], current: object = None, *, free: bool = False) -> None:
        """Show these; the bar stands on the one whose value is `current`, else on the first.

        Where any words do (`free`), the bar stands nowhere until it is moved.
        """
        self._lines.clear()
        for each in offers:
            item = QStandardItem(each.words)
            item.setData(each, _OFFER)
            item.setData(f"{each.words}　{each.note}", Qt.ItemDataRole.AccessibleTextRole)
            self._lines.appendRow(item)
        if not offers:
            self.hide()
            return
        self.setAccessibleName(f"{self._field.accessibleName()}：可选的")
        first = -1 if free else 0
        at = next((n for n, o in enumerate(offers) if current in {o.value, o.words}), first)
        self._place(offers)
        self.show()
        self.setCurrentIndex(self._lines.index(at, 0))

    def step(self, lines: int) -> None:
        """Move the bar down by so many lines, up when negative."""
        at = self.currentIndex().row() + lines
        self.setCurrentIndex(self._lines.index(max(0, min(at, self._lines.rowCount() - 1)), 0))

    def _place(self, offers: Sequence[Offer]) -> None:
        metrics = self._field.fontMetrics()
        wide = max(
            metrics.horizontalAdvance(o.words) + metrics.horizontalAdvance(o.note) for o in offers
        )
        width = max(self._field.width(), min(wide + 2 * _EDGE + _GAP, _WIDEST))
        high = min(len(offers), _MOST_LINES) * _LINE + 2 * _EDGE
        below = self._field.mapToGlobal(QPoint(0, self._field.height() + 2))
        screen = self._field.screen().availableGeometry()
        left = max(screen.left(), min(below.x(), screen.right() - width))
        top = below.y()
        if top + high > screen.bottom():
            top = max(screen.top(), top - high - self._field.height() - 4)
        self.setGeometry(left, top, width, high)
