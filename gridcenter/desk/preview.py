"""The PDF itself on the screen: what is seen is what is printed."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QScrollArea, QWidget

from gridcenter.desk.buttons import Button, IconButton
from gridcenter.desk.layouts import Ground, block, column, row, rule
from gridcenter.desk.theme import Look
from gridcenter.desk.words import words
from gridcenter.papers.preview import POINTS_PER_INCH, Picture, page_count, page_size, render

SCREEN_DPI = 96
ZOOMS = (0.25, 0.33, 0.5, 0.67, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
_MARGIN = 16


def to_image(picture: Picture) -> QImage:
    """Make a Qt image of a drawn page."""
    line = picture.width * 4
    image = QImage(picture.pixels, picture.width, picture.height, line, QImage.Format.Format_RGB32)
    return image.copy()


class Sheet(QWidget):
    """A white sheet with a hairline around it, in the middle of its place."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._image = look, QImage()

    def show_image(self, image: QImage) -> None:
        """Show a page; its device pixel ratio tells how large it is."""
        self._image = image
        size = image.deviceIndependentSize().toSize()
        self.setMinimumSize(size.width() + 2 * _MARGIN, size.height() + 2 * _MARGIN)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sheet; it stays white in the dark."""
        if self._image.isNull():
            return
        p, size = QPainter(self), self._image.deviceIndependentSize().toSize()
        left = (self.width() - size.width()) // 2
        top = (self.height() - size.height()) // 2
        p.drawImage(left, top, self._image)
        p.setPen(self._look.colour("line_strong"))
        p.drawRect(QRect(left - 1, top - 1, size.width() + 1, size.height() + 1))


class Preview(Ground):
    """Page x of y, zoom, whole page; PageUp, PageDown, Ctrl+plus, Ctrl+minus, Ctrl+0."""

    page_shown = Signal(int)
    """From 0."""

    def __init__(self, look: Look) -> None:
        super().__init__("card")
        self._pdf, self._pages, self._page = b"", 0, 0
        self._zoom: float | None = None
        self._where, self._scale = words("", "second"), Button(look, "整页", kind="quiet")
        self._scale.setToolTip("整页（Ctrl+0）")
        self._back = IconButton(look, "chevron-left", "上一页", width=32)
        self._on = IconButton(look, "chevron-right", "下一页", width=32)
        self._smaller = IconButton(look, "zoom-out", "缩小（Ctrl+-）", width=32)
        self._larger = IconButton(look, "zoom-in", "放大（Ctrl++）", width=32)
        self._sheet, self._nothing = Sheet(look), words("", "note", wrap=True)
        self._area = QScrollArea()
        self._lay_out()
        self._wire()
        self.setAccessibleName("打印预览")
        self.show_pdf(b"")

    @property
    def page(self) -> int:
        """The page shown, from 0."""
        return self._page

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return self._pages

    @property
    def pdf(self) -> bytes:
        """The file shown."""
        return self._pdf

    def show_pdf(self, pdf: bytes) -> None:
        """Show a file, from its first page (or the same one, if it is still there).

        Raises Damaged when it is none. Empty bytes take the sheet away.
        """
        self._pages = page_count(pdf) if pdf else 0
        self._pdf = pdf
        self._page = min(self._page, max(self._pages - 1, 0))
        self._nothing.setVisible(not pdf)
        self._sheet.setVisible(bool(pdf))
        self._draw()

    def say(self, nothing: str) -> None:
        """Say what stands in place of a sheet while there is none."""
        self._nothing.setText(nothing)

    def go(self, page: int) -> None:
        """Show a page, from 0."""
        self._page = min(max(page, 0), max(self._pages - 1, 0))
        self._draw()

    def zoom(self, scale: float | None) -> None:
        """Show at a scale (1.0 is the size of the paper); None fits the whole page."""
        self._zoom = scale
        self._draw()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Fit again when there is more or less room."""
        if event.type() == QEvent.Type.Resize and self._zoom is None:
            self._draw()
        return False

    def _lay_out(self) -> None:
        bar = row(
            self._back, self._where, self._on, None, self._smaller, self._scale, self._larger,
            pad=(10, 3, 10, 3),
        )  # fmt: skip
        self._area.setWidgetResizable(True)
        self._area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._area.setWidget(block(column(self._nothing, self._sheet, gap=0)))
        self._area.setAccessibleName("预览的这一页")
        desk = block(column((self._area, 1), gap=0), "desk")
        self.setLayout(column(bar, rule(), (desk, 1), gap=0, pad=1))

    def _wire(self) -> None:
        self._back.clicked.connect(lambda _checked: self.go(self._page - 1))
        self._on.clicked.connect(lambda _checked: self.go(self._page + 1))
        self._smaller.clicked.connect(lambda _checked: self._step(-1))
        self._larger.clicked.connect(lambda _checked: self._step(1))
        self._scale.clicked.connect(lambda _checked: self.zoom(None))
        self._area.viewport().installEventFilter(self)
        for keys, run in (
            ("PgUp", self._back.click),
            ("PgDown", self._on.click),
            ("Ctrl++", self._larger.click),
            ("Ctrl+=", self._larger.click),
            ("Ctrl+-", self._smaller.click),
            ("Ctrl+0", self._scale.click),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)

    def _step(self, by: int) -> None:
        now = self._zoom or self._fitting()
        wider = [z for z in ZOOMS if z > now + 0.01]
        closer = [z for z in ZOOMS if z < now - 0.01]
        self.zoom(min(wider, default=ZOOMS[-1]) if by > 0 else max(closer, default=ZOOMS[0]))

    def _fitting(self) -> float:
        """Return the scale at which the whole page can be seen."""
        room, (width, height) = self._area.viewport().size(), page_size(self._pdf, self._page)
        inch = SCREEN_DPI / POINTS_PER_INCH
        wide = (room.width() - 2 * _MARGIN - 2) / (width * inch)
        high = (room.height() - 2 * _MARGIN - 2) / (height * inch)
        return max(0.1, min(wide, high))

    def _draw(self) -> None:
        some = self._pages > 0
        for button in (self._smaller, self._larger, self._scale):
            button.setEnabled(some)
        self._back.setEnabled(self._page > 0)
        self._on.setEnabled(self._page + 1 < self._pages)
        self._where.setText(f"第 {self._page + 1} 页，共 {self._pages} 页" if some else "")
        if not some:
            return
        scale, ratio = self._zoom or self._fitting(), self.devicePixelRatioF()
        self._scale.say(f"{'' if self._zoom else '整页 '}{scale:.0%}")
        image = to_image(render(self._pdf, self._page, SCREEN_DPI * scale * ratio))
        image.setDevicePixelRatio(ratio)
        self._sheet.show_image(image)
        self.page_shown.emit(self._page)
