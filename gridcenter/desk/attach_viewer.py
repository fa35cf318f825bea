"""Looking at the pictures of a record inside the program: no file in clear is ever written."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QDialog, QScrollArea, QWidget

from gridcenter.access.actors import Actor
from gridcenter.access.attachments import Held, open_attachment
from gridcenter.base.errors import GridCenterError
from gridcenter.base.progress import Progress
from gridcenter.desk.attach_pixels import to_image
from gridcenter.desk.buttons import Button, IconButton
from gridcenter.desk.desk import Desk
from gridcenter.desk.jobs import Newest
from gridcenter.desk.layouts import block, column, row
from gridcenter.desk.messages import tell
from gridcenter.desk.words import Elided, words
from gridcenter.store.pictures import LONGEST, Pixels, pixels

_AROUND = 48
_STEP, _LEAST, _MOST = 1.25, 0.1, 4.0


class Canvas(QWidget):
    """Paints the picture at its size."""

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture over the whole widget."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.rect(), self.image)


class Viewer(QDialog):
    """One picture at a time; ← → go on, + − zoom, Esc leaves."""

    def __init__(
        self, parent: QWidget, desk: Desk, actor: Actor, pictures: Sequence[Held], first: int
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle("看图片")
        self.setProperty("help", "attachments")
        self._desk, self._actor, self._pictures, self.number = desk, actor, pictures, first
        self._zoom = 0.0
        look = desk.look
        self._name, self._place = Elided(""), words("", "note")
        self.canvas = Canvas()
        self._area = QScrollArea(alignment=Qt.AlignmentFlag.AlignCenter)
        self._area.setWidget(self.canvas)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setObjectName("table")
        self.before = IconButton(look, "chevron-left", "上一张（←）")
        self.after = IconButton(look, "chevron-right", "下一张（→）")
        smaller, larger = (
            IconButton(look, "zoom-out", "缩小（-）"),
            IconButton(look, "zoom-in", "放大（+）"),
        )
        fit, shut = Button(look, "适合窗口", "", "quiet"), IconButton(look, "x", "关上（Esc）")
        for button, run in (
            (self.before, lambda: self.go(-1)), (self.after, lambda: self.go(1)), (fit, self.fit),
            (smaller, lambda: self.zoom(1 / _STEP)), (larger, lambda: self.zoom(_STEP)),
            (shut, self.reject),
        ):  # fmt: skip
            button.clicked.connect(lambda _checked, run=run: run())
        head = block(
            row((self._name, 1), self._place, self.before, self.after, 8, smaller, larger, fit, 8,
                shut, pad=(16, 8, 8, 8)),
        )  # fmt: skip
        self.setLayout(column(head, (self._area, 1), gap=0))
        room = parent.window().size()
        self.resize(room.width() - _AROUND, room.height() - _AROUND)
        self._newest = Newest(desk.jobs)
        self._newest.answered.connect(self._show)
        self._load()

    def go(self, by: int) -> None:
        """Show the next picture, or the one before."""
        number = self.number + by
        if 0 <= number < len(self._pictures):
            self.number = number
            self._load()

    def zoom(self, by: float) -> None:
        """Show the picture larger or smaller."""
        self._zoom = min(_MOST, max(_LEAST, self._scale() * by))
        self._place_picture()

    def fit(self) -> None:
        """Show the whole picture, never larger than it is."""
        self._zoom = 0.0
        self._place_picture()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on and zoom by keys."""
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        zooms = {Qt.Key.Key_Plus: _STEP, Qt.Key.Key_Equal: _STEP, Qt.Key.Key_Minus: 1 / _STEP}
        key = Qt.Key(event.key())
        if key in moves:
            self.go(moves[key])
        elif key in zooms:
            self.zoom(zooms[key])
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit anew."""
        super().resizeEvent(event)
        self._place_picture()

    def _load(self) -> None:
        held = self._pictures[self.number]
        desk, actor = self._desk, self._actor
        self.setAccessibleName(f"看图片：{held.name}")
        self._name.setText(held.name)
        self._place.setText(f"{self.number + 1} / {len(self._pictures)}")
        self.before.setEnabled(self.number > 0)
        self.after.setEnabled(self.number + 1 < len(self._pictures))

        def work(_progress: Progress) -> tuple[Held, Pixels | GridCenterError]:
            try:
                with desk.database.read() as session:
                    data = open_attachment(session, desk.database.media, actor, held.id)
                return held, pixels(data, LONGEST)
            except GridCenterError as error:
                return held, error

        self._newest.ask(work)

    def _show(self, answer: tuple[Held, Pixels | GridCenterError]) -> None:
        held, found = answer
        if isinstance(found, GridCenterError):
            self.canvas.image = QImage()
            self.canvas.setAccessibleName(found.words)
            self.fit()
            tell(self, self._desk.look, found.words)
            return
        self.canvas.image = to_image(found)
        self.canvas.setAccessibleName(held.name)
        self.fit()

    def _scale(self) -> float:
        if self._zoom:
            return self._zoom
        image, room = self.canvas.image, self._area.viewport().size()
        sides = ((room.width(), image.width()), (room.height(), image.height()))
        return min(1.0, *(has / max(1, wants) for has, wants in sides))

    def _place_picture(self) -> None:
        self.canvas.resize(self.canvas.image.size() * self._scale())
        self.canvas.update()
