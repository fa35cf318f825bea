"""A calm line under what is being typed: somebody may already stand in the register."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gridcenter.desk.buttons import Button
from gridcenter.desk.desk import Desk
from gridcenter.desk.jobs import Newest
from gridcenter.desk.layouts import Item, block, column, empty, row
from gridcenter.desk.words import IconLabel, words
from gridcenter.register.services.duplicates.typed import Twin, Typed, twins_of

_PAUSE = 250


class TwinLine(QWidget):
    """Asks beside the window, once typing rests, who may be meant; nobody is kept from saving."""

    went = Signal(bytes)
    """The record of somebody shall be looked at."""
    told = Signal()
    """What is said has changed."""

    def __init__(self, desk: Desk, typed: Callable[[], Typed], but: bytes | None = None) -> None:
        super().__init__()
        self._desk, self._typed, self._but = desk, typed, but
        self.twins: Sequence[Twin] = ()
        self._lines: QVBoxLayout = column(gap=2)
        self.setLayout(self._lines)
        self._newest = Newest(desk.jobs)
        self._newest.setParent(self)
        self._newest.answered.connect(self._say)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._ask)
        self.hide()

    @property
    def text(self) -> str:
        """What is said, "" when nothing is."""
        return "；".join(twin.words for twin in self.twins)

    def look(self) -> None:
        """Ask once typing rests."""
        self._pause.start()

    def _ask(self) -> None:
        typed, but, database = self._typed(), self._but, self._desk.database

        def work(_progress: object) -> Sequence[Twin]:
            with database.read() as session:
                return twins_of(session, typed, but)

        self._newest.ask(work)

    def _say(self, twins: Sequence[Twin]) -> None:
        if twins == self.twins:
            return
        self.twins = twins
        empty(self._lines)
        for twin in twins:
            self._lines.addWidget(self._line(twin))
        self.setVisible(bool(twins))
        self.told.emit()

    def _line(self, twin: Twin) -> QWidget:
        said = f"可能已经登记过：{twin.words}" if twin.id else twin.words
        mark = IconLabel(self._desk.look, "triangle-alert", "due", 16)
        parts: list[Item] = [mark, (words(said, "due", wrap=True), 1)]
        if twin.id is not None:
            see = Button(self._desk.look, "打开", "", "link", tip="在右边看这个人的登记")
            see.clicked.connect(lambda _checked, one=twin.id: self.went.emit(one))
            parts.append(see)
        return block(row(*parts, gap=8))
