"""A line of buttons that never cuts one: those that find no room wait in a menu at its end."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from gridcenter.desk.buttons import Button
from gridcenter.desk.layouts import Pad, empty, row

_ALL = 99


class FittingRow(QWidget):
    """At most so many buttons side by side, the first or the checked one always; `more` opens the rest."""

    def __init__(self, more: Button, *, gap: int = 8, pad: Pad = 0, most: int = _ALL) -> None:
        super().__init__()
        self._more, self._most = more, most
        self._buttons: list[Button] = []
        self._line = row(gap=gap)
        self._line.addStretch(1)
        self.setLayout(row((self._line, 1), more, gap=gap, pad=pad))
        more.clicked.connect(lambda _checked: self.open_menu())

    @property
    def waiting(self) -> Sequence[Button]:
        """The buttons that stand in the menu."""
        return [button for button in self._buttons if button.isHidden()]

    def fill(self, buttons: Sequence[Button]) -> None:
        """Show these buttons instead of those before."""
        empty(self._line)
        self._buttons = []
        for button in buttons:
            self.add(button)
        self._line.addStretch(1)

    def add(self, button: Button) -> None:
        """Add a button behind the others."""
        self._line.insertWidget(len(self._buttons), button)
        self._buttons.append(button)
        button.toggled.connect(lambda _checked: self._fit())

    def open_menu(self) -> QMenu:
        """Open what found no room, towards the middle of the window."""
        menu = QMenu(self)
        for button in self.waiting:
            entry = menu.addAction(button.icon(), button.accessibleName())
            entry.setCheckable(button.isCheckable())
            entry.triggered.connect(lambda _on, button=button: button.click())
        menu.aboutToHide.connect(menu.deleteLater)
        base, size = self.window(), menu.sizeHint()
        low = self._more.mapTo(base, QPoint()).y() > base.height() // 2
        down = -size.height() if low else self._more.height()
        menu.popup(self._more.mapToGlobal(QPoint(self._more.width() - size.width(), down)))
        return menu

    def minimumSizeHint(self) -> QSize:
        """Be content with the widest button and the menu."""
        whole = super().minimumSizeHint()
        widest = max((button.sizeHint().width() for button in self._buttons), default=0)
        return QSize(min(whole.width(), self._besides() + widest), whole.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the buttons into the new width."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Fit them anew when one has changed its words."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        shown = self._fitting()
        for button in self._buttons:
            button.setVisible(button in shown)
        self._more.setVisible(len(shown) < len(self._buttons))

    def _fitting(self) -> Sequence[Button]:
        if len(self._buttons) <= self._most and self._wide(self._buttons) <= self.width() - self._edges():
            return self._buttons
        shown = [button for button in self._buttons if button.isChecked()]
        for button in self._buttons:
            if button not in shown:
                room = self.width() - self._besides()
                if shown and (len(shown) == self._most or self._wide([*shown, button]) > room):
                    break
                shown.append(button)
        return shown

    def _wide(self, buttons: Sequence[Button]) -> int:
        gap = self._line.spacing()
        return sum(button.sizeHint().width() + gap for button in buttons) - gap

    def _besides(self) -> int:
        more = min(self._more.sizeHint().width(), self._more.maximumWidth())
        return self._edges() + self._line.spacing() + more

    def _edges(self) -> int:
        layout = self.layout()
        margins = layout.contentsMargins() if layout else self.contentsMargins()
        return margins.left() + margins.right()
